// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import TerminalText

extension Message {
  /// A view that could not be had.
  init(_ error: ReplayError) {
    let place = error.projection.map { Phrase("\($0)") }
    switch error.reason {
    case .beyondHead(let asked, let head):
      self.init(
        .noSuchPosition, at: Phrase("\(asked)"),
        detail: Phrase(en: "The log ends at \(head).", zh: "台账末尾为 \(head)。"))
    case .noSuchRow(let key): self.init(.noSuchRow, at: Phrase("\(key)"))
    case .ambiguousRow(let key, let matches):
      let words = matches.prefix(5).joined(separator: ", ")
      self.init(
        .needsRow, at: Phrase("\(key)"),
        detail: Phrase(en: "It can mean \(words).", zh: "可能是 \(words)。"))
    case .noSuchTable(let name, let known):
      let words = known.joined(separator: ", ")
      self.init(
        .noSuchTable, at: Phrase("\(name)"),
        detail: Phrase(en: "There are \(words).", zh: "可选：\(words)。"))
    case .cancelled(let position):
      self.init(.interrupted, at: Phrase("\(position)"))
    case .unreadable(let detail): self.init(.damaged, detail: Phrase("\(detail)"))
    default: self.init(.badProjection, at: place, detail: Phrase("\(error)"))
    }
  }
}
