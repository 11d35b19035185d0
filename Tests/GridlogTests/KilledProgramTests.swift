// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import Glibc
import Interchange
import Testing

/// Scenario 8 of domain §9: `kill -9` while it appends and while it rebuilds.
@Suite(.serialized) struct KilledProgramTests {
  private let directory = TemporaryDirectory("killed")

  /// Runs the program and kills it after so many milliseconds; whether it was still running.
  private func kill(_ arguments: String..., after milliseconds: UInt32) throws -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = arguments
    process.environment = Program.environment
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    usleep(milliseconds * 1000)
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
  }

  /// The positions in the log, as the program lists them.
  private func positions(_ log: String) throws -> [Int] {
    let shown = try Program.run("show", log, "--jsonl")
    // Where there is nothing to show yet, it says that nothing matched.
    #expect(shown.status == 0 || shown.output.isEmpty, "\(shown.errors)")
    return try shown.output.split(separator: "\n").compactMap { line in
      try JSONParser.parse(Array(line.utf8), limits: JSONLimits(bytes: 1 << 26))["position"]?
        .integer.map { Int($0) }
    }
  }

  @Test func `scenario 8: killed while it appends: reopened, whole and without a gap`() throws {
    var seen = 0
    for (number, wait) in ([300, 900, 2000, 4000, 8000, 16000, 32000] as [UInt32]).enumerated() {
      let log = directory.path(of: "county-\(number)")
      _ = try kill("demo", log, "--events", "40000", "--seed", "8", after: wait)
      // Killed before the log was made: there is none.
      guard FileManager.default.fileExists(atPath: log + "/log/data.mdb") else { continue }
      let verified = try Program.run("verify", log)
      #expect(verified.status == 0, "after \(wait) ms: \(verified.errors)")
      let positions = try positions(log)
      #expect(positions == positions.indices.map { $0 + 1 }, "after \(wait) ms: a gap")
      seen = max(seen, positions.count)
      if seen > 0 { break }
    }
    #expect(seen > 0, "every run was killed before its first event")
  }

  @Test func `scenario 8: killed while it rebuilds: the rebuild is taken up to its end`() throws {
    let log = directory.path(of: "county")
    #expect(try Program.run("demo", log, "--events", "3000", "--seed", "8").status == 0)
    let view = "handling-indicators"
    #expect(try Program.run("project", log, view).status == 0)
    let before = try Program.run("view", log, view, "--json", "--stored").output
    var killed = 0
    for wait in [20, 60, 120, 250, 400] as [UInt32] {
      if try kill("rebuild", log, view, after: wait) { killed += 1 }
      #expect(try Program.run("view", log, view, "--json", "--stored").output == before)
    }
    #expect(killed > 0, "no rebuild was cut off")
    let rebuilt = try Program.run("rebuild", log, view, "--json")
    #expect(rebuilt.status == 0, "\(rebuilt.errors)")
    #expect(try rebuilt.json["comparison"]?["changed"]?.integer == 0)
    #expect(try Program.run("view", log, view, "--json", "--stored").output == before)
    #expect(try Program.run("verify", log, "--deep").status == 0)
  }
}
