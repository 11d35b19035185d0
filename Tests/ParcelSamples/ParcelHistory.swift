// SPDX-License-Identifier: Apache-2.0
package import EventSourcing
package import EventSourcingTestSupport

extension HistoryBuilder {
  /// Adds a typed event; a misfit is a mistake of the test and traps.
  @discardableResult
  package mutating func add(
    _ event: some Event, stream: ObjectName? = nil, occurred: Instant? = nil,
    recorded: Instant? = nil
  ) -> StoredEvent {
    guard let new = try? NewEvent(event, stream: stream, occurred: occurred) else {
      preconditionFailure("\(event) does not fit its schema")
    }
    return append(new, recorded: recorded)
  }

  /// Corrects one field of an event.
  @discardableResult
  package mutating func correct(
    _ target: StoredEvent, _ field: String, _ value: Value?, recorded: Instant? = nil
  ) -> StoredEvent {
    append(.correction(of: target.content.id, field, value), recorded: recorded)
  }

  /// Says that an event never happened.
  @discardableResult
  package mutating func annul(_ target: StoredEvent, recorded: Instant? = nil) -> StoredEvent {
    add(EventAnnulled(target: target.content.id), stream: "repair/1", recorded: recorded)
  }

  /// A parcel sent in the form of version 1.
  @discardableResult
  package mutating func addSentV1(_ parcel: ObjectName, _ office: ObjectName, grams: Int)
    -> StoredEvent
  {
    append(.sentV1(parcel, office, grams: grams))
  }
}

extension NewEvent {
  package static func correction(of target: EventID, _ field: String, _ value: Value?) -> NewEvent {
    var fields = [NamedValue("target", .id(target)), NamedValue("field", .text(field))]
    if let value { fields.append(NamedValue("new", value)) }
    guard let body = try? FactCorrected.schema.encode(fields) else {
      preconditionFailure("a correction that does not fit its schema")
    }
    return NewEvent(type: .factCorrected, version: 1, stream: "repair/1", body: body)
  }

  package static func sentV1(_ parcel: ObjectName, _ office: ObjectName, grams: Int) -> NewEvent {
    let fields = [
      NamedValue("parcel", .object(parcel)), NamedValue("office", .object(office)),
      NamedValue("grams", .int(Int64(grams))),
    ]
    guard let body = try? Parcels.sentV1.encode(fields) else {
      preconditionFailure("an old event that does not fit its schema")
    }
    return NewEvent(type: .parcelSent, version: 1, stream: parcel, body: body)
  }
}

extension ReplayEngine {
  package init(_ events: [StoredEvent]) { self.init(MemoryFeed(events)) }
}

/// The rows of a view as lines, the form in which tests state what they expect.
package func lines(_ rows: [ViewRow]) -> String {
  rows.map { "\($0.key): \($0)" }.joined(separator: "\n")
}
