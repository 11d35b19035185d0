// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import Testing

/// What a disk may hold after a power failure, enumerated from traces of real appends (R1), and of
/// recoveries from such states (R3). Each state is recovered, used again and verified.
@Suite(.serialized) struct CrashStateTests {
  private let directory = TemporaryDirectory("crash")
  private static let seed = ProcessInfo.processInfo.environment["GRIDLOG_SEED"] ?? "20260417"

  /// A workload, and how many states of it: with a program built for release, or for debugging,
  /// or in a soak.
  struct Share: CustomStringConvertible, Sendable {
    let workload: String
    let release: Int
    let debug: Int
    let soak: Int

    var description: String { workload }
    var count: Int { Trial.isSoak ? soak : Trial.isRelease ? release : debug }
  }

  private static let shares = [
    Share(workload: "creation", release: 2_000, debug: 200, soak: 40_000),
    Share(workload: "commits", release: 7_000, debug: 400, soak: 190_000),
    Share(workload: "large", release: 300, debug: 20, soak: 8_000),
    Share(workload: "long", release: 400, debug: 30, soak: 12_000),
    Share(workload: "compact", release: 300, debug: 20, soak: 8_000),
  ]

  /// Records a workload; gives the trace and the directory it speaks of.
  private func trace(_ workload: String) throws -> (file: String, root: String) {
    let root = try #require(realpath(directory.path, nil).map { String(cString: $0) }) + "/traced"
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    let file = directory.path(of: "\(workload).trace")
    let recorded = try Trial(
      "record", root + "/log", workload,
      environment: ["GRIDLOG_TRACE": file, "GRIDLOG_TRACE_ROOT": root])
    #expect(recorded.status == 0, "\(recorded.output)")
    return (file, root)
  }

  @Test(arguments: shares)
  func `after a power failure all that was acknowledged is there, and the log is usable`(
    share: Share
  ) throws {
    let (file, root) = try trace(share.workload)
    let trial = try Trial(
      "states", file, root, String(share.count), Self.seed, failsCalls: false)
    let isWhole =
      trial.status == 0 && trial["states"] == String(share.count) && trial["failures"] == "0"
    #expect(isWhole && !trial.wasKilled, "\(trial.output)\(isWhole ? "" : kept(file))")
    print("crash states, \(share.workload): \(share.count), seed \(Self.seed)")
  }

  /// Index runs are written when there is a moment, so a trace cannot be made again to the byte.
  private func kept(_ file: String) -> String {
    let copy = FileManager.default.temporaryDirectory
      .appendingPathComponent("gridlog-\(UUID().uuidString).trace").path
    try? FileManager.default.copyItem(atPath: file, toPath: copy)
    return "the trace is kept: \(copy)"
  }

  @Test(arguments: [("commits", "no-sync"), ("commits", "no-dsync"), ("compact", "no-sync")])
  func `a disk that keeps no promise is found out`(workload: String, fault: String) throws {
    let (file, root) = try trace(workload)
    let trial = try Trial("states", file, root, "60", Self.seed, fault, failsCalls: false)
    #expect(trial.status == 1 && !trial.wasKilled, "\(trial.output)")
    #expect(Int(trial["failures"] ?? "") ?? 0 >= 10, "\(trial.output)")
  }

  @Test(arguments: ["creation", "commits"])
  func `a power failure while a log is being recovered does no more harm than one`(
    workload: String
  ) throws {
    let (file, root) = try trace(workload)
    let recoveries = Trial.isSoak ? 500 : Trial.isRelease ? 50 : 8
    let trial = try Trial("recovery", file, root, String(recoveries), "20", Self.seed)
    #expect(trial.status == 0 && !trial.wasKilled, "\(trial.output)")
    #expect(trial["failures"] == "0", "\(trial.output)")
    print("failures in recovery, \(workload): \(trial["states"] ?? "-"), seed \(Self.seed)")
  }
}
