// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What can happen in the streams of one module: an enumeration with one case an event type.
public protocol Happening: Hashable, Sendable {
  /// The typed event.
  var event: any Event { get }

  /// Wraps a typed event; `nil` for types that are none of these.
  init?(_ event: any Event)
}

extension Happening {
  /// The event type, as it stands on disk.
  public var type: EventType { Swift.type(of: event).type }
}

/// One event with what the rules read of its header; decided, or read from the log.
public struct Fact<Event: Happening>: Hashable, Sendable {
  /// What happened.
  public var event: Event
  /// Who did it; empty where an import does not say.
  public var actor: Actor
  /// The level of the actor's body at that time; `nil` if it is not known.
  public var actorLevel: Level?
  /// When the act happened.
  public var occurred: Instant
  /// The event's id, by which repairs and restatements name it; before it is appended only where it
  /// follows from a record of another system.
  public var id: EventID?

  public init(
    _ event: Event, actor: Actor = Actor(), actorLevel: Level? = nil, occurred: Instant,
    id: EventID? = nil
  ) {
    self.event = event
    self.actor = actor
    self.actorLevel = actorLevel
    self.occurred = occurred
    self.id = id
  }

  /// The fact on its way into the log.
  ///
  /// - Parameters:
  ///   - stream: The stream to which it is appended; the event's own if not given.
  ///   - source: The record of another system that it comes from.
  /// - Throws: ``SchemaError`` if a field does not fit.
  public func newEvent(
    id: EventID, stream: ObjectName? = nil, source: Source? = nil
  ) throws(SchemaError) -> NewEvent {
    try NewEvent(
      event.event, id: id, stream: stream, occurred: occurred, actor: actor, source: source)
  }
}
