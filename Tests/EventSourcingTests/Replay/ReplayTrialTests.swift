// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import Testing

/// The replay engine against a plain second way, over many seeded histories (R12–R14).
@Suite(.serialized) struct ReplayTrialTests {
  private static let first = ProcessInfo.processInfo.environment["GRIDLOG_SEED"] ?? "20260417"

  /// In a debug build a history takes twenty times as long.
  private static func count(_ usual: Int, soak: Int) -> String {
    String(Trial.isSoak ? soak : Trial.isRelease ? usual : usual / 40)
  }

  private func run(_ arguments: String...) throws -> Trial {
    let trial = try Trial(arguments, of: "ReplayTrials", failsCalls: false)
    print(trial.output)
    return trial
  }

  @Test func `answers to random questions are those of a plain second way`() throws {
    let trial = try run("histories", Self.first, Self.count(20_000, soak: 500_000))
    #expect(trial.status == 0 && trial["failures"] == "0", "\(trial.output)")
  }

  @Test func `an event that the engine does not see is found`() throws {
    let trial = try run("histories", Self.first, "100", "plant")
    #expect(trial.status == 1 && Int(trial["failures"] ?? "") ?? 0 > 20, "\(trial.output)")
  }

  @Test func `stored, snapshot and rebuilt views are folds from nothing`() throws {
    let directory = TemporaryDirectory("replay")
    let trial = try run(
      "stored", directory.path, Self.first, Self.count(400, soak: 10_000))
    #expect(trial.status == 0 && trial["failures"] == "0", "\(trial.output)")
  }
}
