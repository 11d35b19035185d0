// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What the rules of rules read from outside, as plain values.
public struct RulesContext: Hashable, Sendable {
  /// When the act happens.
  public var now: Instant
  /// In which business days begin and end.
  public var zone: BusinessZone
  /// Names the command.
  public var commandID: EventID
  /// The body that acts.
  public var body: ObjectName
  /// The person who acts.
  public var person: ObjectName?
  /// Where calendars may hold.
  public var divisions: DivisionBook

  public init(
    now: Instant, zone: BusinessZone = .shanghai, commandID: EventID, body: ObjectName,
    person: ObjectName? = nil, divisions: DivisionBook = DivisionBook()
  ) {
    self.now = now
    self.zone = zone
    self.commandID = commandID
    self.body = body
    self.person = person
    self.divisions = divisions
  }
}

/// What rule sets and calendars may say (domain §7.1, M2).
public enum RulesDecider: Decider {
  public static var initialState: RulesState { RulesState() }

  /// The event that the command causes.
  public static func decide(
    _ command: RulesCommand, given state: RulesState, in context: RulesContext
  ) throws(Rejection) -> [Fact<RulesEvent>] {
    switch command {
    case .publish(let rule): try check(rule, given: state, in: context)
    case .publishCalendar(let notice): try check(notice, given: state, in: context)
    }
    let actor = Actor(body: context.body, person: context.person)
    return [Fact(command.event, actor: actor, occurred: context.now)]
  }

  /// The state after one more event.
  public static func evolve(_ state: RulesState, with fact: Fact<RulesEvent>) -> RulesState {
    var state = state
    state.apply(fact.event)
    return state
  }

  private static func check(
    _ rule: RuleSetPublished, given state: RulesState, in context: RulesContext
  ) throws(Rejection) {
    if let unknown = rule.content.indicator?.unknownIndicators.first {
      throw .namesUnknown(
        unknown, command: RuleSetPublished.type.name, commandID: context.commandID,
        by: context.body, subject: rule.rule)
    }
    if let fault = rule.content.faults(for: rule.kind).first { throw .faulty(fault) }
    let editions = state.editions[rule.rule] ?? []
    if let kind = editions.last?.kind, kind != rule.kind {
      throw .row(
        .ruleSetPublished,
        Words(
          "\(rule.rule) is a rule set of kind \(kind.rawValue)",
          "\(rule.rule) 是 \(kind.rawValue) 类规则集"),
        next: Words("give the other kind a name of its own", "其他类别请另取名称"))
    }
    let sameDay = editions.last { $0.effectiveFrom == rule.effectiveFrom }
    try require(
      sameDay != rule,
      .row(
        .ruleSetPublished,
        Words("this edition stands already", "该版本已发布"),
        next: Words("nothing is left to do", "无需发布")))
  }

  private static func check(
    _ notice: WorkCalendarPublished, given state: RulesState, in context: RulesContext
  ) throws(Rejection) {
    let day = context.zone.date(of: context.now)
    guard context.divisions.division(notice.scope, on: day) != nil else {
      throw .notLive(.workCalendarPublished, notice.scope, on: day)
    }
    try require(
      !state.notices.contains(notice),
      .row(
        .workCalendarPublished, Words("this notice stands already", "该通知已发布"),
        next: Words("nothing is left to do", "无需发布")))
    try require(
      Set(notice.days.map(\.date)).count == notice.days.count,
      .row(
        .workCalendarPublished, Words("a day stands twice", "日期重复"),
        next: Words("say once whether it is off", "每一天只写一次")))
    let isTime = { (minutes: Int) in (0...24 * 60).contains(minutes) }
    try require(
      notice.hours.allSatisfy {
        $0.from <= $0.to && $0.open < $0.close && isTime($0.open) && isTime($0.close)
          && $0.weekdays.allSatisfy((1...7).contains)
      },
      .row(
        .workCalendarPublished,
        Words(
          "hours open before they close, on weekdays 1 to 7, in a season that ends after it begins",
          "工作时间须先开后止，星期为1至7，季节先起后止"),
        next: Words("correct the hours", "请更正工作时间")))
  }
}

extension Rejection {
  fileprivate static func faulty(_ fault: RuleFault) -> Rejection {
    let place = fault.path.isEmpty ? "content" : fault.path.joined(separator: ".")
    return row(
      .ruleSetPublished,
      Words("\(place): \(fault.message.english)", "\(place)：\(fault.message.chinese)"),
      next: Words("correct the rule set (docs/RULES.md)", "请更正规则集（docs/RULES.md）"))
  }
}
