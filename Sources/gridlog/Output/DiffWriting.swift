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
    func title(_ name: String) -> String {
      view.columns[name]?.phrase.text(in: terminal.language) ?? name
    }
    func text(_ value: Value?) -> String {
      if case .instant(let instant)? = value { return zone.minute(instant) }
      return value?.shortText ?? terminal.noData
    }
    func all(_ row: ViewRow) -> String {
      row.fields.map { "\(title($0.name)) \(text($0.value))" }.joined(separator: ", ")
    }
    switch change.kind {
    case .added(let row): return (Phrase(en: "new", zh: "新增"), all(row))
    case .removed(let row): return (Phrase(en: "gone", zh: "消失"), all(row))
    case .changed(let fields):
      let words = fields.map { "\(title($0.name)) \(text($0.old)) → \(text($0.new))" }
      return (Phrase(en: "changed", zh: "变化"), words.joined(separator: ", "))
    }
  }
}
