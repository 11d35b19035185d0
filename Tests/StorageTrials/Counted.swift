// SPDX-License-Identifier: Apache-2.0
import EventSourcing

/// What the trials append: the number says all that is in an event, so that a log can be held
/// against what it must hold.
struct Counted: Event {
  var counter: ObjectName
  var index: Int
  var filling: String
  /// Sealed now and then: a retry is equal only if the key is still there.
  var remark: SealedText?

  static let schema = EventSchema(
    "Counted", title: "a number was counted", stream: "counter",
    [
      .reference("counter", "counter"), Field(1, "index", .int),
      Field(2, "filling", .text, harmless: "letters x"),
      .sealed(3, "remark", subjects: ["counter"], purpose: "remark", optional: true),
    ])

  static let options: EventLogOptions = {
    var options = EventLogOptions(catalogue: SchemaCatalogue([schema]))
    options.lockTimeout = 1_000
    // Runs of one segment, so that small logs have several and merge them.
    options.runEvents = 256
    return options
  }()

  /// The events of these numbers, each with an id of its own.
  static func events(_ numbers: Range<Int>) throws(SchemaError) -> [NewEvent] {
    try numbers.map(event)
  }

  static func event(_ number: Int) throws(SchemaError) -> NewEvent {
    try NewEvent(
      Counted(
        counter: ObjectName("counter", "c\(number % 5 + number / 50)"), index: number,
        filling: String(repeating: "x", count: number * 37 % 600),
        remark: number % 10 == 9 ? .clear("remark \(number)") : nil),
      id: id(number), occurred: "2021-08-05T00:00:00Z")
  }

  static func id(_ number: Int) -> EventID { EventID(high: 0xC0DE, low: UInt64(number)) }
}
