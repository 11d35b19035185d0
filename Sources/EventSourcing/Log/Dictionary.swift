// SPDX-License-Identifier: Apache-2.0
internal import Glibc
internal import LMDB
internal import Synchronization

/// The log's names and the numbers that stand for them in its files (docs/FORMAT.md §2.3).
///
/// Invariants:
/// - a number is given in the transaction of the append that first uses the name, in order of
///   first use within its sort, and never again to another name;
/// - what is cached here is committed: names of a running append are its own (`NameSession`).
final class LogDictionary: ObjectDirectory, Sendable {
  struct State {
    var kinds = NumberedList<ObjectKind>()
    var roles = NumberedList<Role>()
    var types = TypeList()
    var shapes = ShapeList()
    /// Objects by name, as far as they were asked for.
    var objects: [ObjectName: ObjectID] = [:]
    /// Names by process kind, then number, as far as they were asked for.
    var names: [[ObjectName?]] = []
    /// The next number of each stored kind; `nil` after another process may have written.
    var nextNumbers: [UInt16: UInt32] = [:]
  }

  let state = Mutex(State())
  /// Tells this open log from others of the process, for handles.
  let number = LogDictionary.opened.add(1, ordering: .relaxed).newValue
  private static let opened = Atomic<UInt64>(0)
  let environment: Environment
  let tables: LogTables

  init(_ environment: Environment, _ tables: LogTables) throws(EventLogError) {
    self.environment = environment
    self.tables = tables
    try refresh()
  }

  /// Reads the symbols that were added since: what a read needs.
  func catchUp<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(LMDBError) {
    // Symbols are only ever added, so their number tells whether one is new.
    let known = state.withLock { $0.symbolCount }
    guard try transaction.count(tables.symbols) > known else { return }
    try refresh(transaction)
  }

  /// Reads the symbols that were added since, and forgets what another writer may have moved.
  func refresh() throws(EventLogError) {
    try store { () throws(LMDBError) in
      let transaction = try environment.beginRead()
      try refresh(transaction)
    }
  }

  /// Reads the symbols that the view of this thread has beyond those known.
  func learn() throws(EventLogError) {
    try store { () throws(LMDBError) in
      try environment.readNearby { (view) throws(LMDBError) in try refresh(view) }
    }
  }

  func refresh<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(LMDBError) {
    var failure: LMDBError?
    state.withLock { state in
      do throws(LMDBError) {
        try state.readSymbols(transaction, tables.symbols, environment.path)
      } catch {
        failure = error
      }
      state.nextNumbers.removeAll()
    }
    if let failure { throw failure }
  }

  // MARK: Objects

  func name(of object: ObjectID) -> ObjectName {
    do throws(LMDBError) {
      if let name = try LogDictionary.patiently({ () throws(LMDBError) in
        try storedName(of: object)
      }) {
        return name
      }
    } catch {
      preconditionFailure("the names of the log cannot be read: \(error)")
    }
    preconditionFailure("object \(object.number) of kind \(object.kind) is not of this log")
  }

  /// The name of an object; `nil` for a number of another log.
  func storedName(of object: ObjectID) throws(LMDBError) -> ObjectName? {
    let kind = Int(object.kind.number)
    if let name = state.withLock({ $0.cachedName(kind, Int(object.number)) }) { return name }
    if let name = try environment.readNearby({ (view) throws(LMDBError) in
      try storedName(of: object, view)
    }) {
      return name
    }
    // An object that is younger than the view that this thread reads in.
    return try storedName(of: object, environment.beginRead())
  }

  private func storedName<T: ReadableTransaction & ~Copyable>(
    of object: ObjectID, _ transaction: borrowing T
  ) throws(LMDBError) -> ObjectName? {
    guard let name = try readName(object, transaction) else { return nil }
    state.withLock { $0.cache(name, Int(object.kind.number), Int(object.number)) }
    return name
  }

  /// Reads for folds, which have no way to say that the store cannot be read just now: memory or
  /// a reader's slot may be short for a moment. An answer without it would be wrong.
  private static func patiently<R>(
    _ read: () throws(LMDBError) -> R
  ) throws(LMDBError) -> R {
    for _ in 0..<50 {
      do throws(LMDBError) { return try read() } catch { usleep(100_000) }
    }
    return try read()
  }

