// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import Glibc
import Interchange
import LMDB
import Testing

/// What happens around the program: other writers, full disks, newer files, Ctrl-C.
@Suite struct TroubleTests {
  let directory = TemporaryDirectory("trouble")
  var log: String { directory.path(of: "a.gridlog") }

  @Test func `a log that another program writes to ends with 5 and names it`() throws {
    _ = try Program.run("init", log)
    _ = try Program.run("append", log, input: Lines.bytes([Lines.signed(1)]))
    let descriptor = open(log + "/writer.lock", O_RDWR)
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    defer { close(descriptor) }
    let run = try Program.run("append", log, "--wait", "0", input: Lines.bytes([Lines.signed(2)]))
    #expect(run.status == 5)
    #expect(run.errors.contains("GL-E501"))
    #expect(run.errors.contains("PID"))
    #expect(try Program.run("stat", log).status == 0, "reading needs no lock")
  }

  @Test func `a log of a newer format ends with 7 and is left alone`() throws {
    _ = try Program.run("init", log)
    // Field 1 of the first record is the format.
    let environment = try Environment.open(
      at: log + "/log", options: EnvironmentOptions(tables: ["meta"]))
    var transaction = try environment.beginWrite()
    let table = try environment.table("meta")
    let bytes = try #require(try transaction.bytes(table, key: Array("identity".utf8)))
    #expect(bytes[0] == 0x08)
    var newer = bytes
    newer[1] = 99
    try transaction.put(table, key: Array("identity".utf8), value: newer, append: false)
    try transaction.commit()
    let run = try Program.run("stat", log)
    #expect(run.status == 7)
    #expect(run.errors.contains("GL-E701"))
    #expect(run.errors.contains("99"))
  }

  @Test func `a full disk ends with 6, and what was appended before stays`() throws {
    _ = try Program.run("init", log)
    _ = try Program.run("append", log, input: Lines.bytes((1...50).map { Lines.signed($0) }))
    let lines = Lines.bytes((51...20_000).map { Lines.signed($0) })
    // A little above what is there.
    let bytes = try FileManager.default.attributesOfItem(atPath: log + "/log/data.mdb")[.size]
    let limit = ((bytes as? Int) ?? 0) / 1024 + 300
    let full = try Program.run(limitedTo: limit, "append", log, input: lines)
    #expect(full.status == 6, "\(full.errors)")
    #expect(full.errors.contains("GL-E601"))
    #expect(try Program.run("verify", log).status == 0)
    let head = try Program.run("stat", log, "--json").json["head"]?.integer ?? 0
    #expect(head >= 50)
    let again = try Program.run("append", log, "--json", input: lines)
    #expect(again.status == 0)
    #expect(try again.json["head"]?.integer == 20_000)
  }

  @Test func `Ctrl-C while waiting for input ends with 130 and says how to go on`() throws {
    _ = try Program.run("init", log)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["append", log]
    process.environment = Program.environment
    let (input, errors) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(Lines.bytes([Lines.signed(1)])))
    // Until it sits in its read, which nothing but the kernel can tell.
    let state = "/proc/\(process.processIdentifier)/syscall"
    for _ in 0..<500 {
      let call = (try? String(contentsOfFile: state, encoding: .utf8)) ?? ""
      if call.hasPrefix("0 0x0 ") { break }
      usleep(20_000)
    }
    process.interrupt()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 130)
    #expect(text.contains("GL-E801"))
    #expect(text.contains("gridlog append"))
    try input.fileHandleForWriting.close()
    #expect(try Program.run("stat", log, "--json").json["head"]?.integer == 0)
  }
}
