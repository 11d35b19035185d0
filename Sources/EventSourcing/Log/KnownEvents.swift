// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Finds out which events of a request are in the log already: in the store, or written by an
/// earlier request of the same commit group.
struct KnownEvents {
  /// Where an event stands that was there before.
  struct Known {
    let position: UInt64
    let recorded: Instant
  }

  /// An event of this group.
  private struct Written {
    let request: Int
    let event: Int
    let known: Known
    let occurred: Instant
  }

  private let core: WriterCore
  private let state: IndexState
  /// A group of one request cannot meet its own events again.
  private let remembers: Bool
  private var requests: [PreparedRequest] = []
  private var written: [EventID: Written] = [:]
  private var reader: EntryReader?

  init(_ core: WriterCore, _ state: IndexState, requests: Int) {
    self.core = core
    self.state = state
    remembers = requests > 1
  }

  /// One element an event; none at all if no event of the request is known.
  mutating func find(
    _ request: borrowing PreparedRequest, head: UInt64,
    _ transaction: borrowing WriteTransaction
  ) throws(CommitSession.Stop) -> [Known?] {
    var known: [Known?] = []
    let repeated = KnownEvents.firstRepeated(request.ids)
    // An id that the log gave just now is nowhere else.
    for index in request.hasOwnIDs ? try suspects(request, transaction) : [] {
      if let repeated, repeated <= index { break }
      guard request.events[index].id != nil, let found = try find(request, index, transaction)
      else { continue }
      if known.isEmpty { known = Array(repeating: nil, count: request.events.count) }
      known[index] = found
    }
    if let repeated {
      throw .refused(.idTaken(id: request.ids[repeated], by: Position(head + 1)))
    }
    return known
  }

  /// The events whose ids the log may have, or an earlier request of the group has.
  private func suspects(
    _ request: borrowing PreparedRequest, _ transaction: borrowing WriteTransaction
  ) throws(CommitSession.Stop) -> [Int] {
    let stored: [Int]
    do {
      stored = try core.index.suspects(among: request.ids, state, transaction)
    } catch {
      throw .store(error)
    }
    guard !written.isEmpty else { return stored }
    let own = request.ids.indices.filter { written[request.ids[$0]] != nil }
    return own.isEmpty ? stored : Set(own).union(stored).sorted()
  }

  /// The first event whose id an earlier one of the request has.
  ///
  /// Ids that ascend, as those made in time order do, cannot repeat.
  private static func firstRepeated(_ ids: [EventID]) -> Int? {
    guard ids.indices.dropFirst().contains(where: { ids[$0] <= ids[$0 - 1] }) else { return nil }
    var seen = Set<EventID>(minimumCapacity: ids.count)
    return ids.firstIndex { !seen.insert($0).inserted }
  }

  private mutating func find(
    _ request: PreparedRequest, _ index: Int, _ transaction: borrowing WriteTransaction
  ) throws(CommitSession.Stop) -> Known? {
    let id = request.ids[index]
    if let own = written[id] {
      let content = requests[own.request].content(own.event, occurred: own.occurred)
      guard KnownEvents.isSame(request, index, content) else {
        throw .refused(.idTaken(id: id, by: Position(own.known.position)))
      }
      return own.known
    }
    guard let stored = try stored(id, transaction) else { return nil }
    guard KnownEvents.isSame(request, index, stored.content) else {
      throw .refused(.idTaken(id: id, by: stored.position))
    }
    return Known(position: stored.position.rawValue, recorded: stored.recorded)
  }

  private mutating func stored(
    _ id: EventID, _ transaction: borrowing WriteTransaction
  ) throws(CommitSession.Stop) -> StoredEvent? {
    let found: (position: UInt64, entry: [UInt8])?
    do {
      found = try core.index.find(id, state, transaction)
    } catch {
      throw .store(error)
    }
    guard let found else { return nil }
    var reader = reader ?? EntryReader(core.dictionary)
    defer { self.reader = reader }
    do {
      return try reader.event(found.entry, at: found.position)
    } catch {
      throw .refused(.log(error))
    }
  }

  /// "Same id, same bytes": a time that was not given and a seal that cannot be made again are
  /// not compared (design §3).
  private static func isSame(
    _ request: PreparedRequest, _ index: Int, _ stored: EventContent
  ) -> Bool {
    var stored = stored
    let erased = Set(request.erased(index).map(\.purpose))
    stored.sealed.removeAll { erased.contains($0.purpose) }
    let occurred = request.events[index].occurred ?? stored.occurred
    return request.content(index, occurred: occurred) == stored
  }

  /// Remembers a request whose events now stand from `first` on, those known before left out.
  mutating func remember(
    _ request: PreparedRequest, _ known: [Known?], recorded: Instant, from first: UInt64
  ) {
    guard remembers else { return }
    var position = first
    for index in request.events.indices where known.isEmpty || known[index] == nil {
      written[request.ids[index]] = Written(
        request: requests.count, event: index,
        known: Known(position: position, recorded: recorded),
        occurred: request.events[index].occurred ?? recorded)
      position += 1
    }
    requests.append(request)
  }
}
