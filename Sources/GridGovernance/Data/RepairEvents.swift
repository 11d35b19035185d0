// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

// Repairs as events 更正、误录撤销: each stands in its target's stream and carries the target's
// references, so that views and conditions find it (domain §7.0).
extension NewEvent {
  /// The event that corrects a field of `target`.
  ///
  /// - Throws: ``SchemaError`` if a part of the correction does not fit its schema; whether the
  ///   target has such a field is for ``RepairRules``.
  public static func repairing(
    _ target: StoredEvent, with correction: FactCorrected, id: EventID? = nil,
    occurred: Instant? = nil, actor: Actor = Actor()
  ) throws(SchemaError) -> NewEvent {
    try repair(correction, of: target, id, occurred, actor)
  }

  /// The event that says that `target` never happened.
  ///
  /// - Throws: ``SchemaError`` if a part of the annulment does not fit its schema.
  public static func repairing(
    _ target: StoredEvent, with annulment: EventAnnulled, id: EventID? = nil,
    occurred: Instant? = nil, actor: Actor = Actor()
  ) throws(SchemaError) -> NewEvent {
    try repair(annulment, of: target, id, occurred, actor)
  }

  private static func repair(
    _ repair: some Event, of target: StoredEvent, _ id: EventID?, _ occurred: Instant?,
    _ actor: Actor
  ) throws(SchemaError) -> NewEvent {
    var event = try NewEvent(
      repair, id: id, stream: target.content.stream, occurred: occurred, actor: actor)
    for reference in target.content.references where !event.body.references.contains(reference) {
      event.body.references.append(reference)
    }
    return event
  }
}
