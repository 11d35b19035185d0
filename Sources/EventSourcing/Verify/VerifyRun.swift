// SPDX-License-Identifier: Apache-2.0
internal import LMDB
internal import Synchronization

/// Holds events against their indexes, batch after batch, each on one state of the store.
///
/// Both ways without a second scan: every event is looked up in every index, and an index that
/// has as many keys as the events account for has none besides. Nothing that was ever appended
/// changes, so what an earlier batch saw holds in the state of the last one, where it is counted.
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
  private var expected = IndexCounts()
  /// Events or objects looked at in one transaction.
  static let batch = 1024

  private struct IndexCounts {
    var ids = 0
    var streams = 0
    var types = 0
    var references = 0
  }

  /// What the log's dictionary numbers, without its caches.
  private struct Symbols {
    let kinds: NumberedList<ObjectKind>
    let roles: NumberedList<Role>
    let types: TypeList

    init(_ dictionary: LogDictionary) {
      (kinds, roles, types) = dictionary.state.withLock { ($0.kinds, $0.roles, $0.types) }
    }
  }

  init(_ log: EventLog, _ report: VerifyReport) {
    self.log = log
    self.report = report
    reader = EntryReader(log.dictionary)
    symbols = Symbols(log.dictionary)
    objects = ObjectCheck(log.tables)
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
    try objects.checkCounts(&report, transaction)
    try checkCounts(transaction)
    return false
  }

  // MARK: One event

  private mutating func check(
    _ position: UInt64, _ transaction: borrowing ReadTransaction
  ) {
    do throws(LMDBError) {
      var key = KeyWriter()
      key.append(position)
      guard let value = try transaction.bytes(log.tables.events, key: key.bytes) else {
        return add(position, "is missing")
      }
      guard let event = event(value, at: position) else { return }
      report.events += 1
      checkOrder(event)
      checkSchema(event)
      try checkIndexes(event, place: key.bytes, transaction)
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
    guard let schema = log.options.catalogue.schema(content.type, version: content.version) else {
      return
    }
    do {
      try schema.check(references: content.references, payload: content.payload)
    } catch {
      add(event.position.rawValue, error.description)
    }
  }

  // MARK: Indexes

  private mutating func checkIndexes(
    _ event: StoredEvent, place: [UInt8], _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) {
    let position = event.position.rawValue
    let content = event.content
    expected.ids += 1
    if try transaction.bytes(log.tables.ids, key: content.id.bytes) != place {
      add(position, "the index of ids does not lead to it")
    }
    guard let stream = object(content.stream),
      let type = symbols.types.number(
        of: TypeSymbol(type: content.type, version: content.version))
    else { return add(position, "its stream or type is not in the dictionary") }
    expected.streams += 1
    let streamKey = IndexPrefix.object(kind: stream.kind, number: stream.number)
      .key(event.streamVersion)
    if try transaction.bytes(log.tables.streams, key: streamKey) != place {
      add(position, "the index of streams does not lead to it")
    }
    expected.types += 1
    let typeKey = IndexPrefix.type(UInt16(type)).key(position)
    if try transaction.bytes(log.tables.types, key: typeKey) == nil {
      add(position, "it is not in the index of types")
    }
    try checkReferences(content, position, transaction)
  }

  private mutating func checkReferences(
    _ content: EventContent, _ position: UInt64, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) {
    var seen: Set<IndexPrefix> = []
    for slot in content.slots.dropFirst() {
      guard let role = symbols.roles.number(of: slot.role), let object = object(slot.object) else {
        add(position, "a role or object of it is not in the dictionary")
        continue
      }
      let prefix = IndexPrefix.reference(
        role: UInt16(role), kind: object.kind, number: object.number)
      guard seen.insert(prefix).inserted else { continue }
      expected.references += 1
      if try transaction.bytes(log.tables.references, key: prefix.key(position)) == nil {
        add(position, "it is not in the index of references under \(slot.role)")
      }
    }
  }

  private func object(_ name: ObjectName) -> (kind: UInt16, number: UInt32)? {
    guard let object = log.dictionary.object(name),
      let kind = symbols.kinds.number(of: object.kind)
    else { return nil }
    return (UInt16(kind), object.number)
  }

  /// No index has a key that no event accounts for.
  private mutating func checkCounts(_ transaction: borrowing ReadTransaction) throws(LMDBError) {
    let tables = log.tables
    let counts = [
      ("ids", try transaction.count(tables.ids), expected.ids),
      ("streams", try transaction.count(tables.streams), expected.streams),
      ("types", try transaction.count(tables.types), expected.types),
      ("references", try transaction.count(tables.references), expected.references),
      ("events", try transaction.count(tables.events), Int(report.head.rawValue)),
    ]
    for (name, actual, expected) in counts {
      report.indexEntries += name == "events" ? 0 : actual
      guard actual != expected else { continue }
      report.add(
        VerifyReport.Problem(
          at: nil, "the table of \(name) has \(actual) entries, the events account for \(expected)")
      )
    }
  }
}
