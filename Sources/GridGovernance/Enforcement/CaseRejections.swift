// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// What the rules of cases answer when they say no.
extension Rejection {
  /// The table has no such event in that state.
  static func pair(_ event: CaseEvent, in status: CaseStatus?) -> Rejection {
    let state = status.map { "in state \($0.rawValue)" } ?? "that was never filed"
    let zhuangtai = status.map { "处于“\($0.chinese)”" } ?? "尚未立案"
    let allowed = CaseTable.types(in: status).map(\.name).joined(separator: ", ")
    return Rejection(
      rule: CaseTable.rule(event.type, in: status),
      source: "Gridlog case table, domain §3.2; Administrative Penalty Law (行政处罚法)",
      message: Words(
        "a case \(state) takes no \(event.type.name)\(event.variantText)",
        "\(zhuangtai)的案件不能记录 \(event.type.name)\(event.variantText)"),
      next: Words("possible now: \(allowed)", "目前可以：\(allowed)"))
  }

  /// A condition of the table's line does not hold.
  static func condition(
    _ type: EventType, in status: CaseStatus?, source: String, _ message: Words, next: Words
  ) -> Rejection {
    Rejection(
      rule: CaseTable.rule(type, in: status), source: source, message: message, next: next)
  }

  static func condition(
    _ type: EventType, in status: CaseStatus?, source: String, _ refusal: RequestRefusal
  ) -> Rejection {
    condition(type, in: status, source: source, refusal.message, next: refusal.next)
  }

  /// I-21: one leading agency at any time.
  static func leadingAgency(_ message: Words, next: Words) -> Rejection {
    Rejection(
      rule: "I-21",
      source: "county text S63; Administrative Penalty Law, art. 25 (行政处罚法第25条)",
      message: message, next: next)
  }

  static func notTheAgency(_ agency: ObjectName?) -> Rejection {
    leadingAgency(
      Words("only the leading agency acts in the case", "只有办案机关可以操作"),
      next: Words(
        "let \(agency?.text ?? "the agency") act, or transfer the case (CaseTransferred)",
        "由 \(agency?.text ?? "办案机关") 办理，或先移送案件"))
  }

  /// I-31: a decision that comes too early.
  static func tooEarly(_ source: String, _ message: Words, next: Words) -> Rejection {
    Rejection(rule: "I-31", source: source, message: message, next: next)
  }

  static let nameTaken = Words("the name is taken", "该编号已被使用")
}

// Refusals that are kept (class RR).
extension CaseRuling {
  /// The refusal with the event that keeps it.
  func kept(_ rule: String, _ source: String, _ message: Words, next: Words) -> Rejection {
    OfficerRules.kept(
      rule, source, message, next: next, command: command, commandID: context.commandID,
      proposer: context.body, town: context.town, subject: name)
  }

  /// I-9: no live power for the town.
  var powerNotLive: Rejection {
    kept(
      "I-9", "county text S18; Administrative Penalty Law, art. 24 (行政处罚法第24条)",
      Words(
        "the town holds no such penalty power on the day of filing", "立案当日该镇不享有该项处罚权"),
      next: Words(
        "name a power that is live for the town, or hand the case to the department",
        "写明有效的赋权事项，或移交主管部门"))
  }

  /// I-36: coercion needs a power of its own, and cannot be delegated.
  func coercion(isDelegated: Bool) -> Rejection {
    kept(
      "I-36", "Administrative Coercion Law, art. 17 (行政强制法第17条)",
      isDelegated
        ? Words("coercive measures cannot be delegated", "行政强制措施权不得委托")
        : Words(
          "the town holds no live power of coercive measures", "该镇不享有有效的行政强制措施权"),
      next: Words(
        "let the department seal or seize, or preserve by registration",
        "由主管部门实施查封扣押，或采取先行登记保存"))
  }
}
