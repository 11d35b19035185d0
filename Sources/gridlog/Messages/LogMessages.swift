// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import TerminalText

extension Message.Kind {
  static let damaged = Message.Kind(
    "GL-E401", what: Phrase(en: "the log is damaged", zh: "台账已损坏"),
    why: Phrase(
      en: "A stored page or value is not what was written. Nothing was changed.",
      zh: "存储的页面或数值与写入时不符。未作任何更改。"),
    next: [
      Message.Step(
        "gridlog restore BACKUP NEW", Phrase(en: "restores the newest backup", zh: "恢复最新备份")),
      Message.Step(
        "gridlog salvage LOG NEW", Phrase(en: "saves what is whole", zh: "抢救完整部分")),
    ])
  static let creationInterrupted = Message.Kind(
    "GL-E402", what: Phrase(en: "creating the log was interrupted", zh: "台账创建被中断"),
    why: Phrase(en: "Nothing was stored in it.", zh: "其中没有任何内容。"),
    next: [Message.Step(Phrase(en: "remove it and create it again", zh: "请删除后重新创建"))])
  static let olderThanAcknowledged = Message.Kind(
    "GL-E403", what: Phrase(en: "the log is older than acknowledged", zh: "台账旧于已确认的内容"),
    why: Phrase(
      en: "It is an old copy or lost its last writes, so nothing is appended to it.",
      zh: "这是旧副本，或最后的写入已丢失，因此不再追加。"),
    next: [Message.Step(Phrase(en: "restore the newest backup", zh: "请恢复最新备份"))])
  static let undecodable = Message.Kind(
    "GL-E404", what: Phrase(en: "an event cannot be read", zh: "有事件无法读取"),
    why: Phrase(
      en: "Its bytes are whole but do not say what its schema asks for.",
      zh: "字节完整，但内容不符合其模式。"))
  static let verifyFailed = Message.Kind(
    "GL-E405", what: Phrase(en: "the log does not verify", zh: "台账校验未通过"),
    why: Phrase(
      en: "Events, indexes and checkpoints do not agree. Nothing was changed.",
      zh: "事件、索引与检查点不一致。未作任何更改。"),
    next: [
      Message.Step(
        "gridlog restore BACKUP NEW", Phrase(en: "restores the newest backup", zh: "恢复最新备份")),
      Message.Step(
        "gridlog salvage LOG NEW", Phrase(en: "saves what is whole", zh: "抢救完整部分")),
    ])
  static let beyondHead = Message.Kind(
    "GL-E415", what: Phrase(en: "the log ends before that position", zh: "台账末尾早于该位置"),
    why: Phrase(
      en: "This is not the log that was read, or it was restored to an earlier point.",
      zh: "这不是先前读取的台账，或台账已恢复到较早的时点。"))
  static let busy = Message.Kind(
    "GL-E501", what: Phrase(en: "another program is writing to the log", zh: "其他程序正在写入台账"),
    next: [Message.Step(Phrase(en: "try again later", zh: "请稍后再试"))])
  static let diskFull = Message.Kind(
    "GL-E601", what: Phrase(en: "the disk or a limit of it is full", zh: "磁盘已满或达到上限"),
    why: Phrase(en: "Nothing of the batch was written.", zh: "该批次未写入任何内容。"),
    next: [Message.Step(Phrase(en: "free some space and run it again", zh: "请清理空间后重试"))])
  static let system = Message.Kind(
    "GL-E602", what: Phrase(en: "the system refused", zh: "系统拒绝执行"))
  static let outcomeUnknown = Message.Kind(
    "GL-E603", what: Phrase(en: "the disk failed at the last step", zh: "磁盘在最后一步出错"),
    why: Phrase(
      en: "The events may or may not be in the log.", zh: "这些事件可能已写入，也可能没有。"),
    next: [
      Message.Step(
        Phrase(
          en: "append the same events again: what is there is recognised",
          zh: "请重新追加同样的事件：已写入的会被识别"))
    ])
  static let newerFormat = Message.Kind(
    "GL-E701", what: Phrase(en: "the log has a newer format", zh: "台账格式较新"),
    next: [Message.Step(Phrase(en: "use a newer gridlog", zh: "请使用新版 gridlog"))])
  static let interrupted = Message.Kind(
    "GL-E801", what: Phrase(en: "interrupted", zh: "已中断"),
    why: Phrase(
      en: "What was appended before is on disk; nothing was half written.",
      zh: "此前追加的内容已落盘，没有写入一半的内容。"))