  /// The names of objects of this log, in their order, those that are cached in one look; `nil`
  /// if one of them does not exist.
  func storedNames(of objects: [ObjectID]) throws(LMDBError) -> [ObjectName]? {
    try environment.readNearby { (view) throws(LMDBError) in try storedNames(of: objects, view) }
  }

  func storedNames<T: ReadableTransaction & ~Copyable>(
    of objects: [ObjectID], _ transaction: borrowing T
  ) throws(LMDBError) -> [ObjectName]? {
    let cached = state.withLock { state in
      objects.map { state.cachedName(Int($0.kind.number), Int($0.number)) }
    }
    var names: [ObjectName] = []
    names.reserveCapacity(objects.count)
    for (object, known) in zip(objects, cached) {
      if let known {
        names.append(known)
      } else if let name = try storedName(of: object, transaction) {
        names.append(name)
      } else {
        return nil
      }
    }
    return names
  }

  private func readName<T: ReadableTransaction & ~Copyable>(
    _ object: ObjectID, _ transaction: borrowing T
  ) throws(LMDBError) -> ObjectName? {
    guard let kind = state.withLock({ $0.kinds.number(of: object.kind) }) else { return nil }
    let key = IndexPrefix.object(kind: UInt16(kind), number: object.number).bytes
    guard let bytes = try transaction.bytes(tables.objects, key: key) else { return nil }
    return ObjectName(String(decoding: bytes, as: UTF8.self))
  }

  /// What an event says but for payload and extras; `nil` if a name of it is not in memory.
  @inline(__always)
  func content(
    _ entry: Entry, _ type: TypeSymbol, _ layout: EventLayout, object: (Int) -> UInt32
  ) -> EventContent? {
    state.withLock { state in
      layout.content(entry, type) { slot, kind in
        state.cachedName(Int(kind.number), Int(object(slot)))
      }
    }
  }

  func object(_ name: ObjectName) -> ObjectID? {
    if let object = cached(name) { return object }
    do throws(LMDBError) {
      return try LogDictionary.patiently { () throws(LMDBError) in
        try environment.readNearby { (view) throws(LMDBError) in try object(name, view) }
      }
    } catch {
      preconditionFailure("the names of the log cannot be read: \(error)")
    }
  }

  /// The object of that name if it was asked for lately, or if the name is a handle.
  func cached(_ name: ObjectName) -> ObjectID? {
    if let object = name.number?.object(in: number) { return object }
    guard let object = state.withLock({ $0.objects[name] }) else { return nil }
    name.number?.resolve(object, in: number)
    return object
  }

  /// The object of that name as `transaction` sees it.
  func object<T: ReadableTransaction & ~Copyable>(
    _ name: ObjectName, _ transaction: borrowing T
  ) throws(LMDBError) -> ObjectID? {
    if let object = cached(name) { return object }
    return try stored(name, transaction)
  }

  /// The same for a name that is not in the cache.
  func stored<T: ReadableTransaction & ~Copyable>(
    _ name: ObjectName, _ transaction: borrowing T
  ) throws(LMDBError) -> ObjectID? {
    let found = try name.withBytes { (key) throws(LMDBError) in
      try transaction.find(tables.names, key)
    }
    guard let bytes = found, bytes.count == 6 else { return nil }
    let kind = Int(UInt16(bigEndian: bytes.loadUnaligned(as: UInt16.self)))
    let number = UInt32(
      bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt32.self))
    return state.withLock { state in
      guard kind < state.kinds.symbols.count else { return nil }
      let object = ObjectID(kind: state.kinds.symbols[kind], number: number)
      state.remember(object, name)
      return object
    }
  }
}

extension LogDictionary.State {
  var symbolCount: Int {
    kinds.symbols.count + roles.symbols.count + types.symbols.count + shapes.symbols.count
  }

  /// Beyond this, names are read from the map again instead of kept.
  static let cachedObjects = 1 << 20

  func cachedName(_ kind: Int, _ number: Int) -> ObjectName? {
    kind < names.count && number < names[kind].count ? names[kind][number] : nil
  }

  mutating func cache(_ name: consuming ObjectName, _ kind: Int, _ number: Int) {
    while names.count <= kind { names.append([]) }
    let missing = number + 1 - names[kind].count
    if missing > 0 { names[kind].append(contentsOf: repeatElement(nil, count: missing)) }
    names[kind][number] = name
  }

  mutating func remember(_ object: ObjectID, _ name: ObjectName) {
    if objects.count >= Self.cachedObjects { objects.removeAll(keepingCapacity: true) }
    objects[name] = object
  }
}
