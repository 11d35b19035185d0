// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import LMDB
import Testing

/// Processes that stand still while they hold something (reliability R10).
@Suite(.serialized, .timeLimit(.minutes(30))) struct StoppedProcessTests {
  /// A writer stopped while it has the writer's lock, in the middle of its commit.
  private static func stoppedWriter(_ test: CountedLog) throws -> OtherProcess {
    let writer = try OtherProcess("write", test.path, "1", "1", "1000000")
    _ = writer.line()
    for round in 0..<1000 {
      writer.send(SIGSTOP)
      usleep(1000)
      let lock = open(test.path + "/writer.lock", O_RDWR | O_CLOEXEC)
      defer { close(lock) }
      if flock(lock, LOCK_EX | LOCK_NB) != 0 { return writer }
      // Not left to the closing: a process that is being started may have the descriptor too.
      flock(lock, LOCK_UN)
      writer.send(SIGCONT)
      // Uneven, so as not to meet it at the same point of its work each time.
      usleep(UInt32(200 + round * 1237 % 4000))
    }
    throw POSIXError(.ETIMEDOUT)
  }

  @Test func `a stopped writer gives others an error that names it, and stops no reader`() throws {
    let test = try CountedLog { $0.lockTimeout = 200 }
    let writer = try StoppedProcessTests.stoppedWriter(test)
    let head = try test.log.head
    let event = try Counted.event(writer: 2, index: 1)
    do throws(AppendError) {
      try test.log.append([event])
      Issue.record("appended beside a stopped writer")
    } catch {
      guard case .log(let failure) = error, case .busy(let holder) = failure.kind else {
        Issue.record("\(error)")
        return
      }
      #expect(holder.contains("PID \(writer.id) (CrashWriter write)"), "\(holder)")
      #expect(!failure.description.contains("MDB_"))
    }
    #expect(try test.log.events().count == Int(head.rawValue))
    let reader = try OtherProcess("tail", test.path, "0", "\(head.rawValue)")
    #expect(reader.finished().count == Int(head.rawValue) + 1)
    // It goes on, and so do the others.
    writer.send(SIGCONT)
    let patient = try EventLog(at: test.path, options: Counted.options)
    #expect(try patient.append([event]).appended == 1)
    writer.end()
  }

  @Test func `after kill -9 of a stopped writer the next one gets in`() throws {
    let test = try CountedLog { $0.lockTimeout = 5000 }
    let writer = try StoppedProcessTests.stoppedWriter(test)
    let acknowledged = try test.log.head.rawValue
    writer.end()
    let receipt = try test.log.append([Counted.event(writer: 2, index: 1)])
    #expect(receipt.last.rawValue > acknowledged)
    #expect(try test.log.verify().problems == [])
  }

  @Test func `a stopped tail costs the log nothing and misses nothing`() throws {
    let test = try CountedLog()
    let tail = try OtherProcess("tail", test.path, "0", "800")
    #expect(tail.line() == "ready")
    let writer = try OtherProcess("write", test.path, "1", "1", "800")
    for position in 1...50 { #expect(tail.line() == "\(position) 53249 \(position)") }
    tail.send(SIGSTOP)
    #expect(writer.finished().last == "800")
    let store = try Environment.open(
      at: test.path + "/log", options: EnvironmentOptions(tables: ["meta"]))
    // Stopped in the middle of a batch it has a view open, else none: of at most this process.
    let open = try store.readers().filter { $0.transaction != nil && $0.process != getpid() }
    #expect(open.count <= 1)
    tail.send(SIGCONT)
    for position in 51...800 { #expect(tail.line() == "\(position) 53249 \(position)") }
    _ = tail.finished()
  }

  @Test func `after a reader with an old view is killed its pages are used again`() throws {
    let test = try CountedLog()
    func append(_ range: ClosedRange<Int>) throws {
      for index in range { try test.log.append([Counted.event(writer: 1, index: index)]) }
    }
    let store = try Environment.open(
      at: test.path + "/log", options: EnvironmentOptions(tables: ["meta"]))
    try append(1...100)
    let before = try store.info().usedBytes
    let reader = try OtherProcess("hold", test.path)
    _ = reader.line()
    try append(101...200)
    let held = try store.info().usedBytes
    #expect(try store.readers().contains { $0.process == reader.id })
    reader.end()
    // Nobody opens the log anew: the writer itself looks for the dead now and then.
    try append(201...480)
    let after = try store.info().usedBytes
    #expect(try !store.readers().contains { $0.process == reader.id })
    #expect(after <= 2 * held, "\(before) → \(held) while held → \(after) bytes")
  }
}
