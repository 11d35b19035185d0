// SPDX-License-Identifier: Apache-2.0
import Dispatch
import EventSourcing
import Glibc
import LMDB
import Synchronization

/// Everything that may go on at once in one process, in as many threads: made to be run under
/// ThreadSanitizer (R18).
///
/// Appenders wait for each other's groups, segments are sealed and index runs written, while
/// others read, tail, subscribe, replay, verify, sign, back up and open the log anew.
final class ConcurrentTrial: Sendable {
  private let log: EventLog
  private let path: String
  /// Events of each appender.
  private let count: Int
  private let plantsRace: Bool
  /// Stores with maps of 64 KiB, which must grow again and again; held, so that the log shares them.
  private let tiny: [Environment]
  private static let appenders = 5

  /// As long as a log waits by itself: a machine with other work is no fault.
  private static let options: EventLogOptions = {
    var options = Counted.options
    options.lockTimeout = 30_000
    return options
  }()

  private let isDone = Atomic(false)
  private let wrong = Mutex<[String]>([])
  private let done = Mutex<[String: Int]>([:])

  init(_ arguments: [String]) throws {
    guard arguments.count >= 2, let count = Int(arguments[1]) else {
      throw Misuse("concurrent LOG EVENTS [grow | race]")
    }
    path = arguments[0]
    self.count = count
    plantsRace = arguments.dropFirst(2).first == "race"
    // Given, because ThreadSanitizer ends the program over the address of Swift's random generator,
    // which has none.
    _ = try EventLog.create(
      at: path, options: ConcurrentTrial.options, id: EventID(high: 0xC0DE, low: 0))
    tiny =
      arguments.dropFirst(2).first == "grow"
      ? try ["/log", "/keys"].map { try ConcurrentTrial.tiny(arguments[0] + $0) } : []
    log = try EventLog(at: path, options: ConcurrentTrial.options)
  }

