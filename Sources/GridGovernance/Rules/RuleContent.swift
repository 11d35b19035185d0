// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What a rule set says: exactly the part that its kind names, the others are absent.
public struct RuleContent: Codable, Hashable, Sendable {
  /// Kind `limits`: one row a stage and case; the most exact row counts.
  public var limits: [LimitRule]?
  /// Kind `limits`: how clocks run where a row says nothing else.
  public var clocks: ClockPolicies?
  /// Kind `categories`: the catalogue of matters 事项分类.
  public var categories: [CategoryRule]?
  /// Kind `origins`: where reports come from, and the town source of each.
  public var origins: [OriginRule]?
  /// Kind `weightFloor`: how much the town must weigh at least.
  public var weightFloor: WeightFloorRule?
  /// Kind `indicator`: one composite formula.
  public var indicator: IndicatorRule?
  /// Kind `gridCode`: the form of grid codes.
  public var gridCode: GridCodeRule?
  /// Kind `procedure`: what the county chose for tickets.
  public var tickets: TicketPolicies?
  /// Kind `townOffices`: how many offices a town has.
  public var townOffices: [TownOfficesRule]?
  /// Kind `gradeQuota`: the share of excellent grades.
  public var gradeQuota: GradeQuotaRule?
  /// Kind `hotspots`: what keeps coming back.
  public var hotspots: [HotspotRule]?
  /// Kind `retention`: how long records are kept.
  public var retention: [RetentionRule]?
  /// Kind `serviceGuide`: what applicants are promised.
  public var serviceGuide: [ServiceGuideRule]?
  /// Kind `procedure`: penalties.
  public var penalty: PenaltyProcedure?
  /// Kind `procedure`: approvals.
  public var approval: ApprovalProcedure?

  public init(
    limits: [LimitRule]? = nil, clocks: ClockPolicies? = nil, categories: [CategoryRule]? = nil,
    origins: [OriginRule]? = nil, weightFloor: WeightFloorRule? = nil,
    indicator: IndicatorRule? = nil, gridCode: GridCodeRule? = nil, tickets: TicketPolicies? = nil,
    townOffices: [TownOfficesRule]? = nil, gradeQuota: GradeQuotaRule? = nil,
    hotspots: [HotspotRule]? = nil, retention: [RetentionRule]? = nil,
    serviceGuide: [ServiceGuideRule]? = nil, penalty: PenaltyProcedure? = nil,
    approval: ApprovalProcedure? = nil
  ) {
    self.limits = limits
    self.clocks = clocks
    self.categories = categories
    self.origins = origins
    self.weightFloor = weightFloor
    self.indicator = indicator
    self.gridCode = gridCode
    self.tickets = tickets
    self.townOffices = townOffices
    self.gradeQuota = gradeQuota
    self.hotspots = hotspots
    self.retention = retention
    self.serviceGuide = serviceGuide
    self.penalty = penalty
    self.approval = approval
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "limits", .list(.message(LimitRule.fields)), optional: true),
    .init(2, "clocks", .message(ClockPolicies.fields), optional: true),
    .init(3, "categories", .list(.message(CategoryRule.fields)), optional: true),
    .init(4, "origins", .list(.message(OriginRule.fields)), optional: true),
    .init(5, "weightFloor", .message(WeightFloorRule.fields), optional: true),
    .init(6, "indicator", .message(IndicatorRule.fields), optional: true),
    .init(7, "gridCode", .message(GridCodeRule.fields), optional: true),
    .init(8, "tickets", .message(TicketPolicies.fields), optional: true),
    .init(9, "townOffices", .list(.message(TownOfficesRule.fields)), optional: true),
    .init(10, "gradeQuota", .message(GradeQuotaRule.fields), optional: true),
    .init(11, "hotspots", .list(.message(HotspotRule.fields)), optional: true),
    .init(12, "retention", .list(.message(RetentionRule.fields)), optional: true),
    .init(13, "serviceGuide", .list(.message(ServiceGuideRule.fields)), optional: true),
    .init(14, "penalty", .message(PenaltyProcedure.fields), optional: true),
    .init(15, "approval", .message(ApprovalProcedure.fields), optional: true),
  ]
}

/// One matter of the catalogue 小类.
public struct CategoryRule: Codable, Hashable, Sendable {
  /// The code by which events cite it.
  public var code: String
  /// The term of the field.
  public var name: String
  /// The class above; up to four deep.
  public var parent: String?
  /// The level that usually handles it.
  public var level: Level?
  /// Whether work is inspected before closing.
  public var checkRequired: Bool
  /// Whether it is kept out of open views.
  public var sensitive: Bool
  /// The duty list item under which it falls.
  public var listItem: String?
  /// When it may be registered.
  public var opening: String?
  /// When it may be closed.
  public var closing: String?
  /// Penalty items that may follow.
  public var penaltyItems: [String]

  public init(
    code: String, name: String, parent: String? = nil, level: Level? = nil,
    checkRequired: Bool = false, sensitive: Bool = false, listItem: String? = nil,
    opening: String? = nil, closing: String? = nil, penaltyItems: [String] = []
  ) {
    self.code = code
    self.name = name
    self.parent = parent
    self.level = level
    self.checkRequired = checkRequired
    self.sensitive = sensitive
    self.listItem = listItem
    self.opening = opening
    self.closing = closing
    self.penaltyItems = penaltyItems.canonicalSet
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "code", .code),
    .init(2, "name", .text, harmless: "a public term of the catalogue"),
    .init(3, "parent", .code, optional: true),
    .init(4, "level", Level.type, optional: true),
    .init(5, "checkRequired", .bool),
    .init(6, "sensitive", .bool),
    .init(7, "listItem", .code, optional: true),
    .init(8, "opening", .text, optional: true, harmless: "a published condition"),
    .init(9, "closing", .text, optional: true, harmless: "a published condition"),
    .init(10, "penaltyItems", .set(.code)),
  ]
}

/// One origin of reports and the source as which a town counts it (I-15).
public struct OriginRule: Codable, Hashable, Sendable {
  /// The code by which events cite it.
  public var code: String
  /// The term of the field.
  public var name: String
  /// What it is to the town in which it is reported.
  public var townSource: TownSource

  public init(
    code: String, name: String, townSource: TownSource
  ) {
    self.code = code
    self.name = name
    self.townSource = townSource
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "code", .code),
    .init(2, "name", .text, harmless: "a public term of the list"),
    .init(3, "townSource", TownSource.type),
  ]
}

/// The least weight of the town's own judgment (I-18).
public struct WeightFloorRule: Codable, Hashable, Sendable {
  /// 0…1; exactly the floor is enough.
  public var floor: Rational
  /// The schemes that it binds.
  public var subjectKinds: [AssessmentSubject]

  public init(
    floor: Rational, subjectKinds: [AssessmentSubject] = []
  ) {
    self.floor = floor
    self.subjectKinds = subjectKinds.canonicalSet
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "floor", .rational),
    .init(2, "subjectKinds", .set(AssessmentSubject.type)),
  ]
}

/// The form of grid codes (domain §2.5).
public struct GridCodeRule: Codable, Hashable, Sendable {
  /// The assessment scheme.
  public var scheme: String
  /// A regular expression that matches the whole code.
  public var pattern: String

  public init(
    scheme: String, pattern: String
  ) {
    self.scheme = scheme
    self.pattern = pattern
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "scheme", .code),
    .init(2, "pattern", .text, harmless: "a pattern of digits"),
  ]
}
