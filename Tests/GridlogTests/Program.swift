// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interchange
import Testing

/// The built program, run as users run it.
struct Program {
  /// What one run gave.
  struct Run {
    let status: Int32
    let output: String
    let errors: String

    /// The document on standard output.
    var json: JSONValue {
      get throws { try JSONParser.parse(Array(output.utf8), limits: JSONLimits(bytes: 1 << 26)) }
    }
  }

  /// Environment of every run: a machine's own locale must not reach a golden text.
  static let environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"]

  /// `gridlog` stands beside the bundle that runs these tests.
  static let path = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("gridlog").path

  @discardableResult
  static func run(
    _ arguments: String..., input: [UInt8] = [], environment: [String: String] = [:],
    directory: String? = nil
  ) throws -> Run {
    try run(arguments, input: input, environment: environment, directory: directory)
  }

  static func run(
    _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:],
    directory: String? = nil
  ) throws -> Run {
    try run(URL(fileURLWithPath: path), arguments, input: input, environment, directory)
  }

  /// A run in which no file may become longer than so many KiB: stands for a disk's end.
  static func run(
    limitedTo kibibytes: Int, _ arguments: String..., input: [UInt8] = []
  ) throws -> Run {
    try run(
      URL(fileURLWithPath: "/bin/bash"),
      ["-c", "ulimit -f \(kibibytes); exec \"$0\" \"$@\"", path] + arguments, input: input, [:],
      nil)
  }

  private static func run(
    _ program: URL, _ arguments: [String], input: [UInt8], _ environment: [String: String],
    _ directory: String?
  ) throws -> Run {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = Program.environment.merging(environment) { $1 }
    if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
    // Files instead of pipes: none of the three can fill up and stop the others.
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    let files = ["in", "out", "err"].map { place.appendingPathComponent($0) }
    try Data(input).write(to: files[0])
    for file in files.dropFirst() { try Data().write(to: file) }
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    let texts = try files.dropFirst().map {
      String(decoding: try Data(contentsOf: $0), as: UTF8.self)
    }
    return Run(status: process.terminationStatus, output: texts[0], errors: texts[1])
  }
}

/// Texts that are contracts: kept beside the tests, compared byte by byte.
///
/// `GRIDLOG_UPDATE_GOLDENS=1 swift test --filter GridlogTests` writes them anew; the change is
/// then read in review.
enum Golden {
  static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Goldens")

  static func expect(
    _ text: String, is name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = directory.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["GRIDLOG_UPDATE_GOLDENS"] != nil {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      return
    }
    let golden = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(text == golden, "differs from Goldens/\(name)", sourceLocation: sourceLocation)
  }
}
