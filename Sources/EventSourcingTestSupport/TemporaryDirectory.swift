// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A directory of its own that is removed with the last reference to it.
public final class TemporaryDirectory: Sendable {
  public let path: String

  /// Traps if the system's temporary directory cannot be written.
  public init(_ label: String = "gridlog") {
    let name = "\(label)-\(UUID().uuidString)"
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(name)
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      preconditionFailure("no temporary directory: \(error)")
    }
    path = url.path
  }

  /// The path of something inside.
  public func path(of name: String) -> String { path + "/" + name }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
