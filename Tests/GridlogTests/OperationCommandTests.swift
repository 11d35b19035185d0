// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import Glibc
import Interchange
import Testing

/// Backup, restore, salvage, doctor and compact as an operator runs them.
@Suite struct OperationCommandTests {
  let directory = TemporaryDirectory("operations")
  var log: String { directory.path(of: "a.gridlog") }
  var backup: String { directory.path(of: "backup") }
  var target: String { directory.path(of: "b.gridlog") }

  private func make(_ events: Int = 600) throws {
    _ = try Program.run("init", log)
    let lines = (1...events).map { Lines.signed($0) }
    #expect(try Program.run("append", log, input: Lines.bytes(lines)).status == 0)
  }

  @Test func `a backup is taken, continued, and restored to any point`() throws {
    try make()
    let first = try Program.run("backup", log, backup, "--json")
    #expect(first.status == 0, "\(first.errors)")
    #expect(try first.json["schema"]?.text == "gridlog.backup/1")
    #expect(try first.json["copied"]?.integer == 600)
    _ = try Program.run("append", log, input: Lines.bytes([Lines.signed(601)]))
    let second = try Program.run("backup", log, backup)
    #expect(second.output.contains("1 events copied"))
    #expect(second.errors.contains("keys"), "it says what is not in it")
    let verified = try Program.run("verify", backup, "--json")
    #expect(verified.status == 0)
    #expect(try verified.json["head"]?.integer == 601)
    let restored = try Program.run("restore", backup, target, "--to", "400", "--json")
    #expect(restored.status == 0, "\(restored.errors)")
    #expect(try restored.json["head"]?.integer == 400)
    #expect(try restored.json["parent"]?["position"]?.integer == 400)
    let stat = try Program.run("stat", target, "--json")
    #expect(try stat.json["parent"]?["id"]?.text == (try first.json["id"]?.text))
    #expect(try Program.run("verify", target).status == 0)
    let dry = try Program.run(
      "restore", backup, directory.path(of: "c"), "--dry-run", "--json")
    #expect(try dry.json["dryRun"] == .bool(true))
    #expect(!FileManager.default.fileExists(atPath: directory.path(of: "c")))
  }

  @Test func `a point beyond the backup ends with 2, a taken path too`() throws {
    try make(10)
    _ = try Program.run("backup", log, backup)
    let beyond = try Program.run("restore", backup, target, "--to", "11")
    #expect(beyond.status == 2)
    #expect(beyond.errors.contains("GL-E218"))
    #expect(try Program.run("restore", backup, log).status == 2)
  }

  @Test func `backups that are wrong end with 4 and a code of their own`() throws {
    try make(300)
    _ = try Program.run("backup", log, backup)
    let other = directory.path(of: "other.gridlog")
    _ = try Program.run("init", other)
    let foreign = try Program.run("backup", other, backup)
    #expect(foreign.status == 4)
    #expect(foreign.errors.contains("GL-E407"))
    _ = try Program.run("restore", backup, target)
    _ = try Program.run("append", log, input: Lines.bytes([Lines.signed(700)]))
    _ = try Program.run("backup", log, backup)
    let old = try Program.run("backup", target, backup)
    #expect(old.status == 4)
    #expect(old.errors.contains("GL-E409"))
    _ = try Program.run(
      "append", target, input: Lines.bytes([Lines.signed(800), Lines.signed(801)]))
    let fork = try Program.run("backup", target, backup)
    #expect(fork.status == 4)
    #expect(fork.errors.contains("GL-E408"))
    try FileManager.default.removeItem(
      atPath: backup + "/events/000000000001-000000000256.events")
    let gone = try Program.run("restore", backup, directory.path(of: "c"))
    #expect(gone.status == 4)
    #expect(gone.errors.contains("GL-E406"))
  }

  @Test func `a damaged log is salvaged, and the doctor says so before`() throws {
    try make()
    let file = URL(fileURLWithPath: log + "/log/data.mdb")
    let data = try Data(contentsOf: file)
    try data.prefix(data.count / 4096 / 8 * 7 * 4096).write(to: file)
    let doctor = try Program.run("doctor", log)
    #expect(doctor.status == 4)
    #expect(doctor.output.contains("gridlog salvage"))
    let salvage = try Program.run("salvage", log, target, "--json")
    #expect([0, 4].contains(salvage.status), "\(salvage.errors)")
    if salvage.status == 0 {
      #expect(try Program.run("verify", target).status == 0)
      #expect(try salvage.json["parent"]?["cause"]?.text == "salvaged")
    } else {
      #expect(salvage.errors.contains("GL-E410"))
    }
  }

  @Test func `the doctor finds a log in order, and is strict when asked`() throws {
    try make(20)
    let run = try Program.run("doctor", log, "--json")
    #expect(run.status == 0, "\(run.output)")
    #expect(try run.json["schema"]?.text == "gridlog.doctor/1")
    #expect(try Program.run("doctor", log, "--strict").status == 1, "there is no backup")
    _ = try Program.run("backup", log, backup)
    let zh = try Program.run("doctor", log, "--backup", backup, "--lang", "zh")
    #expect(zh.output.contains("备份"))
    #expect(try Program.run("doctor", log, "--backup", log).status == 4)
  }

