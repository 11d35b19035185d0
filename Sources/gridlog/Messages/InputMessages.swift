// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import TerminalText

/// Input that was rejected; nothing of it was written.
extension Message.Kind {
  static let notJSON = Message.Kind(
    "GL-E101", what: Phrase(en: "this is not JSON", zh: "不是有效的 JSON"))
  static let notACloudEvent = Message.Kind(
    "GL-E102", what: Phrase(en: "this is not a CloudEvents 1.0 event", zh: "不是 CloudEvents 1.0 事件"),
    why: Phrase(
      en: "Each line needs specversion, id, source and type (docs/CLOUDEVENTS.md).",
      zh: "每行必须有 specversion、id、source 和 type（见 docs/CLOUDEVENTS.md）。"))
  static let unknownAttribute = Message.Kind(
    "GL-E103", what: Phrase(en: "this attribute is not known", zh: "未知属性"),
    why: Phrase(
      en: "What the program does not understand it does not drop silently.",
      zh: "程序不会悄悄丢弃不认识的内容。"))
  static let unknownType = Message.Kind(
    "GL-E104", what: Phrase(en: "this event type is not known", zh: "未知事件类型"),
    why: Phrase(
      en: "The type is spelled otherwise, or belongs to a newer program.",
      zh: "类型拼写有误，或属于更新的程序。"))
  static let unknownVersion = Message.Kind(
    "GL-E105", what: Phrase(en: "this version of the type is not known", zh: "未知的类型版本"),
    next: [Message.Step(Phrase(en: "use a newer gridlog", zh: "请使用新版 gridlog"))])
  static let unknownField = Message.Kind(
    "GL-E106", what: Phrase(en: "the schema has no such field", zh: "模式中没有该字段"))
  static let missingField = Message.Kind(
    "GL-E107", what: Phrase(en: "a required field is absent", zh: "缺少必填字段"))
  static let wrongType = Message.Kind(
    "GL-E108", what: Phrase(en: "the value has the wrong type", zh: "值的类型有误"))
  static let notAllowed = Message.Kind(
    "GL-E109", what: Phrase(en: "the value is not allowed", zh: "值不在允许范围内"))
  static let wrongKind = Message.Kind(
    "GL-E110", what: Phrase(en: "the object is of another kind", zh: "对象类别不符"))
  static let tooLong = Message.Kind(
    "GL-E111", what: Phrase(en: "the value is too long", zh: "值过长"))
  static let noSubject = Message.Kind(
    "GL-E112", what: Phrase(en: "personal text has no subject", zh: "个人信息没有归属对象"),
    why: Phrase(
      en: "Personal text is sealed under the key of the person or thing it is about.",
      zh: "个人信息用其所属对象的密钥加密。"))
  static let inFuture = Message.Kind(
    "GL-E113", what: Phrase(en: "the event is dated in the future", zh: "事件时间在未来"),
    next: [
      Message.Step(
        Phrase(
          en: "check the clock and the time zone of the source", zh: "请检查来源的时钟与时区"))
    ])
  static let idTaken = Message.Kind(
    "GL-E114", what: Phrase(en: "the id is taken by another event", zh: "编号已被其他事件占用"),
    why: Phrase(
      en: "The log has an event of this id with other content, and overwrites nothing.",
      zh: "台账中已有同一编号而内容不同的事件，不会被覆盖。"),
    next: [
      Message.Step(
        Phrase(
          en: "give a changed event a new id, or append a FactCorrected",
          zh: "请为更改后的事件使用新编号，或追加 FactCorrected"))
    ])
  static let subjectErased = Message.Kind(
    "GL-E115", what: Phrase(en: "the subject was erased", zh: "该对象的个人信息已被清除"),
    next: [
      Message.Step(Phrase(en: "leave the personal text out", zh: "请去掉个人信息"))
    ])
  static let wrongHeader = Message.Kind(
    "GL-E116", what: Phrase(en: "an attribute of the event is wrong", zh: "事件属性有误"))
  static let conditionFailed = Message.Kind(
    "GL-E117", what: Phrase(en: "the log has moved on", zh: "台账已有新的变化"),
    next: [Message.Step(Phrase(en: "read again and retry", zh: "请重新读取后重试"))])
  static let sealedInput = Message.Kind(
    "GL-E118", what: Phrase(en: "sealed text cannot be read in", zh: "加密的内容不能读入"),
    why: Phrase(
      en: "A sealed field is bound to its event and log; only clear text can be appended.",
      zh: "加密字段与其事件和台账绑定，只能追加明文。"))
  static let rowsRejected = Message.Kind(
    "GL-E120", what: Phrase(en: "rows were rejected", zh: "部分行被拒绝"),
    why: Phrase(
      en: "They are in the file with their reasons; all others are in the log.",
      zh: "被拒绝的行及原因见文件，其余均已入账。"))
  static let rowsChanged = Message.Kind(
    "GL-E121", what: Phrase(en: "rows were changed at the source", zh: "来源中的行有改动"),
    why: Phrase(
      en: "The log keeps what it took in first; a correction is an event of its own.",
      zh: "台账保留首次记录的内容，更正需另行记为事件。"))
  static let badRuleFile = Message.Kind(
    "GL-E123", what: Phrase(en: "the rule file was not taken", zh: "规则文件未被接受"),
    why: Phrase(
      en: "Nothing was written. docs/RULES.md describes the files.",
      zh: "未写入任何内容。格式见 docs/RULES.md。"))
  static let notImportable = Message.Kind(
    "GL-E122", what: Phrase(en: "the file does not fit the mapping", zh: "文件与映射不符"))

