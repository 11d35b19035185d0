// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Glibc

/// Power fails again while a log is being recovered: from crash states of a trace, recoveries are
/// recorded, and crash states of those are recovered in turn.
struct RecoveryTrial {
  private let first: Enumeration
  /// Crash states of each recovery.
  private let second: Int
  private let scratch = Files.scratch("recovery")

  init(_ arguments: [String]) throws {
    guard arguments.count == 5, let count = Int(arguments[2]), let second = Int(arguments[3]),
      let seed = UInt64(arguments[4])
    else { throw Misuse("recovery TRACE ROOT RECOVERIES STATES SEED") }
    first = Enumeration(
      trace: try Trace(arguments[0], root: arguments[1]), count: count, seed: seed,
      scratch: scratch)
    self.second = second
  }

  func run() throws {
    print("seed:", first.seed)
    var tally = Tally()
    var recoveries = 0
    try first.run { index, state, promise in
      guard !state.kind.isBeyondPromise else { return }
      recoveries += 1
      let directory = scratch + "/first"
      let file = scratch + "/trace"
      Files.makeDirectory(directory)
      state.write(below: directory)
      try Shim.recording(directory, to: file) {
        try recover(directory + "/log", promise)
      }
      Files.remove(directory)
      try Enumeration(
        trace: Trace(file, root: directory), count: second, seed: first.seed &+ UInt64(index),
        scratch: scratch, disk: Disk(state), promise: promise
      ).check(&tally)
    }
    print("recoveries:", recoveries)
    tally.show()
    Files.remove(scratch)
    if tally.wrong > 0 { exit(1) }
  }

  /// What a client does after a crash: it opens the log and sends again what has no receipt.
  private func recover(_ path: String, _ promise: Promise) throws {
    let log: EventLog
    do throws(EventLogError) {
      log = try EventLog(at: path, options: Counted.options)
    } catch {
      guard !promise.isCreated else { throw error }
      log = try EventLog.create(at: path, options: Counted.options)
    }
    Shim.say("created")
    let numbers = promise.underWay ?? promise.next..<promise.next + 2
    Shim.say("begin \(numbers.lowerBound) \(numbers.upperBound)")
    try log.append(Counted.events(numbers))
    Shim.say("done \(numbers.upperBound)")
    let more = numbers.upperBound..<numbers.upperBound + 5
    Shim.say("begin \(more.lowerBound) \(more.upperBound)")
    try log.append(Counted.events(more))
    Shim.say("done \(more.upperBound)")
  }
}
