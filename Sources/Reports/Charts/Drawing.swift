// SPDX-License-Identifier: Apache-2.0

/// Lays a chart out: whole numbers from start to end, so that its bytes are the same everywhere.
///
/// A thousand units are the width of the sheet between its margins, so one is about a sixth of a
/// millimetre.
struct Drawing {
  static let width = 1000
  /// A sheet of A4 between its margins, with room for a title.
  private static let highest = 1400
  private static let font = 17
  /// Room for a rate beside its bar.
  private static let rateColumn = columns(of: "100.00%")

  private let chart: Chart
  /// Where bars begin.
  private let left: Int
  /// Where the longest bar ends.
  private let right: Int
  private let top: Int
  private let pitch: Int
  private let maximum: Int
  private var rows: ArraySlice<Chart.Row>

  /// The drawings of a chart, each low enough for a sheet, all in one scale.
  static func sheets(of chart: Chart) -> [Drawing] {
    let whole = Drawing(chart)
    let most = max(1, (highest - whole.top - 24) / whole.pitch)
    return stride(from: 0, to: chart.rows.count, by: most).map { first in
      var sheet = whole
      sheet.rows = chart.rows[first..<min(first + most, chart.rows.count)]
      return sheet
    }
  }

  private init(_ chart: Chart) {
    self.chart = chart
    rows = chart.rows[...]
    let labels = chart.rows.map { Drawing.columns(of: $0.label) }.max() ?? 0
    left = min(330, labels + 14)
    let notes = chart.rows.map { Drawing.columns(of: $0.note ?? "") }.max() ?? 0
    let values = chart.rows.flatMap(\.amounts).map { Drawing.columns(of: $0?.label ?? "–") }.max()
    right =
      switch chart.shape {
      case .bars: Drawing.width - 14 - (values ?? 0) - notes
      case .stacks, .parts: Drawing.width - 14 - notes
      case .rates: Drawing.width - 20 - Drawing.rateColumn - notes
      }
    top = chart.series.count > 1 ? 34 : 6
    pitch =
      switch chart.shape {
      case .bars: chart.series.count * 17 + 8
      case .stacks, .parts: 28
      case .rates: 26
      }
    maximum =
      switch chart.shape {
      case .bars: chart.rows.flatMap { $0.amounts.map { $0?.amount ?? 0 } }.max() ?? 0
      case .stacks, .parts: chart.rows.map(\.sum).max() ?? 0
      case .rates: 10_000
      }
  }

  var height: Int { top + rows.count * pitch + (chart.isRate ? 24 : 4) }

  var parts: [Markup] {
    var parts = chart.series.count > 1 ? legend : []
    if chart.isRate { parts += scale }
    for (index, row) in rows.enumerated() {
      parts += draw(row, at: top + index * pitch)
    }
    if case .rates(let reference?) = chart.shape { parts.append(mark(reference)) }
    return parts
  }

  // MARK: Rows

  private func draw(_ row: Chart.Row, at y: Int) -> [Markup] {
    let middle = y + (pitch - 5) / 2
    var parts = [text(shortened(row.label), x: left - 8, y: middle, .class("end"))]
    switch chart.shape {
    case .bars:
      for (index, amount) in row.amounts.enumerated() {
        parts += bar(amount, note: row.note, series: index, y: y + index * 17)
      }
    case .stacks, .parts: parts += stack(row, y: y)
    case .rates: parts += rate(row, y: y)
    }
    return parts
  }

  private func bar(_ amount: Chart.Amount?, note: String?, series: Int, y: Int) -> [Markup] {
    guard let amount else { return [text("–", x: left + 6, y: y + 8)] }
    let length = length(amount.amount)
    return Texture.of(series: series).fill(x: left, y: y, width: length, height: 15)
      + [
        text(amount.label, x: left + length + 6, y: y + 8, .class("value")),
        note.map { text($0, x: left + length + 12 + Drawing.columns(of: amount.label), y: y + 8) },
      ].compactMap(\.self)
  }

