// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Turns events into entries of the group under way, with names as numbers.
///
/// What it needs per event is kept and used again, so that a thousand events do not make a
/// thousand arrays.
struct EventWriter: ~Copyable {
  let tables: LogTables
  private(set) var pending: PendingEvents
  private var slots: [Shape.Slot] = []
  private var objects: [ObjectID] = []
  private var record = ContentBuffer()
  private var digester: Digester

  init(_ tables: LogTables, _ digest: DigestAlgorithm, _ pending: PendingEvents) {
    self.tables = tables
    self.pending = pending
    digester = Digester(digest)
  }

  /// What the log adds to an event.
  struct Place {
    let position: UInt64
    let recorded: Instant
    let occurred: Instant
    let flags: RecordFlags
  }

  /// Adds the request's event `number` and gives it the next version of its stream.
  mutating func add(
    _ request: PreparedRequest, _ number: Int, at place: Place, _ names: inout NameSession,
    _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    try gather(request.events, number, &names, &transaction)
    let type = try names.number(
      of: TypeSymbol(type: request.events[number].type, version: request.events[number].version),
      &transaction)
    let shape = try names.number(ofShape: slots, of: type, &transaction)
    let version = try names.nextVersion(of: objects[0], transaction)
    let part = request.parts[number]
    addLeaf(of: request, number, version, place)
    let (payload, stands) = try payload(
      request.events[number].body.payload, at: place.position, &transaction)
    let entry = Entry(
      recorded: place.recorded.microseconds, occurred: place.occurred.microseconds, id: part.id,
      streamVersion: version, type: type, flags: place.flags.rawValue, shape: shape,
      payloadBytes: stands, extraBytes: UInt32(part.extras.count))
    pending.add(
      size: entry.size(objects: objects.count), shape: shape, type: type, id: part.id
    ) { [objects] target in
      entry.write(objects: objects, payload: payload, extras: part.extras, to: target)
    }
    try addPostings(&names, &transaction)
  }

  /// Adds the hash of the event's record as a leaf of the log's tree (FORMAT §1.2).
  private mutating func addLeaf(
    of request: PreparedRequest, _ number: Int, _ version: UInt64, _ place: Place
  ) {
    record.clear()
    record.little(0 as UInt8)
    record.little(place.position)
    record.little(UInt64(bitPattern: place.recorded.microseconds))
    record.little(place.flags.rawValue)
    record.little(version)
    let frame = ContentBuffer.Frame(
      id: request.parts[number].id, version: request.events[number].version,
      occurred: place.occurred, causation: request.events[number].causation,
      correlation: request.events[number].correlation)
    record.add(
      frame, type: request.events[number].type, stream: request.events[number].stream,
      actor: request.events[number].actor, source: request.events[number].source,
      references: request.events[number].body.references,
      payload: request.events[number].body.payload, sealed: request.parts[number].sealed)
    pending.addLeaf(of: record.bytes, &digester)
  }

  /// A payload that is too long to stand among the others is put under its own key; its hash
  /// stays in its place.
  private mutating func payload(
    _ payload: [UInt8], at position: UInt64, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> (bytes: [UInt8], stands: UInt32) {
    guard payload.count > Entry.mostPayloadBytes else { return (payload, UInt32(payload.count)) }
    var key = KeyWriter(capacity: 8)
    key.append(position)
    try transaction.put(tables.payloads, key: key.bytes, value: payload, append: true)
    return (digester.hash(payload), UInt32(payload.count) | Entry.apart)
  }

  /// The objects of the header and the references, each with its role, in a shape's order.
  private mutating func gather(
    _ events: [NewEvent], _ number: Int, _ names: inout NameSession,
    _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    slots.removeAll(keepingCapacity: true)
    objects.removeAll(keepingCapacity: true)
    add(HeaderRole.stream, try names.stream(events[number].stream, &transaction))
    if let body = events[number].actor.body {
      try add(HeaderRole.actorBody, body, &names, &transaction)
    }
    if let person = events[number].actor.person {
      try add(HeaderRole.actorPerson, person, &names, &transaction)
    }
    if let post = events[number].actor.post {
      try add(HeaderRole.actorPost, post, &names, &transaction)
    }
    if let system = events[number].source?.system {
      try add(HeaderRole.system, system, &names, &transaction)
    }
    let log = names.dictionary.number
    try events[number].body.references.withUnsafeBufferPointer {
      references throws(LMDBError) in
      for index in references.indices {
        // A handle's number is read where it stands, without a copy of the name.
        if let object = references[index].object.number?.object(in: log) {
          add(references[index].role, object)
        } else {
          try add(references[index].role, references[index].object, &names, &transaction)
        }
      }
    }
  }

  private mutating func add(
    _ role: Role, _ name: ObjectName, _ names: inout NameSession,
    _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    add(role, try names.object(name, &transaction))
  }

  private mutating func add(_ role: Role, _ object: ObjectID) {
    slots.append(Shape.Slot(role, object.kind))
    objects.append(object)
  }

  private mutating func addPostings(
    _ names: inout NameSession, _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    for place in slots.indices {
      pending.add(
        Posting(
          role: try names.number(of: slots[place].role, &transaction),
          kind: try names.number(of: slots[place].kind, &transaction),
          number: objects[place].number))
    }
  }
}

extension [UInt8] {
  /// The bytes as a buffer, for the calls of the store that take one.
  func withBuffer<R>(
    _ body: (UnsafeRawBufferPointer) throws(LMDBError) -> R
  ) throws(LMDBError) -> R {
    var result: Result<R, LMDBError>?
    withUnsafeBytes { buffer in
      result = Result { () throws(LMDBError) in try body(buffer) }
    }
    guard let result else { preconditionFailure("the closure ran") }
    return try result.get()
  }
}
