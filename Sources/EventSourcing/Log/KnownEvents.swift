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
    _ request: PreparedRequest, head: UInt64, _ transaction: borrowing WriteTransaction
  ) throws(CommitSession.Stop) -> [Known?] {
    var known: [Known?] = []
    var seen = KnownEvents.mayRepeat(request) ? Set<EventID>() : nil
    for index in request.events.indices {
      let id = request.parts[index].id
      if seen?.insert(id).inserted == false {
        throw .refused(.idTaken(id: id, by: Position(head + 1)))
      }
      // An id that the log gave just now is nowhere else.
      guard request.events[index].id != nil,
        let found = try find(request, index, transaction)
      else { continue }
      if known.isEmpty { known = Array(repeating: nil, count: request.events.count) }
      known[index] = found
    }
    return known
  }

  /// Ids that ascend, as those made in time order do, cannot repeat.
  private static func mayRepeat(_ request: PreparedRequest) -> Bool {
    for index in request.parts.indices.dropFirst()
    where request.parts[index].id <= request.parts[index - 1].id { return true }
    return false
  }

  private mutating func find(
    _ request: PreparedRequest, _ index: Int, _ transaction: borrowing WriteTransaction
  ) throws(CommitSession.Stop) -> Known? {
    let id = request.parts[index].id
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
    let erased = Set(request.parts[index].erased.map(\.purpose))
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
      written[request.parts[index].id] = Written(
        request: requests.count, event: index,
        known: Known(position: position, recorded: recorded),
        occurred: request.events[index].occurred ?? recorded)
      position += 1
    }
    requests.append(request)
  }
}
