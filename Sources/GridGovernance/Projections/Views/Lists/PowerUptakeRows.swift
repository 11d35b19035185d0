// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A power in a town.
public struct PowerTown: TableKey, TableRow {
  public var power: ObjectID
  public var town: ObjectID

  public init(power: ObjectID, town: ObjectID) {
    self.power = power
    self.town = town
  }

  func `in`(_ month: Month) -> PowerTownMonth {
    PowerTownMonth(power: power, town: town, month: month)
  }
}

/// A power in a town in a month.
public struct PowerTownMonth: MonthKey {
  public var power: ObjectID
  public var town: ObjectID
  public var month: Month

  public init(power: ObjectID, town: ObjectID, month: Month) {
    self.power = power
    self.town = town
    self.month = month
  }
}

/// A power in a town with all that was counted; see ``PowerUptake``.
public struct PowerUptakeRow: TableRow {
  /// Absent if it never came down to the town.
  public var kind: PowerDevolved.Kind?
  public var mode: PowerDevolved.Mode?
  public var ground: PowerDevolved.Ground?
  /// When the town has it.
  public var grants: [PowerGrant] = []
  /// Inspections, filed cases and decided applications.
  public var uses = 0
  /// The day of the last of them.
  public var lastUse: CivilDate?
  public var clues = 0
  /// Clues that the town found itself, and filed.
  public var cluesFiled = 0
  public var cases = 0
  /// Decisions that a remedy changed or ended.
  public var reversed = 0
  /// Tickets and applications that went up for want of the power.
  public var passedUp = 0
  /// Applications not accepted, or refused.
  public var turnedDown = 0
  /// Acts on its cases and applications that the rules refused, and kept.
  public var refusedActs = 0
  public var trainings = 0
  public var trainingHours = Rational.zero
  /// Joint and model enforcement with the department.
  public var guidance = 0
  public var filesReviewed = 0
  /// Points of the reviewed files, added up.
  public var filePoints = Rational.zero
  /// The day of the last review of the uptake; absent before any.
  public var reviewed: CivilDate?
  public var usable: Bool?
  public var capable: Bool?
  public var wellRun: Bool?
  public var outcome: PowerUptakeReviewed.Outcome?
  /// The day by which it is reviewed again.
  public var reviewDue: CivilDate?

  /// At the asked moment: whether the town has it.
  public var inForce: Bool?
  /// At the asked moment: days since the last use, or since it came; absent if not in force.
  public var idleDays: Int?
  /// At the asked moment: whether the day of the next review has passed.
  public var reviewOverdue: Bool?

  init() {}
}

/// One time that a power came down.
public struct PowerGrant: Codable, Hashable, Sendable {
  public var span: DaySpan
  /// What becomes of work under way, once it is withdrawn.
  public var pending: PowerWithdrawn.Pending?
}

/// What happened under a power in a town in a month; counts are additive.
public struct PowerMonth: TableRow {
  public var uses = 0
  public var inspections = 0
  public var clues = 0
  public var cluesFiled = 0
  public var cluesClosed = 0
  public var cases = 0
  public var penalties = 0
  public var casesClosed = 0
  public var transferred = 0
  public var reversed = 0
  public var applications = 0
  public var granted = 0
  public var refused = 0
  public var notAccepted = 0
  public var passedUp = 0
  public var dispatched = 0
  public var returned = 0
  public var refusedActs = 0
  public var trainings = 0
  public var trainingHours = Rational.zero
  public var guidance = 0
  public var filesReviewed = 0
  public var filePoints = Rational.zero
  public var reviews = 0

  init() {}
}

/// What is counted under a power.
enum PowerCount: CaseIterable {
  case inspections, clues, cluesFiled, cluesClosed, cases, penalties, casesClosed, transferred
  case reversed, applications, granted, refused, notAccepted, passedUp, dispatched, returned
  case refusedActs, trainings, guidance, filesReviewed, reviews

  var isUse: Bool {
    switch self {
    case .inspections, .cases, .granted, .refused: true
    default: false
    }
  }

  fileprivate var column: WritableKeyPath<PowerMonth, Int> {
    switch self {
    case .inspections: \.inspections
    case .clues: \.clues
    case .cluesFiled: \.cluesFiled
    case .cluesClosed: \.cluesClosed
    case .cases: \.cases
    case .penalties: \.penalties
    case .casesClosed: \.casesClosed
    case .transferred: \.transferred
    case .reversed: \.reversed
    case .applications: \.applications
    case .granted: \.granted
    case .refused: \.refused
    case .notAccepted: \.notAccepted
    case .passedUp: \.passedUp
    case .dispatched: \.dispatched
    case .returned: \.returned
    case .refusedActs: \.refusedActs
    case .trainings: \.trainings
    case .guidance: \.guidance
    case .filesReviewed: \.filesReviewed
    case .reviews: \.reviews
    }
  }

  /// The column in which the row of all months shows it; `nil` if it does not.
  fileprivate var total: WritableKeyPath<PowerUptakeRow, Int>? {
    switch self {
    case .clues: \.clues
    case .cluesFiled: \.cluesFiled
    case .cases: \.cases
    case .reversed: \.reversed
    case .refused, .notAccepted: \.turnedDown
    case .passedUp: \.passedUp
    case .refusedActs: \.refusedActs
    case .trainings: \.trainings
    case .guidance: \.guidance
    case .filesReviewed: \.filesReviewed
    default: nil
    }
  }
}

extension PowerMonth: PeriodRow {
  public mutating func add(_ later: PowerMonth) {
    for what in PowerCount.allCases { self[keyPath: what.column] += later[keyPath: what.column] }
    uses += later.uses
    trainingHours += later.trainingHours
    filePoints += later.filePoints
  }

  mutating func add(_ what: PowerCount, _ number: Int) {
    self[keyPath: what.column] += number
    if what.isUse { uses += number }
  }
}

extension PowerUptakeRow {
  mutating func add(_ what: PowerCount, _ number: Int) {
    if let total = what.total { self[keyPath: total] += number }
    if what.isUse { uses += number }
  }
}

/// What an inspection was about.
struct InspectedPowers: TableRow {
  var town: ObjectID?
  var powers: [ObjectID]
}
