// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A ticket and one of its supervisions.
public struct SupervisionKey: TableKey {
  public var ticket: ObjectID
  public var supervision: ObjectID

  public init(ticket: ObjectID, supervision: ObjectID) {
    self.ticket = ticket
    self.supervision = supervision
  }
}

/// One supervision; see ``Supervision``.
public struct SupervisionRow: TableRow {
  /// The town that the supervised unit belongs to; absent for bodies of the county.
  public var town: ObjectID?
  /// The supervised unit.
  public var unit: ObjectID?
  public var grade: SupervisionGrade?
  /// The body that issued it, and its level.
  public var issuedBy: ObjectID?
  public var level: Level?
  public var issued: Instant?
  /// When a reply is due, where the supervision itself says so.
  public var replyBy: Instant?
  /// The first reply.
  public var replied: Instant?
  public var lifted: Instant?
  /// Why it was lifted, a code.
  public var ground: String?
  /// When the ticket was closed or voided, which leaves nothing to supervise.
  public var ended: Instant?

  /// At the asked moment: when the reply is due, by the supervision, else by the limit live on the
  /// day of its issue.
  public var replyDue: Instant?
  /// At the asked moment: whether the deadline has passed without a reply, or had at the reply.
  public var replyOverdue: Bool?
  /// At the asked moment: natural days from the issue to the lifting, to the ticket's end, else to
  /// the moment.
  public var daysOpen: Int?
  /// At the asked moment: what it costs the unit, by the procedure live on the day of its issue;
  /// absent without one.
  public var points: ExactDecimal?

  public init() {}
}

/// A ticket and the event by which it went up.
public struct EscalationKey: TableKey {
  public var ticket: ObjectID
  public var position: Position

  public init(ticket: ObjectID, position: Position) {
    self.ticket = ticket
    self.position = position
  }
}

/// One way up; see ``Supervision``.
public struct EscalationRow: TableRow {
  /// The town of the body that passed it up; absent for bodies of the county and unknown ones.
  public var town: ObjectID?
  public var fromLevel: Level?
  public var toLevel: Level?
  public var ground: TicketEscalated.Ground?
  public var urgency: TicketGrade?
  /// The body that passed it up.
  public var body: ObjectID?
  /// The unit to which it had been sent last, if any.
  public var unit: ObjectID?
  public var escalated: Instant?

  public init() {}
}

/// What is kept of a ticket's events, so that repairs can fold them again.
struct SupervisionHistory: TableRow {
  var facts: [SupervisionFact] = []
  var repairs: [CourseRepair] = []
  /// Which rows there are.
  var supervisions: [ObjectID] = []
  var escalations: [Position] = []

  /// True if there is anything to show.
  var isOfInterest: Bool {
    facts.contains { fact in
      switch fact.step {
      case .issued, .escalated: true
      default: false
      }
    }
  }
}

/// One event, as far as supervision depends on it.
struct SupervisionFact: Codable, Hashable, Sendable {
  var id: EventID
  var position: Position
  var occurred: Instant
  var actor: ObjectID?
  var step: Step

  enum Step: Codable, Hashable, Sendable {
    case issued(ObjectID, unit: ObjectID, SupervisionGrade, replyBy: Instant?)
    case replied(ObjectID)
    case lifted(ObjectID, ground: String)
    case escalated(Level?, to: Level?, TicketEscalated.Ground?, TicketGrade?)
    case sent(ObjectID)
    case ended
  }
}

extension SupervisionFact {
  /// Puts a corrected field in place; what does not fit changes nothing.
  mutating func amend(_ repair: CourseRepair) {
    if repair.field == "occurred", case .instant(let time)? = repair.value {
      occurred = time
      return
    }
    switch (step, repair.field) {
    case (.issued(let name, _, let grade, let due), "handler"?):
      guard let unit = repair.object else { return }
      step = .issued(name, unit: unit, grade, replyBy: due)
    case (.issued(let name, let unit, let grade, let due), "grade"?):
      step = .issued(name, unit: unit, repair.case() ?? grade, replyBy: due)
    case (.issued(let name, let unit, let grade, _), "replyBy"?):
      guard case .instant(let time)? = repair.value else { return }
      step = .issued(name, unit: unit, grade, replyBy: time)
    case (.issued(_, let unit, let grade, let due), "supervision"?):
      guard let name = repair.object else { return }
      step = .issued(name, unit: unit, grade, replyBy: due)
    case (.replied, "supervision"?): if let name = repair.object { step = .replied(name) }
    case (.lifted(_, let ground), "supervision"?):
      if let name = repair.object { step = .lifted(name, ground: ground) }
    case (.lifted(let name, _), "ground"?):
      if case .text(let ground)? = repair.value { step = .lifted(name, ground: ground) }
    case (.sent, "handler"?): if let unit = repair.object { step = .sent(unit) }
    case (.escalated(let from, let to, let ground, let urgency), let field?):
      step = .escalated(
        field == "fromLevel" ? repair.case() ?? from : from,
        to: field == "toLevel" ? repair.case() ?? to : to,
        field == "ground" ? repair.case() ?? ground : ground,
        field == "urgency" ? repair.case() ?? urgency : urgency)
    default: break
    }
  }
}

extension CourseRepair {
  fileprivate func `case`<E: Enumeration>() -> E? {
    guard case .text(let name)? = value else { return nil }
    return E(rawValue: name)
  }
}
