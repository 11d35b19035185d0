// SPDX-License-Identifier: Apache-2.0

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
    /// Whether all objects have numbers.
    let isNumbered: Bool
  }

  private(set) var content: ContentBuffer
  private(set) var slots: SlotBuffer
  private var rows: RawColumn<Row>
  /// Which open log the numbers are of.
  private let log: UInt64

  private static let recordBytes = 400
  private static let slotsAnEvent = 8

  /// - Parameters:
  ///   - events: How many will be added.
  ///   - log: The number of the open log, for handles.
  init(events: Int, log: UInt64) {
    content = ContentBuffer(capacity: RecordColumns.recordBytes * events)
    slots = SlotBuffer(capacity: RecordColumns.slotsAnEvent * events)
    rows = RawColumn(capacity: events)
    self.log = log
  }

  @inline(__always)
  mutating func add(
    _ event: UnsafePointer<NewEvent>, id: EventID, sealed: [SealedSection]?
  ) {
    let first = slots.count
    var isNumbered = true
    event.forEachObject { role, name in
      if let known = name.object(in: log) {
        slots.add(role, known)
      } else {
        slots.add(unnumbered: role)
        isNumbered = false
      }
    }
    let record = content.addRecord(of: event, id: id, sealed: sealed)
    rows.append(
      Row(
        record: record, type: event.pointee.type, version: event.pointee.version,
        occurred: event.pointee.occurred, slots: first..<slots.count, isNumbered: isNumbered))
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
