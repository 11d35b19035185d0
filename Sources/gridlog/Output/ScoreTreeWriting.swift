// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

/// A result of the assessment as a tree of its terms, from the final number down to the events.
struct ScoreTreeWriting {
  /// The nodes of one result, in the order of the tree.
  let nodes: [ViewRow]

  /// - Parameters:
  ///   - key: The row of the assessment.
  ///   - answer: The score explanation as of the same moment.
  init(of key: RowKey, in answer: AnyView) throws(ReplayError) {
    let wanted = key.fields
    nodes = try answer.rows(of: "nodes").filter { row in
      wanted.allSatisfy { field in row.key.fields.contains(field) }
    }
  }

  var json: [JSONValue] { nodes.map(\.json) }

  func show(on console: Console) {
    guard !nodes.isEmpty else { return }
    console.result(
      Phrase(
        en: "\nHow it comes about, from the final number down:", zh: "\n得分构成，自最终得分逐级展开："))
    var table = TextTable([
      TextTable.Column(Phrase(en: "term", zh: "得分项")),
      TextTable.Column(Phrase(en: "value", zh: "值")),
      TextTable.Column(Phrase(en: "formula", zh: "公式"), minWidth: 20),
      TextTable.Column(Phrase(en: "events", zh: "事件")),
    ])
    let words = ScoreWords(console.out.language)
    for node in nodes { table.append(cells(of: node, words)) }
    console.result(table.text(on: console.out))
  }

  private func cells(of node: ViewRow, _ words: ScoreWords) -> [TextTable.Cell] {
    let path = text(node.value(of: "node")).split(separator: "/")
    var name = String(repeating: "  ", count: max(0, path.count - 1))
    name += words.term(String(path.last ?? ""))
    if case .object(let town)? = node["town"] { name += " \(town.key)" }
    var formula = words.formula(text(node["formula"]))
    if let written = node["written"] { formula += " = \(words.formula(text(written)))" }
    if let top = node["numerator"], let bottom = node["denominator"] {
      formula = "\(text(top)) ÷ \(text(bottom))"
    }
    if case .object(let rule)? = node["rule"], let day = node["version"] {
      formula += " (\(rule.key), \(text(day)))"
    }
    return [.text(name), value(of: node, words), .text(formula), .text(events(of: node))]
  }

  /// To four places, as the domain prints what is not rounded yet; a reason where there is none.
  private func value(of node: ViewRow, _ words: ScoreWords) -> TextTable.Cell {
    if case .rational(let exact)? = node["value"] {
      return .text(exact.rounded(places: 4)?.description ?? exact.description)
    }
    return node["missing"].map { .text(words.missing(text($0))) } ?? .noData
  }

  private func events(of node: ViewRow) -> String {
    guard case .list(let inputs)? = node["inputs"] else { return "" }
    return inputs.map { text($0) }.joined(separator: " ")
  }

  private func text(_ value: Value?) -> String {
    if case .text(let text)? = value { return text }
    return value?.description ?? ""
  }
}

extension AnyView {
  /// The row of the assessment that `BODY/PERIOD` names, where only one scheme has it; `nil` for
  /// other texts.
  func assessmentRow(matching text: String) throws(ReplayError) -> ViewRow? {
    guard let slash = text.lastIndex(of: "/"), !text.contains(":") else { return nil }
    let subject = String(text[..<slash])
    let period = String(text[text.index(after: slash)...])
    let rows = try rows(of: tables[0]).filter { row in
      guard case .object(let name)? = row.value(of: "subject") else { return false }
      return (name.key == subject || name.text == subject)
        && row.value(of: "period") == .text(period)
    }
    return rows.count == 1 ? rows.first : nil
  }
}
