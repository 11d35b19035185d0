// SPDX-License-Identifier: Apache-2.0
internal import LMDB
internal import Synchronization

/// Finds positions by type, reference and stream, and never scans the log for them.
///
/// Several lists are joined by leaping: each list is asked for its first position at or after
/// the best so far, until all agree. The rarest list sets the pace without being known.
struct IndexReader {
  /// Positions in ascending order under a prefix of one table.
  enum List: Hashable {
    /// The position ends the key.
    case postings(table: LMDB.Table, prefix: IndexPrefix)
    /// The version ends the key, the position is the value.
    case stream(IndexPrefix)
    /// Any of these lists.
    case anyOf([List])
  }

  /// One item of a query: all lists must have the position. No list: every position.
  typealias Item = [List]

  private let tables: LogTables

  init(_ tables: LogTables) { self.tables = tables }

  // MARK: Forwards

  /// The first position that matches any item, or `nil`.
  func firstMatch<T: ReadableTransaction & ~Copyable>(
    _ items: [Item], atOrAfter start: UInt64, upTo end: UInt64, _ transaction: borrowing T
  ) throws(LMDBError) -> UInt64? {
    var best: UInt64?
    for item in items {
      if let match = try match(item, atOrAfter: start, upTo: best ?? end, transaction) {
        best = min(match, best ?? match)
      }
    }
    return best
  }

  private func match<T: ReadableTransaction & ~Copyable>(
    _ item: Item, atOrAfter start: UInt64, upTo end: UInt64, _ transaction: borrowing T
  ) throws(LMDBError) -> UInt64? {
    var candidate = max(1, start)
    var agreed = 0
    var turn = 0
    while candidate <= end {
      if agreed == item.count { return candidate }
      guard let next = try position(item[turn], atOrAfter: candidate, transaction) else {
        return nil
      }
      agreed = next == candidate ? agreed + 1 : 1
      candidate = next
      turn = (turn + 1) % item.count
    }
    return nil
  }

  private func position<T: ReadableTransaction & ~Copyable>(
    _ list: List, atOrAfter start: UInt64, _ transaction: borrowing T
  ) throws(LMDBError) -> UInt64? {
    switch list {
    case .anyOf(let lists):
      var best: UInt64?
      for list in lists {
        if let next = try position(list, atOrAfter: start, transaction) {
          best = min(next, best ?? next)
        }
      }
      return best
    case .postings(let table, let prefix):
      var cursor = try transaction.cursor(table)
      let found = try prefix.key(start).withBuffer { buffer throws(LMDBError) in
        try cursor.seek(atOrAfter: buffer)
      }
      guard found, cursor.key.starts(with: prefix.bytes) else { return nil }
      return cursor.key.trailingNumber
    case .stream(let prefix):
      return try streamPosition(prefix, transaction) { $0 >= start }
    }
  }

  /// The earliest position of a stream that is wanted; positions ascend with versions.
  private func streamPosition<T: ReadableTransaction & ~Copyable>(
    _ prefix: IndexPrefix, _ transaction: borrowing T, where isWanted: (UInt64) -> Bool
  ) throws(LMDBError) -> UInt64? {
    var low: UInt64 = 1
    var high = try transaction.streamVersion(prefix, tables)
    var best: UInt64?
    while low <= high {
      let middle = low + (high - low) / 2
      guard let bytes = try transaction.bytes(tables.streams, key: prefix.key(middle)) else {
        return nil
      }
      let position = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      if isWanted(position) {
        best = position
        high = middle - 1
      } else {
        low = middle + 1
      }
    }
    return best
  }

