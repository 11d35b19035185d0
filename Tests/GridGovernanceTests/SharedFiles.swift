// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The domain's own tables, beside the repository.
enum SharedFiles {
  static let packageRoot = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func url(_ path: String) -> URL {
    packageRoot.deletingLastPathComponent().appending(path: "shared").appending(path: path)
  }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: url(path).path(percentEncoded: false))
  }

  /// The rows of a table with a header, by column name; none if the file is missing.
  static func table(_ path: String) -> [[String: String]] {
    guard let text = try? String(contentsOf: url(path), encoding: .utf8) else { return [] }
    let lines = text.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }
}
