// SPDX-License-Identifier: Apache-2.0
import GridGovernance
import TerminalText

/// What was asked cannot be done as asked; nothing was.
extension Message.Kind {
  static let usage = Message.Kind(
    "GL-E200", what: Phrase(en: "the command line was not understood", zh: "命令行有误"))
  static let noLog = Message.Kind(
    "GL-E201", what: Phrase(en: "there is no log here", zh: "此处没有台账"))
  static let alreadyThere = Message.Kind(
    "GL-E202", what: Phrase(en: "something is here already", zh: "此处已有内容"),
    next: [Message.Step(Phrase(en: "choose another path", zh: "请换一个路径"))])
  static let notALog = Message.Kind(
    "GL-E203", what: Phrase(en: "this is not a log", zh: "这不是台账"))
  static let readOnly = Message.Kind(
    "GL-E204", what: Phrase(en: "the log cannot be written", zh: "台账不可写"),
    next: [
      Message.Step(Phrase(en: "check the rights of its directory", zh: "请检查目录权限"))
    ])
  static let noSuchView = Message.Kind(
    "GL-E205", what: Phrase(en: "there is no view of that name", zh: "没有这个视图"),
    next: [Message.Step("gridlog views", Phrase(en: "lists them", zh: "列出全部视图"))])
  static let notAMoment = Message.Kind(
    "GL-E206", what: Phrase(en: "this is not a moment", zh: "这不是有效的时点"),
    why: Phrase(
      en: """
        A moment is a position (1204), a time with an offset (2021-10-01T08:00:00+08:00) \
        or a day (2021-10-01).
        """,
      zh: "时点是位置（1204）、带时差的时间（2021-10-01T08:00:00+08:00）或日期（2021-10-01）。"),
    next: [Message.Step("gridlog help moments")])
  static let notAnObject = Message.Kind(
    "GL-E207", what: Phrase(en: "this is not the name of an object", zh: "这不是对象名称"),
    why: Phrase(
      en: "Objects are written kind/key, as body/321023101-zhzf.",
      zh: "对象写作 类别/键，例如 body/321023101-zhzf。"))
  static let unknownZone = Message.Kind(
    "GL-E208", what: Phrase(en: "this time zone is not known", zh: "不支持该时区"),
    why: Phrase(
      en: "Zones are Asia/Shanghai, UTC, or an offset like +08:00.",
      zh: "时区为 Asia/Shanghai、UTC 或 +08:00 这样的时差。"))
  static let unreadableFile = Message.Kind(
    "GL-E209", what: Phrase(en: "the file cannot be read", zh: "无法读取文件"))
  static let unknownCode = Message.Kind(
    "GL-E210", what: Phrase(en: "there is no message of that code", zh: "没有这个消息编号"),
    next: [Message.Step("gridlog help codes", Phrase(en: "lists them", zh: "列出全部编号"))])
  static let unknownTypeAsked = Message.Kind(
    "GL-E211", what: Phrase(en: "there is no event type of that name", zh: "没有这种事件类型"))
  static let terminalInput = Message.Kind(
    "GL-E212", what: Phrase(en: "nothing was piped into standard input", zh: "标准输入没有数据"),
    why: Phrase(
      en: "The command reads CloudEvents, one JSON object a line.",
      zh: "该命令逐行读取 CloudEvents，每行一个 JSON 对象。"))
  static let needsRow = Message.Kind(
    "GL-E213", what: Phrase(en: "one row must be named", zh: "需要指明一行"))
  static let noSuchTable = Message.Kind(
    "GL-E214", what: Phrase(en: "the view has no such table", zh: "视图中没有这个表"))
  static let badProjection = Message.Kind(
    "GL-E215", what: Phrase(en: "the view cannot be folded", zh: "视图无法折叠"))
  static let badMapping = Message.Kind(
    "GL-E216", what: Phrase(en: "the mapping cannot be used", zh: "映射文件无法使用"),
    why: Phrase(en: "docs/MAPPING.md describes it.", zh: "格式见 docs/MAPPING.md。"))