  /// Segments begin where the sum of those before them ends, so that rounding never adds up.
  private func stack(_ row: Chart.Row, y: Int) -> [Markup] {
    let whole: Int
    if case .parts = chart.shape { whole = row.sum } else { whole = maximum }
    var parts: [Markup] = []
    var sum = 0
    for (index, amount) in row.amounts.enumerated() {
      guard let amount, amount.amount > 0, whole > 0 else { continue }
      let start = left + sum * (right - left) / whole
      sum += amount.amount
      let length = left + sum * (right - left) / whole - start
      let texture = Texture.of(series: index)
      parts += texture.fill(x: start, y: y, width: length, height: 23)
      if Drawing.columns(of: amount.label) + 8 <= length {
        parts.append(
          text(
            amount.label, x: start + length / 2, y: y + 12,
            .class(texture.isDark ? "inside light" : "inside")))
      }
    }
    let end = whole > 0 ? left + sum * (right - left) / whole : left
    if let note = row.note {
      parts.append(text(note, x: end + 8, y: y + 12, .class("value")))
    }
    return parts
  }

  private func rate(_ row: Chart.Row, y: Int) -> [Markup] {
    guard let amount = row.amounts.first ?? nil else {
      return [text("–", x: left + 6, y: y + 10)]
    }
    let length = length(amount.amount)
    var parts = Texture.dark.fill(x: left, y: y + 4, width: max(1, length), height: 13)
    parts.append(text(amount.label, x: right + 8, y: y + 10, .class("value")))
    if let note = row.note {
      let x = right + 16 + Drawing.rateColumn
      parts.append(text(note, x: x, y: y + 10, .class("value")))
    }
    return parts
  }

  private func length(_ amount: Int) -> Int {
    maximum > 0 ? amount * (right - left) / maximum : 0
  }

  // MARK: Around them

  /// Above the bars where it fits there, else from the left edge on.
  private var legend: [Markup] {
    let length = chart.series.reduce(0) { $0 + 50 + Drawing.columns(of: $1) }
    var x = left + length <= Drawing.width ? left : 0
    return chart.series.enumerated().flatMap { index, name in
      defer { x += 28 + Drawing.columns(of: name) + 22 }
      return Texture.of(series: index).fill(x: x, y: 4, width: 20, height: 14)
        + [text(name, x: x + 28, y: 11)]
    }
  }

  /// The track under each rate, and 0, 50 and 100 % below the last.
  private var scale: [Markup] {
    let bottom = top + rows.count * pitch
    let tracks = (0..<rows.count).map { index in
      empty(
        "rect", .class("track"), Attribute("x", left), Attribute("y", top + index * pitch + 4),
        Attribute("width", right - left), Attribute("height", 13))
    }
    return tracks
      + [0, 50, 100].map { tick in
        text("\(tick)%", x: left + (right - left) * tick / 100, y: bottom + 12, .class("tick"))
      }
  }

  private func mark(_ reference: Int) -> Markup {
    let x = left + length(reference)
    let bottom = top + rows.count * pitch
    return empty("path", .class("mark"), Attribute("d", "M\(x) \(top - 2)V\(bottom)"))
  }

  // MARK: Text

  private func text(_ text: String, x: Int, y: Int, _ kind: Attribute? = nil) -> Markup {
    element("text", kind ?? .class("label"), Attribute("x", x), Attribute("y", y + 6)) { text }
  }

  /// A label that is too long for its place; the table has all of it.
  private func shortened(_ label: String) -> String {
    guard Drawing.columns(of: label) > left - 14 else { return label }
    var text = label
    while Drawing.columns(of: text) > left - 14 - Drawing.font { text.removeLast() }
    return text + "…"
  }

  /// About how wide a text is: ideographs are as wide as high, others a little over half.
  static func columns(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { sum, scalar in
      sum + (scalar.value >= 0x2E80 ? font : scalar.value == 0x20 ? 5 : font * 6 / 10)
    }
  }
}

extension Chart {
  fileprivate var isRate: Bool {
    if case .rates = shape { true } else { false }
  }
}

extension Chart.Row {
  fileprivate var sum: Int { amounts.reduce(0) { $0 + ($1?.amount ?? 0) } }
}