  /// The positions of one list from `start` up to `end`, at most `limit` of them: one walk over
  /// neighbouring keys.
  func run<T: ReadableTransaction & ~Copyable>(
    of list: List, atOrAfter start: UInt64, upTo end: UInt64, limit: Int,
    _ transaction: borrowing T
  ) throws(LMDBError) -> [UInt64] {
    switch list {
    case .anyOf(let lists):
      guard lists.count > 1 else {
        return try lists.first.map { list throws(LMDBError) in
          try run(of: list, atOrAfter: start, upTo: end, limit: limit, transaction)
        } ?? []
      }
      return try mergedRun(of: list, atOrAfter: start, upTo: end, limit: limit, transaction)
    case .postings(let table, let prefix):
      return try run(in: table, prefix, from: start, upTo: end, limit: limit, transaction) {
        $0.key.trailingNumber ?? 0
      }
    case .stream(let prefix):
      let first = try version(prefix, atOrAfter: start, transaction)
      return try run(in: tables.streams, prefix, from: first, upTo: end, limit: limit, transaction)
      {
        $0.value.trailingNumber ?? 0
      }
    }
  }

  private func mergedRun<T: ReadableTransaction & ~Copyable>(
    of list: List, atOrAfter start: UInt64, upTo end: UInt64, limit: Int,
    _ transaction: borrowing T
  ) throws(LMDBError) -> [UInt64] {
    var places: [UInt64] = []
    var next = start
    while places.count < limit,
      let place = try match([list], atOrAfter: next, upTo: end, transaction)
    {
      places.append(place)
      next = place + 1
    }
    return places
  }

  private func run<T: ReadableTransaction & ~Copyable>(
    in table: LMDB.Table, _ prefix: IndexPrefix, from first: UInt64, upTo end: UInt64,
    limit: Int, _ transaction: borrowing T, position: (borrowing Cursor) -> UInt64
  ) throws(LMDBError) -> [UInt64] {
    var places: [UInt64] = []
    var cursor = try transaction.cursor(table)
    var found = try prefix.key(first).withBuffer { buffer throws(LMDBError) in
      try cursor.seek(atOrAfter: buffer)
    }
    while found, places.count < limit, cursor.key.starts(with: prefix.bytes) {
      let place = position(cursor)
      guard place <= end else { break }
      places.append(place)
      found = try cursor.next()
    }
    return places
  }

  /// The first version of a stream that stands at or after a position; 1 past its end if none.
  private func version<T: ReadableTransaction & ~Copyable>(
    _ prefix: IndexPrefix, atOrAfter start: UInt64, _ transaction: borrowing T
  ) throws(LMDBError) -> UInt64 {
    guard start > 1 else { return 1 }
    var low: UInt64 = 1
    var high = try transaction.streamVersion(prefix, tables) + 1
    while low < high {
      let middle = low + (high - low) / 2
      let bytes = try transaction.bytes(tables.streams, key: prefix.key(middle))
      let position = bytes?.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } ?? .max
      if position >= start { high = middle } else { low = middle + 1 }
    }
    return low
  }

  // MARK: Backwards

  /// The last position that matches any item, or `nil`.
  func lastMatch<T: ReadableTransaction & ~Copyable>(
    _ items: [Item], atOrBefore end: UInt64, downTo start: UInt64, _ transaction: borrowing T
  ) throws(LMDBError) -> UInt64? {
    var best: UInt64?
    for item in items {
      if let match = try match(item, atOrBefore: end, downTo: best ?? start, transaction) {
        best = max(match, best ?? match)
      }
    }
    return best
  }

  private func match<T: ReadableTransaction & ~Copyable>(
    _ item: Item, atOrBefore end: UInt64, downTo start: UInt64, _ transaction: borrowing T
  ) throws(LMDBError) -> UInt64? {
    var candidate = end
    var agreed = 0
    var turn = 0
    while candidate >= start, candidate > 0 {
      if agreed == item.count { return candidate }
      guard let next = try position(item[turn], atOrBefore: candidate, transaction) else {
        return nil
      }
      agreed = next == candidate ? agreed + 1 : 1
      candidate = next
      turn = (turn + 1) % item.count
    }
    return nil
  }

  private func position<T: ReadableTransaction & ~Copyable>(
    _ list: List, atOrBefore end: UInt64, _ transaction: borrowing T
  ) throws(LMDBError) -> UInt64? {
    switch list {
    case .anyOf(let lists):
      var best: UInt64?
      for list in lists {
        if let next = try position(list, atOrBefore: end, transaction) {
          best = max(next, best ?? next)
        }
      }
      return best
    case .postings(let table, let prefix):
      var cursor = try transaction.cursor(table)
      let found = try prefix.key(end == .max ? end : end + 1).withBuffer {
        buffer throws(LMDBError) in
        try cursor.seek(atOrAfter: buffer) ? cursor.previous() : cursor.last()
      }
      guard found, cursor.key.starts(with: prefix.bytes) else { return nil }
      return cursor.key.trailingNumber
    case .stream(let prefix):
      return try lastStreamPosition(prefix, atOrBefore: end, transaction)
    }
  }

  private func lastStreamPosition<T: ReadableTransaction & ~Copyable>(
    _ prefix: IndexPrefix, atOrBefore end: UInt64, _ transaction: borrowing T
  ) throws(LMDBError) -> UInt64? {
    var low: UInt64 = 1
    var high = try transaction.streamVersion(prefix, tables)
    var best: UInt64?
    while low <= high {
      let middle = low + (high - low) / 2
      guard let bytes = try transaction.bytes(tables.streams, key: prefix.key(middle)) else {
        return nil
      }
      let position = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      if position <= end {
        best = position
        low = middle + 1
      } else {
        high = middle - 1
      }
    }
    return best
  }
}

