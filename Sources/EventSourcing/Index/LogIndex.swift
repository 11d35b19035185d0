// SPDX-License-Identifier: Apache-2.0
internal import LMDB
internal import Synchronization

/// The indexes of a log: sorted runs in the store, and the events behind them in memory.
///
/// Invariants:
/// - a run is never changed, so what is kept of it stays true as long as a transaction sees it;
/// - memory covers committed events only, and is asked for no more than a transaction sees.
final class LogIndex: Sendable {
  private struct Memory {
    var recent = RecentIndex(first: 1)
    var filters: [UInt32: (lists: RunFilter, ids: RunFilter)] = [:]
    /// The greatest ids of the runs that this process has written.
    var greatestIDs: [UInt32: EventID] = [:]
    /// Posting prefixes of each shape's slots, by the log's number of the shape.
    var slotPrefixes: [[UInt64]] = []
  }

  let tables: LogTables
  let dictionary: LogDictionary
  /// Events of a run of the first level.
  let runEvents: UInt64
  private let memory = Mutex(Memory())

  init(_ tables: LogTables, _ dictionary: LogDictionary, runEvents: UInt64) {
    precondition(
      runEvents > 0 && runEvents.isMultiple(of: UInt64(SegmentLayout.events)),
      "a run is of whole segments")
    self.tables = tables
    self.dictionary = dictionary
    self.runEvents = runEvents
  }

  /// Whether a run should be written or some be merged.
  func isDue(_ runs: RunList, sealed: UInt64) -> Bool {
    sealed >= runs.indexed + runEvents || runs.due != nil
  }

  // MARK: Recent events

  /// Sees to it that memory has all that `state` has behind its runs.
  func cover<T: ReadableTransaction & ~Copyable>(
    _ state: IndexState, _ transaction: borrowing T
  ) throws(LMDBError) {
    let next = memory.withLock { memory in
      // What was kept began behind an older view's runs, or stands before a gap.
      if memory.recent.first > state.indexed + 1 || memory.recent.last < state.indexed {
        memory.recent = RecentIndex(first: state.indexed + 1)
      }
      return memory.recent.last + 1
    }
    guard next <= state.head else { return }
    var reader = RecentReader(self)
    try reader.read(from: next, through: state.head, transaction) { add($0) }
  }

  /// Adds committed events that follow what is there; those that do not are left to `cover`.
  func add(_ events: borrowing RecentEvents) {
    memory.withLock { $0.recent.add(events) }
  }

  /// Forgets what is in memory: after another process may have taken the log another way.
  func forget() {
    memory.withLock { memory in
      memory.recent = RecentIndex(first: 1)
      memory.greatestIDs = [:]
    }
  }

  /// Positions of a list behind the runs that `state` has; see ``RecentIndex``.
  func recentPositions<T: ReadableTransaction & ~Copyable>(
    of posting: Posting, from start: UInt64, through end: UInt64, limit: Int = .max,
    _ state: IndexState, _ transaction: borrowing T
  ) throws(LMDBError) -> [UInt64] {
    while true {
      let found = memory.withLock { memory in
        guard memory.recent.covers(state) else { return nil as [UInt64]? }
        memory.recent.chain()
        return memory.recent.positions(of: posting, from: start, through: end, limit: limit)
      }
      if let found { return found }
      // Another reader, or a run written just now, took memory somewhere else.
      try cover(state, transaction)
    }
  }

  private func recentPosition<T: ReadableTransaction & ~Copyable>(
    of id: EventID, _ state: IndexState, _ transaction: borrowing T
  ) throws(LMDBError) -> UInt64? {
    while true {
      let found: UInt64?? = memory.withLock { memory in
        guard memory.recent.covers(state) else { return nil }
        memory.recent.placeIDs()
        return .some(memory.recent.position(of: id))
      }
      if let found { return found }
      try cover(state, transaction)
    }
  }

  /// Those of the ids that the log may have, by their places in the array: for an append of new
  /// events mostly none, found with one look at memory and at each run's filter.
  func suspects<T: ReadableTransaction & ~Copyable>(
    among ids: [EventID], _ state: IndexState, _ transaction: borrowing T
  ) throws(LMDBError) -> [Int] {
    guard let least = ids.min() else { return [] }
    let runs = memory.withLock { memory in
      // A run whose greatest id is known and less has none of them.
      state.runs.runs.filter { memory.greatestIDs[$0.number].map { least <= $0 } ?? true }
    }
    for run in runs where memory.withLock({ $0.filters[run.number] == nil }) {
      try loadFilters(of: run, transaction)
    }
    while true {
      let found: [Int]? = memory.withLock { memory in
        guard memory.recent.covers(state) else { return nil }
        var found = memory.recent.suspects(among: ids)
        let known = found.count
        for run in runs {
          // Without its filter, as where another run took its place meanwhile: anything goes.
          guard let filter = memory.filters[run.number]?.ids else { return Array(ids.indices) }
          filter.suspects(among: ids, run.leastID...run.greatestID, &found)
        }
        return found.count == known ? found : Set(found).sorted()
      }
      if let found { return found }
      try cover(state, transaction)
    }
  }

  /// Positions where the event with that id may stand: in memory for certain, in a run by the
  /// short form of the id, so that the event itself must be asked.
  func candidates<T: ReadableTransaction & ~Copyable>(
    for id: EventID, _ state: IndexState, _ transaction: borrowing T
  ) throws(LMDBError) -> [UInt64] {
    if let position = try recentPosition(of: id, state, transaction), position > state.indexed,
      position <= state.head
    {
      return [position]
    }
    var found: [UInt64] = []
    for run in state.runs.runs {
      guard try mayHave(id: id.shortForm, in: run, transaction) else { continue }
      try look(for: id.shortForm, in: run, &found, transaction)
    }
    return found
  }