  static let stopped = Message.Kind(
    "GL-E802", what: Phrase(en: "stopped", zh: "已停止"))

  static let ofLogs: [Message.Kind] = [
    .damaged, .creationInterrupted, .olderThanAcknowledged, .undecodable, .verifyFailed,
    .beyondHead, .busy,
    .diskFull, .system, .outcomeUnknown, .newerFormat, .interrupted, .stopped,
  ]
}

extension Message {
  /// A log that could not be opened, read or written.
  init(_ error: EventLogError) {
    let path = Phrase("\(error.path)")
    switch error.kind {
    case .missing: self.init(.noLog, at: path, next: [.creating(error.path)])
    case .alreadyExists: self.init(.alreadyThere, at: path)
    case .notALog(let what): self.init(.notALog, at: path, detail: Phrase("\(what)"))
    case .creationInterrupted: self.init(.creationInterrupted, at: path)
    case .damaged(let what): self.init(.damaged, at: path, detail: Phrase("\(what)"))
    case .olderThanAcknowledged(let head, let acknowledged):
      self.init(
        .olderThanAcknowledged, at: path,
        detail: Phrase(
          en: "It ends at \(head); events up to \(acknowledged) were acknowledged.",
          zh: "末尾为 \(head)，而已确认到 \(acknowledged)。"))
    case .newerFormat(let found, let supported):
      self.init(
        .newerFormat, at: path,
        detail: Phrase(
          en: "It has format \(found); this program reads up to \(supported).",
          zh: "格式为 \(found)，本程序最高支持 \(supported)。"))
    case .busy(let holder):
      self.init(
        .busy, at: path,
        detail: Phrase(en: "The lock is held by \(holder).", zh: "锁的持有者：\(holder)。"))
    case .diskFull(let free, let needed):
      self.init(.diskFull, at: path, detail: Message.room(free, needed))
    case .readOnly: self.init(.readOnly, at: path)
    case .undecodable(let position, let reason):
      self.init(
        .undecodable, at: path,
        detail: Phrase(en: "Event \(position): \(reason).", zh: "事件 \(position)：\(reason)。"))
    case .commitFailed(let what):
      self.init(
        .system, at: path,
        detail: Phrase(
          en: "The disk failed (\(what)); nothing was appended.",
          zh: "磁盘出错（\(what)），未追加任何事件。"))
    case .positionBeyondHead(let position, let head):
      self.init(
        .beyondHead, at: path,
        detail: Phrase(
          en: "It ends at \(head); reading was to go on after \(position).",
          zh: "末尾为 \(head)，而读取要从 \(position) 之后继续。"))
    case .damagedBackup, .backupOfAnother, .otherHistory, .behindBackup, .noSuchPoint,
      .nothingToSave, .replaced, .stopped:
      self.init(ofOperations: error)
    case .system(let what): self.init(.system, at: path, detail: Phrase("\(what)"))
    }
  }

  private static func room(_ free: UInt64?, _ needed: UInt64?) -> Phrase? {
    guard let free else { return nil }
    let isFree = NumberText.bytes(Int(clamping: free))
    guard let needed else {
      return Phrase(en: "\(isFree) are free.", zh: "剩余 \(isFree)。")
    }
    let isNeeded = NumberText.bytes(Int(clamping: needed))
    return Phrase(
      en: "\(isFree) are free, \(isNeeded) are needed.", zh: "剩余 \(isFree)，需要 \(isNeeded)。")
  }
}

extension Message.Step {
  static func creating(_ path: String) -> Message.Step {
    Message.Step(
      "gridlog init \(path)", Phrase(en: "creates an empty log", zh: "创建空台账"))
  }
}
