// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

/// What differs between two generations of a stored view: `gridlog diff LOG VIEW --generations`.
struct GenerationsWriting {
  let comparison: GenerationComparison
  let view: CountyView

  var document: Document {
    var document = Document("generations")
    document.add("view", view.projection.name)
    document.add("position", comparison.position)
    for (name, side) in [("previous", comparison.previous), ("serving", comparison.serving)] {
      var part = Document()
      part.add("generation", side.generation)
      part.add("version", side.version)
      part.add("position", side.position)
      document.add(name, part.json)
    }
    document.add("changeCount", comparison.changes.count)
    document.add("changes", .array(comparison.changes.map(\.json)))
    return document
  }

  func show(_ zone: BusinessZone, on console: Console) {
    for (sign, side) in [("A", comparison.previous), ("B", comparison.serving)] {
      console.note(
        Phrase(
          en: """
            \(sign)  generation \(side.generation) · v\(side.version) · \
            as of \(comparison.position), itself at \(side.position)
            """,
          zh: """
            \(sign)  第 \(side.generation) 代 · 第 \(side.version) 版 · \
            截至 \(comparison.position)，自身至 \(side.position)
            """))
    }
    guard !comparison.changes.isEmpty else {
      return console.result(Phrase(en: "no differences", zh: "没有差异"))
    }
    let writing = DiffWriting(view: view, zone: zone)
    console.result(
      writing.table(comparison.changes, firstTable: comparison.firstTable, on: console.out))
  }
}
