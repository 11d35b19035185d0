// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import TerminalText

/// A value of a view's row as people read it, in the reader's language.
struct ValueWriting {
  let view: CountyView?
  let zone: BusinessZone
  let language: Language

  /// - Parameter column: The column, or the part of a column's value, that holds it.
  func text(_ value: Value, in column: String) -> String {
    switch value {
    case .text(let code): term(for: code, in: column)
    case .bool(let flag): Phrase(en: flag ? "yes" : "no", zh: flag ? "是" : "否").text(in: language)
    case .instant(let instant): zone.minute(instant)
    case .object(let name): name.key
    case .decimal(let number): NumberText.decimal(mantissa: number.mantissa, scale: number.scale)
    case .list(let values): values.map { text($0, in: column) }.joined(separator: " ")
    case .message(let parts): parts.map { part($0) }.joined(separator: language == .zh ? "，" : ", ")
    case .int, .rational, .date, .bytes, .id: value.description
    }
  }

  /// What the reader calls the column.
  func title(of column: String) -> String {
    view?.columns[column]?.phrase.text(in: language) ?? column
  }

  private func part(_ part: NamedValue) -> String {
    "\(title(of: part.name)) \(text(part.value, in: part.name))"
  }

  private func term(for code: String, in column: String) -> String {
    guard language == .zh else { return code }
    if view?.name == ScoreExplanation.name, column == "formula" || column == "written" {
      return ScoreWords(language).formula(code)
    }
    return view?.terms[column]?.term(for: code) ?? code
  }
}
