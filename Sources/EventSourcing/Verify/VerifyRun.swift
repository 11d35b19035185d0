// SPDX-License-Identifier: Apache-2.0
internal import LMDB
internal import Synchronization

/// Reads all events, batch after batch, each on one state of the store, then holds the index
/// runs and the subtree roots against them.
///
/// Nothing that was ever appended changes, so what an earlier batch saw still holds later.
struct VerifyRun {
  var report: VerifyReport
  /// Events looked at so far.
  private(set) var done = 0
  private let log: EventLog
  private var reader: EntryReader
  private var symbols: Symbols
  private var objects: ObjectCheck
  private var versions: [ObjectName: UInt64] = [:]
  private var recorded = Instant.earliest
  private var tree: TreeCheck
  private var checkpoints: CheckpointCheck
  private var indexes: IndexCheck
  /// Events or objects looked at in one transaction.
  static let batch = 1024

  /// What the log's dictionary numbers, without its caches.
  private struct Symbols {
    let kinds: NumberedList<ObjectKind>

    init(_ dictionary: LogDictionary) { kinds = dictionary.state.withLock { $0.kinds } }
  }

  init(_ log: EventLog, _ report: VerifyReport) {
    self.log = log
    self.report = report
    reader = EntryReader(log.dictionary)
    symbols = Symbols(log.dictionary)
    objects = ObjectCheck(log.tables)
    tree = TreeCheck(log)
    checkpoints = CheckpointCheck(log)
    indexes = IndexCheck(log)
  }

  /// Looks at the next objects or events; false when there is nothing left that is not verified.
  mutating func checkBatch(_ transaction: consuming ReadTransaction) throws(LMDBError) -> Bool {
    let head = try transaction.head(log.tables)
    report.head = head
    guard try objects.check(VerifyRun.batch, &report, transaction) else { return true }
    try log.dictionary.refresh(transaction)
    symbols = Symbols(log.dictionary)
    let first = UInt64(done) + 1
    let last = min(head.rawValue, UInt64(done + VerifyRun.batch))
    if first <= last {
      for position in first...last { check(position, transaction) }
      done = Int(last)
    }
    guard last == head.rawValue else { return true }
    guard try indexes.check(&report, transaction) else { return true }
    try objects.checkCounts(&report, transaction)
    checkpoints.finish(&report)
    return false
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
      checkOrder(event)
      checkSchema(event)
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
          guard let kind = symbols.kinds.number(of: slot.kind),
            number < objects.counts[UInt16(kind)] ?? 0
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

  private mutating func checkOrder(_ event: StoredEvent) {
    let position = event.position.rawValue
    if event.recorded < recorded {
      add(position, "its recorded time is before that of the event before it")
    }
    recorded = max(recorded, event.recorded)
    let version = versions[event.content.stream, default: 0] + 1
    if event.streamVersion != version {
      add(position, "its version in the stream is \(event.streamVersion), not \(version)")
    }
    versions[event.content.stream] = event.streamVersion
  }

  /// Types of a newer program are left alone: their bytes are whole, their meaning is unknown.
  private mutating func checkSchema(_ event: StoredEvent) {
    let content = event.content
    let body = EventBody(references: content.references, payload: content.payload, clear: [])
    // Nearly all fit; only what does not surely is decoded, to tell what is wrong with it.
    if log.options.catalogue.takes(content.type, version: content.version, body) { return }
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
