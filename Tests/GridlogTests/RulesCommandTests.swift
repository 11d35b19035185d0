// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import Interchange
import Testing

/// Rule files into the log, listed and compared, as people and scripts ask for them.
struct RulesCommandTests {
  private let directory = TemporaryDirectory("rules")
  private var log: String { directory.path(of: "county.gridlog") }

  private static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/rules")

  static func sample(_ name: String) -> String {
    samples.appendingPathComponent(name).path
  }

  private static let names = ["calendar-2020-2021.yaml", "county.yaml", "limits.yaml"]

  private func file(_ text: String, _ name: String = "rules.yaml") throws -> String {
    let path = directory.path(of: name)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// A rule set of limits of five days, and another edition of it.
  private func limits(
    _ amount: Int, from: String = "2021-01-08", more: String = ""
  ) throws -> String {
    try file(
      """
      gridlog-rules: 1
      rules:
        - rule: limits
          kind: limits
          effectiveFrom: \(from)
          source: 示例时限
          content:
            limits:
              - {stage: handle, amount: \(amount), unit: workingDay}
              - {stage: handle, category: E01, amount: 2, unit: day}
      \(more)
      """)
  }

  private func publish(_ files: String..., at day: String) throws -> Program.Run {
    try Program.run(["rules", "publish", log] + files + ["--occurred", day, "--json"])
  }

  private func makeLog() throws {
    #expect(try Program.run("init", log, "--clock-from-source").status == 0)
  }

  @Test func `the sample files are taken whole, and a second time nothing is written`() throws {
    try makeLog()
    let files = Self.names.map(Self.sample)
    let arguments = ["rules", "publish", log] + files + ["--occurred", "2021-01-08", "--json"]
    let first = try Program.run(arguments)
    #expect(first.status == 0, "\(first.errors)")
    let rules = try #require(try first.json["rules"]?.elements)
    #expect(rules.count == 15 && rules.allSatisfy { $0["new"]?.bool == true })
    let second = try Program.run(arguments)
    #expect(second.status == 0, "\(second.errors)")
    let again = try #require(try second.json["rules"]?.elements)
    #expect(again.allSatisfy { $0["new"]?.bool == false })
    #expect(try Program.run("stat", log, "--json").json["head"]?.integer == 15)
    #expect(try Program.run("verify", log).status == 0)
  }

  @Test func `the sample procedures are taken, each edition with its first day`() throws {
    try makeLog()
    for name in ["penalty.yaml", "approval.yaml"] {
      let run = try publish(Self.sample(name), at: "2021-01-08")
      #expect(run.status == 0, "\(run.errors)")
    }
    let inForce = { (day: String) in
      let list = try Program.run("rules", "list", log, "--clock", day, "--json").json
      let rules = try #require(list["rules"]?.elements)
      return rules.filter { $0["inForce"]?.bool == true }.compactMap { $0["from"]?.text }
    }
    #expect(try inForce("2021-07-14").contains("2018-01-01"))
    #expect(try inForce("2021-07-15").contains("2021-07-15"))
    #expect(try !inForce("2023-12-31").contains("2024-01-01"))
    #expect(try inForce("2024-01-01").contains("2024-01-01"))
  }

  @Test(arguments: ["en", "zh"])
  func `the list says what is in force and what is unverified`(language: String) throws {
    try makeLog()
    for name in Self.names {
      #expect(try publish(Self.sample(name), at: "2021-01-08").status == 0)
    }
    #expect(try publish(try limits(5), at: "2021-01-09").status == 0)
    #expect(try publish(try limits(3, from: "2021-06-01"), at: "2021-02-01").status == 0)
    let run = try Program.run(
      "rules", "list", log, "--clock", "2021-03-01", "--lang", language,
      environment: ["COLUMNS": "200"])
    #expect(run.status == 0, "\(run.errors)")
    try Golden.expect(run.output, is: "rules-list.\(language).txt")
  }

  @Test func `the list as of a moment knows no later edition`() throws {
    try makeLog()
    #expect(try publish(try limits(5), at: "2021-01-09").status == 0)
    #expect(try publish(try limits(3, from: "2021-01-20"), at: "2021-02-01").status == 0)
    let before = try Program.run("rules", "list", log, "--as-of", "2021-01-25", "--json").json
    let rules = try #require(before["rules"]?.elements)
    #expect(rules.map { $0["inForce"]?.bool } == [true])
    let after = try Program.run("rules", "list", log, "--as-of", "2021-02-02", "--json").json
    let both = try #require(after["rules"]?.elements)
    #expect(both.map { $0["inForce"]?.bool } == [false, true])
    #expect(after["rules"]?[0]?["until"]?.text == "2021-01-20")
  }

  @Test(arguments: ["en", "zh"])
  func `two moments are compared field by field`(language: String) throws {
    try makeLog()
    #expect(try publish(try limits(5), at: "2021-01-09").status == 0)
    let more = """
              - {stage: overall, amount: 30, unit: workingDay}
      """
    let second = try limits(3, from: "2021-02-01", more: more)
    #expect(try publish(second, at: "2021-02-01").status == 0)
    let run = try Program.run(
      "rules", "diff", log, "2021-01-31", "2021-02-01", "--lang", language,
      environment: ["COLUMNS": "120"])
    #expect(run.status == 1, "\(run.errors)")
    try Golden.expect(run.output, is: "rules-diff.\(language).txt")
    let json = try Program.run("rules", "diff", log, "2021-01-31", "2021-02-01", "--json").json
    #expect(json["schema"]?.text == "gridlog.rules-diff/1")
    let changes = try #require(json["changes"]?.elements)
    let amount = changes.first { $0["field"]?.text == "limits[handle].amount" }
    #expect(amount?["old"]?.integer == 5 && amount?["new"]?.integer == 3)
    let same = try Program.run("rules", "diff", log, "2021-01-31", "2021-01-31")
    #expect(same.status == 0)
  }

  @Test func `a wrong file is told by line and field, and nothing is written`() throws {
    try makeLog()
    let wrong = try file(
      """
      gridlog-rules: 1
      rules:
        - rule: limits
          kind: limits
          effectiveFrom: 2021-02-30
          source: x
          content:
            limits:
              - {stage: handel, amount: 5, unit: workingDay}
              - {stage: check, amount: five, unit: day}
        - rule: floor
          kind: weightFloor
          effectiveFrom: 2021-01-01
          source: x
          content:
            weightFloor: {floor: 3/2}
        - rule: score
          kind: indicator
          effectiveFrom: 2021-01-01
          source: x
          content:
            indicator: {code: A, terms: [{indicator: fines, weight: 60}]}
      """)
    for language in ["en", "zh"] {
      let run = try Program.run("rules", "publish", log, wrong, "--lang", language)
      #expect(run.status == 3)
      #expect(run.errors.contains("GL-E123"))
      for place in [
        ":5:", "rules[0].effectiveFrom", ":9:", "limits[0].stage", "handle", ":10:",
        "limits[1].amount", ":16:", "weightFloor.floor", ":22:", "I-22",
      ] {
        #expect(run.errors.contains(place), "\(place) in \(run.errors)")
      }
    }
    #expect(try Program.run("stat", log, "--json").json["head"]?.integer == 0)
  }

  @Test func `a dry run checks and writes nothing`() throws {
    try makeLog()
    let run = try Program.run(
      "rules", "publish", log, Self.sample("county.yaml"), "--dry-run", "--json")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.json["checked"]?.integer == 9)
    #expect(try Program.run("stat", log, "--json").json["head"]?.integer == 0)
  }

  @Test func `what is published again after another edition counts again`() throws {
    try makeLog()
    for (amount, day) in [(5, "2021-01-09"), (3, "2021-01-10"), (5, "2021-01-11")] {
      let run = try publish(try limits(amount), at: day)
      #expect(try run.json["rules"]?[0]?["new"]?.bool == true)
    }
    let list = try Program.run("rules", "list", log, "--json").json["rules"]
    let editions = try #require(list?.elements)
    #expect(editions.map { $0["inForce"]?.bool } == [false, false, true])
  }
}
