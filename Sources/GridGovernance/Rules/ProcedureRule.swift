// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A procedure of penalties 处罚程序 as some text in force has it (domain §3.2): data, since the
/// law changes while cases are open.
public struct PenaltyProcedure: Codable, Hashable, Sendable {
  /// Time limits by step.
  public var limits: [ProcedureLimit]
  /// Acts for which some law lets fewer than two officers do (I-30).
  public var fewerOfficers: [FewerOfficersRule]
  /// When a hearing may be asked for (art. 63).
  public var hearing: HearingRule?
  /// When a decision needs a legal review (art. 58); any of them is enough.
  public var reviews: [ReviewRule]
  /// What may be decided on the spot (art. 51).
  public var simple: SimpleRule?
  /// What each penalty item allows: the substance, by the day of the act.
  public var items: [PenaltyItemRule]
  /// Procedures whose decisions go to review before suit.
  public var reviewFirst: ReviewFirstRule?
  /// What a late payer owes (art. 72).
  public var lateFee: LateFeeRule?

  public init(
    limits: [ProcedureLimit] = [], fewerOfficers: [FewerOfficersRule] = [],
    hearing: HearingRule? = nil, reviews: [ReviewRule] = [], simple: SimpleRule? = nil,
    items: [PenaltyItemRule] = [], reviewFirst: ReviewFirstRule? = nil,
    lateFee: LateFeeRule? = nil
  ) {
    self.limits = limits
    self.fewerOfficers = fewerOfficers
    self.hearing = hearing
    self.reviews = reviews
    self.simple = simple
    self.items = items
    self.reviewFirst = reviewFirst
    self.lateFee = lateFee
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "limits", .list(.message(ProcedureLimit.fields))),
    .init(2, "fewerOfficers", .list(.message(FewerOfficersRule.fields))),
    .init(3, "hearing", .message(HearingRule.fields), optional: true),
    .init(4, "reviews", .list(.message(ReviewRule.fields))),
    .init(5, "simple", .message(SimpleRule.fields), optional: true),
    .init(6, "items", .list(.message(PenaltyItemRule.fields))),
    .init(7, "reviewFirst", .message(ReviewFirstRule.fields), optional: true),
    .init(8, "lateFee", .message(LateFeeRule.fields), optional: true),
  ]
}

/// An act for which some law lets fewer than two officers do.
public struct FewerOfficersRule: Codable, Hashable, Sendable {
  /// The act.
  public var act: OfficerAct
  /// How many there must be; 0 or 1.
  public var least: Int
  /// Only these ways of service; empty: any.
  public var methods: [String]
  /// The law that says so.
  public var article: String

  public init(act: OfficerAct, least: Int, methods: [String] = [], article: String) {
    self.act = act
    self.least = least
    self.methods = methods.canonicalSet
    self.article = article
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "act", OfficerAct.type),
    .init(2, "least", .int),
    .init(3, "methods", .set(.code)),
    .init(4, "article", .text, harmless: "a citation of a public text"),
  ]
}

/// Acts that need two certified officers (I-30).
public enum OfficerAct: String, Enumeration {
  case inspection, filing, assignment, evidence, measure, service, decisionOnTheSpot,
    executionOnTheSpot
}

/// When the party may ask for a hearing 听证范围: one of the kinds, or a fine from the line on.
public struct HearingRule: Codable, Hashable, Sendable {
  /// Codes of the kinds of penalty.
  public var kinds: [String]
  /// Yuan from which a person's fine is "larger"; absent: no line is known.
  public var fineFrom: ExactDecimal?
  /// The same for an entity.
  public var entityFineFrom: ExactDecimal?
  /// The article behind it.
  public var article: String

  public init(
    kinds: [String] = [], fineFrom: ExactDecimal? = nil, entityFineFrom: ExactDecimal? = nil,
    article: String
  ) {
    self.kinds = kinds.canonicalSet
    self.fineFrom = fineFrom
    self.entityFineFrom = entityFineFrom
    self.article = article
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "kinds", .set(.code)),
    .init(2, "fineFrom", .decimal, optional: true),
    .init(3, "entityFineFrom", .decimal, optional: true),
    .init(4, "article", .text, harmless: "a citation of a public text"),
  ]
}

/// One of the cases in which a decision needs a legal review 法制审核情形.
public struct ReviewRule: Codable, Hashable, Sendable {
  /// Which of the four.
  public var ground: Ground
  /// Penalty items that fall under it; empty: any.
  public var powers: [String]
  /// Kinds of penalty that fall under it; empty: any.
  public var kinds: [String]
  /// Yuan from which a fine falls under it; absent: any.
  public var fineFrom: ExactDecimal?
  /// The article behind it.
  public var article: String

