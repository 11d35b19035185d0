// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import Synchronization

/// A store in memory that keeps the contract, but for one fault.
final class FaultyStore: ContractStore {
  enum Fault: CaseIterable {
    case ignoresCondition, ignoresAfterOfCondition, looksAtFirstItemOnly, readsOneTooFew
    case tagsAreAlternatives, ignoresTypes, afterIsInclusive, limitTakesTheEnd, backwardsIsForwards
    case emptyQueryMeansAll, keepsHalfOfRefused, losesPlacesOfRefused, looksAtItsOwnEvents
    case checksBeforeItLocks, showsHalfOfAppend, forgetsIDs, overwritesIDs, reordersAppend
  }

  private struct State {
    var events: [StoredEvent] = []
    var lost: UInt64 = 0
    var head: UInt64 { UInt64(events.count) + lost }
  }

  private let fault: Fault?
  private let state = Mutex(State())

  init(_ fault: Fault?) { self.fault = fault }

  // MARK: Reading

  func read(
    _ query: Query, after: Position, limit: Int, backwards: Bool
  ) throws -> [StoredEvent] {
    var found = state.withLock { $0.events }.filter {
      ($0.position > after || (fault == .afterIsInclusive && $0.position == after))
        && means(query, $0)
    }
    if backwards && fault != .backwardsIsForwards { found.reverse() }
    if fault == .readsOneTooFew, found.count > 4 { found.removeLast() }
    return Array(fault == .limitTakesTheEnd ? found.suffix(limit) : found.prefix(limit))
  }

  private func means(_ query: Query, _ event: StoredEvent) -> Bool {
    if fault == .emptyQueryMeansAll, query.items.isEmpty { return true }
    return query.items.contains { item in
      let hasTags =
        fault == .tagsAreAlternatives && !item.references.isEmpty
        ? item.references.contains { event.content.references.contains($0) }
        : item.references.allSatisfy { event.content.references.contains($0) }
      let hasType = item.types.isEmpty || item.types.contains(event.content.type)
      return (hasType || fault == .ignoresTypes) && hasTags
        && (item.stream == nil || item.stream == event.content.stream)
    }
  }

  // MARK: Appending

  func append(
    _ events: [NewEvent], if condition: AppendCondition
  ) throws -> ContractAnswer {
    let hasIDs = events.contains { $0.id != nil }
    if fault == .checksBeforeItLocks, !hasIDs {
      let isFree = state.withLock { isMet(condition, $0) }
      usleep(1000)
      return state.withLock { isFree ? .appended(write(events, &$0)) : .conditionFailed }
    }
    if fault == .showsHalfOfAppend, condition.query == nil, events.count > 1, !hasIDs {
      return .appended(
        events.flatMap { event in
          usleep(200)
          return state.withLock { write([event], &$0) }
        })
    }
    return state.withLock { add(events, condition, &$0) }
  }

  private func add(
    _ events: [NewEvent], _ condition: AppendCondition, _ state: inout State
  ) -> ContractAnswer {
    let known = events.map { event in
      event.id.flatMap { id in state.events.first { $0.content.id == id } }
    }
    if fault != .forgetsIDs {
      let isOther = zip(events, known).contains { event, known in
        known.map { $0.content.payload != event.body.payload } ?? false
      }
      if isOther && fault != .overwritesIDs { return .idTaken }
      let places = known.compactMap { $0?.position }
      if places.count == events.count { return .appended(places) }
    }
    var seen = state
    if fault == .looksAtItsOwnEvents { _ = write(events, &seen) }
    guard isMet(condition, seen) else {
      if fault == .keepsHalfOfRefused { _ = write([events[0]], &state) }
      if fault == .losesPlacesOfRefused { state.lost += UInt64(events.count) }
      return .conditionFailed
    }
    return .appended(write(fault == .reordersAppend ? sorted(events) : events, &state))
  }

  private func isMet(_ condition: AppendCondition, _ state: State) -> Bool {
    guard fault != .ignoresCondition, var query = condition.query else { return true }
    if fault == .looksAtFirstItemOnly { query = Query(Array(query.items.prefix(1))) }
    return !state.events.contains {
      ($0.position > condition.after || fault == .ignoresAfterOfCondition) && means(query, $0)
    }
  }

  private func sorted(_ events: [NewEvent]) -> [NewEvent] {
    events.sorted { $0.stream < $1.stream }
  }

  private func write(_ events: [NewEvent], _ state: inout State) -> [Position] {
    events.map { event in
      let position = Position(state.head + 1)
      state.events.append(
        StoredEvent(
          position: position, recorded: "2021-08-05T09:00:00+08:00", flags: [],
          streamVersion: 1,
          content: EventContent(
            id: event.id ?? EventID(high: 0xFFFF, low: position.rawValue), type: event.type,
            version: 1, stream: event.stream,
            occurred: event.occurred ?? "2021-08-05T09:00:00+08:00",
            references: event.body.references, payload: event.body.payload)))
      return position
    }
  }
}
