// SPDX-License-Identifier: Apache-2.0
import Glibc

// Trials of the log under failing calls and after crashes; each prints what it saw, one line a fact.
// `Tests/FaultShim` must be loaded with LD_PRELOAD for those that fail calls or record.

let usage = """
  StorageTrials commit LOG PLAN [together]   one append under a failing call, and what follows

    StorageTrials room LOG limit               appends at the edge of a limit on file sizes
    StorageTrials room LOG disk FILLER         appends until the disk is full, then removes FILLER

  """

do {
  let arguments = CommandLine.arguments.dropFirst()
  switch arguments.first {
  case "commit": try CommitTrial(Array(arguments.dropFirst())).run()
  case "room": try RoomTrial(Array(arguments.dropFirst())).run()
  default:
    print(usage)
    exit(2)
  }
} catch {
  print("failed: \(error)")
  exit(1)
}
