// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation
import GridGovernance
import Reports
import Testing

/// The numbers of a page are those of the views, to the digit; charts say what their tables say.
@Suite struct FigureTests {
  private typealias Node = PageTree.Node

  @Test(arguments: ReportLanguage.allCases)
  func `every chart has a name, a description and a table with the same figures`(
    language: ReportLanguage
  ) throws {
    let tree = try SamplePages.get().tree(language)
    let figures = tree.all("figure")
    #expect(figures.count == 7)
    for figure in figures {
      let name = figure.attributes["id"] ?? ""
      let chart = try #require(figure.all("svg").first, "\(name)")
      #expect(chart.attributes["role"] == "img")
      for id in (chart.attributes["aria-labelledby"] ?? "").split(separator: " ") {
        #expect(chart.first(id: String(id))?.content.isEmpty == false, "\(name) \(id)")
      }
      #expect(figure.all("figcaption").first?.content.isEmpty == false)
      let cells = Set(
        figure.cells.joined().flatMap { [$0] + $0.split(separator: " ").map(String.init) })
      let shown = (chart.all(class: "value") + chart.all(class: "inside")).map(\.content)
      #expect(!shown.isEmpty, "\(name)")
      for text in shown where text != "–" {
        #expect(cells.contains(text), "\(text) of \(name) is in no cell")
      }
    }
  }

  @Test func `charts stay inside their frame`() throws {
    for language in ReportLanguage.allCases {
      for chart in try SamplePages.get().tree(language).all("svg") {
        let frame = (chart.attributes["viewBox"] ?? "").split(separator: " ").compactMap { Int($0) }
        try #require(frame.count == 4)
        for node in chart.all("rect") {
          let place = ["x", "y", "width", "height"].compactMap { Int(node.attributes[$0] ?? "") }
          try #require(place.count == 4)
          #expect(place[0] >= 0 && place[0] + place[2] <= frame[2])
          #expect(place[1] >= 0 && place[1] + place[3] <= frame[3])
        }
        for node in chart.all("text") {
          #expect((0...frame[2]).contains(Int(node.attributes["x"] ?? "") ?? -1))
          #expect((0...frame[3]).contains(Int(node.attributes["y"] ?? "") ?? -1))
        }
      }
    }
  }

