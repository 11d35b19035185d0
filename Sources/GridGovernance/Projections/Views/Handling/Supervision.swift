// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 升级督办 (P8): what went up, who was supervised?
///
/// `supervisions`: one row a supervision, with the town of the supervised unit; `escalations`: one
/// row each time a ticket went to the level above. A reply is due when the supervision says, else
/// by the limit `supervisionReply` live on the day of its issue and the calendar known at the asked
/// moment; points by the procedure live that day, if it has any. In recorded order; repairs fold the
/// ticket's rows again.
public struct Supervision: Projection, Presenting {
  public static let name = "supervision"
  public static let version = 2
  public static let golden = Digest(
    "sha256:6650e51f7c94cc7fced64f79e984a1c63c08aeb3f5ddc5fd698147866fade26a")
  public static let types: Set<EventType>? = [
    .divisionRegistered, .bodyRegistered, .ruleSetPublished, .workCalendarPublished,
    .ticketDispatched, .ticketRedirected, .ticketClosed, .ticketEscalated, .supervisionIssued,
    .supervisionReplied, .supervisionLifted, .ticketVoided, .factCorrected, .eventAnnulled,
  ]
  public static let rules = ViewColumns.supervisionRules.mapValues(\.en)

  public let supervisions = Table<SupervisionKey, SupervisionRow>()
  public let escalations = Table<EscalationKey, EscalationRow>()
  let histories = Workspace<ObjectID, SupervisionHistory>()
  let divisions = Workspace<ObjectID, DivisionSpans>()
  let bodies = Workspace<ObjectID, BodySpans>()
  let limits = Workspace<Int, LimitLists>()
  let parents = Workspace<ObjectID, ObjectID>()
  let calendar = Workspace<CivilDate, Bool>()
  let years = Workspace<Int, Bool>()
  let hours = Workspace<Int, WorkingHours>()
  let zones = Workspace<Int, ZoneName>()
  let policies = Workspace<Int, PolicyEditions>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    if let step = step(event) {
      guard let ticket = event.reference(.ticket) else { return }
      let fact = SupervisionFact(
        id: event.id, position: event.position, occurred: event.occurred,
        actor: event.actorBody, step: step)
      let isShown = histories.update(ticket, default: SupervisionHistory()) { history in
        history.facts.append(fact)
        return history.isOfInterest
      }
      if isShown { show(ticket, event.zone) }
    } else if let repair = try CourseRepair(event) {
      guard let ticket = CourseRepair.ticket(of: event) else { return }
      let isKnown: Void? = histories.updateExisting(ticket) { $0.repairs.append(repair) }
      if isKnown != nil { show(ticket, event.zone) }
    } else {
      try places.take(event)
      zones[0] = ZoneName(name: event.zone.name)
      try policyBook.take(event)
      _ = try limitBook.take(event)
    }
  }

  private func step(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) -> SupervisionFact.Step? {
    switch event.type {
    case .ticketDispatched, .ticketRedirected: return event.reference(.handler).map { .sent($0) }
    case .ticketClosed, .ticketVoided: return .ended
    case .ticketEscalated:
      typealias Field = TicketEscalated.Field
      return .escalated(
        event.enumeration(Field.fromLevel).flatMap(Level.init(number:)),
        to: event.enumeration(Field.toLevel).flatMap(Level.init(number:)),
        event.enumeration(Field.ground).flatMap(TicketEscalated.Ground.init(number:)),
        event.enumeration(Field.urgency).flatMap(TicketGrade.init(number:)))
    case .supervisionIssued, .supervisionReplied, .supervisionLifted:
      guard let name = event.reference(.supervision) else { return nil }
      if event.type == .supervisionReplied { return .replied(name) }
      if event.type == .supervisionLifted {
        return .lifted(name, ground: event.text(SupervisionLifted.Field.ground) ?? "")
      }
      guard let unit = event.reference(.handler),
        let grade = event.enumeration(SupervisionIssued.Field.grade)
          .flatMap(SupervisionGrade.init(number:))
      else { return nil }
      return .issued(
        name, unit: unit, grade, replyBy: event.instant(SupervisionIssued.Field.replyBy))
    default: return nil
    }
  }

  // MARK: Rows

  /// Folds the ticket's events again, repairs carried out; they are few.
  private func show(_ ticket: ObjectID, _ zone: BusinessZone) {
    guard let history = histories[ticket] else { return }
    var fold = SupervisionFold(places: places, zone: zone)
    for fact in history.facts where !history.repairs.contains(where: { $0.annuls(fact.id) }) {
      var fact = fact
      for repair in history.repairs where repair.target == fact.id && repair.field != nil {
        if !history.repairs.contains(where: { $0.annuls(repair.id) }) { fact.amend(repair) }
      }
      fold.take(fact)
    }
    for name in history.supervisions where !fold.supervisions.contains(where: { $0.name == name }) {
      supervisions.remove(SupervisionKey(ticket: ticket, supervision: name))
    }
    for place in history.escalations where !fold.escalations.contains(where: { $0.at == place }) {
      escalations.remove(EscalationKey(ticket: ticket, position: place))
    }
    for (name, row) in fold.supervisions {
      supervisions[SupervisionKey(ticket: ticket, supervision: name)] = row
    }
    for (place, row) in fold.escalations {
      escalations[EscalationKey(ticket: ticket, position: place)] = row
    }
    histories.updateExisting(ticket) {
      $0.supervisions = fold.supervisions.map(\.name)
      $0.escalations = fold.escalations.map(\.at)
    }
  }

  /// Adds what time alone changes: when the reply is due, whether it is late, for how long.
  public func present(
    _ row: SupervisionRow, of key: SupervisionKey, at clock: Instant
  ) -> SupervisionRow {
    var row = row
    guard let issued = row.issued else { return row }
    let zone = zones[0].flatMap { BusinessZone(named: $0.name) } ?? .shanghai
    row.replyDue = row.replyBy ?? replyDue(row, issued, zone)
    row.points =
      policyBook.policies(on: zone.date(of: issued))?.supervisionPoints?
      .last { $0.grade == row.grade }?.points
    let end = row.lifted ?? row.ended
    if let due = row.replyDue {
      // Lifted or ended in time, no reply is waited for any more.
      row.replyOverdue = (row.replied ?? end ?? clock) > due
    }
    let last = zone.date(of: max(end ?? clock, issued))
    row.daysOpen = last.daysSinceEpoch - zone.date(of: issued).daysSinceEpoch
    return row
  }

  private func replyDue(
    _ row: SupervisionRow, _ issued: Instant, _ zone: BusinessZone
  ) -> Instant? {
    let day = zone.date(of: issued)
    let body = row.unit.flatMap { places.body($0, on: day) }
    let work = LimitedWork(level: body?.level, handlerKind: body?.kind)
    let desk = CourseDesk(places: places, limits: limitBook, zone: zone)
    return desk.clock(.supervisionReply, of: work, from: issued)?
      .due(by: desk.calendar, in: zone)?.moment
  }

  private var policyBook: PolicyBook { PolicyBook(editions: policies) }
  private var places: PlaceBook { PlaceBook(divisions: divisions, bodies: bodies) }

  private var limitBook: LimitBook {
    LimitBook(limits: limits, parents: parents, calendar: calendar, years: years, hours: hours)
  }
}

