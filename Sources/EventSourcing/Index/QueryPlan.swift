// SPDX-License-Identifier: Apache-2.0
internal import LMDB
internal import Synchronization

/// How a query would be answered now: which lists are joined, and how long they are.
///
/// Nothing that names a stream, a reference or a type scans the log; a plan shows it.
public struct QueryPlan: Hashable, Sendable {
  /// One list of positions, or several of which any will do.
  public struct List: Hashable, Sendable {
    /// What it is of: `stream note/a`, `author = person/p1`, `type NoteTaken`.
    public let name: String
    /// Positions in it, over the whole log.
    public let entries: Int
  }

  /// One item of the query.
  public struct Item: Hashable, Sendable {
    /// The lists that are joined, the rarest first.
    public let lists: [List]
    /// True if the item names something that no event has: it matches nothing, nothing is read.
    public let isEmpty: Bool
    /// True if the item restricts nothing: every event is read.
    public var isScan: Bool { lists.isEmpty && !isEmpty }
  }

  public let items: [Item]
  /// The position of the last event.
  public let head: Position
  /// Up to here lists come from sorted runs, behind it from memory.
  public let indexed: Position
  /// How many runs there are.
  public let runs: Int

  /// True if any item reads every event.
  public var isScan: Bool { items.contains(where: \.isScan) }
}

extension EventLog {
  /// The plan of a query on the log as it is now.
  ///
  /// Reads every list once to count it: for looking at, not for each query.
  public func plan(of query: Query) throws(EventLogError) -> QueryPlan {
    try store { () throws(LMDBError) in
      let transaction = try environment.beginRead()
      try dictionary.refresh(transaction)
      let state = try IndexState(tables, transaction)
      var items: [QueryPlan.Item] = []
      for item in query.items { items.append(try plan(of: item, state, transaction)) }
      return QueryPlan(
        items: items, head: Position(state.head), indexed: Position(state.indexed),
        runs: state.runs.runs.count)
    }
  }

  private func plan(
    of item: Query.Item, _ state: IndexState, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> QueryPlan.Item {
    let objects = try item.objects { (name) throws(LMDBError) in
      try dictionary.object(name, transaction)
    }
    let parts = dictionary.state.withLock { IndexReader.parts(of: item, in: $0, objects) }
    guard let parts else { return QueryPlan.Item(lists: [], isEmpty: true) }
    var lists: [QueryPlan.List] = []
    for (part, name) in zip(parts, item.listNames) {
      var entries = 0
      for posting in part {
        entries += try PostingReader(posting, index, state).count(transaction)
      }
      lists.append(QueryPlan.List(name: name, entries: entries))
    }
    // Of equal ones in the order of the query.
    let order = lists.indices.sorted {
      (lists[$0].entries, $0) < (lists[$1].entries, $1)
    }
    return QueryPlan.Item(lists: order.map { lists[$0] }, isEmpty: false)
  }
}

extension Query.Item {
  /// What each part of the item asks for, in the order of `IndexReader.parts`.
  fileprivate var listNames: [String] {
    var names = stream.map { ["stream \($0)"] } ?? []
    names += references.map { "\($0.role) = \($0.object)" }
    if !types.isEmpty {
      names.append("type " + types.sorted().map(\.name).joined(separator: " | "))
    }
    return names
  }
}