  @Test func `workload is the view's, town by town, and sums close`() throws {
    let sample = try SamplePages.get()
    let rows = try sample.log.replay(TownWorkload.self).rows(in: sample.period)
    let cells = try #require(try sample.tree(.zh).first(id: "chart-workload")).cells
    #expect(cells.count == rows.count + 1, "a row a town and the total")
    let columns = ["openAtStart", "received", nil, "closed", "declined", "referred", "voided"]
    for (row, cell) in zip(rows, cells) {
      #expect(cell[0].hasSuffix(key(row, "town")))
      for (index, column) in columns.enumerated() {
        guard let column else { continue }
        #expect(cell[index + 1] == grouped(count(row, column)), "\(column)")
      }
      #expect(cell[10] == grouped(count(row, "openAtEnd")))
      let numbers = cell.dropFirst().map { Int($0.replacing(",", with: "")) ?? -1 }
      #expect(numbers.count == 10)
      #expect(
        numbers[0] + numbers[1] + numbers[2] - numbers[3...8].reduce(0, +) == numbers[9])
    }
    let total = try #require(cells.last)
    #expect(total[2] == grouped(rows.reduce(0) { $0 + count($1, "received") }))
  }

  @Test func `the four sources are the view's, and add up to what the town received`() throws {
    let sample = try SamplePages.get()
    let rows = try sample.log.replay(SourceMix.self).rows(of: "towns", in: sample.period)
    let cells = try #require(try sample.tree(.zh).first(id: "chart-sources")).cells
    let sources: [EntrySource] = [.fromAbove, .enforcementPatrol, .grid, .public]
    let towns = rows.map { key($0, "town") }.reduce(into: [String]()) { list, town in
      if list.last != town { list.append(town) }
    }
    #expect(cells.count == towns.count + 1)
    for (town, cell) in zip(towns, cells) {
      let own = rows.filter { key($0, "town") == town }
      for (index, source) in sources.enumerated() {
        let row = try #require(own.first { key($0, "source") == source.rawValue })
        #expect(cell[1 + 2 * index] == grouped(count(row, "received")))
        #expect(cell[2 + 2 * index] == row["share"].map(percent) ?? "–")
      }
      #expect(cell.last == grouped(own.reduce(0) { $0 + count($1, "received") }))
    }
  }

  @Test func `on-time disposal is the indicator's, with both its terms`() throws {
    let sample = try SamplePages.get()
    let rows = try sample.log.replay(HandlingIndicators.self)
      .rows(of: "indicators", in: sample.period).filter {
        key($0, "dimension") == "town" && key($0, "indicator") == "onTimeDisposal"
      }
    let cells = try #require(try sample.tree(.en).first(id: "chart-deadlines")).cells
    #expect(cells.count == rows.count + 1)
    for (row, cell) in zip(rows, cells) {
      let expected =
        row["rate"].map {
          "\(percent($0)) \(grouped(count(row, "numerator")))/"
            + grouped(count(row, "denominator"))
        } ?? "–"
      #expect(cell[1] == expected)
    }
  }

  @Test func `the board, the returns and the ways up count what the views have`() throws {
    let sample = try SamplePages.get()
    let tree = try sample.tree(.en)
    let clocks = try sample.log.replay(DeadlineBoard.self).rows
    let board = try #require(tree.first(id: "chart-board")?.cells.last)
    #expect(board[1] == grouped(clocks.count))
    #expect(board[2] == grouped(clocks.count { $0["overdue"] == .bool(true) }))
    let returns = try sample.log.replay(Returns.self).rows(in: sample.period)
    let grounds = try #require(tree.first(id: "chart-returns")?.cells)
    #expect(grounds.last?[1] == grouped(returns.reduce(0) { $0 + count($1, "returned") }))
    #expect(grounds[0][1] == grouped(returns.reduce(0) { $0 + count($1, "notMine") }))
    let ways = try sample.log.replay(Supervision.self).rows(of: "escalations")
    #expect(tree.first(id: "chart-escalations")?.cells.last?.last == grouped(ways.count))
  }

  @Test func `satisfaction is the sum of the units' rows`() throws {
    let sample = try SamplePages.get()
    let rows = try sample.log.replay(Satisfaction.self).rows(in: sample.period).filter {
      key($0, "exclusions") == "leftOut"
    }
    let cells = try #require(try sample.tree(.en).first(id: "chart-satisfaction")).cells
    let reached = rows.reduce(0) { $0 + count($1, "reached") }
    for (row, column) in zip(cells, ["contacted", "solved", "satisfied"]) {
      let part = rows.reduce(0) { $0 + count($1, column) }
      #expect(row[1].hasSuffix(" \(grouped(part))/\(grouped(reached))"))
    }
  }

  @Test func `results are the assessment's, exact and rounded`() throws {
    let sample = try SamplePages.get()
    let period = try #require(AssessmentPeriod("2021-Q2"))
    let rows = try sample.log.replay(Assessment.self).rows(in: period)
    let page = try Report(of: sample.log, period: period).html(in: .en)
    let cells = try #require(PageTree(page).root.first(id: "chart-assessment")).cells
    try #require(!rows.isEmpty && cells.count == rows.count)
    for (row, cell) in zip(rows, cells) {
      #expect(cell[0].hasSuffix(key(row, "subject")))
      if case .decimal(let figure)? = row["rounded"] {
        #expect(ExactDecimal(cell[6]) == figure)
      } else {
        #expect(cell[6] == "–", "no result is not zero")
      }
    }
  }

  // MARK: What the views say

  private func key(_ row: ViewRow, _ column: String) -> String {
    switch row.key.fields.first(where: { $0.name == column })?.value {
    case .object(let name)?: name.key
    case let value?: value.description
    case nil: ""
    }
  }

  private func count(_ row: ViewRow, _ column: String) -> Int {
    if case .int(let number)? = row[column] { return Int(number) }
    return -1
  }

  private func grouped(_ number: Int) -> String {
    var text = String(number)
    var index = text.count - 3
    while index > 0 {
      text.insert(",", at: text.index(text.startIndex, offsetBy: index))
      index -= 3
    }
    return text
  }

  private func percent(_ value: Value) -> String {
    guard case .decimal(let rate) = value else { return "" }
    return ((rate.rational * Rational(100)).rounded(places: 2)?.text(places: 2) ?? "") + "%"
  }
}
