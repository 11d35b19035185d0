// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Glibc

/// Recovers a log from a crash state, uses it, and says what is not as promised.
struct StateCheck {
  enum Answer: Hashable {
    /// All that was promised, and the log is in use again.
    case whole
    /// Refused with a typed error, where that is allowed.
    case told
    case wrong(String)
  }

  let path: String
  let promise: Promise
  /// A state that no disk should leave behind: an error is an answer too.
  let isBeyondPromise: Bool

  func run() -> Answer {
    do {
      guard let end = try usedAgain() else { return .told }
      try compactAgain(end)
      return .whole
    } catch let error as Wrong {
      return isBeyondPromise && error.isTold ? .told : .wrong(error.what)
    } catch {
      return isBeyondPromise ? .told : .wrong("\(error)")
    }
  }

  /// - Returns: The number that comes next; the log is closed again.
  private func usedAgain() throws -> Int? {
    guard let log = try recovered() else { return nil }
    return try use(log)
  }

  /// What an interrupted compaction left stands in nobody's way, and the next one removes it.
  private func compactAgain(_ end: Int) throws {
    let leftover = path + "/log.compacting"
    guard Files.isDirectory(leftover) else { return }
    _ = try EventLog.compact(at: path)
    try expect(!Files.isDirectory(leftover), "what an interrupted compaction left stays")
    let log = try EventLog(at: path, options: Counted.options)
    try contents(log, after: 0, end: end)
    try verify(log, "compacted again")
  }

  private struct Wrong: Error {
    let what: String
    /// Whether the log itself said so: an error, or a problem that verify lists.
    var isTold = false
  }

  /// The log as it opens; made anew where it was never there.
  private func recovered() throws -> EventLog? {
    do throws(EventLogError) {
      return try EventLog(at: path, options: Counted.options)
    } catch {
      guard !promise.isCreated, error.kind == .missing || error.kind == .creationInterrupted
      else { throw error }
    }
    return try EventLog.create(at: path, options: Counted.options)
  }

  private func use(_ log: EventLog) throws -> Int {
    let found = try check(log)
    try verify(log, "recovered")
    // A client sends again what it has no receipt for, and what it has one for.
    if !promise.last.isEmpty {
      let again = try log.append(Counted.events(promise.last))
      try expect(again.appended == 0, "a retry of acknowledged events appended \(again.appended)")
    }
    let retried = try log.append(Counted.events(found.retry))
    try expect(
      retried.appended == found.retry.upperBound - found.next,
      "a retry appended \(retried.appended) of \(found.retry), \(found.next) was next")
    try log.append(Counted.events(found.retry.upperBound..<found.retry.upperBound + 3))
    let reopened = try EventLog(at: path, options: Counted.options)
    let end = found.retry.upperBound + 3
    try contents(reopened, after: max(1, promise.last.lowerBound) - 1, end: end)
    try verify(reopened, "used again")
    return end
  }

  /// Everything acknowledged is there, whole commits only; which number comes next, and what the
  /// client will send again.
  private func check(_ log: EventLog) throws -> (next: Int, retry: Range<Int>) {
    let next = Int(try log.head.rawValue) + 1
    let underWay = promise.underWay ?? promise.next..<promise.next + 2
    guard next == promise.next || promise.underWay != nil && next == underWay.upperBound else {
      let what = "the log ends before \(next), acknowledged are those before \(promise.next)"
      // Appending to a log that lost something must be refused.
      let refusal = Result { () throws(AppendError) in try append(underWay, to: log) }
      if case .failure(.log) = refusal { throw Wrong(what: what, isTold: true) }
      throw Wrong(what: what + ", and it did not say so")
    }
    try contents(log, after: 0, end: next)
    return (next, underWay)
  }

  private func append(_ numbers: Range<Int>, to log: EventLog) throws(AppendError) {
    guard let events = try? Counted.events(numbers) else { return }
    try log.append(events)
  }

  /// The events behind `after` are those numbers, each once, in order, to the byte.
  private func contents(_ log: EventLog, after: Int, end: Int) throws {
    var number = after + 1
    for event in try log.events(after: Position(UInt64(after))) {
      let expected = try Counted.event(number)
      try expect(
        event.position.rawValue == UInt64(number) && event.content.id == expected.id
          && event.content.payload == expected.body.payload
          && event.content.references == expected.body.references,
        "at \(event.position) stands \(event.content.id), not number \(number)")
      number += 1
    }
    try expect(number == end, "the events end before \(number), not before \(end)")
  }

  private func verify(_ log: EventLog, _ when: String) throws {
    let report = try log.verify()
    guard report.isIntact else {
      throw Wrong(what: "verify, \(when): \(report.problems.first!)", isTold: true)
    }
  }

  private func expect(_ isTrue: Bool, _ what: @autoclosure () -> String) throws {
    if !isTrue { throw Wrong(what: what()) }
  }
}
