// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import LMDB
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(30))) struct SubscriptionTests {
  private struct Trouble: Error {}

  /// Positions that a handler saw.
  private final class Seen: Sendable {
    private let positions = Mutex<[Position]>([])
    var all: [Position] { positions.withLock { $0 } }
    func add(_ event: StoredEvent) { positions.withLock { $0.append(event.position) } }
  }

  private static func filled(_ count: Int) throws -> TemporaryLog {
    let test = try TemporaryLog()
    for result in test.log.appendTogether(
      try (1...count).map { [try note("n\($0 % 4)", words: $0)] })
    { _ = try result.get() }
    return test
  }

  @Test func `a subscription goes on where it stood, also after the log was opened anew`()
    async throws
  {
    let test = try SubscriptionTests.filled(10)
    let seen = Seen()
    let first = try await test.log.subscribe("s", following: false) { seen.add($0) }
    #expect(first == 10)
    try await test.log.append([note("a"), note("b")])
    let second = try await test.reopened().subscribe("s", following: false) { seen.add($0) }
    #expect(second == 12)
    #expect(seen.all == (1...12).map { Position($0) })
  }

  @Test func `it waits for events, and ends with its task`() async throws {
    let test = try SubscriptionTests.filled(3)
    let log = test.log
    let seen = Seen()
    let (handled, continuation) = AsyncStream.makeStream(of: Position.self)
    let task = Task {
      try await log.subscribe("s") { event in
        seen.add(event)
        continuation.yield(event.position)
      }
    }
    try await log.append([note("late")])
    for await position in handled where position == 4 { break }
    task.cancel()
    #expect(try await task.value == 4)
    #expect(try log.subscriptions().map(\.checkpoint) == [4])
    #expect(try log.subscriptions().map(\.holder) == [nil])
  }

  @Test func `a handler that throws stops it before the event, which comes again`() async throws {
    let test = try SubscriptionTests.filled(10)
    let seen = Seen()
    do {
      try await test.log.subscribe("s", following: false, checkpointEvery: 4) { event in
        if event.position == 7 { throw Trouble() }
        seen.add(event)
      }
      Issue.record("nothing was thrown")
    } catch {
      guard case .handlerFailed("s", at: 7, let cause) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(cause is Trouble)
      #expect(error.description.contains("its handler threw Trouble"))
    }
    #expect(try test.log.subscriptions().map(\.checkpoint) == [6])
    try await test.log.subscribe("s", following: false) { seen.add($0) }
    #expect(seen.all == (1...10).map { Position($0) })
  }

  @Test func `two subscriptions stand by themselves, and each sees its own query`() async throws {
    let test = try SubscriptionTests.filled(9)
    let (all, some) = (Seen(), Seen())
    try await test.log.subscribe("all", following: false) { all.add($0) }
    try await test.log.subscribe("some", to: .stream("note/n1"), following: false) {
      some.add($0)
    }
    #expect(all.all.count == 9)
    #expect(some.all == [1, 5, 9])
    let status = try test.log.subscriptions()
    #expect(status.map(\.name) == ["all", "some"])
    #expect(status.map(\.lag) == [0, 0])
  }

  @Test func `a new subscription may begin at the head, and that is remembered`() async throws {
    let test = try SubscriptionTests.filled(5)
    let seen = Seen()
    try await test.log.subscribe("s", startingAfter: 5, following: false) { seen.add($0) }
    try await test.log.append([note("x")])
    try await test.log.subscribe("s", following: false) { seen.add($0) }
    #expect(seen.all == [6])
  }

  @Test func `one holder at a time has a name, and the error names it`() async throws {
    let test = try SubscriptionTests.filled(1)
    let log = test.log
    let (began, continuation) = AsyncStream.makeStream(of: Void.self)
    let task = Task { try await log.subscribe("s") { _ in continuation.yield() } }
    for await _ in began { break }
    #expect(try log.subscriptions()[0].holder?.contains("PID \(getpid())") == true)
    await #expect {
      try await log.subscribe("s", following: false) { _ in }
    } throws: { error in
      guard case .held("s", let holder) = error as? SubscriptionError else { return false }
      return holder.contains("PID \(getpid())")
    }
    #expect(throws: SubscriptionError.self) { try log.moveSubscription("s", to: 0) }
    #expect(throws: SubscriptionError.self) { try log.removeSubscription("s") }
    task.cancel()
    _ = try await task.value
    try await log.subscribe("s", following: false) { _ in }
  }

  @Test func `a checkpoint ahead of the log, or of another one, is refused`() async throws {
    let test = try SubscriptionTests.filled(8)
    try await test.log.subscribe("s", following: false) { _ in }
    let shorter = try SubscriptionTests.filled(3)
    let other = shorter.path + "/catalogue"
    try FileManager.default.copyItem(atPath: test.path + "/catalogue", toPath: other)
    await #expect {
      try await shorter.log.subscribe("s", following: false) { _ in }
    } throws: { error in
      guard case .otherLog("s", let found, let id) = error as? SubscriptionError else {
        return false
      }
      return found == test.log.identity.id && id == shorter.log.identity.id
    }
    #expect(try shorter.log.subscriptions().map(\.isOfThisLog) == [false])
    // Moving it says that the log is meant.
    #expect(throws: SubscriptionError.self) { try shorter.log.moveSubscription("s", to: 4) }
    try shorter.log.moveSubscription("s", to: 3)
    try await shorter.log.subscribe("s", following: false) { _ in }

    // The log as it was earlier, the catalogue as it is: what a restore leaves.
    try SubscriptionTests.forge("s", log: shorter.log.identity.id, position: 9, at: other)
    await #expect {
      try await shorter.log.subscribe("s", following: false) { _ in }
    } throws: { error in
      guard case .aheadOfLog("s", checkpoint: 9, head: 3) = error as? SubscriptionError else {
        return false
      }
      return true
    }
  }

  /// Writes a checkpoint as the format has it.
  private static func forge(
    _ name: String, log: EventID, position: UInt64, at path: String
  ) throws {
    let store = try Environment.open(
      at: path, options: EnvironmentOptions(tables: ["subscriptions"]))
    let table = try store.table("subscriptions")
    let value = log.bytes + withUnsafeBytes(of: position.bigEndian) { Array($0) }
    try store.write { (transaction) throws(LMDBError) in
      try transaction.put(table, key: Array(name.utf8), value: value)
    }
  }

  @Test func `a subscription moves back, forward and away`() async throws {
    let test = try SubscriptionTests.filled(5)
    let seen = Seen()
    #expect(throws: SubscriptionError.self) { try test.log.moveSubscription("s", to: 0) }
    #expect(try test.log.subscriptions().isEmpty)
    try await test.log.subscribe("s", following: false) { seen.add($0) }
    try test.log.moveSubscription("s", to: 3)
    try await test.log.subscribe("s", following: false) { seen.add($0) }
    #expect(seen.all == [1, 2, 3, 4, 5, 4, 5])
    try test.log.removeSubscription("s")
    #expect(try test.log.subscriptions().isEmpty)
    #expect(throws: SubscriptionError.self) { try test.log.removeSubscription("s") }
  }

  @Test func `a long stretch without matches is passed for good`() async throws {
    let test = try SubscriptionTests.filled(2500)
    let log = test.log
    let task = Task { try await log.subscribe("s", to: .types("NoteBurnt")) { _ in } }
    // No event is handled, so only the checkpoint tells.
    while try log.subscriptions().first?.checkpoint != 2500 {
      try await Task.sleep(for: .milliseconds(5))
    }
    task.cancel()
    #expect(try await task.value == 2500)
  }

  @Test func `names are checked`() {
    for good in ["a", "sms-gateway", "0.x_y", String(repeating: "n", count: 100)] {
      #expect(SubscriptionName(good)?.text == good)
    }
    for bad in ["", "-a", "a/b", "a b", "张", "..", String(repeating: "n", count: 101)] {
      #expect(SubscriptionName(bad) == nil, "\(bad)")
    }
  }

  @Test(arguments: [1, 8])
  func
    `killed again and again it hands out every event, in order, and repeats at most one interval`(
      every: Int
    ) throws
  {
    let test = try CountedLog()
    let total = 400
    let file = test.directory.path(of: "handled")
    let writer = try OtherProcess("write", test.path, "1", "1", "\(total)")
    var random = SeededGenerator(seed: 20_260_419)
    var kills = 0
    while true {
      let handler = try OtherProcess(
        "subscribe", test.path, "s", file, "\(every)", "\(total + 1)")
      for _ in 0..<Int.random(in: 1...60, using: &random)
      where handler.lines.last != "\(total)" { _ = handler.line() }
      handler.end()
      kills += 1
      let checkpoint = try test.log.subscriptions().first?.checkpoint ?? 0
      if checkpoint == Position(UInt64(total)) || handler.lines.contains("\(total)") { break }
    }
    #expect(writer.finished().last == "\(total)")
    let handled = try String(contentsOfFile: file, encoding: .utf8)
      .split(separator: "\n").compactMap { Int($0) }
    #expect(Set(handled) == Set(1...total))
    var last = 0
    var repeats = 0
    for position in handled {
      // Either the next one, or back to behind a checkpoint of at most an interval ago.
      #expect(position <= last + 1 && position > last - every, "\(position) after \(last)")
      if position <= last { repeats += 1 }
      last = position
    }
    #expect(repeats <= kills * every, "\(repeats) repeats, \(kills) kills")
    print("subscription: \(kills) kills, \(repeats) events came again, interval \(every)")
  }

  @Test func `another process that handles a name is named, and its end frees it`() throws {
    let test = try CountedLog()
    try test.log.append([Counted.event(writer: 1, index: 1)])
    let file = test.directory.path(of: "handled")
    let first = try OtherProcess("subscribe", test.path, "s", file, "1", "99")
    #expect(first.line() == "1")
    let second = try OtherProcess("subscribe", test.path, "s", file, "1", "99")
    let words = second.finished().last ?? ""
    #expect(words.contains("PID \(first.id) (CrashWriter subscribe)"), "\(words)")
    #expect(
      try test.log.subscriptions()[0].holder?.contains("PID \(first.id)") == true)
    first.end()
    try test.log.append([Counted.event(writer: 1, index: 2)])
    let third = try OtherProcess("subscribe", test.path, "s", file, "1", "99")
    #expect(third.line() == "2")
    third.end()
  }
}
