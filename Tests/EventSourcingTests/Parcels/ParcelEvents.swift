// SPDX-License-Identifier: Apache-2.0
import EventSourcing

/// A small application to test with: parcels go from depot to depot.
enum Parcels: EventVocabulary {
  static let catalogue = SchemaCatalogue([
    sentV1, ParcelSent.schema, ParcelScanned.schema, ParcelDelivered.schema,
    ParcelNoted.schema, FactCorrected.schema, EventAnnulled.schema,
  ])

  /// Version 1 called the depot an office and had no speed.
  static let sentV1 = EventSchema(
    "ParcelSent", version: 1, title: "a parcel is on its way", stream: "parcel",
    [
      .reference("parcel", "parcel"), .reference("office", "depot"),
      Field(1, "grams", .int),
    ])

  static let upcasters = [
    Upcaster("ParcelSent", from: 1) { fields in
      fields.rename("office", to: "depot")
      fields["speed"] = .text("normal")
    }
  ]
}

struct ParcelSent: Event {
  var parcel: ObjectName
  var depot: ObjectName
  var grams: Int
  var speed: String

  static let schema = EventSchema(
    "ParcelSent", version: 2, title: "a parcel is on its way", stream: "parcel",
    [
      .reference("parcel", "parcel"), .reference("depot", "depot"),
      Field(1, "grams", .int),
      Field(
        2, "speed", .enumeration([EnumerationCase(1, "normal"), EnumerationCase(2, "express")])),
    ])
}

struct ParcelScanned: Event {
  var parcel: ObjectName
  var depot: ObjectName

  static let schema = EventSchema(
    "ParcelScanned", title: "a parcel was seen", stream: "parcel",
    [.reference("parcel", "parcel"), .reference("depot", "depot")])
}

struct ParcelDelivered: Event {
  var parcel: ObjectName
  var fee: ExactDecimal
  var note: String?

  static let schema = EventSchema(
    "ParcelDelivered", title: "a parcel has arrived", stream: "parcel",
    [
      .reference("parcel", "parcel"), Field(1, "fee", .decimal),
      Field(2, "note", .code, optional: true),
    ])
}

/// Has a sealed field, which corrections and folds must leave alone.
struct ParcelNoted: Event {
  var parcel: ObjectName
  var recipient: ObjectName
  var urgency: Int
  var words: SealedText

  static let schema = EventSchema(
    "ParcelNoted", title: "words about a parcel", stream: "parcel",
    [
      .reference("parcel", "parcel"), .reference("recipient", "person"),
      Field(1, "urgency", .int),
      .sealed(2, "words", subjects: ["recipient"], purpose: "delivery"),
    ])
}

struct FactCorrected: Event {
  var target: EventID
  var field: String
  var new: Value?

  static let schema = EventSchema(
    "FactCorrected", title: "an event said something wrong", effect: effect,
    [
      Field(1, "target", .eventID), Field(2, "field", .code),
      Field(3, "new", .anyValue, optional: true),
    ])

  static let effect = EventEffect.amends(target: "target", field: "field", value: "new")

  init(target: EventID, field: String, new: Value?) {
    self.target = target
    self.field = field
    self.new = new
  }

  // Values of any type are written by the tests through the schema, not through Codable.
  init(from decoder: any Decoder) throws { throw CancellationError() }
  func encode(to encoder: any Encoder) throws { throw CancellationError() }
}

struct EventAnnulled: Event {
  var target: EventID

  static let schema = EventSchema(
    "EventAnnulled", title: "an event never happened", effect: .retracts(target: "target"),
    [Field(1, "target", .eventID)])
}

extension EventType {
  static let parcelSent = EventType("ParcelSent")
  static let parcelScanned = EventType("ParcelScanned")
  static let parcelDelivered = EventType("ParcelDelivered")
  static let parcelNoted = EventType("ParcelNoted")
  static let factCorrected = EventType("FactCorrected")
  static let eventAnnulled = EventType("EventAnnulled")
}

extension Role {
  static let depot = Role("depot")
  static let parcel = Role("parcel")
}
