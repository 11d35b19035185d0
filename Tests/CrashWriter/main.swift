// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Glibc

// The other processes of the tests; each mode is described at its function.
//
//   CrashWriter LOG FIRST BATCH SEED          appends until it is killed
//   CrashWriter import LOG CSV MAPPING        imports
//   CrashWriter write LOG WRITER FIRST LAST   appends, beside other writers
//   CrashWriter tail LOG AFTER UNTIL          reads what comes
//   CrashWriter project LOG SEED               appends, stores views, rebuilds, until it is killed
//   CrashWriter check-projected LOG            holds stored views against fresh folds
//   CrashWriter hold LOG                      holds an old view of the store
//   CrashWriter subscribe LOG NAME FILE EVERY UNTIL
//                                             handles what comes, with checkpoints

/// Appends events with given ids until it is killed.
///
/// Prints the last index of each batch after its append returned: that is what was acknowledged.
func appendUntilKilled(_ arguments: [String]) throws {
  guard arguments.count == 5, let first = Int(arguments[2]), let batch = Int(arguments[3]),
    let seed = Int(arguments[4])
  else { exit(2) }
  let log = try Counted.log(arguments[1])
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
    Counted.say(index - 1)
  }
}

do {
  let arguments = CommandLine.arguments
  switch arguments.count > 1 ? arguments[1] : "" {
  case "import": try importUntilKilled(arguments)
  case "write": try writeBesideOthers(arguments)
  case "tail": try await tailUntil(arguments)
  case "subscribe": try await subscribeUntil(arguments)
  case "project": try projectUntilKilled(arguments)
  case "check-projected": try checkProjected(arguments)
  case "hold": try holdView(arguments)
  default: try appendUntilKilled(arguments)
  }
} catch {
  print("failed: \(error)")
  exit(1)
}
