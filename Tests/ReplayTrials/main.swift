// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Glibc

// The replay engine against a second way, over many seeded histories; prints one line a fact.

let usage = """
  ReplayTrials histories FIRST COUNT [plant]   laws and questions over histories in memory
    ReplayTrials stored DIRECTORY FIRST COUNT    the same histories through logs and stored views
    ReplayTrials past DIRECTORY SEED COUNT       what a row of the past costs in a log of COUNT events

  """

do {
  let arguments = CommandLine.arguments.dropFirst()
  let numbers = arguments.compactMap { UInt64($0) }
  guard numbers.count == 2, numbers[1] > 0 else {
    print(usage)
    exit(2)
  }
  let seeds = numbers[0]..<numbers[0] + numbers[1]
  var tally = Tally(seeds)
  switch arguments.first {
  case "histories":
    try HistoriesTrial(isPlanted: arguments.last == "plant").run(&tally)
  case "stored":
    try StoredTrial(directory: arguments[arguments.startIndex + 1]).run(&tally)
  case "past":
    let directory = arguments[arguments.startIndex + 1]
    try PastTrial(directory: directory, count: Int(numbers[1])).run(&tally)
  default:
    print(usage)
    exit(2)
  }
  tally.show()
  exit(tally.failures == 0 ? 0 : 1)
} catch {
  print("failed: \(error)")
  exit(1)
}