extension IndexReader {
  /// The lists that a query means; an item that names something unknown matches nothing.
  func lists(
    for query: Query, names: NameSession, _ transaction: borrowing WriteTransaction
  ) throws(LMDBError) -> [Item] {
    var items: [Item] = []
    for item in query.items {
      var objects: [ObjectName: ObjectID] = [:]
      for name in item.references.map(\.object) + [item.stream].compactMap(\.self) {
        objects[name] = try names.find(name, transaction)
      }
      if let lists = lists(for: item, in: names.state, objects) { items.append(lists) }
    }
    return items
  }

  func lists(
    for query: Query, _ dictionary: LogDictionary, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> [Item] {
    try dictionary.refresh(transaction)
    var items: [Item] = []
    for item in query.items {
      var objects: [ObjectName: ObjectID] = [:]
      for name in item.references.map(\.object) + [item.stream].compactMap(\.self) {
        objects[name] = try dictionary.object(name, transaction)
      }
      let found: Item? = dictionary.state.withLock { state in
        lists(for: item, in: state, objects)
      }
      if let found { items.append(found) }
    }
    return items
  }

  private func lists(
    for item: Query.Item, in state: LogDictionary.State, _ objects: [ObjectName: ObjectID]
  ) -> Item? {
    var lists: Item = []
    if let stream = item.stream {
      guard let object = objects[stream], let kind = state.kinds.number(of: object.kind) else {
        return nil
      }
      lists.append(.stream(.object(kind: UInt16(kind), number: object.number)))
    }
    for reference in item.references {
      guard let object = objects[reference.object],
        let role = state.roles.number(of: reference.role),
        let kind = state.kinds.number(of: object.kind)
      else { return nil }
      lists.append(
        .postings(
          table: tables.references,
          prefix: .reference(role: UInt16(role), kind: UInt16(kind), number: object.number)))
    }
    if !item.types.isEmpty {
      let numbers = state.types.symbols.indices.filter {
        item.types.contains(state.types.symbols[$0].type)
      }
      guard !numbers.isEmpty else { return nil }
      lists.append(
        .anyOf(numbers.map { .postings(table: tables.types, prefix: .type(UInt16($0))) }))
    }
    return lists
  }
}
