// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import Interchange
import Testing

@Suite struct AppendCommandTests {
  let directory = TemporaryDirectory("append")
  var log: String { directory.path(of: "a.gridlog") }

  init() throws {
    _ = try Program.run("init", log)
  }

  private func append(_ lines: [String], _ options: String...) throws -> JSONValue {
    let run = try Program.run(
      ["append", log, "--json"] + options, input: Lines.bytes(lines))
    return try run.json
  }

  @Test func `what is appended twice is there once`() throws {
    let lines = (1...2500).map { Lines.signed($0) }
    let first = try append(lines)
    #expect(first["appended"]?.integer == 2500)
    #expect(first["first"]?.integer == 1)
    #expect(first["last"]?.integer == 2500)
    let second = try append(lines)
    #expect(second["appended"]?.integer == 0)
    #expect(second["alreadyThere"]?.integer == 2500)
    #expect(second["head"]?.integer == 2500)
  }

  @Test func `a line that stands twice in one input is one event`() throws {
    let report = try append([Lines.signed(1), Lines.signed(2), Lines.signed(1)])
    #expect(report["appended"]?.integer == 2)
    #expect(report["alreadyThere"]?.integer == 1)
  }

  @Test func `one wrong line keeps all others out`() throws {
    let report = try append([Lines.signed(1), Lines.signed(2), "{}", Lines.signed(3)])
    #expect(report["appended"]?.integer == 0)
    #expect(report["rejected"]?.integer == 1)
    #expect(report["heldBack"]?.integer == 3)
    #expect(report["errors"]?[0]?["line"]?.integer == 3)
    #expect(report["errors"]?[0]?["pointer"]?.text == "/specversion")
    #expect(report["head"]?.integer == 0)
  }

  @Test func `line by line, what is wrong is rejected and the rest appended`() throws {
    let report = try append([Lines.signed(1), "{}", Lines.signed(3)], "--each")
    #expect(report["appended"]?.integer == 2)
    #expect(report["rejected"]?.integer == 1)
    #expect(report["heldBack"]?.integer == 0)
  }

  @Test func `an id that is taken by another event is refused`() throws {
    _ = try append([Lines.signed(1, id: "same")])
    let report = try append([Lines.signed(2, id: "same")])
    #expect(report["errors"]?[0]?["code"]?.text == "GL-E114")
    #expect(report["errors"]?[0]?["pointer"]?.text == "/id")
    #expect(report["head"]?.integer == 1)
  }

  @Test func `an event from the future is refused before anything is appended`() throws {
    let report = try append([Lines.signed(1), Lines.signed(2, time: "2099-01-01T00:00:00Z")])
    #expect(report["appended"]?.integer == 0)
    #expect(report["errors"]?[0]?["line"]?.integer == 2)
    #expect(report["errors"]?[0]?["pointer"]?.text == "/time")
    #expect(report["errors"]?[0]?["code"]?.text == "GL-E113")
  }

  @Test func `what show writes line by line, append reads into another log`() throws {
    _ = try append((1...300).map { Lines.signed($0) })
    let lines = try Program.run("show", log, "--jsonl").output
    let copy = directory.path(of: "copy.gridlog")
    _ = try Program.run("init", copy)
    let run = try Program.run("append", copy, input: Array(lines.utf8))
    #expect(run.status == 0)
    let back = try Program.run("append", log, "--json", input: Array(lines.utf8))
    #expect(try back.json["alreadyThere"]?.integer == 300)
    // Everything but the place in the log is the same.
    func contents(_ text: String) throws -> [JSONValue] {
      try text.split(separator: "\n").map { line in
        let members = try JSONParser.parse(String(line)).members ?? []
        return .object(members.filter { $0.key != "recordedtime" })
      }
    }
    #expect(
      try contents(Program.run("show", copy, "--jsonl").output) == contents(lines))
  }

  @Test func `personal text goes in clear and comes out sealed`() throws {
    let secret = "张三 13800000000"
    let line = """
      {"specversion":"1.0","id":"r1","source":"system/app","type":"ReporterSpoke",\
      "time":"2021-08-05T09:12:00+08:00","data":{"ticket":"ticket/T-1","kind":"supplement","channel":"phone",\
      "text":"\(secret)"}}
      """
    let report = try append([line])
    let shown = try Program.run("show", log, "--jsonl").output
    #expect(report["appended"]?.integer == 1, "\(report)")
    #expect(shown.contains("\"sealed\""))
    for file in try FileManager.default.subpathsOfDirectory(atPath: log) {
      let bytes = FileManager.default.contents(atPath: log + "/" + file) ?? Data()
      #expect(bytes.range(of: Data("张三".utf8)) == nil, "\(file)")
      #expect(bytes.range(of: Data("13800000000".utf8)) == nil, "\(file)")
    }
    #expect(try append([line])["alreadyThere"]?.integer == 1, "the seal is deterministic")
  }

  @Test func `a log with its clock from the source takes its past line by line`() throws {
    let archive = directory.path(of: "archive.gridlog")
    _ = try Program.run("init", archive, "--clock-from-source")
    let lines = (1...9).map { Lines.signed($0, time: "2021-08-0\($0)T00:00:00Z") }
    #expect(try Program.run("append", archive, input: Lines.bytes(lines)).status == 0)
    let events = try Program.run("show", archive, "--json").json["events"]?.elements ?? []
    #expect(events.map { $0["recordedtime"]?.text } == (1...9).map { "2021-08-0\($0)T00:00:00Z" })
  }
}
