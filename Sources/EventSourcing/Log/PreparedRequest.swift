// SPDX-License-Identifier: Apache-2.0
internal import LMDB
internal import Synchronization

/// A request that fits its schemas and limits, with seals and records made: what is left needs
/// the log.
struct PreparedRequest {
  /// What few events have, made beside the event itself.
  struct Rare: Sendable {
    var sealed: [SealedSection] = []
    var extras: [UInt8] = []
    /// Purposes whose subject was erased: their bytes cannot be compared any more.
    var erased: [ClearSection] = []

    static let none = Rare()
  }

  /// What is found out of a request event by event.
  fileprivate struct Findings {
    var ids: [EventID] = []
    var hasOwnIDs = false
    var rare: [Rare] = []
    var latest: Instant?
    var bytes = 0

    /// Takes the next event's id, or gives it one.
    mutating func give(id: EventID?) -> EventID {
      if id != nil { hasOwnIDs = true }
      var generator = SystemRandomNumberGenerator()
      let given = id ?? EventID.version7(at: SystemClock.now(), using: &generator)
      ids.append(given)
      return given
    }
  }

  let events: [NewEvent]
  let condition: AppendCondition
  let records: PreparedRecords
  /// One an event: its own, or the one that the log gave it.
  let ids: [EventID]
  /// Whether any event came with its id.
  let hasOwnIDs: Bool
  /// One an event; none at all if no event has any of it.
  let rare: [Rare]
  /// The latest time that an event gives.
  let latest: Instant?
  /// A lower bound of the bytes to be written.
  let bytes: Int

  fileprivate init(
    _ request: AppendRequest, _ findings: Findings, _ columns: consuming RecordColumns
  ) {
    events = request.events
    condition = request.condition
    records = PreparedRecords(columns)
    ids = findings.ids
    hasOwnIDs = findings.hasOwnIDs
    rare = findings.rare
    latest = findings.latest
    bytes = findings.bytes
  }

  /// All that event `number` says, if it happened at `occurred`.
  func content(_ number: Int, occurred: Instant) -> EventContent {
    let event = events[number]
    return EventContent(
      id: ids[number], type: event.type, version: event.version, stream: event.stream,
      occurred: occurred, actor: event.actor, source: event.source, causation: event.causation,
      correlation: event.correlation, references: event.body.references,
      payload: event.body.payload, sealed: rare.isEmpty ? [] : rare[number].sealed)
  }

  /// Purposes of an event whose subject was erased.
  func erased(_ number: Int) -> [ClearSection] { rare.isEmpty ? [] : rare[number].erased }
}

extension PreparedRequest {
  /// Events that were prepared, checked and sealed when another log took them in.
  ///
  /// - Parameters:
  ///   - log: The number of the open log, for handles.
  ///   - memory: What to write into.
  init(restoring events: [StoredEvent], log: UInt64, memory: KeptMemory) {
    let contents = events.map(\.content)
    let request = AppendRequest(
      events: contents.map { content in
        NewEvent(
          id: content.id, type: content.type, version: content.version, stream: content.stream,
          occurred: content.occurred, actor: content.actor, source: content.source,
          causation: content.causation, correlation: content.correlation,
          body: EventBody(references: content.references, payload: content.payload, clear: []))
      }, condition: .none)
    var findings = Findings()
    findings.ids = contents.map(\.id)
    findings.rare = contents.map { Rare(sealed: $0.sealed, extras: $0.extras.bytes) }
    var columns = RecordColumns(events: events.count, log: log, memory: memory)
    request.events.withUnsafeBufferPointer { events in
      guard let first = events.baseAddress else { return }
      for index in events.indices {
        columns.add(first + index, id: findings.ids[index], sealed: contents[index].sealed)
      }
    }
    self.init(request, findings, columns)
  }
}

extension WriterCore {
  func prepare(
    _ request: AppendRequest, _ keys: inout SealingKeys
  ) throws(AppendError) -> PreparedRequest {
    guard !request.events.isEmpty else { throw .empty }
    var findings = PreparedRequest.Findings()
    findings.ids.reserveCapacity(request.events.count)
    var columns = RecordColumns(
      events: request.events.count, log: dictionary.number, names: fieldNames.withLock { $0 },
      memory: keptMemory)
    let catalogue = options.catalogue
    try request.events.withUnsafeBufferPointer { events throws(AppendError) in
      guard let first = events.baseAddress else { return }
      let ahead = EventAhead(first, count: events.count)
      for index in events.indices {
        ahead.fetch(before: index)
        let event = first + index
        try check(event, index, catalogue)
        let id = findings.give(id: event.pointee.id)
        if let occurred = event.pointee.occurred {
          findings.latest = max(findings.latest ?? occurred, occurred)
        }
        let extras = addRare(event, index, &keys, &findings)
        let size = Entry.headerBytes + event.payload.count + extras
        guard size <= SchemaLimits.record else { throw tooLong(event.pointee, index, size) }
        findings.bytes += size
        columns.add(
          event, id: id, sealed: findings.rare.isEmpty ? nil : findings.rare[index].sealed)
      }
    }
    let names = columns.content.names
    fieldNames.withLock { $0 = names }
    return PreparedRequest(request, findings, columns)
  }

