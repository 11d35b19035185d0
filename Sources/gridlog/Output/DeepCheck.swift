// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

/// Stored views held against folds from nothing: `gridlog verify --deep`.
struct DeepCheck {
  private struct Finding {
    let view: StoredProjectionStatus
    /// The rows that differ; `nil` if this program has no code of that version.
    let changes: [RowChange]?
  }

  private let findings: [Finding]

  init(_ log: EventLog, _ console: Console) throws {
    let projections = ViewCatalogue.views.map(\.projection)
    findings = try log.storedProjections().map { view in
      console.detail(
        Phrase(en: "folding \(view.projection)", zh: "折叠 \(view.projection)"))
      return Finding(
        view: view, changes: try log.verifyStored(view.projection, among: projections))
    }
  }

  var isIntact: Bool { findings.allSatisfy { $0.changes?.isEmpty ?? true } }

  func show(_ console: Console) {
    for finding in findings {
      let name = finding.view.projection
      let position = finding.view.source.position
      guard let changes = finding.changes else {
        console.note(
          Phrase(
            en: "\(name) v\(finding.view.source.version) is frozen: not folded again",
            zh: "\(name) 第 \(finding.view.source.version) 版已冻结，未重新折叠"))
        continue
      }
      if changes.isEmpty {
        console.result(
          Phrase(
            en: "\(console.out.sign(.success)) \(name) equals a fresh fold, at \(position)",
            zh: "\(console.out.sign(.success)) \(name) 与重新折叠一致，至 \(position)"))
      } else {
        let lines = changes.prefix(10).map { Escaping.visible($0.description) }
        console.tell(
          Message(
            .viewDiffers, at: Phrase("\(name), \(grouped: changes.count)"),
            detail: .lines(lines)))
      }
    }
  }

  func add(to document: inout Document) {
    document.add(
      "storedViews",
      findings.map { finding in
        var part = Document()
        part.add("view", finding.view.projection)
        part.add("version", finding.view.source.version)
        part.add("position", finding.view.source.position)
        part.add("intact", finding.changes.map { .bool($0.isEmpty) } ?? .null)
        part.add("differences", finding.changes?.count ?? 0)
        return part
      })
  }
}