  /// Lets go of what a run that was just written has.
  func drop(through indexed: UInt64) {
    memory.withLock { memory in
      guard memory.recent.first <= indexed else { return }
      if memory.recent.last > indexed {
        memory.recent.drop(through: indexed)
      } else {
        memory.recent = RecentIndex(first: indexed + 1)
      }
    }
  }

  /// What a run of a stretch will have; memory must have the stretch.
  func sorted(
    from first: UInt64, through last: UInt64
  ) -> SortedStretch {
    // A copy, so that nobody waits for the sorting.
    let recent = memory.withLock { $0.recent }
    return SortedStretch(
      lists: recent.sortedLists(from: first, through: last),
      ids: recent.sortedIDs(from: first, through: last),
      greatestID: recent.greatestID(from: first, through: last))
  }

  // MARK: Shapes

  /// Role and kind of each slot of a shape, as postings of number 0.
  func slotPrefixes(ofShape symbol: UInt32) -> [UInt64]? {
    if let known = memory.withLock({ memory in
      Int(symbol) < memory.slotPrefixes.count ? memory.slotPrefixes[Int(symbol)] : nil
    }) {
      return known
    }
    let all = dictionary.state.withLock { state in
      state.shapes.symbols.map { LogIndex.prefixes(of: $0, state) }
    }
    memory.withLock { $0.slotPrefixes = all }
    return Int(symbol) < all.count ? all[Int(symbol)] : nil
  }

  private static func prefixes(of shape: Shape, _ state: LogDictionary.State) -> [UInt64] {
    shape.slots.map { slot in
      // A shape is stored after its roles and kinds, so both have numbers.
      let role = UInt16(state.roles.number(of: slot.role) ?? 0)
      let kind = UInt16(state.kinds.number(of: slot.kind) ?? 0)
      return Posting(role: role, kind: kind, number: 0).rawValue
    }
  }

  // MARK: Filters

  /// The numbers of those runs that may have a list.
  func runs<T: ReadableTransaction & ~Copyable>(
    _ list: RunList, having posting: Posting, _ transaction: borrowing T
  ) throws(LMDBError) -> [UInt32] {
    let unknown = memory.withLock { memory in
      list.runs.filter { memory.filters[$0.number] == nil }
    }
    for run in unknown { try loadFilters(of: run, transaction) }
    return memory.withLock { memory in
      for run in list.runs { memory.filters[run.number]?.lists.prefetch(posting.rawValue) }
      return list.runs.lazy.map(\.number).filter { number in
        memory.filters[number]?.lists.mayContain(posting.rawValue) ?? true
      }
    }
  }

  /// Whether a run may have an id of that short form.
  func mayHave<T: ReadableTransaction & ~Copyable>(
    id short: UInt64, in run: IndexRun, _ transaction: borrowing T
  ) throws(LMDBError) -> Bool {
    guard short >= run.leastID, short <= run.greatestID else { return false }
    if let known = memory.withLock({ $0.filters[run.number]?.ids.mayContain(short) }) {
      return known
    }
    try loadFilters(of: run, transaction)
    return memory.withLock { $0.filters[run.number]?.ids.mayContain(short) ?? true }
  }

  private func loadFilters<T: ReadableTransaction & ~Copyable>(
    of run: IndexRun, _ transaction: borrowing T
  ) throws(LMDBError) {
    guard let lists = try transaction.bytes(tables.filters, key: FilterKey.lists.key(run.number)),
      let ids = try transaction.bytes(tables.filters, key: FilterKey.ids.key(run.number)),
      let listFilter = RunFilter(lists), let idFilter = RunFilter(ids)
    else {
      throw LMDBError(
        .damaged(page: nil, table: "filters", what: "the filters of index run \(run.number)"),
        path: transaction.environment.path)
    }
    memory.withLock { $0.filters[run.number] = (listFilter, idFilter) }
  }

  /// The greatest id in some runs, if it is known of each.
  func greatestID(in runs: [IndexRun]) -> EventID? {
    memory.withLock { memory in
      let known = runs.compactMap { memory.greatestIDs[$0.number] }
      return known.count == runs.count ? known.max() : nil
    }
  }

  /// Lets go of what is known of runs that are no more, and notes the greatest id of the last one,
  /// which was written now.
  func keep(_ runs: RunList, greatestID: EventID?) {
    let numbers = Set(runs.runs.map(\.number))
    memory.withLock { memory in
      if let last = runs.runs.last { memory.greatestIDs[last.number] = greatestID }
      memory.filters = memory.filters.filter { numbers.contains($0.key) }
      memory.greatestIDs = memory.greatestIDs.filter { numbers.contains($0.key) }
    }
  }
}

/// What a run of a stretch of events will have.
struct SortedStretch: ~Copyable {
  let lists: SortedLists
  /// Short forms, with the positions' offsets from the first.
  let ids: SortedPairs<UInt64>
  let greatestID: EventID?
}

/// What one transaction sees of the log and its runs.
struct IndexState: Sendable {
  let snapshot: LogSnapshot
  let runs: RunList

  init<T: ReadableTransaction & ~Copyable>(
    _ tables: LogTables, _ transaction: borrowing T
  ) throws(LMDBError) {
    snapshot = try transaction.snapshot(tables)
    runs = try transaction.runs(tables)
    guard runs.indexed <= snapshot.sealed else {
      throw LMDBError(
        .damaged(page: nil, table: "meta", what: "index runs reach behind the sealed events"),
        path: transaction.environment.path)
    }
  }

  var head: UInt64 { snapshot.head }
  var indexed: UInt64 { runs.indexed }
}
