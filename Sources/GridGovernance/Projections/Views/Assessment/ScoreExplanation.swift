// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 得分溯源 (P21): why is this number what it is, and what changed since?
///
/// In `nodes` one row a term of a result, from the final number down to what was submitted: its
/// formula, the same written out in numbers, and the positions of the events that it rests on. In
/// `handled` one row a ticket that counts in the handling of a subject and month, with every event
/// of the ticket. The two other tables are those of the assessment (P20), folded here as well.
/// The difference of two moments says which late or corrected events moved a number, and by how
/// much. Folded in happened order.
public struct ScoreExplanation: AssessmentFolding {
  public static let name = "score-explanation"
  public static let version = 1
  public static let golden = Digest(
    "sha256:7117ca76281c3bb6cb603408e628f084aaf828d61ace897405c69f2e29818b69")
  public static let order = FoldOrder.happened
  public static let types: Set<EventType>? = foldedTypes

  public let nodes = Table<ScoreNodeKey, ScoreNode>()
  public let handled = Table<HandledKey, HandledRow>()
  public let results = Table<AssessmentKey, AssessmentRow>()
  public let schemes = Table<ObjectID, AssessmentSchemeRow>()
  let shown = Workspace<AssessmentKey, [String]>()
  let sources = Workspace<SourceKey, [ScoreSource]>()
  let courses = Workspace<ObjectID, [Position]>()

  let divisions = Workspace<ObjectID, DivisionSpans>()
  let bodies = Workspace<ObjectID, BodySpans>()
  let vertical = Workspace<ObjectID, Bool>()
  let limits = Workspace<Int, LimitLists>()
  let parents = Workspace<ObjectID, ObjectID>()
  let calendar = Workspace<CivilDate, Bool>()
  let years = Workspace<Int, Bool>()
  let hours = Workspace<Int, WorkingHours>()
  let tickets = Workspace<ObjectID, HandledTicket>()
  let tallies = Workspace<HandlingKey, HandlingTally>()
  let places = Workspace<SubjectMonth, [ObjectID]>()
  let stationings = Workspace<ObjectID, Dated<Stationing>>()
  let postings = Workspace<ObjectID, Dated<Posting>>()
  let staff = Workspace<ObjectID, [ObjectID]>()
  let scores = Workspace<AssessmentKey, [SubmittedScore]>()
  let notes = Workspace<AssessmentKey, AssessmentNotes>()
  let matters = Workspace<ObjectID, AssessmentKey>()
  let files = Workspace<ObjectID, SchemeFile>()
  let schemeNames = Workspace<Int, [ObjectID]>()
  let rules = Workspace<Int, AssessmentRuleBook>()
  let keys = Workspace<SubjectMonth, [AssessmentKey]>()
  let subjects = Workspace<Int, [ObjectID]>()
  let known = Workspace<ObjectID, Bool>()
  let lives = Workspace<ObjectID, BodyLife>()
  let heirs = Workspace<ObjectID, [ObjectID]>()
  let ends = Workspace<ObjectID, TownEnd>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let ticket = event.reference(.ticket), HandledTicket.types.contains(event.type) else {
      noteSource(event)
      return try fold(event)
    }
    courses[ticket, default: []].append(event.position)
    let before = tickets[ticket]?.contributions(event.zone) ?? []
    try fold(event)
    list(ticket, before, tickets[ticket]?.contributions(event.zone) ?? [])
  }

  func show(_ key: AssessmentKey) {
    let tree = results[key].map { ScoreTree($0, key, in: self).nodes } ?? []
    let names = tree.map(\.name)
    for name in shown[key] ?? [] where !names.contains(name) { nodes[key.node(name)] = nil }
    for node in tree where nodes[key.node(node.name)] != node.row {
      nodes[key.node(node.name)] = node.row
    }
    shown[key] = names
  }

  /// Puts a ticket under the subjects and months in which it counts.
  private func list(_ ticket: ObjectID, _ before: [Contribution], _ after: [Contribution]) {
    guard !before.isEmpty || !after.isEmpty else { return }
    let course = courses[ticket] ?? []
    for (index, item) in before.enumerated()
    where index >= after.count || item.key != after[index].key {
      handled[HandledKey(item.key, ticket, index)] = nil
    }
    for (index, item) in after.enumerated() {
      handled[HandledKey(item.key, ticket, index)] = HandledRow(item, course)
    }
  }
}

/// A term of a result.
public struct ScoreNodeKey: PeriodKey {
  public static let periodColumn = "period"

  public var scheme: ObjectID
  public var subject: ObjectID
  public var period: String
  /// A path from the root, as `final/town/1/evaluation`: towns by their place in the result.
  public var node: String

  public var periodDays: Range<CivilDate>? { AssessmentPeriod(period)?.days }
}

extension AssessmentKey {
  func node(_ name: String) -> ScoreNodeKey {
    ScoreNodeKey(scheme: scheme, subject: subject, period: period, node: name)
  }
}

/// One term of a result, and what it rests on.
public struct ScoreNode: TableRow {
  /// What the term is, as a formula over the terms below it.
  public var formula: String
  /// The same with its numbers.
  public var written: String?
  /// Exact; absent is not zero.
  public var value: Rational?
  /// Why there is no value.
  public var missing: MissingScore?
  /// Of a rate, how often it came about.
  public var numerator: Int?
  /// Of a rate, how often it could have.
  public var denominator: Int?
  /// The town that the term is about.
  public var town: ObjectID?
  /// The rule set or scheme that the formula comes from.
  public var rule: ObjectID?
  /// From which day on that version holds.
  public var version: CivilDate?
  /// The events that say it, ascending.
  public var inputs: [Position] = []

  init(_ formula: String, _ value: Rational? = nil) {
    self.formula = formula
    self.value = value
  }
}

/// A ticket that counts in somebody's handling.
public struct HandledKey: MonthKey {
  /// The body, or the person whose work it was.
  public var subject: ObjectID
  /// The month in which its deadline falls.
  public var month: Month
  public var ticket: ObjectID
  /// Of several parts that one subject had in it, which.
  public var part: Int

  init(_ key: HandlingKey, _ ticket: ObjectID, _ part: Int) {
    subject = key.subject
    month = Month(index: key.month)
    self.ticket = ticket
    self.part = part
  }
}

/// What came of one ticket, as indicators look at it.
public struct HandledRow: TableRow {
  public var division: ObjectID
  public var disposed: Bool
  public var onTime: Bool
  public var closed: Bool
  public var closedOnTime: Bool
  /// It passed through handling at least once.
  public var handled: Bool
  public var reworked: Bool
  public var extended: Bool
  public var pending: Bool
  public var voided: Bool
  public var suspension: SuspensionClass?
  /// Indicators that leave it out.
  public var excluded: [String]
  /// Every event of the ticket that handling looks at, as known.
  public var events: [Position]

  init(_ item: Contribution, _ events: [Position]) {
    division = item.key.division
    disposed = item.outcome.isDisposed
    onTime = item.outcome.isOnTime
    closed = item.outcome.isClosed
    closedOnTime = item.outcome.isClosedOnTime
    handled = item.outcome.isHandled
    reworked = item.outcome.isReworked
    extended = item.outcome.isExtended
    pending = item.outcome.isPending
    voided = item.outcome.isVoided
    suspension = item.outcome.suspension
    excluded = item.outcome.excludedFrom
    self.events = events
  }
}
