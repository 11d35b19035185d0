// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
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
    case .totalsAreSums(let table, let rows):
      self.init(
        .noSuchTable, at: Phrase("\(table)"),
        detail: Phrase(
          en: "Totals are counted from the rows of \(rows); explain those.",
          zh: "合计由 \(rows) 的各行汇总而成，请对这些行溯源。"))
    case .cancelled(let position):
      self.init(.interrupted, at: Phrase("\(position)"))
    case .assumption(let error): self.init(error)
    case .unreadable(let detail): self.init(.damaged, detail: Phrase("\(detail)"))
    default: self.init(.badProjection, at: place, detail: Phrase("\(error)"))
    }
  }
}

extension Message {
  /// Something that cannot be assumed.
  init(_ error: AssumptionError) {
    switch error {
    case .noSuchEvent(let target):
      self.init(
        .notAssumable, at: Phrase("\(target)"),
        detail: Phrase(en: "The log has no such event.", zh: "台账中没有这个事件。"))
    case .invalid(let number, let error): self.init(error, at: Message.added(number))
    case .idTaken(let number, let id, let position?):
      self.init(
        .notAssumable, at: Message.added(number),
        detail: Phrase(
          en: "Id \(id) stands at \(position).", zh: "编号 \(id) 位于 \(position)。"),
        next: [
          Message.Step(
            "--without \(position)",
            Phrase(en: "leaves that one out", zh: "可去掉原有的事件"))
        ])
    case .idTaken(let number, let id, nil):
      self.init(
        .notAssumable, at: Message.added(number),
        detail: Phrase(
          en: "Id \(id) is given to two events.", zh: "编号 \(id) 用于两个事件。"))
    }
  }

  private static func added(_ number: Int) -> Phrase {
    Phrase(en: "added event \(number)", zh: "加入的第 \(number) 个事件")
  }

  /// A weight or rule set that cannot be assumed; `place` says where it was given.
  init(_ error: CountyAssumptionError, at place: Phrase) {
    switch error {
    case .log(let error): self.init(error)
    case .noWeight(let scheme):
      self.init(
        .notAssumable, at: place,
        detail: scheme.map { scheme in
          Phrase(
            en: "No weight was ever set under \(scheme).", zh: "考核办法 \(scheme) 从未确定权重。")
        } ?? Phrase(en: "No weight was ever set.", zh: "从未确定权重。"))
    case .weightOutOfRange(let scheme, let most):
      self.init(
        .notAssumable, at: place,
        detail: Phrase(
          en: "Under \(scheme) it is 0 to \(most); computed handling has the rest.",
          zh: "考核办法 \(scheme) 中应为 0 至 \(most)，其余属于处置权重。"))
    case .notARuleSet(let number, let type):
      self.init(
        .notAssumable, at: place,
        detail: Phrase(
          en: "Event \(number) is a \(type); rule sets are RuleSetPublished events.",
          zh: "第 \(number) 个事件为 \(type)，规则集应为 RuleSetPublished 事件。"))
    case .unreadable(let position): self.init(.undecodable, at: Phrase("\(position)"))
    }
  }
}
