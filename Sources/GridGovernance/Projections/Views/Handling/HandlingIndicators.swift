// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 处置指标 (P5): the rates of domain §2.6 by unit, town and category.
///
/// `indicators`: each rate with both terms, with and without excluded tickets. `formulas`: each
/// formula in force at the month's end (composites A and B, the county's own) with the rule set and
/// edition that it stands in, its terms and its value. `stages`: how long each step took. `support`:
/// who came when called, and who called without need. A leg
/// counts for the unit that held its clock, in the month of its deadline (§2.6, iv and v); without
/// a deadline nothing should have been done. Voided tickets are out unless a formula keeps them. In
/// happened order; the counting is that of the assessment (`HandledTicket`).
public struct HandlingIndicators: Projection, Presenting {
  public static let name = "handling-indicators"
  public static let version = 1
  public static let golden = Digest(
    "sha256:68c90f2c5124f86016f4d34ac6aadfacdff3db11c41295dc0274f94460f296cb")
  public static let order = FoldOrder.happened
  public static let types: Set<EventType>? = HandledTicket.types.union(supportTypes).union([
    .divisionRegistered, .bodyRegistered, .ruleSetPublished, .workCalendarPublished,
    .ticketAccepted,
  ])
  public static let rules = ViewColumns.indicatorRules.mapValues(\.en)

  public let indicators = Table<IndicatorKey, IndicatorRow>()
  public let formulas = Table<FormulaKey, FormulaRow>()
  public let stages = Table<StageKey, StageRow>()
  public let support = Table<SupportKey, SupportRow>()
  let tickets = Workspace<ObjectID, HandledTicket>()
  let staged = Workspace<ObjectID, StagedTicket>()
  let calls = Workspace<ObjectID, CallOfSupport>()
  let tallies = Workspace<HandledMonth, HandlingTally>()
  /// Who has a tally in a month.
  let subjects = Workspace<Int, HandledSubjects>()
  let editions = Workspace<Int, FormulaEditions>()
  let divisions = Workspace<ObjectID, DivisionSpans>()
  let bodies = Workspace<ObjectID, BodySpans>()
  let limits = Workspace<Int, LimitLists>()
  let parents = Workspace<ObjectID, ObjectID>()
  let calendar = Workspace<CivilDate, Bool>()
  let years = Workspace<Int, Bool>()
  let hours = Workspace<Int, WorkingHours>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    if try takeSupport(event) { return }
    guard let ticket = event.reference(.ticket) else {
      try places.take(event)
      _ = try limitBook.take(event)
      return try publish(event)
    }
    stage(event, of: ticket)
    let desk = HandlingDesk(places: places, limits: limitBook)
    let zone = event.zone
    var old: [CountedLeg] = []
    var new: [CountedLeg] = []
    var handled = tickets[ticket] ?? HandledTicket()
    old = legs(of: handled, zone)
    handled.apply(event, desk)
    new = legs(of: handled, zone)
    tickets[ticket] = handled
    // Legs are changed or added, so their places tell which is which.
    for index in 0..<max(old.count, new.count) {
      let before = index < old.count ? old[index] : nil
      let after = index < new.count ? new[index] : nil
      if before != after { count(before, after) }
    }
  }

  /// The legs that count, each under its unit, town and category.
  private func legs(of ticket: HandledTicket, _ zone: BusinessZone) -> [CountedLeg] {
    ticket.legs.compactMap { leg in
      guard let due = leg.due, let outcome = ticket.outcome(of: leg) else { return nil }
      let day = zone.date(of: due)
      let month = Month(day)
      var keys = [HandledMonth(dimension: .unit, subject: leg.handler, month: month)]
      if let town = ticket.division.flatMap({ places.town(of: $0, on: day) }) {
        keys.append(HandledMonth(dimension: .town, subject: town, month: month))
      }
      if let category = ticket.category {
        keys.append(HandledMonth(dimension: .category, subject: category, month: month))
      }
      return CountedLeg(keys: keys, outcome: outcome)
    }
  }

  private func count(_ before: CountedLeg?, _ after: CountedLeg?) {
    if let before, let after, before.keys == after.keys {
      for key in after.keys { change(key, before.outcome, after.outcome) }
      return
    }
    for key in before?.keys ?? [] { change(key, before?.outcome, nil) }
    for key in after?.keys ?? [] { change(key, nil, after?.outcome) }
  }

  private func change(_ key: HandledMonth, _ old: HandlingOutcome?, _ new: HandlingOutcome?) {
    let isNew = !tallies.contains(key)
    if isNew {
      subjects.update(key.month.index, default: HandledSubjects()) { $0.keys.append(key) }
    }
    tallies.update(key, default: HandlingTally()) { tally in
      if let old { tally.add(old, -1) }
      if let new { tally.add(new, 1) }
    }
    for indicator in Indicator.allCases {
      let was = old?.member(of: indicator, nil)
      let now = new?.member(of: indicator, nil)
      guard was != now || isNew else { continue }
      indicators.update(
        IndicatorKey(
          dimension: key.dimension, subject: key.subject, indicator: indicator, month: key.month),
        default: IndicatorRow()
      ) { row in
        if let was { row.count(was, -1) }
        if let now { row.count(now, 1) }
        row.settle()
      }
    }
    for edition in editions[0]?.live(in: key.month) ?? [] {
      formulas.update(key.under(edition), default: FormulaRow(edition)) { row in
        for index in row.terms.indices {
          guard let indicator = Indicator(rawValue: row.terms[index].indicator) else { continue }
          let definitions = edition.formula.definitions
          if let was = old?.member(of: indicator, definitions) { row.terms[index].count(was, -1) }
          if let now = new?.member(of: indicator, definitions) { row.terms[index].count(now, 1) }
        }
      }
    }
  }

  // MARK: Formulas

  private func publish(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard event.type == .ruleSetPublished,
      event.enumeration(RuleSetPublished.Field.kind) == RuleKind.indicator.number,
      let rule = event.reference(.rule)
    else { return }
    let published = try event.decode(RuleSetPublished.self)
    guard let formula = published.content.indicator else { return }
    let edition = FormulaEdition(from: published.effectiveFrom, rule: rule, formula: formula)
    editions.update(0, default: FormulaEditions()) { $0.editions.insertByDay(edition) }
    // An edition may become known when months of its effect lie behind: at most ten years.
    let first = Month(published.effectiveFrom).index
    let last = max(first, Month(event.occurredOn).index + 24)
    for index in max(first, last - 144)...last { recount(Month(index: index)) }
  }

  /// Counts a month's formulas again from its tallies.
  private func recount(_ month: Month) {
    guard let keys = subjects[month.index]?.keys else { return }
    for key in keys {
      let tally = tallies[key] ?? HandlingTally()
      for edition in editions[0]?.live(in: month) ?? [] {
        var row = FormulaRow(edition)
        for index in row.terms.indices {
          guard let indicator = Indicator(rawValue: row.terms[index].indicator) else { continue }
          for entry in tally.entries {
            guard
              let member = entry.outcome.member(of: indicator, edition.formula.definitions)
            else { continue }
            row.terms[index].count(member, entry.count)
          }
        }
        formulas[key.under(edition)] = row
      }
    }
  }

  // MARK: Stages

  private func stage(_ event: borrowing RecordedEvent<GovernanceEvent>, of ticket: ObjectID) {
    let occurred = event.occurred
    let day = event.occurredOn
    let hop = event.int(TicketDispatched.Field.hop)
    let handler = event.reference(.handler)
    let division = event.reference(.division)
    let category = event.reference(.category)
    let type = event.type
    let isRework =
      type == .workInspected
      && event.enumeration(WorkInspected.Field.result) == WorkInspected.Result.failed.number
      && event.bool(WorkInspected.Field.wrongUnit) != true
    let noted = staged.update(ticket, default: StagedTicket()) { staged -> NotedStage? in
      staged.category = category ?? staged.category
      if type == .incidentReported { staged.division = division ?? staged.division }
      let noted = staged.step(type, hop, handler, at: occurred)
      // A failed check opens the next round; the check itself was of the one before.
      if isRework { staged.round += 1 }
      return noted
    }
    guard let noted, let place = staged[ticket] else { return }
    let month = Month(day)
    func note(_ dimension: HandlingDimension, _ subject: ObjectID) {
      stages.update(
        StageKey(
          dimension: dimension, subject: subject, stage: noted.stage, hop: noted.hop,
          round: noted.round, month: month), default: StageRow()
      ) { $0.note(noted.minutes) }
    }
    if let unit = noted.unit { note(.unit, unit) }
    if let town = place.division.flatMap({ places.town(of: $0, on: day) }) { note(.town, town) }
    if let category = place.category { note(.category, category) }
  }

  /// Adds the values of formulas: they follow from the terms.
  public func present(_ row: FormulaRow, of key: FormulaKey, at clock: Instant) -> FormulaRow {
    row.shown()
  }

  private var places: PlaceBook { PlaceBook(divisions: divisions, bodies: bodies) }

  private var limitBook: LimitBook {
    LimitBook(limits: limits, parents: parents, calendar: calendar, years: years, hours: hours)
  }
}

