// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import Testing

/// Runs `StorageTrials` with the fault shim loaded, and gives what it printed by its names.
struct Trial {
  let lines: [String: String]
  let output: String
  let status: Int32
  /// True if the program ended by a signal.
  let wasKilled: Bool

  /// - Parameter limit: Bytes that the program's files may have, as a small disk would.
  init(_ arguments: String..., environment: [String: String] = [:]) throws {
    let process = Process()
    process.executableURL = BuiltProducts.directory.appendingPathComponent("StorageTrials")
    process.arguments = arguments
    var variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    variables["LD_PRELOAD"] = try Trial.shim.get()
    process.environment = variables
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    status = process.terminationStatus
    wasKilled = process.terminationReason == .uncaughtSignal
    var lines: [String: String] = [:]
    for line in output.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      lines[String(line[..<colon])] = line[line.index(after: colon)...]
        .trimmingCharacters(in: .whitespaces)
    }
    self.lines = lines
  }

  subscript(name: String) -> String? { lines[name] }

  /// The shim, built once a test run; it is C, and no part of the package.
  private static let shim = Result {
    let path = BuiltProducts.directory.appendingPathComponent("libfault-\(getpid()).so").path
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../FaultShim/build.sh").standardized
    let build = Process()
    build.executableURL = folder
    build.arguments = [path]
    try build.run()
    build.waitUntilExit()
    guard build.terminationStatus == 0 else { throw NoShim() }
    return path
  }

  private struct NoShim: Error {}
}
