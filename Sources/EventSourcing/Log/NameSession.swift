// SPDX-License-Identifier: Apache-2.0
internal import LMDB
internal import Synchronization

/// Gives numbers to names inside one append's transaction.
///
/// What it adds is seen by nobody else until the commit succeeded and `publish` ran.
struct NameSession {
  let dictionary: LogDictionary
  let index: LogIndex
  /// What the transaction saw of the log when it began.
  let indexState: IndexState
  private(set) var state: LogDictionary.State
  private(set) var fresh: [ObjectName: ObjectID] = [:]
  /// Versions of streams: those that this append has written to, and what its writer remembers.
  private(set) var versions: [ObjectID: UInt64]

  init(
    _ dictionary: LogDictionary, _ index: LogIndex, _ indexState: IndexState,
    versions: [ObjectID: UInt64]
  ) {
    self.dictionary = dictionary
    self.index = index
    self.indexState = indexState
    self.versions = versions
    // Copy-on-write: the symbol lists are shared until one is added; object caches stay behind.
    state = dictionary.state.withLock { shared in
      var own = LogDictionary.State()
      own.kinds = shared.kinds
      own.roles = shared.roles
      own.types = shared.types
      own.shapes = shared.shapes
      own.nextNumbers = shared.nextNumbers
      return own
    }
  }

  /// Makes what was added visible to readers; call it after the commit.
  func publish() {
    dictionary.state.withLock { shared in
      shared.kinds = state.kinds
      shared.roles = state.roles
      shared.types = state.types
      shared.shapes = state.shapes
      shared.nextNumbers = state.nextNumbers
      // In the order of a dictionary: only caches are filled.
      for (name, object) in fresh {
        name.number?.resolve(object, in: dictionary.number)
        shared.remember(object, name)
        shared.cache(name, Int(object.kind.number), Int(object.number))
      }
    }
  }

  mutating func number(
    of type: TypeSymbol, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> UInt16 {
    if let number = state.types.number(of: type) { return UInt16(number) }
    let number = state.types.symbols.count
    try transaction.put(
      dictionary.tables.symbols, key: SymbolTag.type.key(number), value: type.bytes)
    state.types.append(type)
    return UInt16(number)
  }

  mutating func number(
    of role: Role, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> UInt16 {
    if let number = state.roles.number(of: role) { return UInt16(number) }
    let number = state.roles.symbols.count
    try transaction.put(
      dictionary.tables.symbols, key: SymbolTag.role.key(number), value: Array(role.name.utf8))
    state.roles.append(role)
    return UInt16(number)
  }

  mutating func number(
    of kind: ObjectKind, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> UInt16 {
    if let number = state.kinds.number(of: kind) { return UInt16(number) }
    let number = state.kinds.symbols.count
    try transaction.put(
      dictionary.tables.symbols, key: SymbolTag.kind.key(number), value: Array(kind.name.utf8))
    state.kinds.append(kind)
    return UInt16(number)
  }

  /// The number of a shape; `type` is the stored number of the type that has it.
  mutating func number(
    ofShape slots: [Shape.Slot], of type: UInt16, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> UInt32 {
    if let number = state.shapes.number(of: slots, recentOf: Int(type)) { return UInt32(number) }
    let number: Int
    if let known = state.shapes.number(of: slots) {
      number = known
    } else {
      number = try add(slots, &transaction)
    }
    state.shapes.remember(number, recentOf: Int(type))
    return UInt32(number)
  }

  private mutating func add(
    _ slots: [Shape.Slot], _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> Int {
    var key = KeyWriter()
    for slot in slots {
      key.append(try number(of: slot.role, &transaction))
      key.append(try number(of: slot.kind, &transaction))
    }
    let number = state.shapes.symbols.count
    try transaction.put(
      dictionary.tables.symbols, key: SymbolTag.shape.key(number), value: key.bytes)
    state.shapes.append(SharedShapes.shape(slots))
    return number
  }

  mutating func object(
    _ name: ObjectName, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> ObjectID {
    if let object = try find(name, transaction) { return object }
    return try add(name, &transaction)
  }

  /// The same for the name of a stream.
  mutating func stream(
    _ name: ObjectName, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> ObjectID {
    if let object = try find(name, transaction) { return object }
    let object = try add(name, &transaction)
    // No event has named it yet, so nobody need look for its versions.
    versions[object] = 0
    return object
  }

  private mutating func add(
    _ name: ObjectName, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> ObjectID {
    let sort = name.kind
    let kind = try number(of: sort, &transaction)
    let number = try nextNumber(kind, transaction)
    let prefix = IndexPrefix.object(kind: kind, number: number)
    let text = Array(name.text.utf8)
    try transaction.put(dictionary.tables.objects, key: prefix.bytes, value: text)
    try transaction.put(dictionary.tables.names, key: text, value: prefix.bytes)
    state.nextNumbers[kind] = number + 1
    let object = ObjectID(kind: sort, number: number)
    fresh[name] = object
    return object
  }

  private func nextNumber(
    _ kind: UInt16, _ transaction: borrowing WriteTransaction
  ) throws(LMDBError) -> UInt32 {
    if let next = state.nextNumbers[kind] { return next }
    var cursor = try transaction.cursor(dictionary.tables.objects)
    let behind = IndexPrefix.object(kind: kind, number: .max).bytes
    let found = try behind.withBuffer { buffer throws(LMDBError) in
      try cursor.seek(atOrAfter: buffer) ? cursor.previous() : cursor.last()
    }
    guard found, cursor.key.byteCount == 6, cursor.key.bigEndian(at: 0, bytes: 2) == UInt64(kind)
    else { return 0 }
    return UInt32(cursor.key.bigEndian(at: 2, bytes: 4)) + 1
  }
}

extension NameSession {
  /// The object of that name if there is one, this append's own included.
  func find(
    _ name: ObjectName, _ transaction: borrowing WriteTransaction
  ) throws(LMDBError) -> ObjectID? {
    // Most names are old ones. The table is asked last: it has this append's own names too,
    // which must not get into the shared cache before the commit.
    if let object = dictionary.cached(name) ?? fresh[name] { return object }
    return try dictionary.stored(name, transaction)
  }

  /// How many events the stream has, this append's own included.
  func version(
    of stream: ObjectID, _ transaction: borrowing WriteTransaction
  ) throws(LMDBError) -> UInt64 {
    if let version = versions[stream] { return version }
    return try storedVersion(of: stream, transaction)
  }

  /// Counts one event more in the stream; returns its version.
  mutating func nextVersion(
    of stream: ObjectID, _ transaction: borrowing WriteTransaction
  ) throws(LMDBError) -> UInt64 {
    let version = try version(of: stream, transaction) + 1
    versions[stream] = version
    return version
  }

  private func storedVersion(
    of stream: ObjectID, _ transaction: borrowing WriteTransaction
  ) throws(LMDBError) -> UInt64 {
    guard let posting = state.posting(HeaderRole.stream, stream) else { return 0 }
    return try index.version(of: posting, indexState, transaction)
  }

  /// The postings of a query's item, this append's own names included.
  func parts(
    of item: Query.Item, _ transaction: borrowing WriteTransaction
  ) throws(LMDBError) -> [[Posting]]? {
    var objects: [ObjectName: ObjectID] = [:]
    for name in item.names { objects[name] = try find(name, transaction) }
    return IndexReader.parts(of: item, in: state, objects)
  }
}
