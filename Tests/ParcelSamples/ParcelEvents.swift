// SPDX-License-Identifier: Apache-2.0
package import EventSourcing

/// A small application to test with: parcels go from depot to depot.
package enum Parcels: EventVocabulary {
  package static let catalogue = SchemaCatalogue([
    sentV1, ParcelSent.schema, ParcelScanned.schema, ParcelDelivered.schema,
    ParcelNoted.schema, FactCorrected.schema, EventAnnulled.schema,
  ])

  /// Version 1 called the depot an office and had no speed.
  package static let sentV1 = EventSchema(
    "ParcelSent", version: 1, title: "a parcel is on its way", stream: "parcel",
    [
      .reference("parcel", "parcel"), .reference("office", "depot"),
      Field(1, "grams", .int),
    ])

  package static let upcasters = [
    Upcaster("ParcelSent", from: 1) { fields in
      fields.rename("office", to: "depot")
      fields["speed"] = .text("normal")
    }
  ]
}

package struct ParcelSent: Event {
  package var parcel: ObjectName
  package var depot: ObjectName
  package var grams: Int
  package var speed: String

  package init(parcel: ObjectName, depot: ObjectName, grams: Int, speed: String) {
    self.parcel = parcel
    self.depot = depot
    self.grams = grams
    self.speed = speed
  }

  package static let schema = EventSchema(
    "ParcelSent", version: 2, title: "a parcel is on its way", stream: "parcel",
    [
      .reference("parcel", "parcel"), .reference("depot", "depot"),
      Field(1, "grams", .int),
      Field(
        2, "speed", .enumeration([EnumerationCase(1, "normal"), EnumerationCase(2, "express")])),
    ])
}

package struct ParcelScanned: Event {
  package var parcel: ObjectName
  package var depot: ObjectName

  package init(parcel: ObjectName, depot: ObjectName) {
    self.parcel = parcel
    self.depot = depot
  }

  package static let schema = EventSchema(
    "ParcelScanned", title: "a parcel was seen", stream: "parcel",
    [.reference("parcel", "parcel"), .reference("depot", "depot")])
}

package struct ParcelDelivered: Event {
  package var parcel: ObjectName
  package var fee: ExactDecimal
  package var note: String?

  package init(parcel: ObjectName, fee: ExactDecimal, note: String? = nil) {
    self.parcel = parcel
    self.fee = fee
    self.note = note
  }

  package static let schema = EventSchema(
    "ParcelDelivered", title: "a parcel has arrived", stream: "parcel",
    [
      .reference("parcel", "parcel"), Field(1, "fee", .decimal),
      Field(2, "note", .code, optional: true),
    ])
}

/// Has a sealed field, which corrections and folds must leave alone.
package struct ParcelNoted: Event {
  package var parcel: ObjectName
  package var recipient: ObjectName
  package var urgency: Int
  package var words: SealedText

  package init(parcel: ObjectName, recipient: ObjectName, urgency: Int, words: SealedText) {
    self.parcel = parcel
    self.recipient = recipient
    self.urgency = urgency
    self.words = words
  }

  package static let schema = EventSchema(
    "ParcelNoted", title: "words about a parcel", stream: "parcel",
    [
      .reference("parcel", "parcel"), .reference("recipient", "person"),
      Field(1, "urgency", .int),
      .sealed(2, "words", subjects: ["recipient"], purpose: "delivery"),
    ])
}

package struct FactCorrected: Event {
  package var target: EventID
  package var field: String
  package var new: Value?

  package static let schema = EventSchema(
    "FactCorrected", title: "an event said something wrong", effect: effect,
    [
      Field(1, "target", .eventID), Field(2, "field", .code),
      Field(3, "new", .anyValue, optional: true),
    ])

  package static let effect = EventEffect.amends(target: "target", field: "field", value: "new")

  package init(target: EventID, field: String, new: Value?) {
    self.target = target
    self.field = field
    self.new = new
  }

  // Values of any type are written by the tests through the schema, not through Codable.
  package init(from decoder: any Decoder) throws { throw CancellationError() }
  package func encode(to encoder: any Encoder) throws { throw CancellationError() }
}

package struct EventAnnulled: Event {
  package var target: EventID

  package init(target: EventID) { self.target = target }

  package static let schema = EventSchema(
    "EventAnnulled", title: "an event never happened", effect: .retracts(target: "target"),
    [Field(1, "target", .eventID)])
}

extension EventType {
  package static let parcelSent = EventType("ParcelSent")
  package static let parcelScanned = EventType("ParcelScanned")
  package static let parcelDelivered = EventType("ParcelDelivered")
  package static let parcelNoted = EventType("ParcelNoted")
  package static let factCorrected = EventType("FactCorrected")
  package static let eventAnnulled = EventType("EventAnnulled")
}

extension Role {
  package static let depot = Role("depot")
  package static let parcel = Role("parcel")
}
