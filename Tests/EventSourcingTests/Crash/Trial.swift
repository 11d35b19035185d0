// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import Testing

/// Runs a trial program, `StorageTrials` with the fault shim loaded, and gives what it printed by
/// its names.
struct Trial {
  let lines: [String: String]
  let output: String
  let status: Int32
  /// True if the program ended by a signal.
  let wasKilled: Bool

  /// - Parameter failsCalls: Loads the shim; what fails no call and records nothing is faster
  ///   without.
  init(
    _ arguments: String..., environment: [String: String] = [:], failsCalls: Bool = true
  ) throws {
    try self.init(arguments, of: "StorageTrials", environment, failsCalls: failsCalls)
  }

  init(
    _ arguments: [String], of program: String, _ environment: [String: String] = [:],
    failsCalls: Bool
  ) throws {
    let process = Process()
    process.executableURL = Trial.programs.appendingPathComponent(program)
    process.arguments = arguments
    var variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if failsCalls { variables["LD_PRELOAD"] = try FaultShim.path() }
    process.environment = variables
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let printed = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    status = process.terminationStatus
    wasKilled = process.terminationReason == .uncaughtSignal
    output = printed + (status == 0 ? "" : Trial.lastWords(of: process.processIdentifier))
    var lines: [String: String] = [:]
    for line in output.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      lines[String(line[..<colon])] = line[line.index(after: colon)...]
        .trimmingCharacters(in: .whitespaces)
    }
    self.lines = lines
  }

  /// `make test` builds for release, which is many times as fast: the counts are those then.
  #if DEBUG
    static let isRelease = false
  #else
    static let isRelease = true
  #endif
  static let isSoak = ProcessInfo.processInfo.environment["GRIDLOG_SOAK"] != nil
  private static let programs = BuiltProducts.directory

  /// What a program that a signal ended was about; it leaves that, and what it worked on, behind.
  private static func lastWords(of process: Int32) -> String {
    for base in ["/dev/shm", "/tmp"] {
      for label in ["states", "recovery", "calls"] {
        let file = "\(base)/gridlog-\(label)-\(process)/now"
        if let text = try? String(contentsOfFile: file, encoding: .utf8) { return "at: \(text)" }
      }
    }
    return ""
  }

  subscript(name: String) -> String? { lines[name] }
}
