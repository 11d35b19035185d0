// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// Where a ticket stands, as folds keep it: the states and hops of domain §2.2 in small numbers.
///
/// It changes exactly as `TicketState` does, which the deciders use and which knows more; a law
/// test holds the two together. Here stand besides the towns that the ticket goes through and the
/// clock of its work.
struct TicketCourse: TableRow {
  /// `nil` before the report.
  var status: TicketStatus?
  var level: Level?
  var round = 1
  var category: ObjectID?
  var grade: TicketGrade?
  var division: ObjectID?
  var grid: ObjectID?
  var reported: Instant?
  /// Whether the report names somebody to call back.
  var hasReporter = false
  var isRegistered = false

  /// The stack, hop 1 first; at an end the hops stay, each with how it ended.
  var hops: [CourseHop] = []
  /// For each number above 1, the hop that left the stack last.
  var lastLegs: [CourseLeg] = []
  /// The unit to which the ticket was passed last and which did not send it away again.
  var deepest: ObjectID?
  var openRequests: [CourseRequest] = []
  var suspension: SuspensionClass?
  var statusBeforeReturn: TicketStatus?
  var statusBeforeReferral: TicketStatus?
  var statusBeforeMerge: TicketStatus?
  var closing: CourseClosing?
  var mergedInto: ObjectID?
  var linkedCase: ObjectID?
  var excludedFrom: [String] = []
  /// The first pair that the table does not have.
  var anomaly: String?

  /// The town in which the place of the report lies.
  var place: ObjectID?
  /// The town that has the ticket where no hop says otherwise; `nil` while the county has it.
  var base: ObjectID?
  /// A deadline that came with the report.
  var dueGiven: Instant?
  /// From the report to an end; `nil` without such a limit.
  var overall: Clock?
  /// When hop 1 is due by its clock; `nil` while that stands, without a limit or hop.
  var due: Due?
  /// When the ticket had to be closed; `nil` while it is not.
  var closingDue: Instant?
  var firstRound: FirstRound?
  var isCured = false
  var lastGrant: CourseGrant?
  var mergedAt: Instant?
  /// Since when it is in its state.
  var statusSince: Instant?
  /// The last round after which the reporter was called back.
  var followedUp: Int?
}

/// One leg of a ticket's way.
struct CourseHop: Codable, Hashable, Sendable {
  var number: Int
  var handler: ObjectID
  /// The town that the unit belongs to; `nil` for bodies of the county and unknown ones.
  var town: ObjectID?
  var round: Int
  /// `nil` while the hop is open.
  var ended: HopEnd?
  var clocks: HopClocks
  /// The body that dispatched it here, where an event says so; else the unit above.
  var dispatcher: ObjectID?
}

/// What a new hop of the same number needs to know of the one before.
struct CourseLeg: Codable, Hashable, Sendable {
  var number: Int
  var round: Int
  /// Whether work was done there, so that the next one is another round.
  var isDone: Bool
}

/// A request that nobody has ruled on.
struct CourseRequest: Codable, Hashable, Sendable {
  var name: ObjectID
  var kind: RequestKind
  var hop: Int?
  var made: Instant
  /// The unit of an extension.
  var unit: TimeUnit?
}

/// How a ticket was closed.
struct CourseClosing: Codable, Hashable, Sendable {
  var reason: CloseReason
  var at: Instant
  var hadHop: Bool
  var wasRegistered: Bool
}

extension TicketCourse {
  /// The deepest open hop.
  var topHop: CourseHop? { hops.last { $0.ended == nil } }

  /// The unit of the deepest hop, open or not.
  var unit: ObjectID? { (topHop ?? hops.last)?.handler }

  /// True if nothing is left to do.
  var isTerminal: Bool { status?.isTerminal ?? true }

  /// The town that has the ticket, or had it when it came to an end; `nil` for the county.
  var town: ObjectID? {
    let isOver = isTerminal
    return hops.reduce(base) { town, hop in
      hop.ended == nil || isOver ? hop.town ?? town : town
    }
  }

  /// The town in which the ticket is open now.
  var openIn: ObjectID? { isTerminal ? nil : town }
}

// What each event changes; total, for history is folded as it is.
extension TicketCourse {
  mutating func apply(_ fact: CourseFact, in desk: CourseDesk) {
    noteAnomaly(fact)
    let before = status
    defer {
      if status != before || fact.type == .escalated { statusSince = fact.occurred }
    }
    if fact.type == .followedUp { followedUp = round }
    switch fact.step {
    case .reported, .accepted, .declined, .referred, .registered, .regraded:
      applyIntake(fact, desk)
    case .dispatched, .redirected, .signedFor, .returned, .completed, .inspected:
      applyHop(fact, desk)
    case .requested, .extensionRequested, .ruled, .suspended, .resumed:
      applyRequest(fact, desk)
    case .closed, .reopened, .escalated, .merged, .unmerged, .voided, .excluded,
      .exclusionLifted:
      applyEnd(fact, desk)
    case .checkAssigned, .noted: break
    }
  }

  private mutating func noteAnomaly(_ fact: CourseFact) {
    guard anomaly == nil else { return }
    if CoursePairs.allow(fact, in: status) {
      guard let hop = fact.checkedHop, !hopNumbers(for: fact).contains(hop) else { return }
    }
    noteAnomaly(fact.type.eventType)
  }

  mutating func noteAnomaly(_ type: EventType) {
    anomaly = anomaly ?? CoursePairs.name(type, in: status)
  }

  private func hopNumbers(for fact: CourseFact) -> ClosedRange<Int> {
    let top = hops.last?.number ?? 0
    return switch fact.step {
    case .dispatched: top + 1...top + 1
    case .redirected: 1...max(1, top)
    default: max(1, top)...max(1, top)
    }
  }

  private mutating func applyIntake(_ fact: CourseFact, _ desk: CourseDesk) {
    switch fact.step {
    case .reported(let report): self.report(report, fact, desk)
    case .accepted(let level):
      status = .accepted
      self.level = level
      // A centre of the county that takes a town's report over has it from there on.
      if level == .county, desk.isCountyBody(fact) { base = nil }
    case .declined(let stage):
      status = stage == .acceptance ? .declined : .notRegistered
      stopClocks(at: fact.occurred, desk)
    case .referred:
      stopClocks(at: fact.occurred, desk)
      statusBeforeReferral = status == .accepted ? .accepted : .reported
      status = .referred
    case .registered(let category, let grade):
      status = .registered
      self.category = category
      self.grade = grade
      isRegistered = true
      level = level ?? desk.actorLevel(fact)
    case .regraded(let category, let grade):
      self.category = category ?? self.category
      self.grade = grade ?? self.grade
    default: break
    }
  }

  private mutating func report(
    _ report: CourseReport, _ fact: CourseFact, _ desk: CourseDesk
  ) {
    status = .reported
    category = report.category
    division = report.division
    grid = report.grid
    grade = report.urgency
    dueGiven = report.due
    hasReporter = report.hasReporter
    reported = fact.occurred
    let day = desk.zone.date(of: fact.occurred)
    place = desk.places.town(of: report.division, on: day)
    base = desk.places.entry(actor: fact.actor, place: place, on: day)
    overall = desk.clock(
      .overall, of: LimitedWork(category: category, grade: grade, level: nil),
      from: fact.occurred)
    settle(desk)
  }
}
