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
      let recent = memory.recent
      // What was kept began behind an older view's runs, or stands before a gap.
      if recent.first > state.indexed + 1 || recent.last < state.indexed {
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
  func forget() { restart(behind: 0) }

  /// Positions of a list behind the runs that `state` has; see ``RecentIndex``.
  func recentPositions<T: ReadableTransaction & ~Copyable>(
    of posting: Posting, from start: UInt64, through end: UInt64, limit: Int = .max,
    _ state: IndexState, _ transaction: borrowing T
  ) throws(LMDBError) -> [UInt64] {
    while true {
      let found = memory.withLock { memory in
        memory.recent.covers(state)
          ? memory.recent.positions(of: posting, from: start, through: end, limit: limit) : nil
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
        memory.recent.covers(state) ? .some(memory.recent.position(of: id)) : nil
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

  /// Begins anew behind a run that was just written.
  func restart(behind indexed: UInt64) {
    memory.withLock { $0.recent = RecentIndex(first: indexed + 1) }
  }

  /// A copy of what is in memory, to write a run of it.
  func recent() -> RecentIndex { memory.withLock { $0.recent } }

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

  /// Whether a run may have a list.
  func mayHave<T: ReadableTransaction & ~Copyable>(
    _ posting: Posting, in run: IndexRun, _ transaction: borrowing T
  ) throws(LMDBError) -> Bool {
    if let known = memory.withLock({ $0.filters[run.number]?.lists.mayContain(posting.rawValue) }) {
      return known
    }
    try loadFilters(of: run, transaction)
    return memory.withLock { $0.filters[run.number]?.lists.mayContain(posting.rawValue) ?? true }
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

  /// Lets go of the filters of runs that are no more.
  func keepFilters(of runs: RunList) {
    let numbers = Set(runs.runs.map(\.number))
    memory.withLock { memory in
      memory.filters = memory.filters.filter { numbers.contains($0.key) }
    }
  }
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

/// Ids and postings of events that follow one another, on their way into memory.
struct RecentEvents {
  /// The position of the first one.
  let first: UInt64
  private(set) var ids: [EventID] = []
  private var lists: [Posting] = []
  private var ends: [Int] = []

  init(first: UInt64) { self.first = first }

  var count: Int { ids.count }

  mutating func add(id: EventID) {
    ids.append(id)
    ends.append(lists.count)
  }

  /// A posting of the last event.
  mutating func add(_ posting: Posting) {
    lists.append(posting)
    ends[ends.count - 1] = lists.count
  }

  func postings(_ index: Int) -> ArraySlice<Posting> {
    lists[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }
}
