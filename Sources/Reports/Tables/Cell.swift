// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What stands in a cell of a table, and so how it is written.
enum Cell {
  /// Words of the report.
  case words(String)
  /// A text from events.
  case data(String)
  /// A code, or a time: the same in every language.
  case code(String)
  /// An object with its public name, where it has one.
  case object(code: String, name: String?)
  case count(Int?)
  /// A rate of a view with its two terms.
  case share(ExactDecimal?, Int?, of: Int?)
  case decimal(ExactDecimal?)
  /// A figure that is written already; `nil` where there is none.
  case figure(String?)
  /// Positions of events; the last number says how many more there are.
  case positions([Position], more: Int)
  /// Shown as it is.
  case markup(Markup)
  case noData

  var isShare: Bool {
    if case .share = self { true } else { false }
  }

  /// No data is not zero.
  var lacksData: Bool {
    switch self {
    case .noData, .count(nil), .share(nil, _, _), .decimal(nil), .figure(nil): true
    default: false
    }
  }

  var content: Markup {
    switch self {
    case _ where lacksData: return Cell.dash
    case .words(let text): return Cell.words(text)
    case .data(let text): return Cell.data(text)
    case .code(let text): return .code(text)
    case .object(let code, let name): return Cell.object(code, name)
    case .count(let number?): return .text(ReportText.grouped(number))
    case .share(let rate?, let part, let whole): return Cell.share(rate, part, whole)
    case .decimal(let number?): return .text(number.description)
    case .figure(let text?): return .text(text)
    case .positions(let positions, let more): return Cell.positions(positions, more)
    case .markup(let markup): return markup
    default: return Cell.dash
    }
  }

  private static let dash = element("span", .class("none")) { "–" }

  /// A few words stay on one line.
  private static func words(_ text: String) -> Markup {
    guard Drawing.columns(of: text) <= 150 else { return .text(text) }
    return element("span", .class("short")) { text }
  }

  /// A name of usual length stays on one line.
  private static func data(_ text: String) -> Markup {
    guard Drawing.columns(of: text) <= 280 else { return .data(text) }
    return element("span", .class("short")) { Markup.data(text) }
  }

  private static func object(_ code: String, _ name: String?) -> Markup {
    element("span", .class("object")) {
      if let name {
        Cell.data(name)
        Markup.text(" ")
      }
      Markup.code(code)
    }
  }

  private static func share(_ rate: ExactDecimal, _ part: Int?, _ whole: Int?) -> Markup {
    element("span", .class("share")) {
      ReportText.percent(rate)
      if let part, let whole {
        Markup.text(" ")
        element("small") { "\(ReportText.grouped(part))/\(ReportText.grouped(whole))" }
      }
    }
  }

  private static func positions(_ positions: [Position], _ more: Int) -> Markup {
    guard !positions.isEmpty else { return dash }
    var text = positions.map(\.description).joined(separator: " ")
    if more > 0 { text += " … +\(ReportText.grouped(more))" }
    return .code(text)
  }
}
