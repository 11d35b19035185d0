// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A store that can be held against the contract: reads by query, appends under a condition.
///
/// Implement it over any store that takes ``ContractEvents/catalogue``, then
///
/// ```swift
/// @Test func `our store keeps the contract`() throws {
///   try StoreContract.run { try OurStore() }.expectKept()
/// }
/// ```
///
/// Several threads call one store at once.
public protocol ContractStore: Sendable {
  /// At most `limit` matching events behind `after`, in the order of their positions.
  ///
  /// - Parameter backwards: The latest first; `after` is still the lower bound.
  func read(
    _ query: Query, after: Position, limit: Int, backwards: Bool
  ) throws -> [StoredEvent]

  /// Appends all of the events or none, if the condition's query holds.
  ///
  /// Only a failure of the store itself is thrown; a refusal is an answer.
  func append(_ events: [NewEvent], if condition: AppendCondition) throws -> ContractAnswer
}

/// What a store says to an append.
public enum ContractAnswer: Hashable, Sendable {
  /// The place of each event, in the order of the request.
  case appended([Position])
  /// An event that matches the condition's query was there.
  case conditionFailed
  /// One of the ids is known with other content.
  case idTaken
}

/// A log as a store under contract.
public struct ContractLog: ContractStore {
  private let log: EventLog

  /// - Parameter log: Opened with ``ContractEvents/catalogue``, and empty.
  public init(_ log: EventLog) { self.log = log }

  public func read(
    _ query: Query, after: Position, limit: Int, backwards: Bool
  ) throws -> [StoredEvent] {
    try log.events(
      query, after: after, direction: backwards ? .backwards : .forwards, limit: limit)
  }

  public func append(
    _ events: [NewEvent], if condition: AppendCondition
  ) throws -> ContractAnswer {
    do {
      return .appended(try log.append(events, if: condition).positions)
    } catch AppendError.conditionFailed {
      return .conditionFailed
    } catch AppendError.idTaken {
      return .idTaken
    }
  }
}
