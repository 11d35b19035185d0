// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 赋权承接 (P16): is a power that came down used, can the town, does it run well — keep it or
/// take it back?
///
/// In `powers` one row a power and town with all that was counted so far; in `months` the same by
/// month, additive. A use is an inspection, a filed case or a decided application under the power.
/// What counts for a town is what bodies of that town did, and what was refused or passed up there.
/// Folded in happened order.
public struct PowerUptake: Projection, Presenting {
  public static let name = "power-uptake"
  public static let version = 1
  public static let golden = Digest(
    "sha256:1e5cbd0eb59ec68d8e778761d3578abce43df9c9535fc0bb3a7d8447c1ad23a9")
  public static let order = FoldOrder.happened
  public static let types: Set<EventType>? = [
    .divisionRegistered, .bodyRegistered, .trainingCompleted, .powerDevolved,
    .powerUptakeReviewed, .powerWithdrawn, .incidentReported, .ticketDispatched,
    .ticketRedirected, .ticketReturned, .supportCalled, .ticketEscalated, .inspectionRecorded,
    .clueClosed, .caseFiled, .penaltyDecided, .caseTransferred, .remedyRecorded, .caseClosed,
    .caseQualityReviewed, .applicationReceived, .acceptanceDecided, .applicationDecided,
    .commandRefused,
  ]

  public static let rules = ViewColumns.powerUptakeRules.mapValues(\.en)

  public let powers = Table<PowerTown, PowerUptakeRow>()
  public let months = Table<PowerTownMonth, PowerMonth>()
  /// By case, application or ticket: under which power, in which town.
  let matters = Workspace<ObjectID, PowerTown>()
  let inspections = Workspace<ObjectID, InspectedPowers>()
  /// By ticket: where it was reported.
  let reported = Workspace<ObjectID, ObjectID>()
  let divisions = Workspace<ObjectID, DivisionSpans>()
  let bodies = Workspace<ObjectID, BodySpans>()
  let zones = Workspace<Int, ZoneName>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    switch event.type {
    case .divisionRegistered, .bodyRegistered: try places.take(event)
    case .powerDevolved: try devolve(event)
    case .powerWithdrawn: withdraw(event)
    case .powerUptakeReviewed: try review(event)
    case .trainingCompleted: train(event)
    case .inspectionRecorded, .clueClosed, .caseFiled: applyFinding(event)
    case .applicationReceived, .acceptanceDecided, .applicationDecided: applyApplication(event)
    case .incidentReported, .ticketDispatched, .ticketRedirected, .ticketReturned,
      .ticketEscalated:
      applyTicket(event)
    default: applyCase(event)
    }
  }

  /// Adds what changes with time alone: in force, idle, review overdue.
  public func present(
    _ row: PowerUptakeRow, of key: PowerTown, at clock: Instant
  ) -> PowerUptakeRow {
    var row = row
    // A power that came down has said in which zone its days are.
    let zone = zones[0].flatMap { BusinessZone(named: $0.name) } ?? .shanghai
    let today = zone.date(of: clock)
    let grant = row.grants.last { $0.span.contains(today) }
    row.inForce = grant != nil
    row.idleDays = grant.map { grant in
      today.daysSinceEpoch - max(grant.span.from, row.lastUse ?? grant.span.from).daysSinceEpoch
    }
    row.reviewOverdue = row.reviewDue.map { $0 < today && grant != nil }
    return row
  }

  var places: PlaceBook { PlaceBook(divisions: divisions, bodies: bodies) }
}

// Counting.
extension PowerUptake {
  func count(
    _ what: PowerCount, _ number: Int = 1, under key: PowerTown, on day: CivilDate
  ) {
    powers.update(key, default: PowerUptakeRow()) { row in
      row.add(what, number)
      if what.isUse { row.lastUse = max(row.lastUse ?? day, day) }
    }
    months.update(key.in(Month(day)), default: PowerMonth()) { $0.add(what, number) }
  }

