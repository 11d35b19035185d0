// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import Testing

/// Processes killed while they store views, take snapshots, rebuild and switch (reliability R2).
@Suite(.serialized) struct ProjectionKillTests {
  private static let kills = ProcessInfo.processInfo.environment["GRIDLOG_SOAK"] == nil ? 40 : 2000

  @Test func `whatever a killed process left of a stored view is the fold of a beginning`() throws {
    let seed = UInt64(20_260_501)
    var generator = SeededGenerator(seed: seed)
    let directory = TemporaryDirectory("project-kill")
    let path = directory.path(of: "log")
    _ = try EventLog.create(
      at: path, options: EventLogOptions(catalogue: SchemaCatalogue([Counted.schema])))
    for round in 0..<Self.kills {
      let process = Process()
      process.executableURL = BuiltProducts.directory.appendingPathComponent("CrashWriter")
      process.arguments = ["project", path, "\(round)"]
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      usleep(UInt32.random(in: 5_000..<400_000, using: &generator))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let (status, output) = try checked(path)
      #expect(status == 0, "seed \(seed), round \(round): \(output)")
    }
    print("kill -9, stored views: \(Self.kills) kills, seed \(seed)")
  }

  private func checked(_ path: String) throws -> (Int32, String) {
    let process = Process()
    process.executableURL = BuiltProducts.directory.appendingPathComponent("CrashWriter")
    process.arguments = ["check-projected", path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }
}
