// SPDX-License-Identifier: Apache-2.0
import Glibc

// Trials of the log under failing calls and after crashes; each prints what it saw, one line a fact.
// `Tests/FaultShim` must be loaded with LD_PRELOAD for those that fail calls or record.

let usage = """
  StorageTrials commit LOG PLAN [together]   one append under a failing call, and what follows

    StorageTrials room LOG limit               appends at the edge of a limit on file sizes
    StorageTrials room LOG disk FILLER         appends until the disk is full, then removes FILLER

    StorageTrials record LOG WORKLOAD          appends and says so, to be recorded
    StorageTrials states TRACE ROOT COUNT SEED recovers crash states of what was recorded
    StorageTrials recovery TRACE ROOT RECOVERIES STATES SEED
                                               the same for recoveries of such states
    StorageTrials calls WORKLOAD SORT          fails each call of a sort in turn
    StorageTrials concurrent LOG EVENTS [grow | race]
                                               all at once, for ThreadSanitizer; with maps that must
                                               grow; or a planted race

  """

do {
  let arguments = CommandLine.arguments.dropFirst()
  switch arguments.first {
  case "commit": try CommitTrial(Array(arguments.dropFirst())).run()
  case "record": try RecordTrial(Array(arguments.dropFirst())).run()
  case "states": try StatesTrial(Array(arguments.dropFirst())).run()
  case "recovery": try RecoveryTrial(Array(arguments.dropFirst())).run()
  case "calls": try CallsTrial(Array(arguments.dropFirst())).run()
  case "concurrent": try await ConcurrentTrial(Array(arguments.dropFirst())).run()
  case "room": try RoomTrial(Array(arguments.dropFirst())).run()
  default:
    print(usage)
    exit(2)
  }
} catch {
  print("failed: \(error)")
  exit(1)
}
