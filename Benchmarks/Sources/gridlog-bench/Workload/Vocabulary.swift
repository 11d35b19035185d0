// SPDX-License-Identifier: Apache-2.0
import EventSourcing

/// The twelve event types of the workload. All have the same fields.
enum TicketVocabulary: EventVocabulary {
  static let names = [
    "TicketReported", "TicketAccepted", "TicketDispatched", "TicketEscalated", "TicketReturned",
    "TicketHandled", "TicketVerified", "TicketClosed", "TicketRated", "TicketReopened",
    "TicketNoted", "TicketUrged",
  ]
  static let types = names.map { EventType($0) }
  static let reported = types[0], escalated = types[3], handled = types[5]
  static let closed = types[7], rated = types[8]
  static let catalogue = SchemaCatalogue(types.map { EventSchema($0, title: $0.name, fields) })

  /// A type's place among the twelve.
  static func place(of type: EventType) -> Int { places[type] ?? -1 }
  private static let places = Dictionary(uniqueKeysWithValues: zip(types, 0...))

  static let town: Role = "town", grid: Role = "grid"
  static let category: Role = "category", department: Role = "department"

  private static let harmless = "random words and numbers of a measurement"
  private static let fields: [Field] = [
    .reference("town", "town"), .reference("grid", "grid"),
    .reference("category", "category"), .reference("department", "department"),
    Field(1, "latitude", .int), Field(2, "longitude", .int), Field(3, "due", .int),
    Field(4, "satisfaction", .int), Field(5, "note", .text, harmless: harmless),
    Field(6, "phone", .text, harmless: harmless),
  ]
}
