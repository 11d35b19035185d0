// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

extension BusinessZone {
  /// `2024-03-05 09:12`, for people; machines get RFC 3339.
  func minute(_ instant: Instant) -> String {
    String(text(instant).prefix(16)).replacing("T", with: " ")
  }

  /// `2024-03-05 09:12:30 +08:00`, where the moment itself is the answer.
  func moment(_ instant: Instant) -> String {
    let text = text(instant)
    let offset = text.hasSuffix("Z") ? "Z" : String(text.suffix(6))
    return "\(String(text.prefix(19)).replacing("T", with: " ")) \(offset)"
  }
}

extension AssessmentPeriod {
  /// `[2021-07-01 00:00:00, 2021-10-01 00:00:00) Asia/Shanghai`: the end is outside.
  func text(in zone: BusinessZone) -> String {
    let ends = [days.lowerBound, days.upperBound].map {
      zone.moment(zone.start(of: $0)).split(separator: " ").prefix(2).joined(separator: " ")
    }
    return "[\(ends[0]), \(ends[1])) \(zone.name)"
  }

  /// The same for programs: `from` is inside, `until` is not.
  func json(in zone: BusinessZone) -> JSONValue {
    var document = Document()
    document.add("name", description)
    document.add("from", zone.start(of: days.lowerBound))
    document.add("until", zone.start(of: days.upperBound))
    document.add("zone", zone.name)
    return document.json
  }
}

extension TextTable {
  /// A list of facts: names on the left, values behind them, no header.
  static func facts(_ facts: [(Phrase, String)], on terminal: Terminal) -> String {
    let names = facts.map { $0.0.text(in: terminal.language) }
    let longest = names.map { terminal.width.columns(of: $0) }.max() ?? 0
    return zip(names, facts).map { name, fact in
      terminal.width.padRight(name, to: longest) + "  " + Escaping.visible(fact.1) + "\n"
    }.joined()
  }
}
