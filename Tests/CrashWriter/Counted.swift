// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Glibc
import LMDB
import Synchronization

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
    try holdTinyMap(path, readOnly)
    return try EventLog(at: path, options: options)
  }

  /// With GRIDLOG_MAP, bytes, the log's store has a map of that size, which must grow (R9).
  private static func holdTinyMap(_ path: String, _ readOnly: Bool) throws {
    guard let text = getenv("GRIDLOG_MAP"), let size = UInt64(String(cString: text)) else { return }
    var options = EnvironmentOptions(tables: [])
    options.mapSize = size
    options.isReadOnly = readOnly
    let store = try Environment.open(at: path + "/log", options: options)
    held.withLock { $0.append(store) }
  }

  /// The log shares a store that is open already.
  private static let held = Mutex<[Environment]>([])

  /// Says a line at once: the other end of the pipe acts on it.
  static func say(_ line: some CustomStringConvertible) {
    print(line)
    fflush(nil)
  }
}
