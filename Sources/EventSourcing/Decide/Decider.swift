// SPDX-License-Identifier: Apache-2.0

/// Business rules as pure functions: what a command may cause, and what an event changes.
///
/// A decider reads no clock, file or network; what the rules need from outside the stream comes
/// as plain values in the context. "The rules said no" is the rejection; "the disk said no" is
/// not a decider's word.
public protocol Decider {
  /// What can be asked.
  associatedtype Command: Sendable
  /// Facts from outside the stream: the time of the act, who acts, the rules in force.
  associatedtype Context: Sendable
  /// What the rules need to remember of the stream.
  associatedtype State: Sendable
  /// What happened, with what the rules read of its header.
  associatedtype Event: Sendable
  /// Why the rules said no; an answer to a person, not a failure.
  associatedtype Rejection: Error

  /// The state of a stream without events.
  static var initialState: State { get }

  /// The events that the command causes, in order, to be appended all or none.
  ///
  /// - Throws: The rejection, if a rule forbids it; then nothing is to be appended, save what the
  ///   rejection itself says is to be kept.
  static func decide(
    _ command: Command, given state: State, in context: Context
  ) throws(Rejection) -> [Event]

  /// The state after one more event; total, since history is never refused.
  static func evolve(_ state: State, with event: Event) -> State
}

extension Decider {
  /// The state after these events, oldest first.
  public static func state(
    after events: some Sequence<Event>, from start: State? = nil
  ) -> State {
    events.reduce(start ?? initialState) { evolve($0, with: $1) }
  }
}
