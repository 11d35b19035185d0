// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Where and of what a run was taken.
struct Machine: Encodable {
  let processor: String
  let cores: Int
  let system: String
  let date: String
  let commit: String
  /// Processes that wanted to run, over the last minute.
  let load: Double

  init() {
    processor = Machine.processorName()
    cores = ProcessInfo.processInfo.processorCount
    system = Machine.systemName()
    date = ISO8601DateFormatter().string(from: Date())
    commit = ProcessInfo.processInfo.environment["BENCH_COMMIT"] ?? "unknown"
    load = Machine.loadNow()
  }

  var text: String {
    """
    processor  \(processor), \(cores) cores
    system     \(system)
    date       \(date)
    commit     \(commit)
    load       \(load)
    """
  }

  static func loadNow() -> Double {
    file("/proc/loadavg").split(separator: " ").first.flatMap { Double($0) } ?? 0
  }

  private static func file(_ path: String) -> String {
    (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  }

  private static func processorName() -> String {
    let line = file("/proc/cpuinfo").split(separator: "\n").first { $0.hasPrefix("model name") }
    return line.flatMap { $0.split(separator: ":").last }
      .map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
  }

  private static func systemName() -> String {
    let kernel = file("/proc/sys/kernel/osrelease").trimmingCharacters(in: .whitespacesAndNewlines)
    let name =
      file("/etc/os-release").split(separator: "\n")
      .first { $0.hasPrefix("PRETTY_NAME=") }
      .map { $0.dropFirst("PRETTY_NAME=".count).trimmingCharacters(in: ["\""]) } ?? "unknown"
    return "\(name), kernel \(kernel)"
  }
}
