// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Glibc

/// Crash states of one trace, each recovered and used again.
struct Enumeration {
  let trace: Trace
  let count: Int
  let seed: UInt64
  /// Where the states are laid out, one after the other.
  let scratch: String
  /// What the disk held before the trace, and what was promised by then.
  var disk = Disk()
  var promise = Promise()
  /// Only this state, which is kept then, to look at a failure again.
  var only: Int?

  /// One state to come: its number, its kind, and the record that the failure met.
  private struct Plan {
    let index: Int
    let kind: CrashState.Kind
    let moment: Int
  }

  /// Hands out each state with what was promised by its moment.
  func run(
    _ body: (_ index: Int, _ state: CrashState, _ promise: Promise) throws -> Void
  ) throws {
    let plans = plan()
    var disk = disk
    var promise = promise
    var next = 0
    for moment in 0...trace.records.count {
      let record = moment < trace.records.count ? trace.records[moment] : nil
      while next < plans.count, plans[next].moment == moment {
        let plan = plans[next]
        next += 1
        if let only, only != plan.index { continue }
        var random = Random(seed &+ 1, state: plan.index)
        note("state \(plan.index), \(plan.kind.rawValue), moment \(moment), seed \(seed)")
        try body(
          plan.index, CrashState(plan.kind, of: disk, underWay: record, &random), promise)
      }
      guard let record else { break }
      if case .said(let text) = record.change { promise.hear(text) }
      disk.apply(record)
    }
  }

  /// Recovers every state and counts what came of it.
  func check(_ tally: inout Tally) throws {
    try run { index, state, promise in
      let directory = scratch + "/\(index)"
      Files.makeDirectory(directory)
      state.write(below: directory)
      let check = StateCheck(
        path: directory + "/log", promise: promise, isBeyondPromise: state.kind.isBeyondPromise)
      tally.add(state.kind, check.run(), state: "\(index), seed \(seed)")
      if only == nil { Files.remove(directory) } else { print("kept:", directory) }
    }
  }

  /// A signal would end the program: what it was about then stands in this file.
  private func note(_ text: String) { Files.write(Array((text + "\n").utf8), to: scratch + "/now") }

  /// States spread over the moments that their kinds allow, in the order of moments.
  private func plan() -> [Plan] {
    let moments = Moments(trace, from: disk)
    var kinds: [CrashState.Kind] = []
    for kind in CrashState.Kind.allCases {
      kinds += Array(repeating: kind, count: kind.share)
    }
    return (0..<count).map { index in
      var random = Random(seed, state: index)
      let kind = kinds[random.below(kinds.count)]
      return Plan(index: index, kind: kind, moment: moments.choose(for: kind, &random))
    }.sorted { ($0.moment, $0.index) < ($1.moment, $1.index) }
  }
}

/// The moments of a trace at which a failure is of interest: before each record.
private struct Moments {
  private var all: [Int] = []
  private var busy: [Int] = []
  private var underWay: [Int] = []

  init(_ trace: Trace, from start: Disk) {
    var disk = start
    disk.fault = .none
    all = Array(0...trace.records.count)
    for (moment, record) in trace.records.enumerated() {
      // What came before was only to have something to do it to.
      if case .said("watch") = record.change {
        all = Array(moment...trace.records.count)
        busy = []
        underWay = []
      }
      let isData = disk.pending.contains { disk.files[$0.node].sureSize > 64 }
      if isData || disk.names.count > 1 { busy.append(moment) }
      if case .write(_, _, isDurable: true) = record.change { underWay.append(moment) }
      disk.apply(record)
    }
    if busy.isEmpty { busy = all }
    if underWay.isEmpty { underWay = all }
  }

  func choose(for kind: CrashState.Kind, _ random: inout Random) -> Int {
    let from = kind.needsWriteUnderWay ? underWay : random.chance(85) ? busy : all
    return from[random.below(from.count)]
  }
}

/// What came of the states, by kind.
struct Tally {
  private var counts: [CrashState.Kind: (whole: Int, told: Int, wrong: Int)] = [:]
  private(set) var wrong = 0

  mutating func add(_ kind: CrashState.Kind, _ answer: StateCheck.Answer, state: String) {
    switch answer {
    case .whole: counts[kind, default: (0, 0, 0)].whole += 1
    case .told: counts[kind, default: (0, 0, 0)].told += 1
    case .wrong(let what):
      counts[kind, default: (0, 0, 0)].wrong += 1
      wrong += 1
      if wrong <= 10 { print("wrong: state \(state), \(kind.rawValue): \(what)") }
    }
  }

  /// Prints the counts; the program's exit status is the answer.
  func show() {
    var whole = 0
    var told = 0
    for kind in CrashState.Kind.allCases {
      guard let count = counts[kind] else { continue }
      whole += count.whole
      told += count.told
      print("\(kind.rawValue): whole \(count.whole), told \(count.told), wrong \(count.wrong)")
    }
    print("states:", whole + told + wrong)
    print("whole:", whole)
    print("told:", told)
    print("failures:", wrong)
  }
}
