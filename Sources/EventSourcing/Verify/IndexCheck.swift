// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Holds index runs against the events, both ways: what the events of a stretch account for is
/// made again, and a run must have exactly that.
///
/// A stretch is a run of the first level, so that memory does not grow with a run.
struct IndexCheck {
  private let log: EventLog
  /// Events whose index entries were checked.
  private var done: UInt64 = 0

  init(_ log: EventLog) { self.log = log }

  /// Checks the next stretch; true when no run is left that is not checked.
  mutating func check(
    _ report: inout VerifyReport, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> Bool {
    let runs = try transaction.runs(log.tables)
    guard let run = runs.runs.first(where: { $0.last > done }) else {
      try checkTables(runs, &report, transaction)
      return true
    }
    let last = min(run.last, done + IndexRun.events)
    var expected = RecentIndex(first: done + 1)
    var reader = RecentReader(log.index)
    try reader.read(from: done + 1, through: last, transaction) { expected.add($0) }
    expected.chain()
    try compareLists(expected, run, &report, transaction)
    try compareIDs(expected, run, &report, transaction)
    done = last
    return false
  }

  private mutating func compareLists(
    _ expected: RecentIndex, _ run: IndexRun, _ report: inout VerifyReport,
    _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) {
    var matched = 0
    var entries = 0
    var scanner = run.lists(log.tables)
    while let (posting, positions) = try scanner.next(transaction) {
      entries += positions.count
      let here = positions.filter { $0 >= expected.first && $0 <= expected.last }
      guard let first = here.first, let last = here.last else { continue }
      // A list may come in parts, so only the stretch of this part is asked for.
      let wanted = expected.positions(of: posting, from: first, through: last)
      matched += here.count
      if wanted != here {
        let strange = Set(wanted).symmetricDifference(here).min() ?? first
        report.add(
          VerifyReport.Problem(
            at: Position(strange), "an index list has it and it does not say so, or the reverse"))
      }
    }
    report.indexEntries += matched
    if matched != expected.entries {
      report.add(
        VerifyReport.Problem(
          at: Position(expected.first),
          "from here to #\(expected.last) the lists have \(matched) entries, "
            + "the events account for \(expected.entries)"))
    }
    if UInt64(entries) != run.entries {
      report.add(
        VerifyReport.Problem(
          at: nil, "index run \(run.number) has \(entries) entries, its head says \(run.entries)"))
    }
  }

  private mutating func compareIDs(
    _ expected: RecentIndex, _ run: IndexRun, _ report: inout VerifyReport,
    _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) {
    var scanner = run.ids(log.tables)
    var matched = 0
    while let (short, position) = try scanner.next(transaction) {
      guard position >= expected.first, position <= expected.last else { continue }
      matched += 1
      if expected.id(at: position)?.shortForm != short {
        report.add(
          VerifyReport.Problem(at: Position(position), "the index of ids has it under another id"))
      }
    }
    report.indexEntries += matched
    if matched != expected.count {
      report.add(
        VerifyReport.Problem(
          at: Position(expected.first),
          "from here to #\(expected.last) the index has \(matched) ids, "
            + "there are \(expected.count) events"))
    }
  }

  /// Nothing stands in the index that belongs to no run.
  private func checkTables(
    _ runs: RunList, _ report: inout VerifyReport, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) {
    let numbers = Set(runs.runs.map(\.number))
    for table in [log.tables.postings, log.tables.ids, log.tables.filters] {
      var cursor = try transaction.cursor(table)
      var strays = 0
      var found = try cursor.first()
      while found {
        let number = UInt32(truncatingIfNeeded: cursor.key.bigEndian(at: 0, bytes: 4))
        if !numbers.contains(number) { strays += 1 }
        found = try cursor.next()
      }
      guard strays > 0 else { continue }
      report.add(
        VerifyReport.Problem(at: nil, "the index has \(strays) blocks that belong to no run"))
    }
  }
}
