// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 案件台账 (P17): each case — its step, its clocks, whether its record is complete.
///
/// One row a case; in `clues` one an inspection, with what became of its clue. A case's state is
/// the fold of the enforcement module; repairs fold the case again, and what certificates and
/// powers say of it follows them whenever they become known. Deadlines are computed for the asked
/// moment from the procedures in force and the calendar known then (domain §3.1, §3.2). No amount
/// of money is shown (I-22). Folded in recorded order.
public struct CaseDocket: Projection, Presenting {
  public static let name = "case-docket"
  public static let version = 1
  public static let golden = Digest(
    "sha256:1cd56cd1051d5efffcd795d9c9b5737ed1b1cc60f7e89f3568a7fa3ba2c66a7c")
  public static let types: Set<EventType>? = Set(CaseEvent.events.map { $0.type })
    .union(LawBook.types)
    .union([
      .divisionRegistered, .bodyRegistered, .certificateIssued, .certificateInvalidated,
      .powerDevolved, .powerWithdrawn, .inspectionRecorded, .clueClosed, .commandRefused,
    ])

  public static let rules = ViewColumns.caseDocketRules.mapValues(\.en)

  public let cases = Table<ObjectID, CaseDocketRow>()
  public let clues = Table<ObjectID, ClueRow>()
  let states = Workspace<ObjectID, CaseState>()
  let notes = Workspace<ObjectID, DocketNotes>()
  let files = Workspace<ObjectID, FactFile>()
  let links = Workspace<LinkKey, [ObjectID]>()
  let everything = Workspace<Int, [ObjectID]>()
  let names = Workspace<Int, [ObjectID]>()
  let procedures = Workspace<Int, ProcedureBook>()
  let notices = Workspace<Int, NoticeBook>()
  let zones = Workspace<Int, ZoneName>()
  let divisions = Workspace<ObjectID, DivisionSpans>()
  let bodies = Workspace<ObjectID, BodySpans>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    switch event.type {
    case .divisionRegistered, .bodyRegistered:
      try places.take(event)
      if let body = event.reference(.body) { refresh(linkIndex.rows(under: body), event) }
    case .ruleSetPublished, .workCalendarPublished:
      if try law.take(event) { refresh(linkIndex.all, event) }
    case .certificateIssued, .certificateInvalidated: try takeThing(.certificate, event)
    case .powerDevolved, .powerWithdrawn: try takeThing(.power, event)
    case .inspectionRecorded, .clueClosed: try takeThing(.inspection, event)
    case .factCorrected, .eventAnnulled:
      if let key = try fileBook.noteRepair(event) { changed(key, event) }
    default: try takeCase(event)
    }
  }

  /// Something of the case, or a refusal about it; requests and support may be about others.
  private func takeCase(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    let role: Role = event.type == .commandRefused ? .subject : .case
    guard let key = event.reference(role), key.kind == .case, let fact = try AnyFact(event)
    else { return }
    if fileBook.note(fact, in: key) { return changed(key, event) }
    notes.update(key, default: DocketNotes()) { $0.note(fact, event.zone) }
    if let known = fact.typed(CaseEvent.self) {
      states.update(key, default: CaseState()) { $0.apply(known) }
    }
    refresh(key, event)
  }

  private func takeThing(
    _ role: Role, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) {
    guard let key = event.reference(role), let fact = try AnyFact(event) else { return }
    fileBook.note(fact, in: key)
    changed(key, event)
  }

  /// What follows from a thing's facts is made again.
  private func changed(_ key: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>) {
    switch key.kind {
    case .case: refold(key, event)
    case .inspection: refreshClue(key, event)
    case .rule, .calendar:
      if law.refold(key) { refresh(linkIndex.all, event) }
    default: refresh(linkIndex.rows(under: key), event)
    }
  }

  /// Folds a case again from what is known of it.
  private func refold(_ key: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>) {
    let facts = files[key]?.all ?? []
    var again = DocketNotes()
    for fact in RepairedHistory(facts).facts { again.note(fact, event.zone) }
    notes[key] = again
    states[key] = CaseState(afterRepairs: facts.compactMap { $0.typed() })
    refresh(key, event)
  }

  /// Adds what changes with time alone: what is left of each limit, what is late.
  public func present(_ row: CaseDocketRow, of key: ObjectID, at clock: Instant) -> CaseDocketRow {
    var row = row
    guard let state = states[key], state.status != nil else { return row }
    let (law, days) = (law, law.days)
    let report = CaseReport(
      state, at: clock, procedures: law.procedures, days: days, zone: law.zone)
    let calendar = days.calendar
    row.deadlines = report.deadlines.map { StepClock($0, at: clock, calendar, law.zone) }
    row.late = row.deadlines.filter(\.isLate).map(\.step)
    let measures: Set<ProcedureStep> = [.measure, .settlePreserved]
    row.measureOverdue = row.deadlines.contains {
      $0.isLate && $0.done == nil && measures.contains($0.step)
    }
    row.timeBarred = report.isTimeBarred
    guard !(state.status?.isTerminal ?? true), let next = row.deadlines.next else { return row }
    row.nextStep = next.step
    row.nextDue = next.due
    row.left = next.left
    row.leftUnit = next.unit
    return row
  }
}

// The books, each over its workspaces.
extension CaseDocket {
  var fileBook: FileBook { FileBook(files: files) }
  var places: PlaceBook { PlaceBook(divisions: divisions, bodies: bodies) }
  var linkIndex: LinkIndex { LinkIndex(links: links, everything: everything) }

  var law: LawBook {
    LawBook(
      files: fileBook, names: names, books: procedures, notices: notices, zones: zones)
  }
}