  @Test func `a compacted log says the same, and one that is in use is left alone`() throws {
    try make(1200)
    let before = try Program.run("show", log, "--jsonl").output
    let run = try Program.run("compact", log, "--compress", "--keep-plain", "1", "--json")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.json["deflated"]?.integer == 3)
    #expect(try Program.run("show", log, "--jsonl").output == before)
    #expect(try Program.run("verify", log).status == 0)
    // A program that sits there with the log open.
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["append", log]
    process.environment = Program.environment
    let input = Pipe()
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let maps = "/proc/\(process.processIdentifier)/maps"
    for _ in 0..<500 {
      if (try? String(contentsOfFile: maps, encoding: .utf8))?.contains("lock.mdb") == true {
        break
      }
      usleep(20_000)
    }
    let busy = try Program.run("compact", log)
    #expect(busy.status == 5)
    #expect(busy.errors.contains("PID \(process.processIdentifier)"))
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(try Program.run("compact", log).status == 0)
    #expect(try Program.run("show", log, "--jsonl").output == before)
  }

  // MARK: Killed, interrupted, without room

  /// Runs the program and kills it after a while; false if it had ended by then.
  private func kill(_ signal: Int32, after microseconds: UInt32, _ arguments: String...) throws
    -> Int32
  {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = arguments
    process.environment = Program.environment
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    usleep(microseconds)
    Glibc.kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : -1
  }

  @Test(arguments: [SIGKILL, SIGINT])
  func `ended at any moment, no operation harms its source, and running it again succeeds`(
    signal: Int32
  ) throws {
    try make(3000)
    let events = try Program.run("show", log, "--jsonl").output
    _ = try Program.run("backup", log, directory.path(of: "whole"))
    let manager = FileManager.default
    for round in 0..<12 {
      let delay = UInt32(15_000 + round * 25_000)
      _ = try kill(signal, after: delay, "backup", log, backup)
      _ = try kill(signal, after: delay, "restore", directory.path(of: "whole"), target)
      if manager.fileExists(atPath: target) {
        #expect(try Program.run("verify", target).status == 0, "round \(round)")
        try manager.removeItem(atPath: target)
      }
      let saved = directory.path(of: "saved.gridlog")
      _ = try kill(signal, after: delay, "salvage", log, saved)
      if manager.fileExists(atPath: saved) {
        #expect(try Program.run("verify", saved).status == 0, "round \(round)")
        try manager.removeItem(atPath: saved)
      }
      _ = try kill(signal, after: delay, "compact", log, "--compress", "--keep-plain", "2")
      #expect(try Program.run("show", log, "--jsonl").output == events, "round \(round)")
    }
    #expect(try Program.run("verify", log).status == 0)
    #expect(try Program.run("backup", log, backup).status == 0)
    #expect(try Program.run("restore", backup, target).status == 0)
    #expect(try Program.run("show", target, "--jsonl").output == events)
    #expect(try Program.run("salvage", log, directory.path(of: "saved.gridlog")).status == 0)
    #expect(try Program.run("compact", log).status == 0)
    #expect(try Program.run("verify", log).status == 0)
    let left = try manager.contentsOfDirectory(atPath: directory.path).filter { $0.hasPrefix(".") }
    #expect(left == [], "what was left is removed by the next run")
  }

  @Test func `Ctrl-C during a backup ends with 130 and says how to go on`() throws {
    try make(3000)
    var statuses: Set<Int32> = []
    for round in 0..<20 {
      try? FileManager.default.removeItem(atPath: backup)
      statuses.insert(
        try kill(SIGINT, after: UInt32(10_000 + round * 10_000), "backup", log, backup))
    }
    #expect(statuses.isSubset(of: [0, 130, -1]), "\(statuses)")
    #expect(try Program.run("backup", log, backup).status == 0)
  }

  @Test func `without room a backup ends with 6, and goes on when there is some`() throws {
    try make(3000)
    let full = try Program.run(limitedTo: 8, "backup", log, backup)
    #expect(full.status == 6 && full.errors.contains("GL-E601"), "\(full.errors)")
    #expect(try Program.run("backup", log, backup).status == 0)
    let restore = try Program.run(limitedTo: 200, "restore", backup, target)
    #expect(restore.status == 6 && restore.errors.contains("GL-E601"), "\(restore.errors)")
    #expect(!FileManager.default.fileExists(atPath: target))
    #expect(try Program.run("restore", backup, target).status == 0)
    let compact = try Program.run(limitedTo: 200, "compact", log)
    #expect(compact.status == 6 && compact.errors.contains("GL-E601"), "\(compact.errors)")
    #expect(try Program.run("verify", log).status == 0)
  }
}
