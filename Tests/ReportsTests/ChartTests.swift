// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Reports

/// Charts as drawings: on one scale, inside their frames, on sheets that can be printed.
@Suite struct ChartTests {
  private func chart(_ shape: Chart.Shape, rows: Int, name: String = "镇") -> Chart {
    Chart(
      id: "c", title: "t", description: "d", series: ["a", "b"], shape: shape,
      rows: (0..<rows).map {
        Chart.Row(label: "\(name)\($0)", amounts: [.init($0 * 7), .init(100)], note: "\($0)")
      })
  }

  private func trees(_ chart: Chart) -> [PageTree.Node] {
    chart.drawings.map { markup in
      let tree = PageTree(markup.source)
      #expect(tree.fault == nil)
      return tree.root
    }
  }

  @Test func `a chart of many rows goes on over several sheets, all its rows in one scale`() {
    let charts = trees(chart(.bars, rows: 120))
    #expect(charts.count > 1)
    for chart in charts {
      let height = chart.all("svg").first?.attributes["viewBox"]?.split(separator: " ").last
      #expect((Int(height ?? "") ?? .max) <= 1450)
    }
    let names = Set(charts.flatMap { $0.all("text") }.map(\.content))
    for index in 0..<120 { #expect(names.contains("镇\(index)")) }
    // The bars of 100 are of one length on every sheet.
    let hatched = charts.map { chart in
      Set(
        chart.all(class: "fill-diagonal").compactMap { $0.attributes["width"] }.filter {
          $0 != "20"
        })
    }
    #expect(Set(hatched).count == 1 && hatched.first?.count == 1)
    let ids = charts.compactMap { $0.all("title").first?.attributes["id"] }
    #expect(Set(ids).count == charts.count)
  }

  @Test func `segments fill the row, however they are rounded`() throws {
    let chart = Chart(
      id: "c", title: "t", description: "d", series: ["a", "b", "c"], shape: .parts,
      rows: [Chart.Row(label: "x", amounts: [.init(1), .init(1), .init(1)], note: "3")])
    let row = try #require(trees(chart).first).all("rect").filter {
      $0.attributes["height"] == "23"
    }.map { (Int($0.attributes["x"] ?? "") ?? 0, Int($0.attributes["width"] ?? "") ?? 0) }
    try #require(row.count == 3)
    #expect(row[0].0 + row[0].1 == row[1].0)
    #expect(row[1].0 + row[1].1 == row[2].0)
  }

  @Test func `a long name is cut in the chart and leaves room for bars`() throws {
    let name = String(repeating: "很长的名称", count: 30)
    let tree = try #require(trees(chart(.stacks, rows: 3, name: name)).first)
    let labels = tree.all(class: "end").map(\.content)
    #expect(labels.count == 3)
    #expect(labels.allSatisfy { $0.hasSuffix("…") && $0.count < 25 })
    #expect(tree.all("rect").contains { Int($0.attributes["width"] ?? "") ?? 0 > 300 })
  }

  @Test func `textures stay inside their rectangle`() {
    for texture in Texture.allCases {
      for (width, height) in [(1, 1), (3, 40), (200, 15), (7, 7)] {
        for part in texture.fill(x: 10, y: 20, width: width, height: height) {
          let path = PageTree(part.source).root.all("path").first?.attributes["d"] ?? ""
          var (x, y) = (10, 20)
          for command in path.replacing("M", with: " M").replacing("L", with: " L")
            .replacing("h", with: " h").replacing("v", with: " v").split(separator: " M")
          {
            let numbers = command.split { !$0.isNumber }.compactMap { Int($0) }
            if command.contains("h") {
              (x, y) = (numbers[0] + numbers[2], numbers[1])
            } else if command.contains("v") {
              (x, y) = (numbers[0], numbers[1] + numbers[2])
            } else if numbers.count == 4 {
              (x, y) = (max(numbers[0], numbers[2]), max(numbers[1], numbers[3]))
            }
            #expect((10...10 + width).contains(x) && (20...20 + height).contains(y), "\(texture)")
          }
        }
      }
    }
  }

  @Test func `no data is told from zero in a chart too`() throws {
    let chart = Chart(
      id: "c", title: "t", description: "d", series: ["a"], shape: .rates(reference: nil),
      rows: [
        Chart.Row(label: "none", amounts: [nil]),
        Chart.Row(label: "zero", amounts: [.init(0, "0.00%")], note: "0/3"),
      ])
    let texts = try #require(trees(chart).first).all("text").map(\.content)
    #expect(texts.contains("–"))
    #expect(texts.contains("0.00%"))
  }
}
