// SPDX-License-Identifier: Apache-2.0
import EventSourcing

/// What is done while calls fail.
enum Workload: String, CaseIterable {
  case create, open, append, read, verify, replay, compact
  /// An append with which a segment is full, so that it is sealed and an index run written.
  case seal
  /// An append whose commit fails at its last step, so that its outcome must be settled.
  case settle
  /// The same where the commit is that of a new subject's key.
  case settleKeys = "settle-keys"

  /// How many events there are before, and one.
  var next: Int {
    switch self {
    case .seal: 1_022
    // A segment to deflate.
    case .compact: 300
    default: 57
    }
  }

  /// The file whose meta page cannot be written, before calls are counted at all.
  var failingMeta: String? {
    switch self {
    case .settle: "log/log/data.mdb"
    case .settleKeys: "keys/data.mdb"
    default: nil
    }
  }
}

enum CountedVocabulary: EventVocabulary {
  static let catalogue = SchemaCatalogue([Counted.schema])
}

/// How many events each counter has.
struct CountedByCounter: Projection {
  typealias Vocabulary = CountedVocabulary
  static let name = "counted-by-counter", version = 1
  let count = Table<ObjectID, Int>()

  func apply(_ event: borrowing RecordedEvent<CountedVocabulary>) throws(Refusal) {
    count[event.stream, default: 0] += 1
  }
}

/// One run of a workload.
struct WorkRun {
  let path: String
  let sample: Sample
  private var log: EventLog?

  init(path: String, sample: Sample) {
    self.path = path
    self.sample = sample
  }

  /// What is done before calls fail.
  mutating func prepare(_ work: Workload) throws {
    guard work != .create, work != .open, work != .compact else { return }
    log = try EventLog(at: path, options: Counted.options)
  }

  /// - Returns: What is wrong with the answer; `nil` if it is right.
  mutating func perform(_ work: Workload) throws -> String? {
    switch work {
    case .create:
      log = try EventLog.create(at: path, options: Counted.options)
      return try log?.head == .origin ? nil : "a new log is not empty"
    case .open:
      let log = try EventLog(at: path, options: Counted.options)
      self.log = log
      return try log.head.rawValue == UInt64(sample.promise.next - 1) ? nil : "a wrong head"
    case .append, .seal, .settle, .settleKeys:
      let receipt = try log?.append(Counted.events(sample.more))
      return receipt?.positions.map { Int($0.rawValue) } == Array(sample.more)
        ? nil : "a wrong receipt"
    case .compact:
      var options = CompactOptions()
      options.compresses = true
      options.plainSegments = 0
      let report = try EventLog.compact(at: path, options: options)
      return report.head.rawValue == UInt64(sample.promise.next - 1) && report.deflated == 1
        ? nil : "a wrong report"
    case .read: return try read()
    case .verify:
      guard let report = try log?.verify() else { return "no log" }
      return report.isIntact && report.events != sample.promise.next - 1
        ? "verify missed events" : nil
    case .replay:
      return try log?.replay(CountedByCounter.self).digest == sample.digest
        ? nil : "a wrong answer of replay"
    }
  }

  private func read() throws -> String? {
    guard let log else { return "no log" }
    let all = Array(1..<sample.promise.next)
    let stream: ObjectName = "counter/c4"
    let ofStream = all.filter { $0 % 5 + $0 / 50 == 4 }
    func numbers(_ events: [StoredEvent]) -> [Int] { events.map { Int($0.content.id.low) } }
    if try numbers(log.events()) != all { return "a wrong list" }
    if try numbers(log.events(direction: .backwards)) != all.reversed() {
      return "a wrong list back"
    }
    if try numbers(log.events(.stream(stream))) != ofStream { return "a wrong stream" }
    if try log.version(of: stream) != UInt64(ofStream.count) { return "a wrong version" }
    if try log.event(Counted.id(7))?.position != 7 { return "an id is not found" }
    if try log.receipt(of: [Counted.id(3), Counted.id(9)])?.positions != [3, 9] {
      return "a receipt is not found"
    }
    return nil
  }

  /// The same process goes on with the same log once calls succeed again; then another opens it.
  mutating func goOn(_ work: Workload, hasSucceeded: Bool) -> String? {
    var promise = work == .create ? Promise() : sample.promise
    promise.isCreated = work != .create || hasSucceeded
    let next = promise.next
    let numbers = next..<next + 5
    if let log {
      do {
        let receipt = try log.append(Counted.events(numbers))
        guard receipt.positions.map({ Int($0.rawValue) }) == Array(numbers) else {
          return "positions after the failure: \(receipt.positions)"
        }
      } catch {
        return "the log cannot be used any more: \(error)"
      }
      promise.last = numbers
      promise.next = numbers.upperBound
    }
    log = nil
    switch StateCheck(path: path, promise: promise, isBeyondPromise: false).run() {
    case .whole: return nil
    case .told: return "told"
    case .wrong(let what): return what
    }
  }
}