  private func tooLong(
    _ event: borrowing NewEvent, _ index: Int, _ bytes: Int
  ) -> AppendError {
    .invalid(
      index: index,
      SchemaError(
        event.type, version: event.version,
        .tooLong(bytes: bytes, limit: SchemaLimits.record)))
  }

  /// Makes what few events have; the bytes of the extras.
  @inline(__always)
  private func addRare(
    _ event: UnsafePointer<NewEvent>, _ index: Int, _ keys: inout SealingKeys,
    _ findings: inout PreparedRequest.Findings
  ) -> Int {
    let isPlain =
      event.pointee.source == nil && event.pointee.causation == nil
      && event.pointee.correlation == nil && event.pointee.body.clear.isEmpty
    if isPlain, findings.rare.isEmpty { return 0 }
    while findings.rare.count < index { findings.rare.append(.none) }
    findings.rare.append(isPlain ? .none : rare(of: event.pointee, findings.ids[index], &keys))
    return findings.rare[index].extras.count
  }

  /// Seals the event's personal text.
  private func rare(
    of event: borrowing NewEvent, _ id: EventID, _ keys: inout SealingKeys
  ) -> PreparedRequest.Rare {
    var rare = PreparedRequest.Rare()
    for section in event.body.clear {
      guard case .known(let key)? = keys.key(of: section.subject) else {
        rare.erased.append(section)
        continue
      }
      let binding = Seal.binding(event: id, subject: section.subject, purpose: section.purpose)
      rare.sealed.append(
        SealedSection(
          subject: section.subject, purpose: section.purpose,
          ciphertext: Seal.close(section.bytes, key: key, binding: binding)))
    }
    let extras = Extras(
      externalID: event.source?.externalID, mode: event.source?.mode,
      causation: event.causation, correlation: event.correlation, sealed: rare.sealed)
    rare.extras = extras.bytes
    return rare
  }

  /// What can be told of an event without the log: its schema, its header, its limits.
  ///
  /// - Parameters:
  ///   - event: By its place, for a copy would count the references of all its parts.
  ///   - index: The place of the event in its request, for the error.
  @inline(__always)
  func check(
    _ event: UnsafePointer<NewEvent>, _ index: Int, _ catalogue: borrowing SchemaCatalogue
  ) throws(AppendError) {
    if !catalogue.takes(event) { try checkClosely(event.pointee, index) }
    if let occurred = event.pointee.occurred, occurred < .earliest || occurred > .latest {
      throw .invalidHeader(index: index, reason: "its time is outside the years 1 to 9999")
    }
    if let bytes = event.pointee.source?.externalID?.utf8.count, !(1...256).contains(bytes) {
      throw .invalidHeader(
        index: index, reason: "its external id has \(bytes) bytes, not 1 to 256")
    }
    let references = event.references.count
    guard references <= SchemaLimits.references else {
      throw .invalidHeader(
        index: index,
        reason: "it has \(references) references; the limit is \(SchemaLimits.references)")
    }
  }

  /// The same for all events of a request.
  func check(_ events: [NewEvent]) throws(AppendError) {
    try events.withUnsafeBufferPointer { events throws(AppendError) in
      guard let first = events.baseAddress else { return }
      for index in events.indices { try check(first + index, index, options.catalogue) }
    }
  }

  private func checkClosely(_ event: NewEvent, _ index: Int) throws(AppendError) {
    guard let schema = options.catalogue.schema(event.type, version: event.version) else {
      let newest = options.catalogue.newest(event.type)?.version
      throw .invalid(
        index: index,
        SchemaError(
          event.type, version: event.version,
          newest.map { .unknownVersion(newest: $0) } ?? .unknownType))
    }
    do {
      try schema.check(references: event.body.references, payload: event.body.payload)
    } catch {
      throw .invalid(index: index, error)
    }
  }
}
