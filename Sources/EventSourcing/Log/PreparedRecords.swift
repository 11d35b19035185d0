// SPDX-License-Identifier: Apache-2.0
internal import CLMDB

/// What can be made of a request's events without the log: their records but for what the log
/// adds, and the numbers of their objects as far as they have any.
///
/// An event lies in some twenty lines of memory, here and there. It is gone to once, when it is
/// checked; what is then put into the store is read from here, from front to end.
final class PreparedRecords {
  let columns: RecordColumns

  init(_ columns: consuming RecordColumns) { self.columns = columns }
}

/// The records of some events, and beside each what its entry needs.
struct RecordColumns: ~Copyable {
  /// One event.
  struct Row {
    var record: RecordPlace
    let type: EventType
    let version: Int
    /// `nil` if the event does not say.
    let occurred: Instant?
    let slots: Range<Int>
    /// Those of its objects whose numbers only the log can tell.
    let unnumbered: Range<Int>
  }

  /// An object without a number yet.
  struct Unnumbered {
    let slot: Int
    /// In the request's event.
    let name: UnsafePointer<ObjectName>
    /// The name's handle: near when its number is asked for, while the event is far again.
    let handle: Unmanaged<ObjectNumber>?
  }

  private(set) var content: ContentBuffer
  private(set) var slots: SlotBuffer
  private var rows: RawColumn<Row>
  private var unnumbered: RawColumn<Unnumbered>
  /// Which open log the numbers are of.
  private let log: UInt64

  private static let ahead = 8
  private static let handleBytes = 96
  private static let recordBytes = 400
  private static let slotsAnEvent = 8

  /// - Parameters:
  ///   - events: How many will be added.
  ///   - log: The number of the open log, for handles.
  ///   - names: Those of types and roles that were written before.
  ///   - memory: What to write into.
  init(events: Int, log: UInt64, names: FieldNames = FieldNames(), memory: KeptMemory) {
    content = ContentBuffer(
      capacity: RecordColumns.recordBytes * events, names: names, from: memory)
    slots = SlotBuffer(capacity: RecordColumns.slotsAnEvent * events, from: memory)
    rows = RawColumn(capacity: events, from: memory)
    unnumbered = RawColumn(capacity: events, from: memory)
    self.log = log
  }

  /// - Parameter event: It stays where it is as long as this is used.
  @inline(__always)
  mutating func add(
    _ event: UnsafePointer<NewEvent>, id: EventID, sealed: [SealedSection]?
  ) {
    let (first, firstUnnumbered) = (slots.count, unnumbered.count)
    event.forEachObject { role, name in
      let known = name.object(in: log)
      if known == nil {
        unnumbered.append(Unnumbered(slot: slots.count, name: name, handle: name.handle))
      }
      slots.add(role, known)
    }
    let record = content.addRecord(of: event, id: id, sealed: sealed)
    rows.append(
      Row(
        record: record, type: event.pointee.type, version: event.pointee.version,
        occurred: event.pointee.occurred, slots: first..<slots.count,
        unnumbered: firstUnnumbered..<unnumbered.count))
  }

  /// Hands over what has no number yet of an event, to be put into `slots` each time that the event
  /// is written: a transaction may be run again, and then gives its numbers again.
  @inline(__always)
  func forEachUnnumbered<E: Error>(
    _ row: UnsafeMutablePointer<Row>, _ body: (Unnumbered) throws(E) -> Void
  ) throws(E) {
    for object in unnumbered[row.pointee.unnumbered] { try body(object) }
  }

  /// Has the memory fetch the handles that a later event will be asked for, while this one is put.
  @inline(__always)
  func fetchUnnumbered(before index: Int) {
    let later = index + RecordColumns.ahead
    guard later < rows.count else { return }
    for object in unnumbered[rows.base[later].unnumbered] {
      if let handle = object.handle {
        clmdb_prefetch(handle.toOpaque(), RecordColumns.handleBytes)
      }
    }
  }

  /// Where the row of an event stands. Its record is completed there when it is put.
  @inline(__always)
  func row(_ index: Int) -> UnsafeMutablePointer<Row> {
    precondition(index >= 0 && index < rows.count, "an event that was added")
    return rows.base + index
  }
}

extension UnsafePointer<NewEvent> {
  /// Hands over the names of the header and the references in a shape's order
  /// (docs/FORMAT.md §2.3), where they stand.
  @inline(__always)
  func forEachObject<E: Error>(
    _ body: (Role, UnsafePointer<ObjectName>) throws(E) -> Void
  ) throws(E) {
    try body(HeaderRole.stream, stream)
    if let name = actor.body { try body(HeaderRole.actorBody, name) }
    if let name = actor.person { try body(HeaderRole.actorPerson, name) }
    if let name = actor.post { try body(HeaderRole.actorPost, name) }
    if let name = system { try body(HeaderRole.system, name) }
    let references = references
    guard let first = references.baseAddress else { return }
    for reference in first..<first + references.count {
      try body(reference.pointee.role, reference.object)
    }
  }
}
