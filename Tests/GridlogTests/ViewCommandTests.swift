// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import GridGovernance
import Interchange
import Testing

/// What scripts rely on: names of views, `key`, `rows`, `position`, moments.
@Suite(.enabled(if: !ViewCatalogue.views.isEmpty, "no view is registered"))
struct ViewCommandTests {
  /// One sample county for all tests: it is only read.
  private static let county = SampleLog()

  private final class SampleLog: Sendable {
    let directory = TemporaryDirectory("views")
    let status: Int32
    var path: String { directory.path(of: "county.gridlog") }

    init() {
      status =
        (try? Program.run(
          "demo", directory.path(of: "county.gridlog"), "--events", "6000", "--seed", "7"))?.status
        ?? -1
    }
  }

  private var log: String { Self.county.path }

  @Test func `views are called by their names`() throws {
    let json = try Program.run("views", "--json").json
    let names = (json["views"]?.elements ?? []).compactMap { $0["name"]?.text }
    #expect(names.contains("ticket-status"))
    #expect(names.contains("town-workload"))
    #expect(Set(names).count == names.count)
    for name in names { #expect(name.allSatisfy { $0.isLowercase || $0 == "-" }) }
  }

  @Test(arguments: ViewCatalogue.views.map(\.name))
  func `every view answers with keyed rows in one order`(name: String) throws {
    let run = try Program.run("view", log, name, "--json")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try Program.run("view", log, name, "--json").output == run.output)
    let json = try run.json
    #expect(json["view"]?.text == name)
    #expect(json["asOf"]?.integer == json["head"]?.integer)
    let keys = (json["rows"]?.elements ?? []).compactMap { $0["key"]?.text }
    #expect(!keys.isEmpty, "the sample county feeds every view")
    #expect(keys.count == Int(json["rowCount"]?.integer ?? -1))
    #expect(Set(keys).count == keys.count)
  }

  @Test func `a moment is a position, a time or a day, and is printed`() throws {
    let at = try Program.run("view", log, "ticket-status", "--as-of", "5000", "--json").json
    #expect(at["asOf"]?.integer == 5000)
    let known = try #require(at["known"]?.text)
    let by = try Program.run("view", log, "ticket-status", "--known-at", known, "--json").json
    #expect(by["asOf"]?.integer ?? 0 >= 5000)
    let day = try Program.run(
      "view", log, "ticket-status", "--as-of", "2021-08-05", "--json"
    ).json
    #expect(day["known"]?.text == "2021-08-05T15:59:59.999999Z", "the end of that day in Shanghai")
    #expect(try Program.run("view", log, "ticket-status", "--as-of", "soon").status == 2)
    #expect(try Program.run("view", log, "ticket-status", "--as-of", "999999999").status == 1)
  }

  @Test func `happened-by cuts by when it happened`() throws {
    let json = try Program.run(
      "view", log, "ticket-status", "--happened-by", "2021-08-02", "--json"
    ).json
    #expect(json["happenedBy"]?.text == "2021-08-02T15:59:59.999999Z")
    #expect(json["clock"]?.text == "2021-08-02T15:59:59.999999Z")
    let all = try Program.run("view", log, "ticket-status", "--json").json
    #expect(json["rowCount"]?.integer ?? 0 < all["rowCount"]?.integer ?? 0)
  }

  @Test func `a diff lists rows and fields, and its status says whether there are any`() throws {
    let differs = try Program.run(
      "diff", log, "town-workload", "--between", "5000", "head", "--json")
    #expect(differs.status == 1)
    let json = try differs.json
    #expect(json["from"]?["asOf"]?.integer == 5000)
    #expect(json["changeCount"]?.integer ?? 0 > 0)
    #expect(json["changes"]?[0]?["key"]?.text?.contains("division/") == true)
    let same = try Program.run(
      "diff", log, "town-workload", "--as-of", "5000", "--as-of", "#5000")
    #expect(same.status == 0)
    #expect(same.output == "no differences\n")
  }

  @Test(arguments: ViewCatalogue.views.map(\.name))
  func `every row explains itself by positions in the log`(name: String) throws {
    let rows = try Program.run("view", log, name, "--json", "--limit", "2").json["rows"]
    let key = try #require(rows?[0]?["key"]?.text)
    let run = try Program.run("explain", log, name, "--row", key, "--json")
    #expect(run.status == 0, "\(run.errors)")
    let json = try run.json
    #expect(json["row"]?["key"]?.text == key)
    let positions = (json["events"]?.elements ?? []).compactMap { $0["position"]?.integer }
    #expect(!positions.isEmpty)
    #expect(positions == positions.sorted())
    #expect(json["count"]?.integer == Int64(positions.count) || positions.count == 1000)
    #expect((json["events"]?.elements ?? []).contains { $0["direct"]?.bool == true })
  }