/// Makes the rows of one ticket.
private struct SupervisionFold {
  let places: PlaceBook
  let zone: BusinessZone
  var supervisions: [(name: ObjectID, row: SupervisionRow)] = []
  var escalations: [(at: Position, row: EscalationRow)] = []
  private var unit: ObjectID?

  init(places: PlaceBook, zone: BusinessZone) {
    self.places = places
    self.zone = zone
  }

  mutating func take(_ fact: SupervisionFact) {
    switch fact.step {
    case .issued(let name, let unit, let grade, let replyBy):
      issue(name, unit, grade, replyBy, fact)
    case .replied(let name): change(name) { $0.replied = $0.replied ?? fact.occurred }
    case .lifted(let name, let ground):
      change(name) { row in
        row.lifted = fact.occurred
        row.ground = ground
      }
    case .escalated(let from, let to, let ground, let urgency):
      var row = EscalationRow()
      row.town = fact.actor.flatMap { places.town(ofBody: $0, on: zone.date(of: fact.occurred)) }
      row.fromLevel = from
      row.toLevel = to
      row.ground = ground
      row.urgency = urgency
      row.body = fact.actor
      row.unit = unit
      row.escalated = fact.occurred
      escalations.append((fact.position, row))
      unit = nil
    case .sent(let handler): unit = handler
    case .ended:
      for index in supervisions.indices {
        supervisions[index].row.ended = supervisions[index].row.ended ?? fact.occurred
      }
    }
  }

  /// Issued again under the same name, it says anew what is wanted.
  private mutating func issue(
    _ name: ObjectID, _ unit: ObjectID, _ grade: SupervisionGrade, _ replyBy: Instant?,
    _ fact: SupervisionFact
  ) {
    let day = zone.date(of: fact.occurred)
    var row = SupervisionRow()
    row.town = places.town(ofBody: unit, on: day)
    row.unit = unit
    row.grade = grade
    row.issuedBy = fact.actor
    row.level = fact.actor.flatMap { places.body($0, on: day)?.level }
    row.issued = fact.occurred
    row.replyBy = replyBy
    supervisions.removeAll { $0.name == name }
    supervisions.append((name, row))
  }

  private mutating func change(_ name: ObjectID, _ change: (inout SupervisionRow) -> Void) {
    for index in supervisions.indices where supervisions[index].name == name {
      change(&supervisions[index].row)
    }
  }
}
