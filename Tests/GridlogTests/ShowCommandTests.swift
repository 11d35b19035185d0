// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Interchange
import Testing

/// A log whose times come from its events shows the same on every machine.
@Suite struct ShowCommandTests {
  let directory = TemporaryDirectory("show")
  var log: String { directory.path(of: "a.gridlog") }

  init() throws {
    _ = try Program.run("init", log, "--clock-from-source")
    let lines = [
      """
      {"specversion":"1.0","id":"00000000-0000-4000-8000-000000000001","source":"system/12345",\
      "type":"GridRetired","time":"2021-08-01T08:00:00+08:00","actorbody":"body/321023-zzb",\
      "data":{"grid":"grid/321023101-v-0043-1001","effectiveFrom":"2021-08-01"}}
      """,
      Lines.signed(
        1, id: "00000000-0000-4000-8000-000000000002", time: "2021-08-02T09:30:00+08:00"),
      """
      {"specversion":"1.0","id":"00000000-0000-4000-8000-000000000003","source":"urn:gridlog:native",\
      "type":"ReporterSpoke","time":"2021-08-03T10:00:00+08:00","data":{"ticket":"ticket/T-1",\
      "kind":"urge","channel":"12345热线","text":"快一点"}}
      """,
    ]
    let run = try Program.run("append", log, input: Lines.bytes(lines))
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test(arguments: ["en", "zh"])
  func `a list of events is a table`(language: String) throws {
    let run = try Program.run("show", log, "--lang", language)
    #expect(run.status == 0)
    try Golden.expect(run.output, is: "show.\(language).txt")
  }

  @Test(arguments: ["en", "zh"])
  func `one event is shown in full, its personal text sealed`(language: String) throws {
    let run = try Program.run("show", log, "--position", "3", "--lang", language)
    #expect(run.output.contains("[sealed]"))
    #expect(!run.output.contains("快一点"))
    try Golden.expect(run.output, is: "show-position.\(language).txt")
  }

  @Test func `the document holds CloudEvents`() throws {
    let run = try Program.run("show", log, "--json")
    try Golden.expect(run.output, is: "show.json")
  }

  @Test(arguments: ["en", "zh"])
  func `a plan names the lists, the rarest first, and reads nothing`(language: String) throws {
    let run = try Program.run(
      "show", log, "--ticket", "T-1", "--type", "ReporterSpoke", "--explain-plan", "--lang",
      language)
    #expect(run.status == 0, "\(run.errors)")
    try Golden.expect(run.output, is: "show-plan.\(language).txt")
  }

  @Test func `what names a stream, a type or a reference never scans`() throws {
    func scans(_ options: String...) throws -> Bool? {
      try Program.run(["show", log, "--json", "--explain-plan"] + options).json["scans"]?.bool
    }
    #expect(try scans() == true)
    for options in [
      ["--type", "GridRetired"], ["--stream", "ticket/T-1"], ["--stream", "ticket/none"],
      ["--reference", "grid=grid/321023101-v-0043-1001"], ["--reference", "nobody=body/none"],
    ] {
      #expect(
        try Program.run(["show", log, "--json", "--explain-plan"] + options).json["scans"]?.bool
          == false, "\(options)")
    }
    let json = try Program.run("show", log, "--json", "--reference", "ticket=ticket/T-1").json
    #expect(json["events"]?.elements?.count == 2)
  }

  @Test func `filters and order narrow what is shown`() throws {
    func positions(_ options: String...) throws -> [Int64] {
      let json = try Program.run(["show", log, "--json"] + options).json
      return (json["events"]?.elements ?? []).compactMap { $0["position"]?.integer }
    }
    #expect(try positions("--backwards") == [3, 2, 1])
    #expect(try positions("--limit", "2") == [1, 2])
    #expect(try positions("--after", "2") == [3])
    #expect(try positions("--type", "ReporterSpoke", "--type", "GridRetired") == [1, 3])
    #expect(try positions("--ticket", "T-1") == [2, 3])
    #expect(try positions("--stream", "ticket/T-1", "--backwards", "--limit", "1") == [3])
    #expect(try Program.run("show", log, "--type", "Nonsense").status == 2)
  }

  @Test func `figures are told for people and for programs`() throws {
    let json = try Program.run("stat", log, "--json", "--types").json
    #expect(json["head"]?.integer == 3)
    #expect(json["bytes"]?.integer ?? 0 > 4096)
    #expect(
      json["bytes"]?.integer
        == (json["logBytes"]?.integer ?? 0) + (json["keyBytes"]?.integer ?? 0))
    #expect(json["firstRecorded"]?.text == "2021-08-01T00:00:00Z")
    #expect(
      json["types"]?.elements?.map { $0["type"]?.text } == [
        "GridRetired", "ReporterSpoke", "TicketSignedFor",
      ])
    let zh = try Program.run("stat", log, "--lang", "zh").output
    #expect(zh.contains("事件      3\n"))
  }

  @Test func `a verified log says so`() throws {
    let run = try Program.run("verify", log, "--json")
    #expect(run.status == 0)
    #expect(try run.json["intact"]?.bool == true)
    #expect(try run.json["firstBadPosition"] == .null)
  }
}
