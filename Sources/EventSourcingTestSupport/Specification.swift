// SPDX-License-Identifier: Apache-2.0
public import EventSourcing
public import Testing

/// A rule's test as a sentence: given these events, when this is asked, then that follows.
///
/// ```swift
/// Specification<TicketDecider>.given(.reported, .accepted)
///   .when(.close(.solved), in: context)
///   .thenRejected { $0.rule == "§2.2 accepted+TicketClosed" }
/// ```
public struct Specification<Rules: Decider> {
  /// The state after the given events.
  public let state: Rules.State

  /// Starts from the state that these events leave behind.
  public static func given(_ events: Rules.Event...) -> Specification { given(events) }

  /// Starts from the state that these events leave behind.
  public static func given(_ events: [Rules.Event]) -> Specification {
    Specification(state: Rules.state(after: events))
  }

  /// Starts from this state.
  public static func given(state: Rules.State) -> Specification { Specification(state: state) }

  /// Asks for something; nothing is checked yet.
  public func when(_ command: Rules.Command, in context: Rules.Context) -> Outcome {
    do throws(Rules.Rejection) {
      let events = try Rules.decide(command, given: state, in: context)
      return Outcome(
        result: .success(events), state: Rules.state(after: events, from: state))
    } catch {
      return Outcome(result: .failure(error), state: state)
    }
  }

  /// What came of the command: events, or a rejection.
  public struct Outcome {
    public let result: Result<[Rules.Event], Rules.Rejection>
    /// The state after the events; the given one if the command was rejected.
    public let state: Rules.State
  }
}

extension Specification.Outcome {
  /// The events; records an issue and gives none if the command was rejected.
  @discardableResult
  public func thenEvents(
    _ check: ([Rules.Event]) -> Bool = { _ in true },
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Self {
    switch result {
    case .success(let events):
      #expect(check(events), "events: \(events)", sourceLocation: sourceLocation)
    case .failure(let rejection):
      Issue.record("rejected: \(rejection)", sourceLocation: sourceLocation)
    }
    return self
  }

  /// The state that the events lead to.
  @discardableResult
  public func thenState(
    _ check: (Rules.State) -> Bool, sourceLocation: SourceLocation = #_sourceLocation
  ) -> Self {
    thenEvents(sourceLocation: sourceLocation)
    #expect(check(state), "state: \(state)", sourceLocation: sourceLocation)
    return self
  }

  /// The rejection; records an issue if the command was carried out.
  @discardableResult
  public func thenRejected(
    _ check: (Rules.Rejection) -> Bool = { _ in true },
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Self {
    switch result {
    case .success(let events):
      Issue.record("not rejected: \(events)", sourceLocation: sourceLocation)
    case .failure(let rejection):
      #expect(check(rejection), "rejected: \(rejection)", sourceLocation: sourceLocation)
    }
    return self
  }
}