  static let saidNo = Message.Kind(
    "GL-E124", what: Phrase(en: "the rules say no", zh: "规则不允许"))
  static let badParameter = Message.Kind(
    "GL-E125", what: Phrase(en: "a parameter of the command does not fit", zh: "命令参数不符"))

  static let ofInput: [Message.Kind] = [
    .notJSON, .notACloudEvent, .unknownAttribute, .unknownType, .unknownVersion, .unknownField,
    .missingField, .wrongType, .notAllowed, .wrongKind, .tooLong, .noSubject, .inFuture, .idTaken,
    .subjectErased, .wrongHeader, .conditionFailed, .sealedInput,
    .rowsRejected, .rowsChanged, .notImportable, .badRuleFile, .saidNo, .badParameter,
  ]
}

extension Message {
  /// An append that was refused; `place` says where the event came from.
  init(_ error: AppendError, at place: Phrase?) {
    switch error {
    case .wrongVersion(let stream, let expected, let actual):
      self.init(
        .conditionFailed, at: place,
        detail: Phrase(
          en: "Stream \(stream) has version \(actual), not \(expected).",
          zh: "流 \(stream) 的版本为 \(actual)，不是 \(expected)。"))
    case .conditionFailed(let after, let found):
      self.init(
        .conditionFailed, at: place,
        detail: Phrase(
          en: "Event \(found) after \(after) got there first.", zh: "\(after) 之后已有事件 \(found)。"))
    case .idTaken(let id, let position):
      self.init(
        .idTaken, at: place,
        detail: Phrase(en: "Id \(id) stands at \(position).", zh: "编号 \(id) 位于 \(position)。"))
    case .invalid(_, let error): self.init(error, at: place)
    case .invalidHeader(_, let reason):
      self.init(.wrongHeader, at: place, detail: Phrase("\(reason)"))
    case .occurredInFuture(_, let occurred, let clock):
      self.init(
        .inFuture, at: place,
        detail: Phrase(
          en: "It happened at \(occurred); the log's clock says \(clock).",
          zh: "事件时间为 \(occurred)，台账时钟为 \(clock)。"))
    case .subjectErased: self.init(.subjectErased, at: place)
    case .empty: self.init(.nothingMatched, at: place)
    case .log(let error): self.init(error)
    case .outcomeUnknown(let ids):
      self.init(
        .outcomeUnknown, at: place,
        detail: Phrase(en: "\(ids.count) events are concerned.", zh: "涉及 \(ids.count) 个事件。"))
    }
  }

  /// An event that does not fit its schema.
  init(_ error: SchemaError, at place: Phrase?) {
    let name = "\(error.type.name).v\(error.version)"
    let detail = error.reason.detail
    let field = error.field.map { Phrase("\(name), \($0)") } ?? Phrase("\(name)")
    self.init(error.reason.kind, at: place, detail: detail.map(field.with) ?? field)
  }
}

extension SchemaError.Reason {
  var kind: Message.Kind {
    switch self {
    case .unknownType: .unknownType
    case .unknownVersion: .unknownVersion
    case .unknownField: .unknownField
    case .missing: .missingField
    case .wrongType, .bytes: .wrongType
    case .notInList, .notUnique, .outOfRange: .notAllowed
    case .wrongKind: .wrongKind
    case .tooLong, .tooMany: .tooLong
    case .noSubject: .noSubject
    }
  }

  /// What is known beyond the kind, never the value.
  var detail: Phrase? {
    switch self {
    case .unknownType, .unknownField, .missing: nil
    case .unknownVersion(let newest):
      Phrase(en: "the newest is \(newest)", zh: "最新版本为 \(newest)")
    case .wrongType(let expected, let found):
      Phrase(en: "expected \(expected), found \(found)", zh: "应为 \(expected)，实为 \(found)")
    case .notInList(let allowed):
      Phrase(
        en: "is none of \(allowed.joined(separator: ", "))",
        zh: "不属于 \(allowed.joined(separator: "、"))")
    case .wrongKind(let expected, let found):
      Phrase(
        en: "expected kind \(expected.joined(separator: " or ")), found \(found)",
        zh: "应为 \(expected.joined(separator: " 或 "))，实为 \(found)")
    case .tooLong(let bytes, let limit):
      Phrase(
        en: "has \(grouped: bytes) bytes, the limit is \(grouped: limit)",
        zh: "长 \(grouped: bytes) 字节，上限为 \(grouped: limit)")
    case .tooMany(let count, let limit):
      Phrase(
        en: "has \(grouped: count) references, the limit is \(grouped: limit)",
        zh: "有 \(grouped: count) 个引用，上限为 \(grouped: limit)")
    case .notUnique: Phrase(en: "an element stands twice", zh: "元素重复")
    case .outOfRange(let range): Phrase(en: "is outside \(range)", zh: "超出 \(range)")
    case .noSubject(let roles):
      Phrase(
        en: "name one of \(roles.joined(separator: ", "))",
        zh: "请指明 \(roles.joined(separator: "、")) 之一")
    case .bytes(let error): Phrase("\(error)")
    }
  }
}