  private func town(of event: borrowing RecordedEvent<GovernanceEvent>) -> ObjectID? {
    let day = event.occurredOn
    return event.actorBody.flatMap { places.town(ofBody: $0, on: day) }
  }

  // MARK: Grants, reviews, training

  private func devolve(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let power = event.reference(.power) else { return }
    let devolved = try event.decode(PowerDevolved.self)
    let from = devolved.effectiveFrom
    zones[0] = ZoneName(name: event.zone.name)
    for town in event.references(.town) {
      powers.update(PowerTown(power: power, town: town), default: PowerUptakeRow()) { row in
        for index in row.grants.indices where row.grants[index].span.contains(from) {
          row.grants[index].span.end(on: from)
        }
        row.kind = devolved.kind
        row.mode = devolved.mode
        row.ground = devolved.ground
        row.grants.append(
          PowerGrant(span: DaySpan(from: from, through: devolved.delegationTo)))
      }
    }
  }

  private func withdraw(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    guard let power = event.reference(.power),
      let from = event.date(PowerWithdrawn.Field.effectiveFrom)
    else { return }
    let pending = event.enumeration(PowerWithdrawn.Field.pending)
      .flatMap(PowerWithdrawn.Pending.init(number:))
    for town in event.references(.town) {
      powers.updateExisting(PowerTown(power: power, town: town)) { row in
        for index in row.grants.indices where row.grants[index].span.reaches(from) {
          row.grants[index].span.end(on: from)
          row.grants[index].pending = pending
        }
      }
    }
  }

  private func review(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let power = event.reference(.power), let town = event.reference(.town) else { return }
    let review = try event.decode(PowerUptakeReviewed.self)
    let day = event.occurredOn
    let key = PowerTown(power: power, town: town)
    count(.reviews, under: key, on: day)
    powers.update(key, default: PowerUptakeRow()) { row in
      row.reviewed = day
      row.usable = review.usable
      row.capable = review.capable
      row.wellRun = review.wellRun
      row.outcome = review.outcome
      row.reviewDue = review.reviewDue
    }
  }

  private func train(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    let day = event.occurredOn
    let hours = event.decimal(TrainingCompleted.Field.hours)?.rational ?? .zero
    for power in event.references(.power) {
      for town in event.references(.town) {
        let key = PowerTown(power: power, town: town)
        count(.trainings, under: key, on: day)
        months[key.in(Month(day)), default: PowerMonth()].trainingHours += hours
        powers[key, default: PowerUptakeRow()].trainingHours += hours
      }
    }
  }

  // MARK: Findings

  private func applyFinding(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    let day = event.occurredOn
    if event.type == .caseFiled { return fileCase(event) }
    guard let inspection = event.reference(.inspection) else { return }
    if event.type == .clueClosed {
      guard let found = inspections[inspection], let town = found.town else { return }
      for power in found.powers {
        count(.cluesClosed, under: PowerTown(power: power, town: town), on: day)
      }
      return
    }
    let place = event.reference(.division).flatMap { places.town(of: $0, on: day) }
    let found = InspectedPowers(town: town(of: event) ?? place, powers: event.references(.power))
    inspections[inspection] = found
    guard let town = found.town else { return }
    let isClue =
      event.enumeration(InspectionRecorded.Field.result) == InspectionRecorded.Result.clue.number
    for power in found.powers {
      let key = PowerTown(power: power, town: town)
      count(.inspections, under: key, on: day)
      if isClue { count(.clues, under: key, on: day) }
    }
  }

  private func fileCase(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    let day = event.occurredOn
    guard let name = event.reference(.case), matters[name] == nil,
      let power = event.reference(.power),
      let town = event.reference(.actingBody).flatMap({ places.town(ofBody: $0, on: day) })
    else { return }
    let key = PowerTown(power: power, town: town)
    matters[name] = key
    count(.cases, under: key, on: day)
    // Found and filed by the town itself.
    let isOwn = event.reference(.inspection).flatMap { inspections[$0] }.map { $0.town == town }
    if isOwn ?? false { count(.cluesFiled, under: key, on: day) }
  }

