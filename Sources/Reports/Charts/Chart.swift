// SPDX-License-Identifier: Apache-2.0

/// A chart as data: what is drawn, and what its description says.
///
/// It is read in grey and without colours: series differ by texture, and values are written out.
/// Every text beside a bar stands in the table below it as well.
struct Chart {
  enum Shape {
    /// A bar a series, one below the other.
    case bars
    /// The series of a row end to end; each row as long as its sum.
    case stacks
    /// The same, each row as long as the others: parts of a whole.
    case parts
    /// A rate on a scale from 0 to 100 %, amounts in hundredths of a percent; the reference is
    /// marked on all of them.
    case rates(reference: Int?)
  }

  struct Amount {
    /// Length, in one unit for the whole chart; not below 0.
    let amount: Int
    /// As the table writes it.
    let label: String

    init(_ amount: Int, _ label: String) {
      self.amount = amount
      self.label = label
    }

    init(_ count: Int) { self.init(count, ReportText.grouped(count)) }
  }

  struct Row {
    let label: String
    /// One a series; `nil` where there is no data.
    let amounts: [Amount?]
    /// Behind the row: a sum, or the terms of a rate.
    var note: String?
  }

  /// Unique on the page.
  let id: String
  let title: String
  let description: String
  let series: [String]
  let shape: Shape
  let rows: [Row]

  /// Whether there is anything to draw.
  var isEmpty: Bool {
    switch shape {
    case .rates: rows.allSatisfy { $0.amounts.allSatisfy { $0 == nil } }
    default: rows.allSatisfy { $0.amounts.allSatisfy { ($0?.amount ?? 0) == 0 } }
    }
  }

  /// One drawing a sheet; nearly always there is one.
  var drawings: [Markup] {
    Drawing.sheets(of: self).enumerated().map { index, drawing in
      let id = "\(id)-\(index + 1)"
      return element(
        "svg", .class("chart"), Attribute("viewBox", "0 0 \(Drawing.width) \(drawing.height)"),
        Attribute("role", "img"), Attribute("aria-labelledby", "\(id)-title \(id)-desc")
      ) {
        element("title", .id("\(id)-title")) { title }
        element("desc", .id("\(id)-desc")) { description }
        drawing.parts
      }
    }
  }
}

extension Chart {
  /// The chart, its name above it, its table below it.
  func figure(_ table: ReportTable, noData: String, legend: String) -> Markup {
    element("figure", .id(id), .class(rows.count <= 7 && table.isShort ? "whole" : "long")) {
      let drawings = isEmpty ? [] : drawings
      element("div", .class(drawings.count > 1 ? "picture" : "picture one")) {
        element("figcaption") { title }
        if drawings.isEmpty { element("p", .class("empty")) { noData } }
        drawings
      }
      if !table.rows.isEmpty {
        table.markup
        if table.lacksData { element("p", .class("note")) { legend } }
      }
    }
  }
}
