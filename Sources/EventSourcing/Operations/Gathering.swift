// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Gathers what is sound of a damaged store into a store that can be opened.
///
/// Only what is needed to read events is taken: segments and tail as far as they have no gap,
/// payloads, names, symbols, roots. Indexes are made anew from the events.
struct Gathering {
  let identity: LogIdentity
  private(set) var damagedPages = 0
  private(set) var damagedValues = 0
  /// Why the events end where they do; `nil` if no damage was met among them.
  private(set) var missing: String?

  /// From the newest state; where that has no event at all, from the one before.
  static func gather(
    _ damaged: String, into path: String, _ progress: @escaping OperationListener
  ) throws(EventLogError) -> Gathering {
    let store = try EventSourcing.store { () throws(LMDBError) in
      try DamagedStore(at: damaged + "/log")
    }
    let metas = try metas(store)
    guard !metas.isEmpty else {
      throw EventLogError(.nothingToSave(what: "both meta pages are lost"), path: damaged)
    }
    var reason = "its first record cannot be read"
    for (index, meta) in metas.enumerated() {
      guard let identity = try identity(store, meta, damaged) else { continue }
      var gathering = Gathering(identity: identity)
      try LogDirectory(path).create(identity, .random)
      let count = try gathering.run(store, meta, into: path, progress)
      if count > 0 || index == metas.count - 1 { return gathering }
      reason = gathering.missing ?? reason
      FileTree.remove(path)
    }
    throw EventLogError(.nothingToSave(what: reason), path: damaged)
  }

  private init(identity: LogIdentity) { self.identity = identity }

  /// The meta pages that are of use, the newer one first.
  private static func metas(_ store: DamagedStore) throws(EventLogError) -> [Int] {
    var found: [(meta: Int, transaction: UInt64)] = []
    for meta in 0...1 {
      let scanned = try EventSourcing.store { () throws(LMDBError) in
        try store.scan("meta", from: meta) { _, _, _ in true }
      }
      if let scanned { found.append((meta, scanned.transaction)) }
    }
    return found.sorted { $0.transaction > $1.transaction }.map(\.meta)
  }

  private static func identity(
    _ store: DamagedStore, _ meta: Int, _ path: String
  ) throws(EventLogError) -> LogIdentity? {
    var bytes: [UInt8]?
    _ = try EventSourcing.store { () throws(LMDBError) in
      try store.scan("meta", from: meta) { key, value, isSound in
        if isSound, key.elementsEqual(LogIdentity.key) { bytes = Array(value) }
        return true
      }
    }
    guard let bytes else { return nil }
    return try LogIdentity(bytes, path: path)
  }

  /// - Returns: How many events were gathered.
  private mutating func run(
    _ store: DamagedStore, _ meta: Int, into path: String,
    _ progress: @escaping OperationListener
  ) throws(EventLogError) -> UInt64 {
    var options = EnvironmentOptions(tables: LogTables.all)
    options.isUnsynced = true
    do throws(LMDBError) {
      let target = try Environment.open(at: path + "/log", options: options)
      let copier = TableCopier(store, meta, target, progress)
      let tables = try LogTables(target)
      for table in [tables.symbols, tables.objects, tables.tree, tables.payloads] {
        note(try copier.copy(table.name, into: table), table.name)
      }
      note(try copier.invert(tables.names.name, into: tables.objects), tables.names.name)
      let sealed = try segments(copier, tables, target)
      return try tail(copier, tables, behind: sealed)
    } catch {
      throw error.kind == .stopped
        ? EventLogError(.stopped, path: path) : EventLogError(error)
    }
  }

  private mutating func note(_ found: DamagedStore.Found?, _ table: String) {
    damagedPages += found?.damagedPages ?? 1
    damagedValues += found?.damagedValues ?? 0
  }

  /// Segments from the first one on without a gap; of a damaged one the events before the damage.
  private mutating func segments(
    _ copier: TableCopier, _ tables: LogTables, _ target: Environment
  ) throws(LMDBError) -> UInt64 {
    var next: UInt64 = 0
    var broken: [[UInt8]] = []
    let found = try copier.each(tables.segments.name) { key, value, isSound in
      guard key.count == 8, broken.isEmpty else { return .leave }
      let number = key.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      guard number == next else { return .leave }
      if isSound {
        next += 1
        return .put(tables.segments)
      }
      broken = Gathering.rows(of: value, segment: number)
      return .leave
    }
    note(found, tables.segments.name)
    let sealed = next * UInt64(SegmentLayout.events)
    if damagedPages + damagedValues > 0 { missing = "event #\(sealed + 1) is not in the store" }
    guard !broken.isEmpty else { return sealed }
    var transaction = try target.beginWrite()
    for (offset, row) in broken.enumerated() {
      var key = KeyWriter()
      key.append(sealed + 1 + UInt64(offset))
      try transaction.put(tables.tail, key: key.bytes, value: row)
    }
    try transaction.commit()
    missing = "event #\(sealed + UInt64(broken.count) + 1) is damaged"
    return sealed + UInt64(broken.count)
  }

