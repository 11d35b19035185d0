// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Glibc

// Appends events with given ids until it is killed: `crash-writer LOG FIRST BATCH SEED`.
// Prints the last index of each batch after its append returned: that is what was acknowledged.

struct Counted: Event {
  var counter: ObjectName
  var index: Int
  var filling: String

  static let schema = EventSchema(
    "Counted", title: "a number was counted", stream: "counter",
    [
      .reference("counter", "counter"), Field(1, "index", .int),
      Field(2, "filling", .text, harmless: "letters x"),
    ])
}

func run() throws {
  let arguments = CommandLine.arguments
  if arguments.count == 5, arguments[1] == "import" { return try importUntilKilled(arguments) }
  guard arguments.count == 5, let first = Int(arguments[2]), let batch = Int(arguments[3]),
    let seed = Int(arguments[4])
  else { exit(2) }
  let log = try EventLog(
    at: arguments[1], options: EventLogOptions(catalogue: SchemaCatalogue([Counted.schema])))
  var index = first
  while true {
    let events = try (index..<index + batch).map { number in
      try NewEvent(
        Counted(
          counter: ObjectName("counter", "c\(number % 5)"), index: number,
          filling: String(repeating: "x", count: (number * 37 + seed) % 600)),
        id: EventID(high: 0xC0DE, low: UInt64(number)), occurred: "2021-08-05T00:00:00Z")
    }
    try log.append(events)
    index += batch
    print(index - 1)
    fflush(nil)
  }
}

do {
  try run()
} catch {
  print("failed: \(error)")
  exit(1)
}