  static let noSuchColumn = Message.Kind(
    "GL-E217", what: Phrase(en: "the view has no such column", zh: "视图中没有这一列"))

  static let notAReference = Message.Kind(
    "GL-E222", what: Phrase(en: "this is not a reference", zh: "这不是有效的引用"),
    why: Phrase(
      en: "References are written role=kind/key, as handler=body/321023101-zhzf.",
      zh: "引用写作 角色=类别/键，例如 handler=body/321023101-zhzf。"))

  static let notAssumable = Message.Kind(
    "GL-E223", what: Phrase(en: "this cannot be assumed", zh: "无法作此假设"),
    why: Phrase(
      en: "Left out or replaced can be what the log has; nothing was answered.",
      zh: "只能去掉或替换台账中已有的内容；未给出结果。"))

  static let noSuchCommand = Message.Kind(
    "GL-E228", what: Phrase(en: "the county has no command of that name", zh: "没有这项业务命令"))

  static let notAnID = Message.Kind(
    "GL-E229", what: Phrase(en: "this is not an id", zh: "这不是有效的编号"),
    why: Phrase(
      en: "Ids are UUIDs, as 0190b2c4-7c1e-7000-8000-000000000001.",
      zh: "编号为 UUID，例如 0190b2c4-7c1e-7000-8000-000000000001。"))

  static let notAPeriod = Message.Kind(
    "GL-E230", what: Phrase(en: "this is not a period", zh: "这不是有效的期间"),
    why: Phrase(
      en: "Periods are written 2021-08, 2021Q3, 2021H1 or 2021.",
      zh: "期间写作 2021-08、2021Q3、2021H1 或 2021。"))

  static let noPeriods = Message.Kind(
    "GL-E231", what: Phrase(en: "these rows belong to no period", zh: "这些行不按期间划分"))

  static let noSuchTown = Message.Kind(
    "GL-E232", what: Phrase(en: "there is no town of that code or name", zh: "没有此代码或名称的乡镇"))

  static let ofUsage: [Message.Kind] = [
    .usage, .noLog, .alreadyThere, .notALog, .readOnly, .noSuchView, .notAMoment, .notAnObject,
    .unknownZone, .unreadableFile, .unknownCode, .unknownTypeAsked, .terminalInput, .needsRow,
    .noSuchTable, .badProjection, .badMapping, .noSuchColumn,
    .notAReference, .notAssumable, .noSuchCommand, .notAnID, .notAPeriod,
    .noPeriods, .noSuchTown,
  ]
}

/// Asked and answered: no.
extension Message.Kind {
  static let noSuchPosition = Message.Kind(
    "GL-E301", what: Phrase(en: "the log has no event at that position", zh: "该位置没有事件"))
  static let nothingMatched = Message.Kind(
    "GL-E302", what: Phrase(en: "nothing matched", zh: "没有匹配的内容"))
  static let noSuchRow = Message.Kind(
    "GL-E303", what: Phrase(en: "the view has no row of that key", zh: "视图中没有这一行"))

  static let quarantined = Message.Kind(
    "GL-W301", what: Phrase(en: "events could not be folded", zh: "有事件无法折叠"),
    why: Phrase(
      en: "Their streams stand still from there on; the rest of the answer is right.",
      zh: "这些流自该处起不再更新，其余结果不受影响。"))

  static let ofAnswers: [Message.Kind] = [
    .noSuchPosition, .nothingMatched, .noSuchRow, .quarantined,
  ]
}

extension Message {
  init(_ error: PeriodError) {
    switch error {
    case .replay(let error): self.init(error)
    case .noPeriods(let table, let others):
      self.init(
        .noPeriods, at: Phrase("\(table)"),
        detail: others.isEmpty
          ? Phrase(
            en: "The view has none; leave --period out.", zh: "该视图没有期间，请去掉 --period。")
          : Phrase(
            en: "Those of --table \(others.joined(separator: ", ")) do.",
            zh: "可用 --table \(others.joined(separator: "、"))。"))
    }
  }
}