  /// The entries of a damaged segment before the first one that cannot be read.
  private static func rows(of value: UnsafeRawBufferPointer, segment: UInt64) -> [[UInt8]] {
    guard let view = try? SegmentView(value, segment: segment) else { return [] }
    let heaps = HeapCache()
    var rows: [[UInt8]] = []
    for row in 0..<SegmentLayout.events {
      guard let entry = try? SegmentRow(view, row: row, heaps).bytes else { break }
      rows.append(entry)
    }
    return rows
  }

  /// The tail, if the segments reach it.
  private mutating func tail(
    _ copier: TableCopier, _ tables: LogTables, behind sealed: UInt64
  ) throws(LMDBError) -> UInt64 {
    var next = sealed + 1
    let found = try copier.each(tables.tail.name) { key, _, isSound in
      let position = key.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      guard isSound, key.count == 8, position == next else { return .leave }
      next += 1
      return .put(tables.tail)
    }
    note(found, tables.tail.name)
    if damagedPages + damagedValues > 0 {
      missing = "event #\(next) is damaged or not in the store"
    }
    return next - 1
  }
}

/// Puts entries of a damaged store into a sound one, in commits of bounded size.
private struct TableCopier {
  /// What becomes of an entry.
  enum Fate {
    case put(LMDB.Table)
    case leave
  }

  private struct Entry {
    let table: LMDB.Table
    let key: [UInt8]
    let value: [UInt8]
  }

  private let store: DamagedStore
  private let meta: Int
  private let target: Environment
  private let progress: OperationListener

  init(
    _ store: DamagedStore, _ meta: Int, _ target: Environment,
    _ progress: @escaping OperationListener
  ) {
    self.store = store
    self.meta = meta
    self.target = target
    self.progress = progress
  }

  /// Copies the sound entries of a table.
  func copy(
    _ name: String, into table: LMDB.Table
  ) throws(LMDBError) -> DamagedStore.Found? {
    try each(name) { _, _, isSound in isSound ? .put(table) : .leave }
  }

  /// Puts the sound entries of a table the other way round: what was lost of one of two tables
  /// that say the same stands in the other.
  func invert(
    _ name: String, into table: LMDB.Table
  ) throws(LMDBError) -> DamagedStore.Found? {
    try run(name) { key, value, isSound in
      isSound && value.count == 6
        ? Entry(table: table, key: Array(value), value: Array(key)) : nil
    }
  }

  /// Asks of every entry what becomes of it.
  func each(
    _ name: String,
    _ fate: (UnsafeRawBufferPointer, UnsafeRawBufferPointer, Bool) -> Fate
  ) throws(LMDBError) -> DamagedStore.Found? {
    try run(name) { key, value, isSound in
      guard case .put(let table) = fate(key, value, isSound) else { return nil }
      return Entry(table: table, key: Array(key), value: Array(value))
    }
  }

  private func run(
    _ name: String,
    _ entry: (UnsafeRawBufferPointer, UnsafeRawBufferPointer, Bool) -> Entry?
  ) throws(LMDBError) -> DamagedStore.Found? {
    var waiting: [Entry] = []
    var bytes = 0
    var seen = 0
    var failure: LMDBError?
    let found: DamagedStore.Found?
    do throws(LMDBError) {
      found = try store.scan(name, from: meta) { key, value, isSound in
        seen += 1
        if let entry = entry(key, value, isSound) {
          waiting.append(entry)
          bytes += entry.key.count + entry.value.count
        }
        guard bytes > 8 << 20 || seen.isMultiple(of: 4096) else { return true }
        failure = put(&waiting)
        bytes = 0
        return failure == nil && progress(OperationProgress(.gathering, done: seen, total: 0))
      }
    } catch {
      throw failure ?? error
    }
    if let failure = put(&waiting) { throw failure }
    return found
  }

  private func put(_ entries: inout [Entry]) -> LMDBError? {
    defer { entries.removeAll(keepingCapacity: true) }
    do throws(LMDBError) {
      try target.withRoom { () throws(LMDBError) in
        try target.write { (transaction) throws(LMDBError) in
          for entry in entries {
            try transaction.put(entry.table, key: entry.key, value: entry.value)
          }
        }
      }
      return nil
    } catch {
      return error
    }
  }
}
