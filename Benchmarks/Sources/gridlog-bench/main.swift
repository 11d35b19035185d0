// SPDX-License-Identifier: Apache-2.0
import Foundation

// BENCH_DIRECTORY: where the stores stand, on the disk that is to be measured.
// BENCH_JSON: a file for the lines. BENCH_SCALE: rounds, as a multiple of the usual ones.
// BENCH_APPEND: only appends, as "1000:60 1:200" (events a commit and commits), for a profiler.
let environment = ProcessInfo.processInfo.environment
let machine = Machine()
let report = Report()
let directory = environment["BENCH_DIRECTORY"] ?? NSTemporaryDirectory() + "gridlog-bench"
let scale = environment["BENCH_SCALE"].flatMap { Double($0) } ?? 1
let only = environment["BENCH_APPEND"].map { text in
  text.split(separator: " ").compactMap { pair -> (Int, Int)? in
    let parts = pair.split(separator: ":").compactMap { Int($0) }
    return parts.count == 2 ? (parts[0], parts[1]) : nil
  }
}

try? FileManager.default.removeItem(atPath: directory)
print(machine.text)
report.columns()
let stores = try Stores(in: directory + "/append", seed: 20_240_101)
try AppendSuite(report: report, stores: stores).run(
  scale: scale, sizes: only ?? AppendSuite.sizes)
if only == nil {
  try ReadSuite(report: report, stores: stores, log: try stores.reopen()).run()
  try AppendSuite.runSealed(report, in: directory + "/sealed", scale: scale)
  try EncodeSuite(report: report).run()
}
print("load at the end \(Machine.loadNow())")
try? FileManager.default.removeItem(atPath: directory)

if let path = environment["BENCH_JSON"] { try report.write(to: path, machine) }
let missed = report.lines.filter(\.isMissed)
for line in missed {
  print("MISSED \(line.name): ratio \(line.ratio) is below the floor \(line.floor ?? 0)")
}
exit(missed.isEmpty ? 0 : 1)
