// SPDX-License-Identifier: Apache-2.0
internal import LMDB
internal import Synchronization

/// Finds positions by type, reference and stream, and never scans the log for them.
///
/// Several lists are joined by leaping: each list is asked for its first position at or after
/// the best so far, until all agree. The rarest list sets the pace without being known.
struct IndexReader {
  /// Positions that one part of an item asks for: any of these lists.
  struct List {
    let readers: [PostingReader]

    func first<T: ReadableTransaction & ~Copyable>(
      atOrAfter start: UInt64, _ transaction: borrowing T
    ) throws(LMDBError) -> UInt64? {
      var best: UInt64?
      for reader in readers {
        if let next = try reader.first(atOrAfter: start, transaction) {
          best = min(next, best ?? next)
        }
      }
      return best
    }

    func last<T: ReadableTransaction & ~Copyable>(
      atOrBefore end: UInt64, _ transaction: borrowing T
    ) throws(LMDBError) -> UInt64? {
      var best: UInt64?
      for reader in readers {
        if let next = try reader.last(atOrBefore: end, transaction) {
          best = max(next, best ?? next)
        }
      }
      return best
    }
  }

  /// One item of a query: all lists must have the position. No list: every position.
  typealias Item = [List]

  private let index: LogIndex
  let state: IndexState

  init(_ index: LogIndex, _ state: IndexState) {
    self.index = index
    self.state = state
  }

  init<T: ReadableTransaction & ~Copyable>(
    _ index: LogIndex, _ transaction: borrowing T
  ) throws(LMDBError) {
    self.init(index, try IndexState(index.tables, transaction))
  }

  // MARK: Joining

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
      guard let next = try item[turn].first(atOrAfter: candidate, transaction) else { return nil }
      agreed = next == candidate ? agreed + 1 : 1
      candidate = next
      turn = (turn + 1) % item.count
    }
    return nil
  }

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
      guard let next = try item[turn].last(atOrBefore: candidate, transaction) else { return nil }
      agreed = next == candidate ? agreed + 1 : 1
      candidate = next
      turn = (turn + 1) % item.count
    }
    return nil
  }
}

extension IndexReader {
  /// The lists that a query means; an item that names something unknown matches nothing.
  func lists(
    for query: Query, names: NameSession, _ transaction: borrowing WriteTransaction
  ) throws(LMDBError) -> [Item] {
    var items: [Item] = []
    for item in query.items {
      if let parts = try names.parts(of: item, transaction) { items.append(lists(parts)) }
    }
    return items
  }

  func lists(
    for query: Query, _ dictionary: LogDictionary, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> [Item] {
    if query.items.contains(where: { !$0.isUnrestricted }) {
      try dictionary.catchUp(transaction)
    }
    var items: [Item] = []
    for item in query.items {
      let objects = try item.objects { (name) throws(LMDBError) in
        try dictionary.object(name, transaction)
      }
      let parts: [[Posting]]? = dictionary.state.withLock { state in
        // The events that are found have this name: it need not be read again for them.
        if let stream = item.stream, let object = objects.stream {
          state.cache(stream, Int(object.kind.number), Int(object.number))
        }
        return IndexReader.parts(of: item, in: state, objects)
      }
      if let parts { items.append(lists(parts)) }
    }
    return items
  }

  private func lists(_ parts: [[Posting]]) -> Item {
    parts.map { List(readers: $0.map { PostingReader($0, index, state) }) }
  }

  /// The postings of an item: all parts must match, each by any of its postings.
  static func parts(
    of item: Query.Item, in state: LogDictionary.State, _ objects: Query.Item.Objects
  ) -> [[Posting]]? {
    var parts: [[Posting]] = []
    if item.stream != nil {
      guard let object = objects.stream,
        let posting = state.posting(HeaderRole.stream, object)
      else { return nil }
      parts.append([posting])
    }
    for (reference, object) in zip(item.references, objects.references) {
      guard let object, let posting = state.posting(reference.role, object) else { return nil }
      parts.append([posting])
    }
    if !item.types.isEmpty {
      let numbers = state.types.symbols.indices.filter {
        item.types.contains(state.types.symbols[$0].type)
      }
      guard !numbers.isEmpty else { return nil }
      parts.append(numbers.map { Posting(type: UInt16($0)) })
    }
    return parts
  }
}

extension LogDictionary.State {
  /// The list of an object in a role; `nil` if no event can have them.
  func posting(_ role: Role, _ object: ObjectID) -> Posting? {
    guard let role = roles.number(of: role), let kind = kinds.number(of: object.kind) else {
      return nil
    }
    return Posting(role: UInt16(role), kind: UInt16(kind), number: object.number)
  }
}

extension Query.Item {
  /// The objects that it names, as a log knows them; `nil` for those that it does not know.
  struct Objects {
    var stream: ObjectID?
    var references: [ObjectID?] = []
  }

  func objects(
    _ find: (ObjectName) throws(LMDBError) -> ObjectID?
  ) throws(LMDBError) -> Objects {
    var objects = Objects()
    if let stream { objects.stream = try find(stream) }
    for reference in references { objects.references.append(try find(reference.object)) }
    return objects
  }

  var isUnrestricted: Bool { types.isEmpty && references.isEmpty && stream == nil }
}
