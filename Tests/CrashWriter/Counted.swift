// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Glibc

/// What the writers of this program count.
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

  static func log(_ path: String, readOnly: Bool = false) throws -> EventLog {
    var options = EventLogOptions(catalogue: SchemaCatalogue([Counted.schema]))
    options.isReadOnly = readOnly
    return try EventLog(at: path, options: options)
  }

  /// Says a line at once: the other end of the pipe acts on it.
  static func say(_ line: some CustomStringConvertible) {
    print(line)
    fflush(nil)
  }
}
