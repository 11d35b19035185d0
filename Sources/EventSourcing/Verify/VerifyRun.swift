// SPDX-License-Identifier: Apache-2.0
internal import LMDB
internal import Synchronization

/// Reads all events, batch after batch, each on one state of the store, then holds the index
/// runs and the subtree roots against them.
///
/// A segment whose records have the stored root is what was appended: its events decode. So they
/// are looked at one by one only where the root is another one, and in the tail. Nothing that
/// was ever appended changes, so what an earlier batch saw still holds later.
struct VerifyRun: ~Copyable {
  var report: VerifyReport
  /// Events looked at so far.
  private(set) var done = 0
  private let log: EventLog
  private let scope: VerifyScope
  private var reader: EntryReader
  private var symbols: Symbols
  private var objects: ObjectCheck
  private var order = OrderCheck()
  private var fits: FitCheck
  private var records: SegmentRecords
  private var tree: TreeCheck
  private var checkpoints: CheckpointCheck
  private var indexes: IndexCheck
  /// Events or objects looked at in one transaction.
  static let batch = 1024

  /// What the log's dictionary numbers, without its caches.
  private struct Symbols {
    let kinds: NumberedList<ObjectKind>
    let shapes: [Shape]

    init(_ dictionary: LogDictionary) {
      (kinds, shapes) = dictionary.state.withLock { ($0.kinds, $0.shapes.symbols) }
    }
  }

  init(_ log: EventLog, _ scope: VerifyScope, _ report: VerifyReport) {
    self.log = log
    self.scope = scope
    self.report = report
    reader = EntryReader(log.dictionary)
    symbols = Symbols(log.dictionary)
    objects = ObjectCheck(log.tables)
    fits = FitCheck(scope == .everything ? log.options.catalogue : nil)
    records = SegmentRecords(log.dictionary, log.identity.digestAlgorithm)
    tree = TreeCheck(log)
    checkpoints = CheckpointCheck(log)
    indexes = IndexCheck(log)
  }

  /// Looks at the next objects or events; false when there is nothing left that is not verified.
  mutating func checkBatch(_ transaction: consuming ReadTransaction) throws(LMDBError) -> Bool {
    let snapshot = try transaction.snapshot(log.tables)
    report.head = Position(snapshot.head)
    if scope == .everything {
      guard try objects.check(VerifyRun.batch, &report, transaction) else { return true }
    }
    try catchUp(transaction)
    let last = min(snapshot.head, UInt64(done + VerifyRun.batch))
    while done < last { try checkNext(snapshot, transaction) }
    guard last == snapshot.head else { return true }
    if scope == .everything {
      guard try indexes.check(&report, transaction) else { return true }
      try objects.checkCounts(&report, transaction)
    }
    checkpoints.finish(&report)
    return false
  }

  private mutating func catchUp(
    _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) {
    try log.dictionary.catchUp(transaction)
    symbols = Symbols(log.dictionary)
    records.catchUp()
    log.dictionary.state.withLock { fits.know($0) }
  }

  /// Looks at the next segment if it is sealed as a whole, else at the next event.
  private mutating func checkNext(
    _ snapshot: LogSnapshot, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) {
    let isSegment = done.isMultiple(of: SegmentLayout.events) && UInt64(done) < snapshot.sealed
    let count = isSegment ? SegmentLayout.events : 1
    let positions = UInt64(done) + 1...UInt64(done + count)
    if !isSegment || !checkSegment(from: positions.lowerBound, transaction) {
      for position in positions { check(position, transaction) }
    }
    done += count
  }

  // MARK: One segment

  /// False, and nothing noted, if its events must be looked at one by one.
  private mutating func checkSegment(
    from first: UInt64, _ transaction: borrowing ReadTransaction
  ) -> Bool {
    let number = SegmentLayout.segment(of: first)
    fits.begin()
    guard
      let leaves = try? records.leaves(of: number, &fits, transaction).map(Array.init)
    else { return false }
    let root = records.root()
    guard (try? tree.isRoot(root, of: number, transaction)) == true else { return false }
    report.events += SegmentLayout.events
    checkpoints.add(segment: leaves, root: root, from: Position(first))
    do throws(LMDBError) {
      try tree.add(root: root, of: number, &report, transaction)
    } catch {
      add(first, error.description)
    }
    guard scope == .everything else { return true }
    checkOrder(records.rows, from: first)
    for row in fits.doubtful { checkSchema(at: first + UInt64(row), transaction) }
    return true
  }