  @Test func `more than a thousand positions are told as ranges unless all are asked for`() throws {
    let rows = try Program.run("view", log, "town-workload", "--json").json["rows"]?.elements ?? []
    var longest = 0
    for key in rows.prefix(3).compactMap({ $0["key"]?.text }) {
      let all = try Program.run("explain", log, "town-workload", "--row", key, "--all", "--json")
        .json
      let count = all["events"]?.elements?.count ?? 0
      #expect(count == Int(all["count"]?.integer ?? -1))
      longest = max(longest, count)
    }
    #expect(longest > 0)
  }

  @Test func `a row that is not there ends with 1, a view that is not with 2`() throws {
    let row = try Program.run("explain", log, "town-workload", "--row", "nowhere:2021-08")
    #expect(row.status == 1)
    #expect(row.errors.contains("GL-E303"))
    #expect(try Program.run("view", log, "no-such-view").status == 2)
    #expect(try Program.run("view", log, "town-workload", "--columns", "nope").status == 2)
    #expect(try Program.run("view", log, "town-workload", "--table", "nope").status == 2)
  }

  @Test func `rows are filtered by town and by any column`() throws {
    let town = try Program.run(
      "view", log, "town-workload", "--town", "321023101", "--json"
    ).json
    let keys = (town["rows"]?.elements ?? []).compactMap { $0["key"]?.text }
    #expect(!keys.isEmpty)
    #expect(keys.allSatisfy { $0.hasPrefix("division/321023101:") })
    let nothing = try Program.run("view", log, "town-workload", "--where", "town=nowhere")
    #expect(nothing.status == 1)
  }

  @Test func `a period is one row a town, and is printed in full`() throws {
    let json = try Program.run(
      "view", log, "town-workload", "--period", "2021Q3", "--town", "321023101", "--json"
    ).json
    #expect(json["period"]?["name"]?.text == "2021-Q3")
    #expect(json["period"]?["from"]?.text == "2021-06-30T16:00:00Z")
    #expect(json["period"]?["until"]?.text == "2021-09-30T16:00:00Z")
    #expect(json["period"]?["zone"]?.text == "Asia/Shanghai")
    let rows = json["rows"]?.elements ?? []
    #expect(rows.map { $0["key"]?.text } == ["division/321023101:2021-Q3"])
    #expect(rows.first?["period"]?.text == "2021-Q3")
    let months =
      try Program.run(
        "view", log, "town-workload", "--town", "321023101", "--json"
      ).json["rows"]?.elements ?? []
    let summed = months.reduce(0) { $0 + ($1["received"]?.integer ?? 0) }
    #expect(rows.first?["received"]?.integer == summed)
    let table = try Program.run("view", log, "town-workload", "--period", "2021-08")
    #expect(
      table.errors.contains("2021-08 = [2021-08-01 00:00:00, 2021-09-01 00:00:00) Asia/Shanghai"))
    #expect(table.output.contains("period"))
  }

  @Test func `a period or a column that a view has not is a mistake with the way out`() throws {
    #expect(try Program.run("view", log, "town-workload", "--period", "2021Q9").status == 2)
    let none = try Program.run("view", log, "ticket-status", "--period", "2021Q3")
    #expect(none.status == 2)
    #expect(none.errors.contains("GL-E231"))
    let column = try Program.run("view", log, "town-workload", "--category", "E07")
    #expect(column.status == 2)
    #expect(column.errors.contains("openAtStart"), "\(column.errors)")
    #expect(try Program.run("view", log, "town-workload", "--where", "nope=1").status == 2)
  }

  @Test func `tickets are found by the body that has them and by category`() throws {
    let all = try Program.run("view", log, "ticket-status", "--json").json["rows"]?.elements ?? []
    let units = all.compactMap { $0["unit"]?.text }
    let unit = try #require(units.first)
    let mine =
      try Program.run(
        "view", log, "ticket-status", "--body", String(unit.dropFirst("body/".count)), "--json"
      ).json["rows"]?.elements ?? []
    #expect(mine.count == all.count { $0["unit"]?.text == unit || $0["answerable"]?.text == unit })
    let category = try #require(all.first?["category"]?.text)
    let some = try Program.run(
      "view", log, "ticket-status", "--category", category, "--json"
    ).json
    #expect(some["rowCount"]?.integer == Int64(all.count { $0["category"]?.text == category }))
  }

  @Test func `CSV opens in Excel: a mark, CRLF, one header`() throws {
    let text = try Program.run(
      "view", log, "town-workload", "--csv", "--columns", "town,month,received"
    ).output
    #expect(text.unicodeScalars.first == "\u{FEFF}")
    let lines = text.components(separatedBy: "\r\n")
    #expect(lines[0].hasSuffix("town,month,received"))
    #expect(lines[1].hasPrefix("division/3210231"))
    #expect(lines.last == "")
    #expect(lines.count > 10)
  }

  @Test(arguments: ["en", "zh"])
  func `a table for people says its moments beside it`(language: String) throws {
    let run = try Program.run(
      "view", log, "town-workload", "--columns", "town,month,received,closed", "--limit", "3",
      "--lang", language)
    #expect(run.status == 0)
    #expect(run.errors.contains(language == "zh" ? "已知 #" : "known #"))
    #expect(run.output.contains("321023100"))
    #expect(run.output.split(separator: "\n").count == 4)
  }
}
