// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 规则集发布: a rule set is published (event 20).
///
/// It replaces the earlier version of that rule.
public struct RuleSetPublished: Event {
  /// The rule set by which it was done.
  public var rule: ObjectName
  /// Which of the kinds.
  public var kind: RuleKind
  /// What the rule set says, by kind.
  public var content: RuleContent
  /// The first day of the effect.
  public var effectiveFrom: CivilDate
  /// Whether clocks that run already move (K1).
  public var appliesToOpen: Bool
  /// Which date decides, for rules of procedure.
  public var appliesBy: AppliesBy?
  /// The paper behind it.
  public var document: [ObjectName]
  /// Where its figures come from, as one cites it.
  public var source: String?
  /// Whether nobody has held its figures against the source yet; false unless said.
  public var unverified: Bool?

  public init(
    rule: ObjectName, kind: RuleKind, content: RuleContent, effectiveFrom: CivilDate,
    appliesToOpen: Bool = false, appliesBy: AppliesBy? = nil, document: [ObjectName] = [],
    source: String? = nil, unverified: Bool? = nil
  ) {
    self.rule = rule
    self.kind = kind
    self.content = content
    self.effectiveFrom = effectiveFrom
    self.appliesToOpen = appliesToOpen
    self.appliesBy = appliesBy
    self.document = document
    self.source = source
    self.unverified = unverified
  }

  public static let schema = EventSchema(
    "RuleSetPublished", title: "规则集发布 a rule set is published", stream: .rule,
    [
      .reference("rule", .rule),
      .init(Field.kind, "kind", RuleKind.type),
      .init(Field.content, "content", .message(RuleContent.fields)),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
      .init(Field.appliesToOpen, "appliesToOpen", .bool),
      .init(Field.appliesBy, "appliesBy", AppliesBy.type, optional: true),
      .references("document", .document),
      .init(
        Field.source, "source", .text, optional: true, harmless: "a citation of a public text"),
      .init(Field.unverified, "unverified", .bool, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let kind = 1
    public static let content = 2
    public static let effectiveFrom = 3
    public static let appliesToOpen = 4
    public static let appliesBy = 5
    public static let source = 6
    public static let unverified = 7
  }

  /// Which date decides whether a rule applies.
  public enum AppliesBy: String, Enumeration {
    case stepDate, filingDate
  }
}

/// 工作日历发布: a work calendar is published (event 21).
///
/// It replaces earlier days one by one.
public struct WorkCalendarPublished: Event {
  /// The calendar, whose earlier notices stay.
  public var calendar: ObjectName
  /// Days that differ from the weekday rule.
  public var days: [Day]
  /// Working hours by season and weekday.
  public var hours: [Hours]
  /// The division for which it holds.
  public var scope: ObjectName
  /// The number of the published notice.
  public var notice: String
  /// The day of the notice.
  public var issuedOn: CivilDate

  public init(
    calendar: ObjectName, days: [Day] = [], hours: [Hours] = [], scope: ObjectName, notice: String,
    issuedOn: CivilDate
  ) {
    self.calendar = calendar
    self.days = days
    self.hours = hours
    self.scope = scope
    self.notice = notice
    self.issuedOn = issuedOn
  }

  public static let schema = EventSchema(
    "WorkCalendarPublished", title: "工作日历发布 a work calendar is published", stream: .calendar,
    [
      .reference("calendar", .calendar),
      .init(Field.days, "days", .list(.message(Day.fields))),
      .init(Field.hours, "hours", .list(.message(Hours.fields))),
      .reference("scope", .division),
      .init(Field.notice, "notice", .text, harmless: "the number of a published notice"),
      .init(Field.issuedOn, "issuedOn", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let days = 1
    public static let hours = 2
    public static let notice = 3
    public static let issuedOn = 4
  }
}