  // MARK: Cases

  private func applyCase(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    let role: Role = event.type == .commandRefused ? .subject : .case
    guard let matter = event.reference(role) ?? event.reference(.ticket),
      let key = matters[matter]
    else { return }
    let day = event.occurredOn
    switch event.type {
    case .penaltyDecided:
      let outcome = event.enumeration(PenaltyDecided.Field.outcome)
      if outcome == PenaltyDecided.Outcome.penalised.number {
        count(.penalties, under: key, on: day)
      }
    case .caseTransferred: count(.transferred, under: key, on: day)
    case .remedyRecorded:
      let result = event.enumeration(RemedyRecorded.Field.result)
        .flatMap(RemedyRecorded.Result.init(number:))
      let isDecided =
        event.enumeration(RemedyRecorded.Field.stage) == RemedyRecorded.Stage.decided.number
      if isDecided, result?.annuls ?? false { count(.reversed, under: key, on: day) }
    case .caseClosed: count(.casesClosed, under: key, on: day)
    case .caseQualityReviewed:
      let score = event.decimal(CaseQualityReviewed.Field.score)?.rational ?? .zero
      count(.filesReviewed, under: key, on: day)
      months[key.in(Month(day)), default: PowerMonth()].filePoints += score
      powers[key, default: PowerUptakeRow()].filePoints += score
    case .supportCalled:
      let purpose = event.enumeration(SupportCalled.Field.purpose)
        .flatMap(SupportCalled.Purpose.init(number:))
      if purpose == .jointEnforcement || purpose == .modelEnforcement {
        count(.guidance, under: key, on: day)
      }
    case .commandRefused: count(.refusedActs, under: key, on: day)
    default: break
    }
  }

  // MARK: Applications

  private func applyApplication(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    let day = event.occurredOn
    guard let name = event.reference(.application) else { return }
    if event.type == .applicationReceived {
      guard let item = event.reference(.serviceItem), let town = event.reference(.town),
        matters[name] == nil
      else { return }
      let key = PowerTown(power: item, town: town)
      matters[name] = key
      return count(.applications, under: key, on: day)
    }
    guard let key = matters[name] else { return }
    if event.type == .acceptanceDecided {
      let accepted = AcceptanceDecided.Result.accepted.number
      guard event.enumeration(AcceptanceDecided.Field.result) != accepted else { return }
      let ground = event.enumeration(AcceptanceDecided.Field.ground)
      let isPassedUp = ground == AcceptanceDecided.Ground.notDevolved.number
      count(isPassedUp ? .passedUp : .notAccepted, under: key, on: day)
    } else {
      let result = event.enumeration(ApplicationDecided.Field.result)
        .flatMap(ApplicationDecided.Result.init(number:))
      if result == .granted { count(.granted, under: key, on: day) }
      if result == .refused { count(.refused, under: key, on: day) }
    }
  }

  // MARK: Tickets

  private func applyTicket(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    let day = event.occurredOn
    guard let ticket = event.reference(.ticket) else { return }
    switch event.type {
    case .incidentReported:
      reported[ticket] = event.reference(.division).flatMap { places.town(of: $0, on: day) }
    case .ticketReturned:
      if let key = matters[ticket] { count(.returned, under: key, on: day) }
    case .ticketEscalated:
      // S42: passed up because the power is not there.
      let ground = event.enumeration(TicketEscalated.Field.ground)
      guard ground == TicketEscalated.Ground.noPower.number,
        let power = event.reference(.power), let town = town(of: event) ?? reported[ticket]
      else { return }
      count(.passedUp, under: PowerTown(power: power, town: town), on: day)
    default:
      guard let power = event.reference(.power),
        let town = event.reference(.handler).flatMap({ places.town(ofBody: $0, on: day) })
      else {
        matters[ticket] = nil
        return
      }
      let key = PowerTown(power: power, town: town)
      matters[ticket] = key
      count(.dispatched, under: key, on: day)
    }
  }
}