  private mutating func checkOrder(_ rows: SegmentRows, from first: UInt64) {
    for row in 0..<SegmentLayout.events {
      let shape = symbols.shapes[Int(rows.shapeSymbol(row))]
      order.add(
        first + UInt64(row), recorded: Int64(bitPattern: rows.column(.recorded)[row]),
        stream: ObjectID(
          kind: shape.slots[0].kind, number: rows.objects[rows.objectStart[row]]),
        version: rows.column(.streamVersion)[row], &report)
    }
  }

  /// Decodes an event to tell what is wrong with it, if anything is.
  private mutating func checkSchema(
    at position: UInt64, _ transaction: borrowing ReadTransaction
  ) {
    do throws(EventLogError) {
      if let event = try reader.event(at: position, transaction) { checkSchema(event) }
    } catch {
      add(position, error.description)
    }
  }

  // MARK: One event

  private mutating func check(
    _ position: UInt64, _ transaction: borrowing ReadTransaction
  ) {
    do throws(LMDBError) {
      let store = EntryStore(tables: log.tables)
      guard let stored = try store.stored(at: position, transaction) else {
        return add(position, "is missing")
      }
      try checkPayload(stored, at: position, store, transaction)
      let value = try store.joined(stored, at: position, transaction)
      guard let event = event(value, at: position) else { return }
      report.events += 1
      let leaf = tree.leaf(of: event)
      checkpoints.add(leaf, at: event.position)
      if scope == .everything {
        checkOrder(event, value)
        checkSchema(event)
      }
      try tree.add(leaf, at: position, &report, transaction)
    } catch {
      add(position, error.description)
    }
  }

  private mutating func add(_ position: UInt64, _ what: String) {
    report.add(VerifyReport.Problem(at: Position(position), what))
  }

  /// The event in full; `nil` after a problem was noted.
  private mutating func event(_ value: [UInt8], at position: UInt64) -> StoredEvent? {
    var outcome: Result<StoredEvent, EventLogError>?
    value.withUnsafeBytes { buffer in
      outcome = Result { () throws(EventLogError) in
        guard let entry = Entry(buffer) else { throw reader.failure(position, "it is too short") }
        let (_, shape) = try reader.resolve(entry, buffer, at: position)
        for (index, slot) in shape.slots.enumerated() {
          let number = buffer.loadUnaligned(
            fromByteOffset: Entry.headerBytes + 4 * index, as: UInt32.self)
          guard
            scope == .tree
              || symbols.kinds.number(of: slot.kind).map({
                number < objects.counts[UInt16($0)] ?? 0
              }) == true
          else { throw reader.failure(position, "it names an object that does not exist") }
        }
        return try reader.event(buffer, at: position)
      }
    }
    switch outcome {
    case .success(let event)?: return event
    case .failure(let error)?:
      if case .undecodable(_, let reason) = error.kind {
        add(position, reason)
      } else {
        add(position, error.description)
      }
      return nil
    case nil: preconditionFailure("the closure ran")
    }
  }

  private mutating func checkOrder(_ event: StoredEvent, _ value: [UInt8]) {
    let number = value.withUnsafeBytes {
      $0.loadUnaligned(fromByteOffset: Entry.headerBytes, as: UInt32.self)
    }
    order.add(
      event.position.rawValue, recorded: event.recorded.microseconds,
      stream: ObjectID(kind: event.content.stream.kind, number: number),
      version: event.streamVersion, &report)
  }

  /// Types of a newer program are left alone: their bytes are whole, their meaning is unknown.
  private mutating func checkSchema(_ event: StoredEvent) {
    let content = event.content
    let body = EventBody(references: content.references, payload: content.payload, clear: [])
    // Nearly all fit; only what does not surely is decoded, to tell what is wrong with it.
    if log.options.catalogue.fit(content.type, version: content.version)?.takes(body) == true {
      return
    }
    guard let schema = log.options.catalogue.schema(content.type, version: content.version) else {
      return
    }
    do {
      try schema.check(references: content.references, payload: content.payload)
    } catch {
      add(event.position.rawValue, error.description)
    }
  }

  /// A payload that stands apart must be the one whose hash stands in its place.
  private mutating func checkPayload(
    _ stored: [UInt8], at position: UInt64, _ store: EntryStore,
    _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) {
    guard let entry = stored.withUnsafeBytes({ Entry($0) }), entry.isApart else { return }
    let payload = try store.payload(at: position, entry.payloadCount, transaction)
    var digester = Digester(log.identity.digestAlgorithm)
    let start = stored.count - entry.storedHeapBytes
    guard start >= Entry.headerBytes,
      digester.hash(payload) == Array(stored[start..<start + Entry.hashBytes])
    else { return add(position, "its payload is not the one that was appended") }
  }
}