  public init(
    ground: Ground, powers: [String] = [], kinds: [String] = [], fineFrom: ExactDecimal? = nil,
    article: String
  ) {
    self.ground = ground
    self.powers = powers.canonicalSet
    self.kinds = kinds.canonicalSet
    self.fineFrom = fineFrom
    self.article = article
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "ground", Ground.type),
    .init(2, "powers", .set(.code)),
    .init(3, "kinds", .set(.code)),
    .init(4, "fineFrom", .decimal, optional: true),
    .init(5, "article", .text, harmless: "a citation of a public text"),
  ]

  /// The four cases of art. 58.
  public enum Ground: String, Enumeration {
    /// Of major public interest: the items listed.
    case publicInterest
    /// A hearing was held.
    case afterHearing
    /// Difficult or complex: the heads decide together.
    case complex
    /// Some other law asks for it: the items, kinds and fines listed.
    case byLaw
  }
}

/// What may be decided on the spot 简易程序.
public struct SimpleRule: Codable, Hashable, Sendable {
  /// Codes of the kinds of penalty that may be.
  public var kinds: [String]
  /// The greatest fine of a person, in yuan.
  public var fineUpTo: ExactDecimal
  /// The greatest fine of an entity, in yuan.
  public var entityFineUpTo: ExactDecimal
  /// The article behind it.
  public var article: String

  public init(
    kinds: [String], fineUpTo: ExactDecimal, entityFineUpTo: ExactDecimal, article: String
  ) {
    self.kinds = kinds.canonicalSet
    self.fineUpTo = fineUpTo
    self.entityFineUpTo = entityFineUpTo
    self.article = article
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "kinds", .set(.code)),
    .init(2, "fineUpTo", .decimal),
    .init(3, "entityFineUpTo", .decimal),
    .init(4, "article", .text, harmless: "a citation of a public text"),
  ]
}

/// What a penalty item 处罚事项 allows.
public struct PenaltyItemRule: Codable, Hashable, Sendable {
  /// The penalty power.
  public var power: String
  /// Codes of the kinds of penalty.
  public var kinds: [String]
  /// The greatest fine, in yuan; absent: no line.
  public var fineUpTo: ExactDecimal?
  /// The article behind it.
  public var article: String

  public init(power: String, kinds: [String], fineUpTo: ExactDecimal? = nil, article: String) {
    self.power = power
    self.kinds = kinds.canonicalSet
    self.fineUpTo = fineUpTo
    self.article = article
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "power", .code),
    .init(2, "kinds", .set(.code)),
    .init(3, "fineUpTo", .decimal, optional: true),
    .init(4, "article", .text, harmless: "a citation of a public text"),
  ]
}

/// Procedures whose decisions go to review before suit 复议前置.
public struct ReviewFirstRule: Codable, Hashable, Sendable {
  /// The procedures.
  public var procedures: [CaseFiled.Procedure]
  /// The article behind it.
  public var article: String

  public init(procedures: [CaseFiled.Procedure], article: String) {
    self.procedures = procedures.canonicalSet
    self.article = article
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "procedures", .set(CaseFiled.Procedure.type)),
    .init(2, "article", .text, harmless: "a citation of a public text"),
  ]
}

/// What a late payer owes on top 加处罚款.
public struct LateFeeRule: Codable, Hashable, Sendable {
  /// The share of the fine for each day.
  public var perDay: Rational
  /// The greatest share of the fine.
  public var upTo: Rational
  /// The article behind it.
  public var article: String

  public init(perDay: Rational, upTo: Rational, article: String) {
    self.perDay = perDay
    self.upTo = upTo
    self.article = article
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "perDay", .rational),
    .init(2, "upTo", .rational),
    .init(3, "article", .text, harmless: "a citation of a public text"),
  ]
}

/// A procedure of approvals 审批程序 as some text in force has it (domain §3.3).
public struct ApprovalProcedure: Codable, Hashable, Sendable {
  /// Time limits by step and kind of item.
  public var limits: [ProcedureLimit]
  /// Grounds on which time is not counted (art. 45); empty: any.
  public var excludedTime: [String]

  public init(limits: [ProcedureLimit] = [], excludedTime: [String] = []) {
    self.limits = limits
    self.excludedTime = excludedTime.canonicalSet
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "limits", .list(.message(ProcedureLimit.fields))),
    .init(2, "excludedTime", .set(.code)),
  ]
}
