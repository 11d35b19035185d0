// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// A request that fits its schemas and limits, with seals made: what is left needs the log.
struct PreparedRequest: Sendable {
  /// What was made for an event, beside the event itself.
  struct Part: Sendable {
    let id: EventID
    let sealed: [SealedSection]
    let extras: [UInt8]
    /// Purposes whose subject was erased: their bytes cannot be compared any more.
    let erased: [ClearSection]
  }

  let events: [NewEvent]
  let parts: [Part]
  let condition: AppendCondition
  /// A lower bound of the bytes to be written.
  let bytes: Int

  /// All that event `number` says, if it happened at `occurred`.
  func content(_ number: Int, occurred: Instant) -> EventContent {
    let event = events[number]
    return EventContent(
      id: parts[number].id, type: event.type, version: event.version, stream: event.stream,
      occurred: occurred, actor: event.actor, source: event.source, causation: event.causation,
      correlation: event.correlation, references: event.body.references,
      payload: event.body.payload, sealed: parts[number].sealed)
  }
}

extension PreparedRequest {
  /// Events that were prepared, checked and sealed when another log took them in.
  init(restoring events: [StoredEvent]) {
    self.events = events.map(\.content).map { content in
      NewEvent(
        id: content.id, type: content.type, version: content.version, stream: content.stream,
        occurred: content.occurred, actor: content.actor, source: content.source,
        causation: content.causation, correlation: content.correlation,
        body: EventBody(references: content.references, payload: content.payload, clear: []))
    }
    parts = events.map(\.content).map { content in
      Part(id: content.id, sealed: content.sealed, extras: content.extras.bytes, erased: [])
    }
    condition = .none
    bytes = 0
  }
}

extension WriterCore {
  func prepare(
    _ request: AppendRequest, _ keys: [ObjectName: KeyStore.Key]
  ) throws(AppendError) -> PreparedRequest {
    guard !request.events.isEmpty else { throw .empty }
    var parts: [PreparedRequest.Part] = []
    parts.reserveCapacity(request.events.count)
    var bytes = 0
    for index in request.events.indices {
      try check(request.events, index)
      let part = part(of: request.events, index, keys)
      let size =
        Entry.headerBytes + request.events[index].body.payload.count + part.extras.count
      guard size <= SchemaLimits.record else {
        let event = request.events[index]
        throw .invalid(
          index: index,
          SchemaError(
            event.type, version: event.version, .tooLong(bytes: size, limit: SchemaLimits.record)))
      }
      bytes += size
      parts.append(part)
    }
    return PreparedRequest(
      events: request.events, parts: parts, condition: request.condition, bytes: bytes)
  }

  /// Gives the event its id and seals its personal text.
  private func part(
    of events: [NewEvent], _ index: Int, _ keys: [ObjectName: KeyStore.Key]
  ) -> PreparedRequest.Part {
    var generator = SystemRandomNumberGenerator()
    let id = events[index].id ?? EventID.version7(at: SystemClock.now(), using: &generator)
    var sealed: [SealedSection] = []
    var erased: [ClearSection] = []
    for section in events[index].body.clear {
      guard case .known(let key)? = keys[section.subject] else {
        erased.append(section)
        continue
      }
      let binding = Seal.binding(event: id, subject: section.subject, purpose: section.purpose)
      sealed.append(
        SealedSection(
          subject: section.subject, purpose: section.purpose,
          ciphertext: Seal.close(section.bytes, key: key, binding: binding)))
    }
    let extras = Extras(
      externalID: events[index].source?.externalID, mode: events[index].source?.mode,
      causation: events[index].causation, correlation: events[index].correlation, sealed: sealed)
    return PreparedRequest.Part(id: id, sealed: sealed, extras: extras.bytes, erased: erased)
  }

  /// The keys of all subjects of a group, the new ones made in one durable step.
  func sealingKeys(
    _ requests: [AppendRequest]
  ) throws(LMDBError) -> [ObjectName: KeyStore.Key] {
    var subjects: Set<ObjectName> = []
    for request in requests {
      for index in request.events.indices {
        for section in request.events[index].body.clear { subjects.insert(section.subject) }
      }
    }
    return subjects.isEmpty ? [:] : try keys.keys(making: subjects)
  }

  /// What can be told of an event without the log: its schema, its header, its limits.
  ///
  /// - Parameter index: The place of the event in `events`, and in the error.
  func check(_ events: [NewEvent], _ index: Int) throws(AppendError) {
    let isSound = options.catalogue.takes(
      events[index].type, version: events[index].version, events[index].body)
    if !isSound { try checkClosely(events[index], index) }
    if let occurred = events[index].occurred, occurred < .earliest || occurred > .latest {
      throw .invalidHeader(index: index, reason: "its time is outside the years 1 to 9999")
    }
    if let bytes = events[index].source?.externalID?.utf8.count, !(1...256).contains(bytes) {
      throw .invalidHeader(
        index: index, reason: "its external id has \(bytes) bytes, not 1 to 256")
    }
    let references = events[index].body.references.count
    guard references <= SchemaLimits.references else {
      throw .invalidHeader(
        index: index,
        reason: "it has \(references) references; the limit is \(SchemaLimits.references)")
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
