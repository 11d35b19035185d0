// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import TerminalText

/// What backups, restores and salvages can meet.
extension Message.Kind {
  static let damagedBackup = Message.Kind(
    "GL-E406", what: Phrase(en: "this is not a whole backup", zh: "备份不完整"),
    why: Phrase(
      en: "A file of it is missing, cut off or not what was written. Nothing was changed.",
      zh: "其中有文件缺失、残缺或与写入时不符。未作任何更改。"),
    next: [Message.Step(Phrase(en: "use another backup", zh: "请使用其他备份"))])
  static let backupOfAnother = Message.Kind(
    "GL-E407", what: Phrase(en: "this is a backup of another log", zh: "这是另一个台账的备份"),
    why: Phrase(
      en: "A backup directory belongs to one log. Nothing was written to it.",
      zh: "一个备份目录只属于一个台账。未向其写入任何内容。"),
    next: [Message.Step(Phrase(en: "choose another directory", zh: "请换一个目录"))])
  static let otherHistory = Message.Kind(
    "GL-E408", what: Phrase(en: "log and backup went different ways", zh: "台账与备份的历史不同"),
    why: Phrase(
      en: """
        They have the same id and different events: one of them went on from an old copy. \
        Nothing was written to the backup.
        """,
      zh: "两者编号相同而事件不同：其中之一是从旧副本继续写入的。未向备份写入任何内容。"),
    next: [
      Message.Step(
        Phrase(
          en: "back up to another directory, then find out which of the two is right",
          zh: "请备份到其他目录，再查明哪一个正确"))
    ])
  static let behindBackup = Message.Kind(
    "GL-E409", what: Phrase(en: "the log ends before its backup", zh: "台账短于其备份"),
    why: Phrase(
      en: "The log is an old copy or lost its last events. The backup was left alone.",
      zh: "台账是旧副本，或丢失了最后的事件。备份未作更改。"),
    next: [Message.Step(Phrase(en: "restore the backup", zh: "请从备份恢复"))])
  static let nothingToSave = Message.Kind(
    "GL-E410", what: Phrase(en: "nothing of the store can be saved", zh: "没有可抢救的内容"),
    next: [Message.Step(Phrase(en: "restore the newest backup", zh: "请恢复最新备份"))])
  static let replaced = Message.Kind(
    "GL-E502", what: Phrase(en: "the log was compacted meanwhile", zh: "台账在此期间被压缩整理"),
    why: Phrase(
      en: "The file that is open is not the log's any more. Nothing was written to it.",
      zh: "已打开的文件不再是台账的文件。未向其写入任何内容。"),
    next: [Message.Step(Phrase(en: "run the command again", zh: "请重新执行命令"))])
  static let noSuchPoint = Message.Kind(
    "GL-E218", what: Phrase(en: "the backup does not reach that point", zh: "备份未覆盖该时点"))

  static let ofOperations: [Message.Kind] = [
    .noSuchPoint, .damagedBackup, .backupOfAnother, .otherHistory, .behindBackup, .nothingToSave,
    .replaced,
  ]
}

extension Message {
  /// What only operations meet; anything else is told by what the system said.
  init(ofOperations error: EventLogError) {
    let path = Phrase("\(error.path)")
    switch error.kind {
    case .damagedBackup(let what):
      self.init(.damagedBackup, at: path, detail: Phrase("\(what)"))
    case .backupOfAnother(let backup, let log):
      self.init(
        .backupOfAnother, at: path,
        detail: Phrase(
          en: "It is of the log \(backup), not of \(log).", zh: "它属于台账 \(backup)，而非 \(log)。"))
    case .otherHistory(let position):
      self.init(
        .otherHistory, at: path,
        detail: Phrase(
          en: "They differ from \(position) on or somewhat later.", zh: "从 \(position) 或稍后起不同。"))
    case .behindBackup(let head, let backup):
      self.init(
        .behindBackup, at: path,
        detail: Phrase(
          en: "It ends at \(head), its backup at \(backup).", zh: "末尾为 \(head)，备份为 \(backup)。"))
    case .noSuchPoint(let what): self.init(.noSuchPoint, at: path, detail: Phrase("\(what)"))
    case .nothingToSave(let what): self.init(.nothingToSave, at: path, detail: Phrase("\(what)"))
    case .replaced: self.init(.replaced, at: path)
    case .stopped: self.init(.interrupted, at: path)
    default: self.init(.system, at: path, detail: Phrase("\(error.description)"))
    }
  }
}
