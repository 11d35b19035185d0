// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import GridGovernance
import Interchange
import Testing

/// Operators store views, ask what they need, rebuild them and go back.
@Suite(.serialized) struct ProjectionCommandTests {
  private let directory = TemporaryDirectory("project")
  private var log: String { directory.path(of: "county.gridlog") }

  private func demo(_ events: Int = 3000) throws {
    let run = try Program.run("demo", log, "--events", "\(events)", "--seed", "5")
    #expect(run.status == 0, "\(run.errors)")
  }

  private func needs() throws -> [String] {
    let json = try Program.run("plan", log, "--json").json
    #expect(json["schema"]?.text == "gridlog.plan/1")
    return (json["views"]?.elements ?? []).compactMap { $0["needs"]?.text }
  }

  @Test func `views are stored, planned, read, rebuilt and taken back`() throws {
    try demo()
    let count = ViewCatalogue.views.count
    #expect(try needs() == Array(repeating: "build", count: count))
    let plain = try Program.run("plan", log, "--lang", "zh")
    #expect(plain.status == 0 && plain.output.contains("尚未存储"))

    let done = try Program.run("project", log, "--json").json
    #expect(done["schema"]?.text == "gridlog.project/1")
    #expect((done["views"]?.elements ?? []).allSatisfy { $0["outcome"]?.text == "built" })
    #expect(try needs() == Array(repeating: "nothing", count: count))

    for view in ["ticket-status", "ticket-timeline", "town-workload", "assessment"] {
      let happened = ["--happened-by", "2021-08-02"]
      for moment in [[], ["--as-of", "1500"], happened, ["--as-of", "1800"] + happened] {
        let folded = try Program.run(["view", log, view, "--json"] + moment)
        let stored = try Program.run(["view", log, view, "--json", "--stored"] + moment)
        #expect(stored.status == 0, "\(stored.errors)")
        #expect(stored.output == folded.output, "\(view) \(moment)")
      }
    }

    let deep = try Program.run("verify", log, "--deep", "--json").json
    let checked = deep["storedViews"]?.elements ?? []
    #expect(checked.count == count && checked.allSatisfy { $0["differences"]?.integer == 0 })

    let rebuilt = try Program.run("rebuild", log, "ticket-status", "--json").json
    #expect(rebuilt["outcome"]?.text == "switched")
    #expect(rebuilt["comparison"]?["changed"]?.integer == 0)
    let generations = try Program.run("diff", log, "ticket-status", "--generations", "--json")
    #expect(generations.status == 0, "\(generations.errors)")
    #expect(try generations.json["previous"]?["generation"]?.integer == 1)
    #expect(try generations.json["changeCount"]?.integer == 0)
    #expect(
      try Program.run("diff", log, "ticket-status", "--generations", "--lang", "zh").output
        .contains("没有差异"))
    let alone = try Program.run("diff", log, "town-workload", "--generations")
    #expect(alone.status == 2 && alone.errors.contains("gridlog rebuild"))
    let unasked = try Program.run("rollback", log, "ticket-status")
    #expect(unasked.status == 2 && unasked.errors.contains("GL-E227"))
    let back = try Program.run("rollback", log, "ticket-status", "--yes", "--json").json
    #expect(back["generation"]?.integer == 1)
    #expect(try Program.run("rollback", log, "town-workload", "--yes").status == 2)
  }

  @Test func `what is not there is told with the next step`() throws {
    try demo(500)
    let missing = try Program.run("view", log, "ticket-status", "--stored")
    #expect(missing.status == 2 && missing.errors.contains("GL-E224"))
    #expect(missing.errors.contains("gridlog project"))
    let past = try Program.run("view", log, "no-such-view", "--stored", "--as-of", "100")
    #expect(past.status == 2 && past.errors.contains("GL-E205"))
    let unknown = try Program.run("project", log, "no-such-view")
    #expect(unknown.status == 2 && unknown.errors.contains("GL-E205"))
    let refused = try Program.run("quarantine", log, "--json").json
    #expect(refused["schema"]?.text == "gridlog.quarantine/1")
    #expect((refused["views"]?.elements ?? []).count == ViewCatalogue.views.count)
  }
}
