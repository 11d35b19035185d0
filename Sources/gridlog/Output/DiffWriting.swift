// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import TerminalText

/// What differs between two answers of a view, as people read it.
struct DiffWriting {
  let view: CountyView
  let zone: BusinessZone
  /// Over the column of old and new values.
  var sides = Phrase(en: "A → B", zh: "A → B")

  func table(_ changes: [RowChange], of answer: AnyView, on terminal: Terminal) -> String {
    table(changes, firstTable: answer.tables[0], on: terminal)
  }

  /// - Parameter firstTable: The one whose name goes without saying.
  func table(_ changes: [RowChange], firstTable: String, on terminal: Terminal) -> String {
    var table = TextTable([
      TextTable.Column(Phrase(en: "row", zh: "行"), maxWidth: 40, cut: .middle),
      TextTable.Column(Phrase(en: "change", zh: "变化")),
      TextTable.Column(sides, minWidth: 12),
    ])
    for change in changes {
      let place = change.key.table == firstTable ? "" : change.key.table + " "
      let (kind, text) = words(change, terminal)
      table.append([.text(place + change.key.shortText), .phrase(kind), .text(text)])
    }
    return table.text(on: terminal)
  }

  private func words(_ change: RowChange, _ terminal: Terminal) -> (Phrase, String) {
    let writing = ValueWriting(view: view, zone: zone, language: terminal.language)
    func text(_ value: Value?, in column: String) -> String {
      value.map { writing.text($0, in: column) } ?? terminal.noData
    }
    func all(_ row: ViewRow) -> String {
      row.fields.map { "\(writing.title(of: $0.name)) \(text($0.value, in: $0.name))" }
        .joined(separator: ", ")
    }
    switch change.kind {
    case .added(let row): return (Phrase(en: "new", zh: "新增"), all(row))
    case .removed(let row): return (Phrase(en: "gone", zh: "消失"), all(row))
    case .changed(let fields):
      let words = fields.map { field in
        let sides = [field.old, field.new].map { text($0, in: field.name) }
        return "\(writing.title(of: field.name)) \(sides[0]) → \(sides[1])"
      }
      return (Phrase(en: "changed", zh: "变化"), words.joined(separator: ", "))
    }
  }
}
