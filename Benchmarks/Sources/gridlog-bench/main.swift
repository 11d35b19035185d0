// SPDX-License-Identifier: Apache-2.0
import Foundation

let environment = ProcessInfo.processInfo.environment
let machine = Machine()
let report = Report()
let directory = environment["BENCH_DIRECTORY"] ?? NSTemporaryDirectory() + "gridlog-bench"
let scale = environment["BENCH_SCALE"].flatMap { Double($0) } ?? 1

try? FileManager.default.removeItem(atPath: directory)
print(machine.text)
report.columns()
let stores = try Stores(in: directory + "/append", seed: 20_240_101)
try AppendSuite(report: report, stores: stores).run(scale: scale)
try ReadSuite(report: report, stores: stores, log: try stores.reopen()).run()
print("load at the end \(Machine.loadNow())")
try? FileManager.default.removeItem(atPath: directory)

if let path = environment["BENCH_JSON"] { try report.write(to: path, machine) }
let missed = report.lines.filter(\.isMissed)
for line in missed {
  print("MISSED \(line.name): ratio \(line.ratio) is below the floor \(line.floor ?? 0)")
}
exit(missed.isEmpty ? 0 : 1)
