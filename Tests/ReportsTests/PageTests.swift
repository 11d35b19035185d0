// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import GridGovernance
import Reports
import Testing

/// The page as a file: whole, alone, the same twice, in two languages.
@Suite struct PageTests {
  @Test(arguments: ReportLanguage.allCases)
  func `a page is well-formed and stands alone`(language: ReportLanguage) throws {
    let page = try SamplePages.get().page(language)
    let tree = PageTree(page)
    #expect(tree.fault == nil)
    for word in ["http:", "https:", "url(", "src=", "<script", "@import", "javascript:", "style="] {
      #expect(!page.contains(word), "\(word) in the page")
    }
    let metas = tree.root.all("meta").compactMap { $0.attributes["content"] }
    #expect(metas.contains { $0.hasPrefix("default-src 'none'") })
    #expect(tree.root.all("html").first?.attributes["lang"] == (language == .zh ? "zh-Hans" : "en"))
    for link in tree.root.all("a") {
      let target = try #require(link.attributes["href"])
      #expect(target.hasPrefix("#"))
      #expect(tree.root.first(id: String(target.dropFirst())) != nil, "\(target) leads nowhere")
    }
  }

  @Test func `the same log, period and moment give the same bytes`() throws {
    let sample = try SamplePages.get()
    let again = try Report(of: sample.log, period: sample.period, asOf: .head)
    for language in ReportLanguage.allCases {
      #expect(try again.html(in: language) == sample.page(language))
    }
    let head = try sample.log.head
    let placed = try Report(of: sample.log, period: sample.period, asOf: .position(head))
    #expect(try placed.html(in: .zh) == sample.page(.zh))
  }

  @Test func `a report of an earlier moment does not change when the log grows`() throws {
    let sample = try SamplePages.get()
    let before = try Report(of: sample.log, period: sample.period, asOf: .position(4000))
    #expect(before.moment.position == 4000)
    #expect(before.head == (try sample.log.treeHead(at: 4000)))
    let page = try before.html(in: .en)
    #expect(page.contains(before.head.root.description))
    #expect(page.contains("#4000"))
  }

  @Test func `the cover has the position, when it was recorded, and what was asked for`() throws {
    let sample = try SamplePages.get()
    let zone = sample.log.identity.zone
    let report = try Report(of: sample.log, period: sample.period, asOf: .recorded("2021-08-04"))
    let last = try #require(try sample.log.event(at: report.moment.position))
    let codes = try #require(PageTree(try report.html(in: .en)).root.all("dl").first).all("code")
      .map(\.content)
    #expect(codes.contains(last.position.description))
    let recorded = zone.text(last.recorded).prefix(19).replacing("T", with: " ")
    #expect(codes.contains { $0.hasPrefix(recorded) })
    #expect(codes.contains { $0.hasPrefix("2021-08-04 23:59:59") })
  }

  @Test func `a Chinese page has Chinese words only`() throws {
    let tree = try SamplePages.get().tree(.zh)
    let words = tree.texts(outside: ["code", "bdi", "style"])
    #expect(words.count > 500)
    for text in words {
      let letters = text.unicodeScalars.split {
        !("a"..."z").contains($0) && !("A"..."Z").contains($0)
      }
      #expect(letters.allSatisfy { $0.count == 1 }, "\(text)")
    }
  }

  @Test func `an English page has English words only, names aside`() throws {
    let sample = try SamplePages.get()
    let tree = try sample.tree(.en)
    let names = Set(
      try sample.log.events(.types(.divisionRegistered, .bodyRegistered)).compactMap { event in
        (try? event.decode(DivisionRegistered.self).name)
          ?? (try? event.decode(BodyRegistered.self).name)
      })
    for text in tree.texts(outside: ["code", "bdi", "style"])
    where text.unicodeScalars.contains(where: { (0x3000...0x9FFF).contains($0.value) }) {
      // Labels of charts: a name, shortened where it is long, or with a period.
      let label = String(text.prefix { $0 != "…" && $0 != " " })
      #expect(names.contains { $0.hasPrefix(label) }, "\(text)")
    }
  }

  @Test func `a page of one town has no other town`() throws {
    let sample = try SamplePages.get()
    let towns = try sample.towns()
    let own = towns[3]
    for language in ReportLanguage.allCases {
      let page = try Report(of: sample.log, period: sample.period, town: own.division.key)
        .html(in: language)
      #expect(PageTree(page).fault == nil)
      #expect(page.contains(own.name))
      for other in towns where other.division != own.division {
        #expect(!page.contains(other.division.key), "\(other.division)")
        // A town may carry the county's name, which stands in those of its bodies.
        #expect(!page.contains(">\(other.name)<"), "\(other.name)")
      }
    }
  }

  @Test func `a town is found by code, object or name, and a stranger is told who is there`() throws
  {
    let sample = try SamplePages.get()
    let town = try #require(try sample.towns().first)
    for name in [town.division.key, town.division.text, town.name] {
      #expect(
        try Report(of: sample.log, period: sample.period, town: name).town == town.division)
    }
    #expect {
      try Report(of: sample.log, period: sample.period, town: "321099999")
    } throws: { error in
      guard case ReportError.noSuchTown(let asked, let known) = error else { return false }
      return asked == "321099999" && known.contains { $0.code == town.division.key }
    }
  }

  @Test(arguments: ReportLanguage.allCases)
  func `a period without data says so`(language: ReportLanguage) throws {
    let sample = try SamplePages.get()
    let period = try #require(AssessmentPeriod("2019-Q1"))
    let page = try Report(of: sample.log, period: period).html(in: language)
    let tree = PageTree(page)
    #expect(tree.fault == nil)
    #expect(tree.root.all(class: "empty").count > 5)
    let workload = try #require(tree.root.first(id: "workload"))
    #expect(workload.all("table").isEmpty, "no row of zeros")
    #expect(workload.all("svg").isEmpty)
  }

  @Test func `an empty log has a report as well`() throws {
    let directory = TemporaryDirectory("report")
    let log = try EventLog.create(
      at: directory.path(of: "log"),
      options: EventLogOptions(catalogue: GovernanceEvent.catalogue), clock: .source,
      now: "2021-01-01T00:00:00Z")
    let period = try #require(AssessmentPeriod("2021"))
    let page = try Report(of: log, period: period).html(in: .en)
    #expect(PageTree(page).fault == nil)
  }
}
