// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import TerminalText

/// What stored views can meet.
extension Message.Kind {
  static let notStored = Message.Kind(
    "GL-E224", what: Phrase(en: "the view is not stored", zh: "该视图尚未存储"),
    next: [Message.Step("gridlog project LOG VIEW", Phrase(en: "stores it", zh: "存储该视图"))])
  static let otherVersion = Message.Kind(
    "GL-E225",
    what: Phrase(en: "the view is stored in another version", zh: "存储的视图是其他版本"),
    why: Phrase(
      en: "Rows that another version of its code folded are not mixed with this one's.",
      zh: "不同版本代码生成的行不会混用。"),
    next: [
      Message.Step(
        "gridlog rebuild LOG VIEW",
        Phrase(en: "makes the new one beside it", zh: "在旁重建新版本"))
    ])
  static let noEarlierGeneration = Message.Kind(
    "GL-E226", what: Phrase(en: "there is no earlier generation", zh: "没有更早的一代"),
    next: [
      Message.Step(
        "gridlog rebuild LOG VIEW",
        Phrase(en: "makes a new one beside it", zh: "在旁重建新的一代"))
    ])
  static let needsYes = Message.Kind(
    "GL-E227", what: Phrase(en: "nobody said yes", zh: "未得到确认"),
    why: Phrase(
      en: "Without a terminal to ask at, --yes says it.", zh: "没有终端可供询问时，用 --yes 确认。"))
  static let viewBehind = Message.Kind(
    "GL-E313", what: Phrase(en: "the stored view has not come that far", zh: "存储的视图尚未到达该位置"))
  static let viewDiffers = Message.Kind(
    "GL-E417",
    what: Phrase(en: "a view folded again has other rows", zh: "重新折叠的视图与存储的不同"),
    why: Phrase(
      en: """
        The version is the same, so the rows must be. The stored rows are damaged, the code changed \
        without a new version, or it is not pure. Nothing was switched.
        """,
      zh: "版本相同，行就应相同。可能是存储的行已损坏、代码改动未升版本，或折叠不纯。未作切换。"),
    next: [
      Message.Step(
        Phrase(
          en: "raise the projection's version if its code changed, then rebuild",
          zh: "若代码已改动，请升高版本号后重建"))
    ])
  static let unusableView = Message.Kind(
    "GL-E418", what: Phrase(en: "the stored view cannot be used", zh: "存储的视图无法使用"),
    why: Phrase(en: "The log is not touched by that.", zh: "台账不受影响。"),
    next: [
      Message.Step("gridlog project LOG VIEW", Phrase(en: "folds it anew", zh: "重新折叠"))
    ])
  static let viewBusy = Message.Kind(
    "GL-E503",
    what: Phrase(en: "another program folds this view", zh: "其他程序正在折叠该视图"),
    next: [Message.Step(Phrase(en: "try again when it is done", zh: "请在其完成后重试"))])

  static let ofProjections: [Message.Kind] = [
    .notStored, .otherVersion, .noEarlierGeneration, .needsYes, .viewBehind, .viewDiffers,
    .unusableView, .viewBusy,
  ]
}

extension Message {
  init(_ error: ProjectionError) {
    switch error {
    case .notStored(let name): self.init(.notStored, at: Phrase("\(name)"))
    case .otherVersion(let name, let stored, let code):
      self.init(
        .otherVersion, at: Phrase("\(name)"),
        detail: Phrase(
          en: "Stored is version \(stored), this program has version \(code).",
          zh: "存储的是第 \(stored) 版，本程序为第 \(code) 版。"))
    case .otherShape(let name, let version, let what):
      self.init(
        .viewDiffers, at: Phrase("\(name)"),
        detail: Phrase(
          en: "Version \(version) has other tables than those stored: \(what).",
          zh: "第 \(version) 版的表与存储的不同：\(what)。"))
    case .busy(let name, let holder):
      self.init(.viewBusy, at: Phrase("\(name)"), detail: Phrase("\(holder)"))
    case .digestDiffers(let found):
      self.init(
        .viewDiffers, at: Phrase("\(found.projection)"),
        detail: Phrase(
          en: """
            As of \(found.position): \(grouped: found.changed) rows changed, \
            \(grouped: found.added) new, \(grouped: found.removed) gone.
            """,
          zh: """
            截至 \(found.position)：\(grouped: found.changed) 行改变，新增 \
            \(grouped: found.added) 行，减少 \(grouped: found.removed) 行。
            """))
    case .noEarlierGeneration(let name): self.init(.noEarlierGeneration, at: Phrase("\(name)"))
    case .unusable(let name, _, let what):
      self.init(.unusableView, at: Phrase("\(name)"), detail: Phrase("\(what)"))
    case .behind(let name, let position, let asked):
      self.init(
        .viewBehind, at: Phrase("\(name)"),
        detail: Phrase(en: "\(position), not \(asked) yet", zh: "\(position)，尚未到 \(asked)"))
    case .stopped(let name, let position):
      self.init(
        .interrupted, at: Phrase("\(name)"),
        detail: Phrase(
          en: "It stands at \(position); what was folded is kept.",
          zh: "停在 \(position)，已折叠的内容保留。"))
    case .replay(let error): self.init(error)
    case .log(let error): self.init(error)
    }
  }
}
