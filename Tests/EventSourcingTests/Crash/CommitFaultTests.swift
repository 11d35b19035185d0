// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Testing

/// Calls of the operating system that fail while an append is under way; the three events that
/// were there before have the positions 1 to 3.
struct CommitFaultTests {
  private let directory = TemporaryDirectory("fault")
  private static let data = "path=log/data.mdb"
  private static let io = "error=5"

  private func commit(_ plan: String, _ form: String = "alone") throws -> Trial {
    let trial = try Trial("commit", directory.path(of: "log"), plan, form)
    #expect(trial.status == 0 && !trial.wasKilled, "\(trial.output)")
    return trial
  }

  /// What must be true whatever the append said: all events once, without a gap, in order.
  private func expectWhole(_ trial: Trial) {
    #expect(trial["positions"] == "1 2 3 4 5 6 7 8", "\(trial.output)")
    #expect(trial["numbers"] == "1 2 3 4 5 6 7 8", "\(trial.output)")
    #expect(trial["verify"] == "intact", "\(trial.output)")
  }

  @Test func `a meta page that cannot be written is settled as not appended`() throws {
    let trial = try commit("calls=write,\(Self.data),dsync=1,\(Self.io)")
    #expect(trial["failed calls"] == "1")
    #expect(trial["append"]?.hasPrefix("log error") == true, "\(trial.output)")
    #expect(trial["append"]?.contains("nothing was appended") == true, "\(trial.output)")
    #expect(trial["head"] == "3")
    #expect(trial["retry"] == "at 4 5 6, 3 new")
    expectWhole(trial)
  }

  @Test func `a meta page that was written although it failed is settled as appended`() throws {
    // The write is made and told as failed; liblmdb's attempt to take it back fails too.
    let trial = try commit("calls=write,\(Self.data),dsync=1,after=1,latch=1,times=2,\(Self.io)")
    #expect(trial["failed calls"] == "2")
    #expect(trial["append"] == "at 4 5 6, 3 new", "\(trial.output)")
    #expect(trial["head"] == "6")
    #expect(trial["retry"] == "at 4 5 6, 0 new")
    expectWhole(trial)
  }

  @Test func `a meta page that was taken back is settled as not appended`() throws {
    let trial = try commit("calls=write,\(Self.data),dsync=1,after=1,\(Self.io)")
    #expect(trial["failed calls"] == "1")
    #expect(trial["append"]?.contains("nothing was appended") == true, "\(trial.output)")
    #expect(trial["head"] == "3")
    expectWhole(trial)
  }

  @Test func `a receipt is settled by the ids of this commit, not by those known before`() throws {
    let trial = try commit("calls=write,\(Self.data),dsync=1,\(Self.io)", "together")
    #expect(trial["known"] == "at 1 2 3, 0 new", "\(trial.output)")
    #expect(trial["append"]?.hasPrefix("log error") == true, "\(trial.output)")
    #expect(trial["head"] == "3")
    expectWhole(trial)
  }

  @Test func `an outcome that cannot be settled is told with its ids, and a retry settles it`()
    throws
  {
    // The meta page fails, and so does everything that reopening needs.
    let plan = "calls=write+open,path=log/data.mdb,dsync=1,latch=1,times=0,\(Self.io)"
    let trial = try commit(plan)
    #expect(trial["append"] == "unknown 4 5 6", "\(trial.output)")
    expectWhole(trial)
  }

  @Test(arguments: ["nth=1", "nth=2", "nth=1,short=1"])
  func `a data page that cannot be written is a plain failure`(place: String) throws {
    let trial = try commit("calls=write,\(Self.data),dsync=0,\(place),\(Self.io)")
    if trial["failed calls"] == "0" {
      #expect(trial["append"] == "at 4 5 6, 3 new", "\(trial.output)")
    } else {
      #expect(trial["append"]?.hasPrefix("log error") == true, "\(trial.output)")
      #expect(trial["head"] == "3")
      #expect(trial["retry"] == "at 4 5 6, 3 new")
    }
    expectWhole(trial)
  }

  @Test func `data that cannot be made durable is a plain failure`() throws {
    let trial = try commit("calls=sync,\(Self.data),\(Self.io)")
    #expect(trial["failed calls"] == "1")
    #expect(trial["append"]?.hasPrefix("log error") == true, "\(trial.output)")
    #expect(trial["retry"] == "at 4 5 6, 3 new")
    expectWhole(trial)
  }

  @Test func `no room for a data page is told as a full disk`() throws {
    let trial = try commit("calls=write,\(Self.data),dsync=0,error=28")
    #expect(trial["append"]?.contains("the disk is full") == true, "\(trial.output)")
    #expect(trial["retry"] == "at 4 5 6, 3 new")
    expectWhole(trial)
  }
}
