// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// What the ticket rules answer when they say no.
extension Rejection {
  private static let table = "Gridlog ticket table, domain §2.2"

  /// The table has no such event in that state.
  static func pair(_ event: TicketEvent, in status: TicketStatus?) -> Rejection {
    let state = status.map { "in state \($0.rawValue)" } ?? "that was never reported"
    let zhuangtai = status.map { "处于“\($0.chinese)”" } ?? "尚未上报"
    let allowed = TicketTable.types(in: status).map(\.name).joined(separator: ", ")
    return Rejection(
      rule: TicketTable.rule(event.type, in: status), source: table,
      message: Words(
        "a ticket \(state) takes no \(event.type.name)\(event.variantText)",
        "\(zhuangtai)的工单不能记录 \(event.type.name)\(event.variantText)"),
      next: Words("possible now: \(allowed)", "目前可以：\(allowed)"))
  }

  /// The actor is none of those whom the table names.
  static func who(
    _ event: TicketEvent, in status: TicketStatus?, _ allowed: Words
  ) -> Rejection {
    Rejection(
      rule: TicketTable.rule(event.type, in: status), source: table,
      message: Words(
        "this body may not record \(event.type.name) here", "该单位不能在此记录 \(event.type.name)"),
      next: Words("it is for \(allowed.english)", "应由\(allowed.chinese)办理"))
  }

  /// A condition of the table's line does not hold.
  static func condition(
    _ event: TicketEvent, in status: TicketStatus?, _ message: Words, next: Words
  ) -> Rejection {
    Rejection(
      rule: TicketTable.rule(event.type, in: status), source: table, message: message, next: next)
  }

  /// I-39: only the unit of the top hop acts on it, only a hop's dispatcher rules on it.
  static func hopRule(_ message: Words, next: Words) -> Rejection {
    Rejection(rule: "I-39", source: "domain §1.9, hop rule", message: message, next: next)
  }

  static let notTheUnit = hopRule(
    Words("only the unit that has the ticket acts on it", "只有当前承办单位可以操作"),
    next: Words("let that unit record it, or redirect the hop", "由当前承办单位记录，或先改派"))

  static let notTheDispatcher = hopRule(
    Words("only the dispatcher of the hop decides on it", "只有该层派遣单位可以决定"),
    next: Words("let the body that dispatched the hop do it", "由派出该层的单位办理"))

  static let notTheRegisteringLevel = hopRule(
    Words("only the registering level does this", "只有立案层级可以办理"),
    next: Words("let the centre that registered the ticket do it", "由立案的中心办理"))

  /// I-37: the act is marked for a role that the person does not hold.
  static func role(_ role: Words) -> Rejection {
    Rejection(
      rule: "I-37", source: "domain §1.9",
      message: Words(
        "the person does not hold the role of \(role.english) here on that day",
        "该人员当日在此不具有\(role.chinese)身份"),
      next: Words(
        "let a holder act, or confer the role (RoleConferred)", "由具备身份者办理，或先确定身份"))
  }

  /// I-28: a return that is not allowed.
  static func noReturn(_ message: Words) -> Rejection {
    Rejection(
      rule: "I-28", source: "Weifang 12345 regulation, art. 22 (潍坊市12345条例第22条)",
      message: message,
      next: Words("handle it, or ask the dispatcher to redirect it", "继续办理，或请派遣单位改派"))
  }

  /// I-29: a merge that is not allowed.
  static func noMerge(_ message: Words, next: Words) -> Rejection {
    Rejection(rule: "I-29", source: "domain §1.9", message: message, next: next)
  }

  /// I-14: an escalation that skips a level or has none above.
  static func noEscalation(_ message: Words, next: Words) -> Rejection {
    Rejection(rule: "I-14", source: "county text S30", message: message, next: next)
  }

  static let notOnOriginList = Rejection(
    rule: "I-15", source: "county text S34",
    message: Words("the origin is not on the origin list in force", "来源不在现行来源清单上"),
    next: Words(
      "use a code of the list, or publish a rule set of kind origins", "改用清单内代码，或先发布来源规则集"))

  static let openSupport = Rejection(
    rule: "I-40", source: "domain §1.9",
    message: Words("called support is still open", "协办尚未办结"),
    next: Words(
      "wait until it finishes, excuse it, or call it with allowPartial", "待协办办结、免予协办，或允许部分完成"))

  static let villageNeedsConsent = Rejection(
    rule: "I-38", source: "Beijing 12345 regulation, art. 17 (北京市接诉即办工作条例第17条)",
    message: Words(
      "a village is sent only what its own list has or what it consents to",
      "派给村的事项须在村级清单内或经村同意"),
    next: Words(
      "name the list item, or dispatch by consent with its document", "写明清单事项，或以同意为据并附文件"))

  static let lateGrant = Rejection(
    rule: "K9", source: "domain §2.3",
    message: Words("the deadline has passed, and a grant after it is refused", "已过期限，不得再准予"),
    next: Words(
      "refuse the request, or publish limits with lateGrant allowed", "不予批准，或发布允许逾期批准的规则"))
}

extension TicketEvent {
  /// The variant in braces, as the table writes it; empty for types that have none.
  var variantText: String {
    switch self {
    case .declined(let event): "{\(event.stage.rawValue)}"
    case .checkAssigned(let event): "{\(event.kind.rawValue)}"
    case .requestMade(let event): "{\(event.kind.rawValue)}"
    case .requestRuled(let event): "{\(event.kind.rawValue), \(event.result.rawValue)}"
    case .inspected(let event):
      "{\(event.result.rawValue)\(event.wrongUnit ? ", wrongUnit" : "")}"
    case .closed(let event): "{\(event.reason.rawValue)}"
    default: ""
    }
  }
}
