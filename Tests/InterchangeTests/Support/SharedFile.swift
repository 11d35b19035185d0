// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Finds the data files that stand beside the repository, in `../shared`.
enum SharedFile {
  private static let folder: URL = {
    // …/Tests/InterchangeTests/Support/SharedFile.swift → the package root's parent.
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<5 { url.deleteLastPathComponent() }
    return url.appendingPathComponent("shared")
  }()

  /// The path of `name`, whether or not it exists.
  static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// Whether all of `names` exist.
  static func has(_ names: String...) -> Bool {
    names.allSatisfy { FileManager.default.fileExists(atPath: path($0)) }
  }

  /// The bytes of `name`.
  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }
}

/// Finds files of the repository itself.
enum RepositoryFile {
  static func path(_ name: String) -> String {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { url.deleteLastPathComponent() }
    return url.appendingPathComponent(name).path
  }

  static func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }
}
