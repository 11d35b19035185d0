// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Interchange
import Testing

/// A ticket from report to close by `gridlog do`, as clerks and scripts would do it.
struct DoCommandTests {
  private let directory = TemporaryDirectory("do")
  private var log: String { directory.path(of: "county.gridlog") }

  private func founded() throws {
    try Program.run("init", log)
    let body =
      #""level":"town","division":"division/t","subordination":"county","carriesScores":false"#
    let events = [
      ("DivisionRegistered", #""division":"division/321023","name":"County","kind":"county""#),
      (
        "DivisionRegistered",
        #""division":"division/t","name":"Town","kind":"town","parent":"division/321023""#
      ),
      (
        "BodyRegistered",
        #""body":"body/town","name":"Centre","kind":"centre",\#(body)"#
      ),
      (
        "BodyRegistered",
        #""body":"body/office","name":"Office","kind":"townOffice",\#(body)"#
      ),
      (
        "RoleConferred",
        #""person":"person/l","roleKind":"dutyLeader","scope":"division/t","managedBy":[]"#
      ),
      (
        "RoleConferred",
        #""person":"person/l","roleKind":"dispatcher","scope":"division/t","managedBy":[]"#
      ),
    ]
    let lines = events.enumerated().map { index, event in
      """
      {"specversion":"1.0","id":"\(index)","source":"system/test","type":"\(event.0)",\
      "time":"2021-01-01T08:00:00+08:00","data":{\(event.1),"effectiveFrom":"2021-01-01"}}
      """
    }
    let run = try Program.run(
      "append", log, input: Array((lines.joined(separator: "\n") + "\n").utf8))
    try #require(run.status == 0, "\(run.errors)")
    let published = try Program.run(
      "rules", "publish", log, RulesCommandTests.sample("county.yaml"), "--occurred",
      "2021-01-02")
    try #require(published.status == 0, "\(published.errors)")
  }

  private func ask(_ arguments: String..., as body: String = "body/town") throws -> Program.Run {
    try Program.run(["do", log] + arguments + ["--as", body, "--person", "person/l"])
  }

  @Test func `a ticket goes from report to close, and each step says where its events stand`()
    throws
  {
    try founded()
    let report = try ask(
      "report", "ticket=ticket/1", "origin=gridWorker", "channel=app", "category=category/c",
      "division=division/t", "text=a hole in the road", "--json")
    #expect(report.status == 0, "\(report.errors)")
    #expect(try report.json["events"]?[0]?["type"] == .string("IncidentReported"))
    for step in [
      ["accept"], ["register", "grade=normal"],
      ["dispatch", "handler=body/office", "rule=rule/procedure"],
    ] {
      let run = try Program.run(
        ["do", log] + step + ["ticket=ticket/1", "--as", "body/town", "--person", "person/l"])
      #expect(run.status == 0, "\(step): \(run.errors)")
    }
    // The office's first act signs for the ticket as well (domain §2.2, note 1).
    let done = try ask(
      "complete", #"{"ticket":"ticket/1","result":"mended"}"#, "--json", as: "body/office")
    #expect(done.status == 0, "\(done.errors)")
    let types = try done.json["events"]?.elements?.map { $0["type"]?.text }
    #expect(types == ["TicketSignedFor", "HandlingCompleted"])
    let shown = try Program.run("view", log, "ticket-status", "--json")
    #expect(try shown.json["rows"]?[0]?["state"] == .string("handled"))
  }

  @Test func `a command asked again under its id is done once`() throws {
    try founded()
    let report = [
      "do", log, "report", "ticket=ticket/1", "origin=gridWorker", "channel=app",
      "category=category/c",
      "division=division/t", "text=a hole", "--as", "body/town", "--json", "--id",
      "0190b2c4-7c1e-7000-8000-000000000001",
    ]
    let first = try Program.run(report)
    let second = try Program.run(report)
    #expect(try first.json["appended"]?.integer == 1)
    #expect(try second.json["appended"]?.integer == 0)
    #expect(try first.json["events"] == second.json["events"])
  }

  @Test func `a no of the rules names the rule, its source and the way on, in both languages`()
    throws
  {
    try founded()
    let before = try Program.run("stat", log, "--json")
    let english = try ask("accept", "ticket=ticket/none")
    #expect(english.status == 3)
    #expect(english.errors.contains("GL-E124"))
    #expect(english.errors.contains("§2.2"))
    #expect(english.errors.contains("possible now: IncidentReported"))
    let chinese = try ask("accept", "ticket=ticket/none", "--lang", "zh")
    #expect(chinese.errors.contains("尚未上报的工单不能记录"))
    let script = try ask("accept", "ticket=ticket/none", "--json")
    #expect(script.status == 3)
    #expect(try script.json["accepted"] == .bool(false))
    #expect(try script.json["rule"]?.text?.contains("§2.2") == true)
    #expect(try script.json["next"]?["zh"]?.text?.contains("目前可以") == true)
    let after = try Program.run("stat", log, "--json")
    #expect(try after.json["head"] == before.json["head"])
  }

  @Test func `what does not fit is told with the parameter and the command that explains it`()
    throws
  {
    try founded()
    let missing = try ask("dispatch", "ticket=ticket/1", "handler=body/office")
    #expect(missing.status == 3)
    #expect(missing.errors.contains("dispatch /rule"))
    #expect(missing.errors.contains("gridlog do --list dispatch"))
    #expect(try ask("dispatch", "handler").status == 3)
    #expect(try ask("dispatsch").status == 2)
    let listed = try Program.run("do", "--list", "dispatch")
    #expect(listed.status == 0)
    for name in ["ticket", "handler", "rule", "onBehalfOf"] {
      #expect(listed.output.contains(name))
    }
    let commands = try Program.run("do", "--list", "--json")
    let all = try commands.json["commands"]?.elements ?? []
    #expect(all.count > 40)
  }
}
