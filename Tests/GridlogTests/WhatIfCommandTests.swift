// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import GridGovernance
import Interchange
import Testing

/// What-if, certificates and proofs of rows, as people and scripts ask for them.
struct WhatIfCommandTests {
  /// One sample county for all tests: it is only read.
  private static let county = Sample()

  private final class Sample: Sendable {
    let directory = TemporaryDirectory("what-if")
    var path: String { directory.path(of: "county.gridlog") }

    init() {
      _ = try? Program.run("demo", path, "--events", "4000", "--seed", "7")
      _ = try? Program.run("checkpoint", path)
    }
  }

  private var log: String { Self.county.path }
  private let directory = TemporaryDirectory("answers")

  private func file(_ text: String, _ name: String) throws -> String {
    let path = directory.path(of: name)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  // MARK: What-if

  @Test(arguments: [("en", "HYPOTHETICAL", "real → assumed"), ("zh", "【假设】", "实际 → 假设")])
  func `the heading stands with the result and lists what was assumed`(
    words: (language: String, heading: String, sides: String)
  ) throws {
    let run = try Program.run(
      "what-if", log, "assessment", "--weight", "3/5", "--lang", words.language)
    #expect(run.status == 1, "\(run.errors)")
    #expect(run.output.hasPrefix(words.heading))
    #expect(run.output.contains("+1") && run.output.contains("weight=3/5"))
    #expect(run.output.contains(words.sides))
  }

  @Test func `the document says that it is hypothetical, what was assumed and what differs`() throws
  {
    let run = try Program.run(
      "what-if", log, "assessment", "--weight", "sample-stationed-quarter=0.60", "--json")
    #expect(run.status == 1)
    let json = try run.json
    #expect(json["schema"]?.text == "gridlog.what-if/1")
    #expect(json["hypothetical"]?.bool == true)
    #expect(json["leftOut"]?.elements?.count == 1)
    #expect(json["added"]?[0]?["position"]?.text == "+1")
    #expect(json["added"]?[0]?["replaces"]?.integer == json["leftOut"]?[0]?["position"]?.integer)
    #expect(json["changeCount"]?.integer ?? 0 > 0)
    #expect(json["changeCount"]?.integer == Int64(json["changes"]?.elements?.count ?? -1))
    #expect(json["asOf"]?.integer == json["head"]?.integer)
  }

  @Test func `an event is left out by position or id, and the status tells differences`() throws {
    let shown = try Program.run(
      "show", log, "--type", "TicketClosed", "--limit", "1", "--json"
    ).json["events"]?[0]
    let position = try #require(shown?["position"]?.integer)
    let id = try #require(shown?["id"]?.text)
    let one = try Program.run("what-if", log, "ticket-status", "--without", "\(position)", "--json")
    let other = try Program.run("what-if", log, "ticket-status", "--without", id, "--json")
    #expect(one.status == 1)
    #expect(one.output == other.output)
    let before = try Program.run(
      "what-if", log, "ticket-status", "--without", id, "--as-of", "\(position - 1)")
    #expect(before.status == 0, "what is left out was not known then")
    #expect(before.output.contains("no differences"))
    let same = try Program.run("what-if", log, "ticket-status")
    #expect(same.status == 0)
  }

  @Test func `added lines take their place, explain rows and write nothing`() throws {
    let ticket = "ticket/321023-20210801-9999"
    let line = """
      {"specversion":"1.0","id":"w-1","source":"urn:gridlog:native","type":"IncidentReported",\
      "time":"2021-08-01T08:00:00+08:00","recordedtime":"2021-08-01T09:00:00+08:00",\
      "data":{"ticket":"\(ticket)","origin":"hotline","channel":"12345",\
      "category":"category/E01-06","division":"division/321023100","text":"a lamp is out",\
      "media":[],"anonymous":true,"selfSolved":false}}
      """
    let path = try file(line + "\n", "added.jsonl")
    let head = try Program.run("stat", log, "--json").json["head"]?.integer
    let run = try Program.run(
      "what-if", log, "ticket-status", "--add", path, "--explain", ticket, "--json")
    #expect(run.status == 1, "\(run.errors)")
    let json = try run.json
    #expect(json["added"]?[0]?["recorded"]?.text == "2021-08-01T01:00:00Z")
    #expect(json["changes"]?[0]?["key"]?.text == ticket)
    let events = json["explanation"]?["events"]?.elements ?? []
    #expect(events.last?["position"]?.text == "+1")
    #expect(events.last?["direct"]?.bool == true)
    let early = try Program.run(
      "what-if", log, "ticket-status", "--add", path, "--as-of", "2021-08-01T08:59:59+08:00")
    #expect(early.status == 0)
    let rows =
      try Program.run(
        "what-if", log, "ticket-status", "--add", path, "--rows", "--json"
      ).json["rows"]?.elements ?? []
    #expect(rows.contains { $0["key"]?.text == ticket })
    #expect(try Program.run("stat", log, "--json").json["head"]?.integer == head)
  }

  @Test func `what cannot be assumed is told, and nothing is answered`() throws {
    let beyond = try Program.run("what-if", log, "town-workload", "--without", "99999999")
    #expect(beyond.status == 2)
    #expect(beyond.errors.contains("GL-E223") && beyond.output.isEmpty)
    let weight = try Program.run("what-if", log, "assessment", "--weight", "1.2", "--lang", "zh")
    #expect(weight.status == 2)
    #expect(weight.errors.contains("GL-E223"))
    #expect(try Program.run("what-if", log, "assessment", "--weight", "much").status == 2)
    let bad = try file(#"{"specversion":"1.0","id":"1","source":"s","type":"Nope"}"#, "bad.jsonl")
    let rejected = try Program.run("what-if", log, "assessment", "--add", bad)
    #expect(rejected.status == 3)
    #expect(rejected.errors.contains("GL-E104") && rejected.errors.contains("line 1"))
  }

  @Test func `a rule set of a file stands in for the county's own`() throws {
    let rule = try Program.run(
      "show", log, "--type", "RuleSetPublished", "--jsonl"
    ).output.split(separator: "\n").first { $0.contains("weightFloor\":{") }
    var text = String(try #require(rule))
    text = text.replacing(#""floor":"1/2""#, with: #""floor":"4/5""#)
    let run = try Program.run(
      "what-if", log, "assessment", "--rules", try file(text + "\n", "rules.jsonl"), "--json")
    #expect(run.status == 1, "\(run.errors)")
    #expect(run.output.contains("nonCompliant"))
  }

  // MARK: Certificates

  @Test func `a certificate is reproduced on a copy elsewhere, or says what differs`() throws {
    let path = directory.path(of: "answer.certificate")
    let made = try Program.run(
      "certify", log, "ticket-status", "--as-of", "2021-08-03", "-o", path)
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output.isEmpty)
    let copy = directory.path(of: "copy.gridlog")
    try FileManager.default.copyItem(atPath: log, toPath: copy)
    for language in ["en", "zh"] {
      let check = try Program.run("certify", copy, "--check", path, "--lang", language)
      #expect(check.status == 0, "\(check.errors)")
      #expect(check.output.contains(language == "zh" ? "已重现" : "reproduced"))
    }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let forged = try file(text.replacing("\nrefused 0", with: "\nrefused 1"), "forged")
    let check = try Program.run("certify", copy, "--check", forged, "--json")
    #expect(check.status == 4)
    let kinds = (try check.json["differences"]?.elements ?? []).compactMap { $0["kind"]?.text }
    #expect(kinds == ["signature", "refused"])
    #expect(check.errors.contains("GL-E416"))
    let old = try file(text.replacing("\nversion 2\n", with: "\nversion 9\n"), "later")
    #expect(
      try Program.run("certify", copy, "--check", old, "--json").json["differences"]?.elements?
        .compactMap { $0["kind"]?.text } == ["signature", "version"])
    #expect(try Program.run("certify", copy, "--check", copy + "/HEAD").status == 3)
    #expect(try Program.run("certify", log, "ticket-status", "-o", path).status == 2)
    #expect(try Program.run("certify", log).status == 2)
  }

  @Test func `the key that was kept apart is enough to check with`() throws {
    let key = try Program.run("key", "show", log).output.trimmingCharacters(in: .newlines)
    let path = directory.path(of: "c")
    #expect(try Program.run("certify", log, "town-workload", "-o", path).status == 0)
    #expect(try Program.run("certify", log, "--check", path, "--key", key).status == 0)
    let stranger = directory.path(of: "stranger.gridlog")
    try #require(try Program.run("init", stranger).status == 0)
    let other = try Program.run("key", "show", stranger).output.trimmingCharacters(in: .newlines)
    let run = try Program.run("certify", log, "--check", path, "--key", other, "--json")
    #expect(run.status == 4)
    #expect(try run.json["differences"]?[0]?["kind"]?.text == "unsigned")
  }

  // MARK: Explanations

  @Test func `a row comes with the proofs of its events and the rules of its derived columns`()
    throws
  {
    let open = try Program.run(
      "view", log, "ticket-status", "--where", "overdue=false", "--json", "--limit", "1")
    let key = try #require(open.json["rows"]?[0]?["key"]?.text)
    let json = try Program.run(
      "explain", log, "ticket-status", "--row", key, "--proof", "--json"
    ).json
    let events = json["events"]?.elements ?? []
    #expect(!events.isEmpty)
    #expect(events.allSatisfy { $0["proof"]?.text?.hasPrefix("c2sp.org/tlog-proof@v1\n") == true })
    #expect(json["checkpoint"]?["size"]?.integer == json["head"]?.integer)
    let derived = json["derived"]?.elements ?? []
    #expect(
      derived.compactMap { $0["column"]?.text } == [
        "used", "left", "light", "overdue", "closeDue", "signDue", "deemedSigned",
        "deemedAccepted",
      ])
    #expect(derived.allSatisfy { $0["rule"]?.text?.isEmpty == false })
    let overdue = derived.first { $0["column"]?.text == "overdue" }
    #expect(overdue?["value"]?.bool == false)
    #expect(derived.first?["clock"]?.text == json["clock"]?.text)

    let place = directory.path(of: "proofs")
    let run = try Program.run(
      "explain", log, "ticket-status", "--row", key, "--proof", "-o", place, "--lang", "zh")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("红灯") && run.output.contains("并非由事件写入"))
    let files = try FileManager.default.contentsOfDirectory(atPath: place)
    #expect(files.count == events.count)
    #expect(files.allSatisfy { $0.hasSuffix(".tlog-proof") })
    let again = try Program.run(
      "explain", log, "ticket-status", "--row", key, "--proof", "-o", place)
    #expect(again.status == 2, "files are never written over")
    let plain = try Program.run("explain", log, "ticket-status", "--row", key, "--json").json
    #expect(plain["events"]?[0]?["proof"] == nil)
  }
}
