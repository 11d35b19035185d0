// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Glibc

/// Creates a log and appends to it, saying before and after each step what it does: under the
/// recorder this makes a trace.
struct RecordTrial {
  /// How many events each commit has, by the name of the workload.
  static let workloads: [String: [Int]] = [
    "creation": [1, 3],
    "commits": (0..<40).map { 1 + $0 * 5 % 6 },
    "large": [3, 400, 1, 300, 2],
    "long": (0..<40).map { 20 + $0 * 11 % 30 },
    // Three segments, and a tail.
    "compact": [400, 300, 90, 3],
  ]

  let path: String
  let workload: [Int]
  /// Whether the store is then written anew, twice, with appends in between and after.
  private let compacts: Bool

  init(_ arguments: [String]) throws {
    guard arguments.count == 2, let workload = RecordTrial.workloads[arguments[1]] else {
      throw Misuse("record LOG \(RecordTrial.workloads.keys.sorted().joined(separator: "|"))")
    }
    path = arguments[0]
    self.workload = workload
    compacts = arguments[1] == "compact"
  }

  func run() throws {
    var next = try append()
    guard compacts else { return print("events:", next - 1) }
    Shim.say("watch")
    for plain in [2, 0] {
      var options = CompactOptions()
      options.compresses = true
      options.plainSegments = plain
      let report = try EventLog.compact(at: path, options: options)
      print("deflated:", report.deflated)
      let log = try EventLog(at: path, options: Counted.options)
      for count in [1, 40, 2] { try append(count, to: log, &next) }
    }
    print("events:", next - 1)
  }

  /// The log is closed again when this returns.
  private func append() throws -> Int {
    Shim.say("create")
    var log = try EventLog.create(at: path, options: Counted.options)
    Shim.say("created")
    var next = 1
    for (index, count) in workload.enumerated() {
      // Now and then by another opening of the log, as other commands would.
      if index % 10 == 9 {
        log = try EventLog(at: path, options: Counted.options)
      }
      try append(count, to: log, &next)
    }
    return next
  }

  private func append(_ count: Int, to log: EventLog, _ next: inout Int) throws {
    Shim.say("begin \(next) \(next + count)")
    try log.append(Counted.events(next..<next + count))
    next += count
    Shim.say("done \(next)")
  }
}

/// What a program said in its trace, up to some moment of it.
struct Promise {
  /// Whether the log was made.
  var isCreated = false
  /// The numbers that were acknowledged are those below this.
  var next = 1
  /// The numbers of the last commit that was acknowledged.
  var last = 1..<1
  /// The numbers of the commit under way.
  var underWay: Range<Int>?

  mutating func hear(_ text: String) {
    let words = text.split(separator: " ")
    switch words.first {
    case "created": isCreated = true
    case "begin": underWay = (Int(words[1]) ?? 0)..<(Int(words[2]) ?? 0)
    case "done":
      last = next..<(Int(words[1]) ?? 0)
      next = last.upperBound
      underWay = nil
    default: break
    }
  }
}