  func run() async throws {
    if plantsRace { return race() }
    let others = DispatchGroup()
    thread("reads", others, read)
    thread("finds", others, find)
    thread("replays", others, replay)
    thread("opens", others, open)
    thread("verifies", others) { self.expect(try self.log.verify().isIntact, "verify") }
    thread("signs", others) { _ = try self.log.checkpoint() }
    thread("backs up", others) { try self.log.backUp(to: self.path + ".backup") }
    async let first = follow(batch: 256)
    async let second = follow(batch: 7)
    async let handled = subscribe()
    try await append()
    isDone.store(true, ordering: .releasing)
    await withCheckedContinuation { continuation in
      others.notify(queue: .global()) { continuation.resume() }
    }
    let total = ConcurrentTrial.appenders * count
    let seen = try await [first, second, handled]
    expect(seen == [total, total, total], "tails and the subscription saw \(seen)")
    try check(total)
    for (name, times) in done.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
      print("\(name):", times)
    }
    for store in tiny {
      print("map of \(store.path.split(separator: "/").last ?? ""):", try store.info().mapSize)
    }
    let failures = wrong.withLock { $0 }
    for what in failures.prefix(10) { print("wrong: \(what)") }
    print("events:", total)
    print("failures:", failures.count)
    if !failures.isEmpty { exit(1) }
  }

  private static func tiny(_ path: String) throws -> Environment {
    var options = EnvironmentOptions(tables: [])
    options.mapSize = 1 << 16
    return try Environment.open(at: path, options: options)
  }

  // MARK: Appending

  private func append() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for appender in 0..<ConcurrentTrial.appenders {
        group.addTask { [self] in
          if appender < 2 { return try await appendAsynchronously(appender) }
          try await onThread { try self.appendSynchronously(appender) }
        }
      }
      try await group.waitForAll()
    }
  }

  private func batches(_ appender: Int) -> [Range<Int>] {
    var batches: [Range<Int>] = []
    var next = appender * count + 1
    let end = next + count
    while next < end {
      let size = min(1 + (next * 7 + appender) % 23, end - next)
      batches.append(next..<next + size)
      next += size
    }
    return batches
  }

  private func appendAsynchronously(_ appender: Int) async throws {
    for numbers in batches(appender) {
      let receipt = try await log.append(Counted.events(numbers))
      expect(receipt.appended == numbers.count, "appender \(appender): \(receipt)")
    }
  }

  private func appendSynchronously(_ appender: Int) throws {
    for numbers in batches(appender) {
      let receipt = try log.append(Counted.events(numbers))
      expect(receipt.appended == numbers.count, "appender \(appender): \(receipt)")
    }
  }

  // MARK: Beside it

  private func read() throws {
    let head = try log.head
    let events = try log.events()
    expect(events.count >= Int(head.rawValue), "\(events.count) events up to \(head)")
    expect(
      events.enumerated().allSatisfy { $0.element.position.rawValue == UInt64($0.offset + 1) },
      "a gap")
  }

  private func find() throws {
    let stream: ObjectName = "counter/c3"
    let version = try log.version(of: stream)
    let found = try log.events(.stream(stream))
    expect(found.count >= Int(version), "\(found.count) events of \(version)")
    guard let last = found.last else { return }
    expect(try log.event(last.content.id) == last, "an id is not found")
  }

  private func replay() throws {
    let head = try log.head
    let one = try log.replay(CountedByCounter.self, asOf: .position(head)).digest
    let other = try log.replay(CountedByCounter.self, asOf: .position(head)).digest
    expect(one == other, "two answers for \(head)")
  }

  private func open() throws {
    let head = try log.head
    let again = try EventLog(at: path, options: ConcurrentTrial.options)
    expect(try again.head >= head, "an old head")
    _ = try again.statistics()
  }

  private func follow(batch: Int) async throws -> Int {
    var seen = 0
    for try await event in log.tail(batch: batch) {
      seen += 1
      expect(event.position.rawValue == UInt64(seen), "tail: \(event.position) after \(seen - 1)")
      if seen == ConcurrentTrial.appenders * count { break }
    }
    return seen
  }

  private func subscribe() async throws -> Int {
    struct Enough: Error {}
    let seen = Mutex(0)
    let total = ConcurrentTrial.appenders * count
    do throws(SubscriptionError) {
      try await log.subscribe("trial", checkpointEvery: 50) { _ in
        let isEnough = seen.withLock { seen in
          seen += 1
          return seen == total
        }
        if isEnough { throw Enough() }
      }
    } catch {
      guard case .handlerFailed(_, _, let cause) = error, cause is Enough else { throw error }
    }
    return seen.withLock { $0 }
  }

  private func check(_ total: Int) throws {
    let events = try log.events()
    expect(events.count == total, "\(events.count) events, not \(total)")
    expect(Set(events.map(\.content.id)).count == total, "an id is there twice")
    expect(try log.verify().isIntact, "verify at the end")
  }

  // MARK: Threads

  /// Does it again and again on a thread of its own until all is appended.
  private func thread(
    _ name: String, _ group: DispatchGroup, _ body: @escaping @Sendable () throws -> Void
  ) {
    DispatchQueue(label: name).async(group: group) { [self] in
      repeat {
        do { try body() } catch { expect(false, "\(name): \(error)") }
        done.withLock { $0[name, default: 0] += 1 }
      } while !isDone.load(ordering: .acquiring)
    }
  }

  private func onThread(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue(label: "appender").async {
        continuation.resume(with: Result { try body() })
      }
    }
  }

  private func expect(_ isTrue: Bool, _ what: @autoclosure () -> String) {
    if isTrue { return }
    let text = what()
    wrong.withLock { $0.append(text) }
  }

  /// A fault that is planted: two threads count in one place and nothing is between them.
  private func race() {
    nonisolated(unsafe) let place = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    place.initialize(to: 0)
    let both = DispatchGroup()
    // Both are there before one counts: a thread that is quick would else do the work of both.
    let present = Atomic(0)
    for name in ["one", "other"] {
      DispatchQueue(label: name).async(group: both) {
        present.add(1, ordering: .relaxed)
        while present.load(ordering: .relaxed) < 2 {}
        for _ in 0..<1_000 { place.pointee += 1 }
      }
    }
    both.wait()
    print("counted:", place.pointee)
  }
}
