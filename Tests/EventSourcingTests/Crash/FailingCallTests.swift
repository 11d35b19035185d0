// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Testing

/// Each call of a sort fails in turn, from the first to the last that the work makes (R4).
@Suite(.serialized) struct FailingCallTests {
  @Test(arguments: [
    "create", "open", "append", "seal", "settle", "settle-keys", "read", "verify", "replay",
    "compact",
  ])
  func `a failing call gives a typed error or the right answer, and does no harm`(
    work: String
  ) throws {
    var calls = 0
    for sort in [
      "write", "room", "short-write", "sync", "open", "rename", "mkdir", "lock", "read", "mmap",
      "malloc", "malloc-crypto",
    ] {
      let trial = try Trial("calls", work, sort)
      #expect(trial.status == 0 && !trial.wasKilled, "\(work), \(sort): \(trial.output)")
      calls += Int(trial["calls"] ?? "") ?? 0
    }
    // A shim that is not asked would find nothing wrong.
    #expect(calls > 0, "\(work)")
    print("failing calls, \(work): \(calls)")
  }
}
