// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import Foundation
internal import Synchronization

/// One check under way: what was given, and comparisons that explain themselves.
final class ContractScene {
  /// A rule was broken: given, when, then.
  struct Breach: Error {
    let text: String
  }

  let store: any ContractStore
  /// What the store holds, in words.
  private(set) var given = "an empty store"

  init(_ store: any ContractStore) { self.store = store }

  // MARK: Given

  /// Appends events without a condition; without events, only says what is there.
  @discardableResult
  func given(_ what: String, _ events: [NewEvent]) throws -> [Position] {
    given = given == "an empty store" ? what : "\(given), and \(what)"
    guard !events.isEmpty else { return [] }
    switch try store.append(events, if: .none) {
    case .appended(let positions): return positions
    case let answer: throw breach("they are appended", "they are taken", "\(answer)")
    }
  }

  // MARK: When, then

  /// Positions that a read gives; its own order is part of what is expected.
  func expect(
    _ expected: [Position], of query: Query, after: Position = .origin, limit: Int = .max,
    backwards: Bool = false
  ) throws {
    let found = try store.read(query, after: after, limit: limit, backwards: backwards)
    let words = ContractScene.words(query, after, limit, backwards)
    guard found.map(\.position) == expected else {
      throw breach(words, ContractScene.text(expected), ContractScene.text(found.map(\.position)))
    }
  }

  /// What an append is answered.
  func expect(
    _ expected: ContractAnswer, to events: [NewEvent], if condition: AppendCondition = .none
  ) throws {
    let found = try store.append(events, if: condition)
    guard found == expected else {
      throw breach(
        ContractScene.words(events, condition), ContractScene.text(expected),
        ContractScene.text(found))
    }
  }

  /// Whatever else the check saw.
  func expect(_ isTrue: Bool, when: String, then: String, found: String) throws {
    guard !isTrue else { return }
    throw breach(when, then, found)
  }

  func breach(_ when: String, _ expected: String, _ found: String) -> Breach {
    Breach(text: "given \(given); when \(when); then \(expected), not \(found)")
  }

  // MARK: At once

  /// Runs `body` on that many threads that begin together, and returns what they returned.
  ///
  /// Threads of their own: a pool no wider than the machine would hide races.
  func atOnce<R: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (any ContractStore, Int) throws -> R
  ) throws -> [R] {
    let results = Mutex<[Int: Result<R, any Error>]>([:])
    let shared = Shared(results)
    let (start, done, store) = (DispatchSemaphore(value: 0), DispatchGroup(), store)
    for index in 0..<count {
      done.enter()
      Thread.detachNewThread {
        start.wait()
        let result = Result { try body(store, index) }
        shared.results.withLock { $0[index] = result }
        done.leave()
      }
    }
    for _ in 0..<count { start.signal() }
    done.wait()
    let found = shared.results.withLock { $0 }
    return try found.sorted { $0.key < $1.key }.map { try $0.value.get() }
  }

  private final class Shared<R: Sendable>: Sendable {
    let results: Mutex<[Int: Result<R, any Error>]>
    init(_ results: consuming Mutex<[Int: Result<R, any Error>]>) { self.results = results }
  }

  // MARK: Words

  static func text(_ positions: [Position]) -> String {
    guard positions.count > 8 else {
      return "[" + positions.map(\.description).joined(separator: ", ") + "]"
    }
    return "\(positions.count) positions \(positions[0])…\(positions[positions.count - 1])"
  }

  static func text(_ answer: ContractAnswer) -> String {
    switch answer {
    case .appended(let positions): "appended at \(text(positions))"
    case .conditionFailed: "refused by its condition"
    case .idTaken: "refused because an id is taken"
    }
  }

  static func words(
    _ query: Query, _ after: Position, _ limit: Int, _ backwards: Bool
  ) -> String {
    "read \(query.words) after \(after)" + (limit == .max ? "" : ", \(limit) at most")
      + (backwards ? ", backwards" : "")
  }

  static func words(_ events: [NewEvent], _ condition: AppendCondition) -> String {
    let what = events.count == 1 ? "an event is appended" : "\(events.count) events are appended"
    guard let query = condition.query else { return what }
    return "\(what) if there is no \(query.words) after \(condition.after)"
  }
}
