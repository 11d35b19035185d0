// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Turns events into entries of the group under way, with names as numbers.
///
/// What it needs per event is kept and used again, so that a thousand events do not make a
/// thousand arrays.
struct EventWriter: ~Copyable {
  let tables: LogTables
  var pending: PendingEvents
  private var slots = SlotBuffer()
  private var record = ContentBuffer()
  private var digester: Digester
  /// What events of a type were made like of late, by the process number of the type.
  private var types: [TypePlan] = []
  private var shapes: [ShapePlan] = []
  // Asked for once: each look at a static is a call.
  private let streamRole = HeaderRole.stream
  private let personRole = HeaderRole.actorPerson

  /// A type as the log numbers it, and the shape of the last event that had it.
  private struct TypePlan {
    var version = -1
    var symbol: UInt16 = 0
    /// A place in `shapes`, -1 for none.
    var shape = -1
  }

  /// A shape that the log has numbered.
  private struct ShapePlan {
    let symbol: UInt32
    let slots: [UInt32]
    /// Role and kind of each slot as postings.
    let prefixes: [UInt64]
  }

  init(_ tables: LogTables, _ digest: DigestAlgorithm, _ pending: consuming PendingEvents) {
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

  /// Adds an event and gives it the next version of its stream.
  ///
  /// - Parameter event: By its place: a copy would count the references of all its parts, each
  ///   one a miss of the cache.
  @inline(__always)
  mutating func add(
    _ event: UnsafePointer<NewEvent>, id: EventID, _ rare: PreparedRequest.Rare?,
    at place: Place, _ names: inout NameSession, _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    let stream = try gather(event, &names, &transaction)
    let type = try type(event.pointee.type, event.pointee.version, &names, &transaction)
    let shape = try shape(of: type, &names, &transaction)
    let version = try names.nextVersion(of: stream, transaction)
    record.begin(
      position: place.position, recorded: place.recorded, flags: place.flags, version: version)
    record.add(event, id: id, occurred: place.occurred, sealed: rare?.sealed)
    var stands = UInt32(event.pointee.body.payload.count)
    var apart: [UInt8]?
    if event.pointee.body.payload.count > Entry.mostPayloadBytes {
      apart = try put(event.pointee.body.payload, at: place.position, &transaction)
      stands |= Entry.apart
    }
    let extras = rare?.extras ?? []
    let entry = Entry(
      recorded: place.recorded.microseconds, occurred: place.occurred.microseconds, id: id,
      streamVersion: version, type: types[type].symbol, flags: place.flags.rawValue,
      shape: shapes[shape].symbol, payloadBytes: stands, extraBytes: UInt32(extras.count))
    pending.add(
      entry, prefixes: shapes[shape].prefixes, slots,
      payload: apart ?? event.pointee.body.payload, extras: extras, record: record.bytes,
      &digester)
  }

  /// The place of the event's type in `types`.
  @inline(__always)
  private mutating func type(
    _ type: EventType, _ version: Int, _ names: inout NameSession,
    _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> Int {
    let index = Int(type.number)
    if index < types.count, types[index].version == version { return index }
    while types.count <= index { types.append(TypePlan()) }
    let symbol = try names.number(of: TypeSymbol(type: type, version: version), &transaction)
    types[index] = TypePlan(version: version, symbol: symbol)
    return index
  }

  /// The place in `shapes` of what was gathered: mostly that of the type's last event.
  @inline(__always)
  private mutating func shape(
    of type: Int, _ names: inout NameSession, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> Int {
    let last = types[type].shape
    if last >= 0, slots.matches(shapes[last].slots) { return last }
    let shape = try otherShape(&names, &transaction)
    types[type].shape = shape
    return shape
  }

  private mutating func otherShape(
    _ names: inout NameSession, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> Int {
    for index in shapes.indices where slots.matches(shapes[index].slots) { return index }
    let shape = slots.shape
    let symbol = try names.number(ofShape: shape, &transaction)
    shapes.append(
      ShapePlan(symbol: symbol, slots: slots.packed, prefixes: names.prefixes(of: shape)))
    return shapes.count - 1
  }

  /// A payload that is too long to stand among the others is put under its own key; its hash
  /// stays in its place.
  private mutating func put(
    _ payload: [UInt8], at position: UInt64, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> [UInt8] {
    var key = KeyWriter(capacity: 8)
    key.append(position)
    try transaction.put(tables.payloads, key: key.bytes, value: payload, append: true)
    return digester.hash(payload)
  }

  /// Gathers the objects of the header and the references in a shape's order; gives the stream.
  @inline(__always)
  private mutating func gather(
    _ event: UnsafePointer<NewEvent>, _ names: inout NameSession,
    _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> ObjectID {
    slots.clear()
    let log = names.dictionary.number
    let stream: ObjectID
    if let known = event.stream.object(in: log) {
      stream = known
    } else {
      stream = try names.object(event.pointee.stream, &transaction)
    }
    slots.add(streamRole, stream)
    try gatherActor(event, &names, &transaction)
    if let system = event.pointee.source?.system {
      slots.add(HeaderRole.system, try names.object(system, &transaction))
    }
    try event.pointee.body.references.withUnsafeBufferPointer { references throws(LMDBError) in
      guard let first = references.baseAddress else { return }
      for reference in first..<first + references.count {
        if let known = reference.object.object(in: log) {
          slots.add(reference.pointee.role, known)
        } else {
          let object = try names.object(reference.pointee.object, &transaction)
          slots.add(reference.pointee.role, object)
        }
      }
    }
    return stream
  }

  @inline(__always)
  private mutating func gatherActor(
    _ event: UnsafePointer<NewEvent>, _ names: inout NameSession,
    _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    if let body = event.pointee.actor.body {
      slots.add(HeaderRole.actorBody, try names.object(body, &transaction))
    }
    if let known = event.actor.person?.object(in: names.dictionary.number) {
      slots.add(personRole, known)
    } else if let person = event.pointee.actor.person {
      slots.add(personRole, try names.object(person, &transaction))
    }
    if let post = event.pointee.actor.post {
      slots.add(HeaderRole.actorPost, try names.object(post, &transaction))
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
