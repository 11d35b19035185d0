// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// How long one stage may take (domain §2.3).
public struct LimitRule: Codable, Hashable, Sendable {
  /// The stage that the clock measures.
  public var stage: ClockStage
  /// A category or a class above it; absent: all.
  public var category: String?
  /// Only tickets of this grade; absent: all.
  public var grade: TicketGrade?
  /// Only on this level; absent: all.
  public var level: Level?
  /// What the handling unit is.
  public var handlerKind: BodyKind?
  /// How many units; at least 0.
  public var amount: Int
  /// What `amount` counts.
  public var unit: TimeUnit
  /// What this row does differently.
  public var policies: ClockPolicies?

  public init(
    stage: ClockStage, category: String? = nil, grade: TicketGrade? = nil, level: Level? = nil,
    handlerKind: BodyKind? = nil, amount: Int, unit: TimeUnit, policies: ClockPolicies? = nil
  ) {
    self.stage = stage
    self.category = category
    self.grade = grade
    self.level = level
    self.handlerKind = handlerKind
    self.amount = amount
    self.unit = unit
    self.policies = policies
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "stage", ClockStage.type),
    .init(2, "category", .code, optional: true),
    .init(3, "grade", TicketGrade.type, optional: true),
    .init(4, "level", Level.type, optional: true),
    .init(5, "handlerKind", BodyKind.type, optional: true),
    .init(6, "amount", .int),
    .init(7, "unit", TimeUnit.type),
    .init(8, "policies", .message(ClockPolicies.fields), optional: true),
  ]
}

/// How a clock runs, where counties differ (domain §2.3, K2–K14).
public struct ClockPolicies: Codable, Hashable, Sendable {
  /// K2; excluded unless said.
  public var startDay: StartDay?
  /// K4; dispatched unless said.
  public var startsAt: StartsAt?
  /// K5; completed unless said.
  public var stopsAt: StopsAt?
  /// K6; the end of the day unless said.
  public var dueAt: DueAt?
  /// K9; refused unless said.
  public var lateGrant: LateGrant?
  /// K11; restart unless said.
  public var rework: Rework?
  /// The limit of a round of rework, in the row's unit, for `ownLimit`.
  public var reworkAmount: Int?
  /// K13; flagged unless said.
  public var signForOverdue: SignForOverdue?
  /// K14; stay unless said.
  public var rollOver: RollOver?
  /// The share of the limit from which the light is yellow; red is above 1.
  public var yellowFrom: Rational?

  public init(
    startDay: StartDay? = nil, startsAt: StartsAt? = nil, stopsAt: StopsAt? = nil,
    dueAt: DueAt? = nil, lateGrant: LateGrant? = nil, rework: Rework? = nil,
    reworkAmount: Int? = nil, signForOverdue: SignForOverdue? = nil, rollOver: RollOver? = nil,
    yellowFrom: Rational? = nil
  ) {
    self.startDay = startDay
    self.startsAt = startsAt
    self.stopsAt = stopsAt
    self.dueAt = dueAt
    self.lateGrant = lateGrant
    self.rework = rework
    self.reworkAmount = reworkAmount
    self.signForOverdue = signForOverdue
    self.rollOver = rollOver
    self.yellowFrom = yellowFrom
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "startDay", StartDay.type, optional: true),
    .init(2, "startsAt", StartsAt.type, optional: true),
    .init(3, "stopsAt", StopsAt.type, optional: true),
    .init(4, "dueAt", DueAt.type, optional: true),
    .init(5, "lateGrant", LateGrant.type, optional: true),
    .init(6, "rework", Rework.type, optional: true),
    .init(7, "reworkAmount", .int, optional: true),
    .init(8, "signForOverdue", SignForOverdue.type, optional: true),
    .init(9, "rollOver", RollOver.type, optional: true),
    .init(10, "yellowFrom", .rational, optional: true),
  ]

  /// Whether the day of the start counts.
  public enum StartDay: String, Enumeration {
    case excluded, included
  }

  /// What starts the handle clock.
  public enum StartsAt: String, Enumeration {
    case dispatched, signedFor
  }

  /// What stops the handle clock.
  public enum StopsAt: String, Enumeration {
    case completed, checked
  }

  /// When on the due day a day limit ends.
  public enum DueAt: String, Enumeration {
    case endOfDay, closeOfBusiness
  }

  /// Whether more time may be granted after the deadline.
  public enum LateGrant: String, Enumeration {
    case refused, allowed
  }

  /// The clock of a new round.
  public enum Rework: String, Enumeration {
    case restart, `continue`, ownLimit
  }

  /// What follows if nobody signs in time.
  public enum SignForOverdue: String, Enumeration {
    case flagged, deemedSigned
  }

  /// A last day that is a day off, for natural units.
  public enum RollOver: String, Enumeration {
    case roll, stay
  }
}

/// The stages that have a clock (domain §2.3); `overall` is the ticket's own.
public enum ClockStage: String, Enumeration {
  case accept, register, dispatch, signFor, handle, check, close, followUp, supervisionReply,
    supportArrive, supportFinish, requestRule, overall
}
