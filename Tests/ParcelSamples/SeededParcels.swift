// SPDX-License-Identifier: Apache-2.0
package import EventSourcing
package import EventSourcingTestSupport

/// Histories with everything that makes folding hard: late facts, corrections that fit and that do
/// not, retractions of events, corrections and retractions, old versions, events out of turn.
package enum SeededParcels {
  package static let parcels = (1...5).map { ObjectName("parcel/\($0)") ?? "parcel/x" }
  package static let depots = (1...3).map { ObjectName("depot/\($0)") ?? "depot/x" }

  package static func history(seed: UInt64, count: Int = 40) -> SeededHistory {
    SeededHistory(seed: seed, count: count) { random, builder in
      if !builder.events.isEmpty, random.chance(30) { return repair(&random, builder.events) }
      var event = fact(&random)
      if random.chance(25) {
        // A late fact: up to five days before it became known.
        let minutes = Int64.random(in: 1...7200, using: &random)
        event.occurred = builder.clock.adding(microseconds: -minutes * 60_000_000)
      }
      if random.chance(20) {
        event.source = Source(system: "system/hotline", externalID: "H-\(random.next() % 9)")
      }
      return event
    }
  }

  private static func fact(_ random: inout SeededGenerator) -> NewEvent {
    let parcel = random.choose(parcels)
    let depot = random.choose(depots)
    switch Int.random(in: 0..<100, using: &random) {
    case ..<15: return .sentV1(parcel, depot, grams: Int.random(in: 0...900, using: &random))
    case ..<45:
      return new(
        ParcelSent(
          parcel: parcel, depot: depot, grams: Int.random(in: -1...900, using: &random),
          speed: random.chance(30) ? "express" : "normal"))
    case ..<70: return new(ParcelScanned(parcel: parcel, depot: depot))
    case ..<90:
      let fee = ExactDecimal(mantissa: Int64.random(in: 0...999, using: &random), scale: 2)
      return new(
        ParcelDelivered(parcel: parcel, fee: fee, note: random.chance(50) ? "door" : nil))
    default:
      return new(ParcelNoted(parcel: parcel, recipient: "person/p1", urgency: 1, words: "call"))
    }
  }

  private static func repair(
    _ random: inout SeededGenerator, _ events: [StoredEvent]
  ) -> NewEvent {
    let target = random.choose(events)
    if random.chance(35) {
      return new(EventAnnulled(target: target.content.id), stream: "repair/1")
    }
    let (field, value) = correction(&random, target)
    return .correction(of: target.content.id, field, value)
  }

  private static func correction(
    _ random: inout SeededGenerator, _ target: StoredEvent
  ) -> (String, Value?) {
    let hours = Int64.random(in: -100...40, using: &random)
    let moved = target.content.occurred.adding(microseconds: hours * 3_600_000_000)
    let choices: [(String, Value?)] = [
      ("occurred", .instant(moved)), ("occurred", .instant(moved)), ("occurred", .int(1)),
      ("grams", .int(Int64.random(in: -1...50, using: &random))), ("grams", .text("much")),
      ("grams", nil), ("depot", .object(random.choose(depots))), ("depot", .object("depot/new")),
      ("depot", .object("person/p1")), ("speed", .text("express")), ("speed", .text("slow")),
      ("fee", .decimal(ExactDecimal(mantissa: 125, scale: 2))), ("fee", .int(3)),
      ("note", nil), ("note", .text("shed")), ("parcel", .object("parcel/1")),
      ("office", .object("depot/1")), ("words", .text("new words")), ("urgency", .int(5)),
      ("externalID", .text("H-new")), ("externalID", .int(1)),
    ]
    return random.choose(choices)
  }

  private static func new(_ event: some Event, stream: ObjectName? = nil) -> NewEvent {
    guard let new = try? NewEvent(event, stream: stream) else {
      preconditionFailure("\(event) does not fit its schema")
    }
    return new
  }
}
