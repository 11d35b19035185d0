// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Puts events into the transaction, and notes their index keys to be put in runs.
///
/// What it needs per event is kept and used again, so that a thousand events do not make a
/// thousand arrays.
struct EventWriter {
  let tables: LogTables
  var index = IndexBuffer()
  private var slots: [Shape.Slot] = []
  private var objects: [ObjectID] = []
  private var postings: [UInt64] = []

  init(_ tables: LogTables) { self.tables = tables }

  /// What the log adds to an event.
  struct Place {
    let position: UInt64
    let recorded: Instant
    let occurred: Instant
    let flags: RecordFlags
  }

  /// Puts the request's event `number` and gives it the next version of its stream.
  mutating func put(
    _ request: PreparedRequest, _ number: Int, at place: Place, _ names: inout NameSession,
    _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    try gather(request.events, number, &names, &transaction)
    let type = try names.number(
      of: TypeSymbol(type: request.events[number].type, version: request.events[number].version),
      &transaction)
    let shape = try names.number(ofShape: slots, of: type, &transaction)
    let version = try names.nextVersion(of: objects[0], transaction)
    let payload = request.events[number].body.payload
    let part = request.parts[number]
    let entry = Entry(
      recorded: place.recorded.microseconds, occurred: place.occurred.microseconds, id: part.id,
      streamVersion: version, type: type, flags: place.flags.rawValue, shape: shape,
      payloadBytes: UInt32(payload.count), extraBytes: UInt32(part.extras.count))
    try IndexKey.position(place.position).withBytes { key throws(LMDBError) in
      try transaction.put(
        tables.events, key: key, valueCount: entry.size(objects: objects.count), append: true
      ) { target in
        entry.write(objects: objects, payload: payload, extras: part.extras, to: target)
      }
    }
    index.add(id: part.id, at: place.position)
    index.add(type: type, at: place.position)
    try addPostings(version: version, at: place.position, &names, &transaction)
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
    for reference in events[number].body.references {
      try add(reference.role, reference.object, &names, &transaction)
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
    version: UInt64, at position: UInt64, _ names: inout NameSession,
    _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    let kind = try names.number(of: objects[0].kind, &transaction)
    index.add(
      stream: .stream(kind: kind, number: objects[0].number, version: version), at: position)
    postings.removeAll(keepingCapacity: true)
    for place in slots.indices.dropFirst() {
      let posting = IndexKey.reference(
        role: try names.number(of: slots[place].role, &transaction),
        kind: try names.number(of: slots[place].kind, &transaction),
        number: objects[place].number)
      // A repeat in the same role is one posting.
      guard !postings.contains(posting) else { continue }
      postings.append(posting)
      index.add(reference: posting, at: position)
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
