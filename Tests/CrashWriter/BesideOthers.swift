// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Glibc
import LMDB

/// Appends events FIRST…LAST of a writer, one to four at a time: `write LOG WRITER FIRST LAST`.
///
/// Streams and their names are shared with the other writers. Prints the last index of each
/// append that returned.
func writeBesideOthers(_ arguments: [String]) throws {
  guard arguments.count == 6, let writer = Int(arguments[3]), let first = Int(arguments[4]),
    let last = Int(arguments[5])
  else { exit(2) }
  let log = try Counted.log(arguments[2])
  var index = first
  while index <= last {
    let count = min(1 + (index * 7 + writer) % 4, last - index + 1)
    try log.append(
      (index..<index + count).map { number in
        try NewEvent(
          Counted(
            counter: ObjectName("counter", "c\(number % 41)"), index: number,
            filling: String(repeating: "x", count: (number * 37 + writer) % 300)),
          id: EventID(high: UInt64(0xD000 + writer), low: UInt64(number)),
          occurred: "2021-08-05T00:00:00Z")
      })
    index += count
    Counted.say(index - 1)
  }
}

/// Prints position, writer and index of each event as it comes: `tail LOG AFTER UNTIL`.
func tailUntil(_ arguments: [String]) async throws {
  guard arguments.count == 5, let after = UInt64(arguments[3]), let until = UInt64(arguments[4])
  else { exit(2) }
  let log = try Counted.log(arguments[2], readOnly: true)
  Counted.say("ready")
  for try await event in log.tail(after: Position(after)) {
    Counted.say("\(event.position.rawValue) \(event.content.id.high) \(event.content.id.low)")
    if event.position.rawValue >= until { return }
  }
}

/// Holds a view of the store until it is killed: `hold LOG`.
func holdView(_ arguments: [String]) throws {
  guard arguments.count == 3 else { exit(2) }
  let environment = try Environment.open(
    at: arguments[2] + "/log", options: EnvironmentOptions(tables: ["meta"]))
  let view = try environment.beginRead()
  Counted.say("held \(view.id)")
  // The view lives as long as it is looked at.
  while view.id > 0 { pause() }
}

/// Writes the position of each event to a file: `subscribe LOG NAME FILE EVERY UNTIL`.
///
/// Ends by an error of its handler when it meets the position UNTIL.
func subscribeUntil(_ arguments: [String]) async throws {
  guard arguments.count == 7, let name = SubscriptionName(arguments[3]),
    let every = Int(arguments[5]), let until = UInt64(arguments[6])
  else { exit(2) }
  let log = try Counted.log(arguments[2], readOnly: true)
  let file = open(arguments[4], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
  struct Enough: Error {}
  do throws(SubscriptionError) {
    try await log.subscribe(name, checkpointEvery: every) { event in
      if event.position.rawValue == until { throw Enough() }
      let line = Array("\(event.position.rawValue)\n".utf8)
      guard write(file, line, line.count) == line.count else { exit(3) }
      Counted.say(event.position.rawValue)
    }
  } catch {
    guard case .handlerFailed(_, let position, let cause) = error, cause is Enough else {
      throw error
    }
    Counted.say("enough \(position.rawValue)")
  }
}
