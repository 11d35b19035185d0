// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation
import GridGovernance

// BENCH_DIRECTORY: where the stores stand, on the disk that is to be measured.
// BENCH_JSON: a file for the lines. BENCH_SCALE: events, as a share of a million.
// `gridlog-bench reads` ends behind the reading of the filled stores, `gridlog-bench appends`
// leaves the reading out, `gridlog-bench views LOG` folds the county's views over a log.
// BENCH_LARGE=1: the memory of a scan at ten million events too.
let environment = ProcessInfo.processInfo.environment
let directory = environment["BENCH_DIRECTORY"] ?? NSTemporaryDirectory() + "gridlog-bench"
let scale = environment["BENCH_SCALE"].flatMap { Double($0) } ?? 1
let arguments = CommandLine.arguments.dropFirst()

if arguments.first == "scan-memory", let path = arguments.dropFirst().first {
  try MemoryCheck.scan(path)
  exit(0)
}
if arguments.first == "twelve-memory", let path = arguments.dropFirst().first {
  try MemoryCheck.twelve(path)
  exit(0)
}
if arguments.first == "profile", arguments.count == 3, arguments.last?.contains("/") == true {
  let log = try EventLog(at: arguments.last ?? "", options: Stores.options)
  try Profile.run(arguments.dropFirst().first ?? "", on: log)
  exit(0)
}
if arguments.first == "views", let path = arguments.dropFirst().first {
  let report = Report()
  print(Machine().text)
  report.columns()
  try ViewSuite(report: report, log: try EventLog(at: path)).run(rounds: 3)
  exit(report.lines.contains(where: \.isMissed) ? 1 : 0)
}
try? FileManager.default.removeItem(atPath: directory)
defer { try? FileManager.default.removeItem(atPath: directory) }
if arguments.first == "profile", arguments.count == 3, let name = arguments.dropFirst().first {
  try Profile.run(name, events: Int(arguments.last ?? "") ?? 200_000, in: directory)
  exit(0)
}

let machine = Machine()
let report = Report()
print(machine.text)
fflush(nil)
print("workload   \(try WorkloadCheck.run(in: directory + "/peer"))")

// 16,960 behind the last index run, so that the appends that follow bring none due.
let runs = max(1, Int((15 * scale).rounded()))
let events = runs * 65_536 + 16_960
let rounds = 9
print("events     \(events)\n")
report.columns()
let stores = try Stores(in: directory, events: events + AppendSuite.events + 1024)
var filling = ImportSuite(report: report, stores: stores)
try filling.run(events: events)
if arguments.first != "appends" {
  try ReadSuite(report: report, stores: stores).run(rounds: rounds)
  try ReplaySuite(report: report, stores: stores).run(rounds: rounds)
  try StoredSuite(report: report, stores: stores).run()
}
if arguments.first == "reads" { exit(report.lines.contains(where: \.isMissed) ? 1 : 0) }
try AppendSuite(report: report, stores: stores, runBytes: filling.runBytes).run()
if arguments.first != "appends" {
  try CrowdSuite(report: report).run(in: directory, rounds: rounds)
}
try stores.compare()
print("ours and C same puts hold the same bytes in every table of events, hashes and indexes")
if arguments.first != "appends" {
  try LatencySuite(report: report).run(directory + "/ours")
}
if environment["BENCH_LARGE"] == "1" { try LargeSuite(report: report).run(in: directory) }
print("load at the end \(Machine.loadNow())")

if let path = environment["BENCH_JSON"] { try report.write(to: path, machine) }
let missed = report.lines.filter(\.isMissed)
for line in missed {
  print("MISSED \(line.name) (\(line.unit)): \(line.ratio) is below \(line.floor ?? 0)")
}
try? FileManager.default.removeItem(atPath: directory)
exit(missed.isEmpty ? 0 : 1)
