// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import Interchange
import Testing

/// What scripts rely on: where the page goes, what is refused, that it agrees with `gridlog view`.
@Suite struct ReportCommandTests {
  /// One sample county for all tests: it is only read.
  private static let county = SampleLog()

  private final class SampleLog: Sendable {
    let directory = TemporaryDirectory("reports")
    let status: Int32
    var path: String { directory.path(of: "county.gridlog") }

    init() {
      status =
        (try? Program.run(
          "demo", directory.path(of: "county.gridlog"), "--events", "3000", "--seed", "7"))?.status
        ?? -1
    }
  }

  private var log: String { Self.county.path }

  @Test func `without a file the page goes to standard output, and nothing else does`() throws {
    let run = try Program.run("report", log, "--period", "2021Q3", "--lang", "zh")
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(run.output.hasPrefix("<!DOCTYPE html>\n"))
    #expect(run.output.hasSuffix("</html>\n"))
    #expect(run.output.contains("<html lang=\"zh-Hans\">"))
    let again = try Program.run("report", log, "--period", "2021-Q3", "--lang", "zh")
    #expect(again.output == run.output, "both spellings, the same bytes")
  }

  @Test func `a file is written once and never over another`() throws {
    let place = TemporaryDirectory("page")
    let file = place.path(of: "page.html")
    let first = try Program.run("report", log, "--period", "2021-08", "--lang", "en", "-o", file)
    #expect(first.status == 0)
    #expect(first.output == "")
    let page = try String(contentsOfFile: file, encoding: .utf8)
    #expect(page.contains("<html lang=\"en\">"))
    let second = try Program.run("report", log, "--period", "2021-08", "--lang", "zh", "-o", file)
    #expect(second.status == 2)
    #expect(second.errors.contains("GL-E202"))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == page)
  }

  @Test func `the page shows what the view has`() throws {
    let view = try Program.run("view", log, "town-workload", "--period", "2021Q3", "--json").json
    let rows = view["rows"]?.elements ?? []
    let received = rows.compactMap { $0["received"]?.integer }.reduce(0, +)
    try #require(received > 0 && received < 1000)
    let page = try Program.run("report", log, "--period", "2021Q3", "--lang", "en").output
    #expect(page.contains("<p class=\"figure\">\(received)</p>"))
  }

  @Test func `a document tells period, moment and root, and has the page`() throws {
    let json = try Program.run(
      "report", log, "--period", "2021Q3", "--as-of", "2900", "--town", "321023100", "--json"
    ).json
    #expect(json["schema"]?.text == "gridlog.report/1")
    #expect(json["period"]?["name"]?.text == "2021-Q3")
    #expect(json["town"]?.text == "division/321023100")
    #expect(json["asOf"]?.integer == 2900)
    let root = try #require(json["root"]?.text)
    #expect(json["html"]?.text?.contains(root) == true)
    #expect(json["bytes"]?.integer == Int64(json["html"]?.text?.utf8.count ?? 0))
  }

  @Test func `what cannot be reported is said`() throws {
    let period = try Program.run("report", log, "--period", "2021Q5")
    #expect(period.status == 2)
    #expect(period.errors.contains("GL-E230"))
    let town = try Program.run("report", log, "--period", "2021Q3", "--town", "321099999")
    #expect(town.status == 2)
    #expect(town.errors.contains("GL-E232"))
    #expect(town.errors.contains("321023100"), "who is there")
    #expect(try Program.run("report", log).status == 2)
    let empty = try Program.run("report", log, "--period", "2019", "--lang", "en")
    #expect(empty.status == 0, "a period without data is an answer")
    #expect(empty.output.contains("No data in this period."))
  }
}
