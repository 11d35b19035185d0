// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Holds index runs against the events, both ways: a run must have exactly what the events of its
/// stretch account for.
///
/// Both sides are summed up in one pass each, whatever their order. Only of a run whose sum is
/// another one the stretches are made again, one by one, to tell where it differs.
struct IndexCheck {
  private let log: EventLog
  private let key = IndexSum.randomKey()
  private let rows = SegmentRows()
  /// Role and kind of each slot of the shapes, as postings of number 0.
  private var known: [[UInt64]] = []
  /// The first event of the run under way, and what its events account for so far.
  private var first: UInt64 = 1
  private var sum = IndexSum()
  /// Events whose index entries were summed up.
  private var done: UInt64 = 0

  init(_ log: EventLog) { self.log = log }

  /// Checks the next stretch, a run of the first level; true when no run is left.
  mutating func check(
    _ report: inout VerifyReport, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> Bool {
    let runs = try transaction.runs(log.tables)
    guard let run = runs.runs.first(where: { $0.last > done }) else {
      try checkTables(runs, &report, transaction)
      return true
    }
    // The next run, or one that this one was merged into meanwhile.
    if run.first != first || done < first {
      (first, done, sum) = (run.first, run.first - 1, IndexSum())
    }
    let last = min(run.last, done + IndexRun.events)
    for number in SegmentLayout.segment(of: done + 1)...SegmentLayout.segment(of: last) {
      try addSegment(number, transaction)
    }
    done = last
    if last == run.last { try compare(run, &report, transaction) }
    return false
  }

  private mutating func addSegment(
    _ number: UInt64, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) {
    let view = try transaction.segment(number, log.tables)
    do {
      try rows.load(view)
    } catch {
      throw transaction.damage(number, error.what)
    }
    for row in 0..<SegmentLayout.events {
      let objects = rows.objectStart[row]..<rows.objectStart[row + 1]
      guard let prefixes = prefixes(ofShape: rows.shapeSymbol(row)),
        prefixes.count == objects.count
      else { throw transaction.damage(number, "a shape is not in the dictionary") }
      let id = EventID(high: rows.column(.idHigh)[row], low: rows.column(.idLow)[row])
      sum.add(id: id, at: view.first + UInt64(row), key)
      sum.add(
        Posting(type: UInt16(truncatingIfNeeded: rows.column(.type)[row])),
        at: view.first + UInt64(row), key)
      sum.add(
        prefixes,
        UnsafeBufferPointer(start: rows.objects + objects.lowerBound, count: objects.count),
        at: view.first + UInt64(row), key)
    }
  }

  private mutating func prefixes(ofShape symbol: UInt32) -> [UInt64]? {
    while known.count <= Int(symbol) {
      guard let next = log.index.slotPrefixes(ofShape: UInt32(known.count)) else { return nil }
      known.append(next)
    }
    return known[Int(symbol)]
  }

  private mutating func compare(
    _ run: IndexRun, _ report: inout VerifyReport, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) {
    let found = try IndexSum(run, key, log.tables, transaction)
    if found == sum, sum.entries == run.entries {
      report.indexEntries += Int(sum.entries + sum.ids)
      return
    }
    for start in stride(from: run.first, through: run.last, by: Int(IndexRun.events)) {
      try compare(run, from: start, &report, transaction)
    }
  }

  private mutating func compare(
    _ run: IndexRun, from start: UInt64, _ report: inout VerifyReport,
    _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) {
    var expected = RecentIndex(first: start)
    var reader = RecentReader(log.index)
    let last = min(run.last, start + IndexRun.events - 1)
    try reader.read(from: start, through: last, transaction) { expected.add($0) }
    expected.chain()
    try compareLists(expected, run, &report, transaction)
    try compareIDs(expected, run, &report, transaction)
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
