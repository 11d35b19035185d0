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
  /// Names that were given numbers or found in the table, in that order.
  private var learned: [(name: ObjectName, object: ObjectID)] = []
  /// Those of them without a handle of this log.
  private var fresh: [ObjectName: ObjectID] = [:]
  /// Versions of streams: those that this append has written to, and what its writer remembers.
  private(set) var versions: StreamVersions
  /// Tells this session from all others, for handles.
  private let number = NameSession.begun.add(1, ordering: .relaxed).newValue
  private static let begun = Atomic<UInt64>(0)
  /// What the name of a kind begins with, and the kind, of the name that was added last.
  private var lastKind: (prefix: String, kind: ObjectKind) = ("", ObjectKind("none"))

  init(
    _ dictionary: LogDictionary, _ index: LogIndex, _ indexState: IndexState,
    versions: StreamVersions
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
  mutating func publish() {
    dictionary.state.withLock { shared in
      shared.kinds = state.kinds
      shared.roles = state.roles
      shared.types = state.types
      shared.shapes = state.shapes
      shared.nextNumbers = state.nextNumbers
      // Handed over, not copied: a copy would count each name twice. The last one first, so that
      // the lists of names grow once.
      while let (name, object) = learned.popLast() {
        if fresh.isEmpty || fresh[name] == nil {
          name.number?.resolve(object, in: dictionary.number)
        } else {
          shared.remember(object, name)
        }
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

  /// The number of a shape.
  mutating func number(
    ofShape slots: [Shape.Slot], _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> UInt32 {
    if let known = state.shapes.number(of: slots) { return UInt32(known) }
    return UInt32(try add(slots, &transaction))
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

  /// The object of that name, with a new number if it has none.
  mutating func object(
    _ name: ObjectName, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> ObjectID {
    if let object = remembered(name) { return object }
    return try add(name, &transaction)
  }

  /// What a handle knows: also the number that this append has given.
  @inline(__always)
  func number(of handle: Unmanaged<ObjectNumber>?) -> ObjectID? {
    handle?._withUnsafeGuaranteedRef {
      $0.object(in: dictionary.number) ?? $0.object(within: number)
    }
  }

  /// What is known of a name without a look at the table.
  ///
  /// A handle knows its own number; the table is faster than the cache of plain names.
  private func remembered(_ name: ObjectName) -> ObjectID? {
    guard let handle = name.number, handle.log == dictionary.number else {
      return dictionary.cached(name) ?? fresh[name]
    }
    return handle.object(in: dictionary.number) ?? handle.object(within: number)
  }

  private mutating func add(
    _ name: ObjectName, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> ObjectID {
    let sort = kind(of: name)
    let kind = try number(of: sort, &transaction)
    let next = try nextNumber(kind, transaction)
    let key = IndexKey.object(kind: kind, number: next)
    let there = try key.withBytes { (value) throws(LMDBError) -> ObjectID? in
      try name.withBytes { (text) throws(LMDBError) -> ObjectID? in
        let there = try transaction.insert(dictionary.tables.names, key: text, value: value)
        if let there { return try stored(there) }
        let taken = try transaction.insert(dictionary.tables.objects, key: value, value: text)
        guard taken == nil else { throw damage("the next number of a kind is taken") }
        return nil
      }
    }
    if let there {
      learn(there, name)
      return there
    }
    state.nextNumbers[kind] = next + 1
    let object = ObjectID(kind: sort, number: next)
    learn(object, name)
    // No event has named it yet, so nobody need look for its versions.
    versions.set(object, 0)
    return object
  }

  private mutating func learn(_ object: ObjectID, _ name: ObjectName) {
    learned.append((name, object))
    if name.number?.note(object, in: dictionary.number, within: number) != true {
      fresh[name] = object
    }
  }

  /// Names come in runs of one kind, and a kind is asked for by its text.
  private mutating func kind(of name: ObjectName) -> ObjectKind {
    if let handle = name.number { return handle.kind }
    if name.text.utf8.starts(with: lastKind.prefix.utf8), !lastKind.prefix.isEmpty {
      return lastKind.kind
    }
    let kind = name.kind
    lastKind = ("\(kind.name)/", kind)
    return kind
  }

  /// The object that a value of the table of names means.
  private func stored(
    _ value: UnsafeRawBufferPointer
  ) throws(LMDBError) -> ObjectID {
    let kind = value.count == 6 ? Int(value[0]) << 8 | Int(value[1]) : Int.max
    guard kind < state.kinds.symbols.count else { throw damage("a name without its object") }
    return ObjectID(
      kind: state.kinds.symbols[kind],
      number: UInt32(bigEndian: value.loadUnaligned(fromByteOffset: 2, as: UInt32.self)))
  }

  private func damage(_ what: String) -> LMDBError {
    LMDBError(
      .damaged(page: nil, table: "objects", what: what), path: dictionary.environment.path)
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
    if let object = remembered(name) { return object }
    if learned.isEmpty { return try dictionary.stored(name, transaction) }
    return try name.withBytes { (text) throws(LMDBError) -> ObjectID? in
      guard let there = try transaction.find(dictionary.tables.names, text) else { return nil }
      return try stored(there)
    }
  }

  /// How many events the stream has, this append's own included.
  func version(
    of stream: ObjectID, _ transaction: borrowing WriteTransaction
  ) throws(LMDBError) -> UInt64 {
    if let version = versions[stream] { return version }
    return try storedVersion(of: stream, transaction)
  }

  /// Counts one event more in the stream; returns its version.
  @inline(__always)
  mutating func nextVersion(
    of stream: ObjectID, _ transaction: borrowing WriteTransaction
  ) throws(LMDBError) -> UInt64 {
    if let version = versions.next(of: stream) { return version }
    let version = try version(of: stream, transaction) + 1
    versions.set(stream, version)
    return version
  }

  /// Role and kind of each slot as postings; the shape must have a number.
  func prefixes(of slots: [Shape.Slot]) -> [UInt64] {
    slots.map { state.posting($0.role, ObjectID(kind: $0.kind, number: 0))?.rawValue ?? 0 }
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
    let objects = try item.objects { (name) throws(LMDBError) in try find(name, transaction) }
    return IndexReader.parts(of: item, in: state, objects)
  }
}
