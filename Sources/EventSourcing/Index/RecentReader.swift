// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Reads ids and postings of stored events, for the part of the index that is kept in memory.
struct RecentReader {
  private let index: LogIndex
  private let rows = SegmentRows()

  init(_ index: LogIndex) { self.index = index }

  /// Hands the events over in batches, each following the one before.
  mutating func read<T: ReadableTransaction & ~Copyable>(
    from start: UInt64, through end: UInt64, _ transaction: borrowing T,
    _ body: (RecentEvents) -> Void
  ) throws(LMDBError) {
    let sealed = try transaction.snapshot(index.tables).sealed
    var next = start
    while next <= end {
      let events =
        next <= sealed
        ? try segment(from: next, through: end, transaction)
        : try tail(from: next, through: end, transaction)
      guard events.count > 0 else { throw missing(next, transaction) }
      body(events)
      next += UInt64(events.count)
    }
  }

  private func segment<T: ReadableTransaction & ~Copyable>(
    from start: UInt64, through end: UInt64, _ transaction: borrowing T
  ) throws(LMDBError) -> RecentEvents {
    let number = SegmentLayout.segment(of: start)
    let view = try transaction.segment(number, index.tables)
    do {
      try rows.load(view)
    } catch {
      throw transaction.damage(number, error.what)
    }
    let last = min(end, view.first + UInt64(SegmentLayout.events) - 1)
    var events = RecentEvents(first: start)
    for row in Int(start - view.first)...Int(last - view.first) {
      events.add(id: EventID(high: rows.column(.idHigh)[row], low: rows.column(.idLow)[row]))
      events.add(Posting(type: UInt16(truncatingIfNeeded: rows.column(.type)[row])))
      let objects = rows.objectStart[row]..<rows.objectStart[row + 1]
      try add(
        shape: rows.shapeSymbol(row), count: objects.count, to: &events, transaction
      ) { rows.objects[objects.lowerBound + $0] }
    }
    return events
  }

  private func tail<T: ReadableTransaction & ~Copyable>(
    from start: UInt64, through end: UInt64, _ transaction: borrowing T
  ) throws(LMDBError) -> RecentEvents {
    var events = RecentEvents(first: start)
    var cursor = try transaction.cursor(index.tables.tail)
    var found = try cursor.seek(atOrAfter: start)
    var position = start
    while found, position <= end {
      guard cursor.key.trailingNumber == position, let entry = Entry(cursor.valueBytes) else {
        throw missing(position, transaction)
      }
      let value = cursor.valueBytes
      let count = (value.count - Entry.headerBytes - entry.storedHeapBytes) / 4
      events.add(id: entry.id)
      events.add(Posting(type: entry.type))
      try add(shape: entry.shape, count: count, to: &events, transaction) {
        value.loadUnaligned(fromByteOffset: Entry.headerBytes + 4 * $0, as: UInt32.self)
      }
      position += 1
      found = try cursor.next()
    }
    return events
  }

  private func add<T: ReadableTransaction & ~Copyable>(
    shape: UInt32, count: Int, to events: inout RecentEvents, _ transaction: borrowing T,
    number: (Int) -> UInt32
  ) throws(LMDBError) {
    guard let prefixes = try prefixes(ofShape: shape, transaction), prefixes.count == count else {
      throw LMDBError(
        .damaged(
          page: nil, table: "symbols",
          what: "the shape of #\(events.first + UInt64(events.count) - 1)"),
        path: transaction.environment.path)
    }
    for slot in 0..<count {
      events.add(Posting(rawValue: prefixes[slot] | UInt64(number(slot))))
    }
  }

  /// A shape that another process added is read once and tried again.
  private func prefixes<T: ReadableTransaction & ~Copyable>(
    ofShape symbol: UInt32, _ transaction: borrowing T
  ) throws(LMDBError) -> [UInt64]? {
    if let known = index.slotPrefixes(ofShape: symbol) { return known }
    try index.dictionary.refresh(transaction)
    return index.slotPrefixes(ofShape: symbol)
  }

  private func missing<T: ReadableTransaction & ~Copyable>(
    _ position: UInt64, _ transaction: borrowing T
  ) -> LMDBError {
    LMDBError(
      .damaged(page: nil, table: "tail", what: "event #\(position) is missing"),
      path: transaction.environment.path)
  }
}
