// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Puts one event and its index keys into the transaction.
struct EventWriter {
  let position: UInt64
  let tables: LogTables

  /// Returns the event's version in its stream.
  func put(
    _ content: EventContent, extras: [UInt8], recorded: Instant, flags: RecordFlags,
    _ names: inout NameSession, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> UInt64 {
    let slots = content.slots
    var objects: [ObjectID] = []
    objects.reserveCapacity(slots.count)
    for slot in slots { objects.append(try names.object(slot.object, &transaction)) }
    let shape = try names.number(
      ofShape: zip(slots, objects).map { Shape.Slot($0.role, $1.kind) }, &transaction)
    let type = try names.number(
      of: TypeSymbol(type: content.type, version: content.version), &transaction)
    let version = try names.version(of: objects[0], transaction) + 1

    let entry = Entry(
      recorded: recorded.microseconds, occurred: content.occurred.microseconds, id: content.id,
      streamVersion: version, type: type, flags: flags.rawValue, shape: shape,
      payloadBytes: UInt32(content.payload.count), extraBytes: UInt32(extras.count))
    var key = KeyWriter()
    key.append(position)
    let place = key.bytes
    try place.withBuffer { buffer throws(LMDBError) in
      try transaction.put(
        tables.events, key: buffer, valueCount: entry.size(objects: objects.count), append: true
      ) { target in
        entry.write(objects: objects, payload: content.payload, extras: extras, to: target)
      }
    }
    try transaction.put(tables.ids, key: content.id.bytes, value: place)
    try index(slots, objects, type: type, version: version, place, &names, &transaction)
    return version
  }

  private func index(
    _ slots: [(role: Role, object: ObjectName)], _ objects: [ObjectID], type: UInt16,
    version: UInt64, _ place: [UInt8], _ names: inout NameSession,
    _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    let kind = try names.number(of: objects[0].kind, &transaction)
    let stream = IndexPrefix.object(kind: kind, number: objects[0].number)
    try transaction.put(tables.streams, key: stream.key(version), value: place)
    names.remember(version: version, of: objects[0])
    try transaction.put(tables.types, key: IndexPrefix.type(type).key(position), value: [])
    var seen: Set<IndexPrefix> = []
    for (slot, object) in zip(slots, objects).dropFirst() {
      let prefix = IndexPrefix.reference(
        role: try names.number(of: slot.role, &transaction),
        kind: try names.number(of: object.kind, &transaction), number: object.number)
      // A repeat in the same role is one posting.
      guard seen.insert(prefix).inserted else { continue }
      try transaction.put(tables.references, key: prefix.key(position), value: [])
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
