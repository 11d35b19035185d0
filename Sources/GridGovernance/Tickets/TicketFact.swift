// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// One event of a ticket with what the rules read of its header.
public struct TicketFact: Hashable, Sendable {
  /// What happened.
  public var event: TicketEvent
  /// Who did it; empty where an import does not say.
  public var actor: Actor
  /// The level of the actor's body at that time; `nil` if it is not known.
  public var actorLevel: Level?
  /// When the act happened.
  public var occurred: Instant
  /// The event's id, by which repairs name it; `nil` before it is appended.
  public var id: EventID?

  public init(
    _ event: TicketEvent, actor: Actor = Actor(), actorLevel: Level? = nil, occurred: Instant,
    id: EventID? = nil
  ) {
    self.event = event
    self.actor = actor
    self.actorLevel = actorLevel
    self.occurred = occurred
    self.id = id
  }
}