/// Whose handling is counted in a month.
struct HandledSubjects: TableRow {
  var keys: [HandledMonth] = []
}

extension HandledMonth {
  fileprivate func under(_ edition: FormulaEdition) -> FormulaKey {
    FormulaKey(
      dimension: dimension, subject: subject, formula: edition.formula.code, month: month)
  }
}

extension FormulaRow {
  fileprivate init(_ edition: FormulaEdition) {
    self.init()
    rule = edition.rule
    self.edition = edition.from
    terms = edition.formula.terms.map { FormulaTerm($0) }
  }
}

/// A stage that has just ended.
struct NotedStage {
  var stage: HandlingStage
  var hop: Int
  var round: Int
  var minutes: Int
  /// Whose stage it was, where it is one unit's.
  var unit: ObjectID?
}

extension StagedTicket {
  /// Takes a step; gives the stage that it ends, if any.
  fileprivate mutating func step(
    _ type: EventType, _ number: Int?, _ handler: ObjectID?, at time: Instant
  ) -> NotedStage? {
    let stage: HandlingStage
    var unit: ObjectID?
    switch type {
    case .incidentReported:
      if last == nil { last = time }
      return nil
    case .ticketReopened:
      round += 1
      hop = min(hop, 1)
      last = time
      return nil
    case .ticketEscalated:
      hop = 0
      last = time
      return nil
    case .ticketAccepted: stage = .accept
    case .ticketRegistered: stage = .register
    case .ticketDispatched, .ticketRedirected:
      stage = .dispatch
      hop = max(1, number ?? hop + 1)
      units = Array(units.prefix(hop - 1))
      if let handler { units.append(handler) }
    case .ticketSignedFor: stage = .sign
    case .handlingCompleted: stage = .complete
    case .workInspected: stage = .check
    case .ticketClosed: stage = .close
    default: return nil
    }
    if stage == .sign || stage == .complete { unit = units.last }
    defer { last = time }
    guard let last, last <= time else { return nil }
    let minutes = Int(time.microseconds(since: last) / 60_000_000)
    return NotedStage(stage: stage, hop: hop, round: round, minutes: minutes, unit: unit)
  }
}
