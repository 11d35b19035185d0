// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What becomes known at one moment: appended together, with one recorded time.
struct SampleRequest: Sendable {
  /// When the log learns of it.
  var known: LocalTime
  var events: [NewEvent]

  /// The last act in it; earlier than `known` where it was entered late.
  var lastOccurred: Instant { events.compactMap(\.occurred).max() ?? known.instant }
}

extension NewEvent {
  /// An event of the sample; one that does not fit its schema is a bug of the sample and traps.
  static func sample(
    _ event: some Event, id: EventID, stream: ObjectName? = nil, occurred: LocalTime,
    actor: Actor, source: Source? = nil
  ) -> NewEvent {
    do {
      return try NewEvent(
        event, id: id, stream: stream, occurred: occurred.instant, actor: actor, source: source)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// The same with every reference of the event that it repairs (domain §7.0).
  func carrying(_ target: NewEvent) -> NewEvent {
    var repair = self
    repair.body.references += target.body.references
    return repair
  }

  /// The event's object in the role that names its stream.
  static func stream(of event: some Event, given stream: ObjectName?) -> ObjectName {
    if let stream { return stream }
    do {
      return try NewEvent(event).stream
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
