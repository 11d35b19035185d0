// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 一窗 (P19): applications with their clocks, and what each town's hall offers of what is listed.
///
/// One row an application, folded as the approval module folds it; in `items` one a town and
/// item, with the days on which the item was listed for the town and offered at its hall, and how
/// many applications there were; in `towns` offered ÷ listed. The limit of the law and the limit
/// promised are two clocks: more time by law is no more time promised. Both, and what silence
/// makes of an application, are computed for the asked moment (domain §3.3). Folded in recorded
/// order; repairs fold the application again.
public struct ApprovalDesk: Projection, Presenting {
  public static let name = "approval-desk"
  public static let version = 1
  public static let golden = Digest(
    "sha256:58b296af45e27a63891b0d323815cfef1c68860e3c33c93dc0aa291e51b34fc0")
  public static let types: Set<EventType>? = LawBook.types.union([
    .stationedBodyAssigned, .bodyAbolished, .powerDevolved, .powerWithdrawn, .requestMade,
    .extensionRequested, .requestRuled, .clockSuspended, .clockResumed, .followUpRecorded,
    .documentServed, .applicationReceived, .correctionNotified, .correctionReceived,
    .acceptanceDecided, .applicationDecided, .factCorrected, .eventAnnulled,
  ])

  public static let rules = ViewColumns.approvalDeskRules.mapValues(\.en)

  public let applications = Table<ObjectID, ApplicationRow>()
  public let items = Table<TownItem, ItemRow>()
  public let towns = Table<ObjectID, HallRow>()
  let states = Workspace<ObjectID, ApplicationState>()
  let refusals = Workspace<ObjectID, AcceptanceGround>()
  let offers = Workspace<TownItem, [ItemOffer]>()
  let stations = Workspace<ObjectID, [TownItem]>()
  let files = Workspace<ObjectID, FactFile>()
  let links = Workspace<LinkKey, [ObjectID]>()
  let everything = Workspace<Int, [ObjectID]>()
  let names = Workspace<Int, [ObjectID]>()
  let procedures = Workspace<Int, ProcedureBook>()
  let notices = Workspace<Int, NoticeBook>()
  let zones = Workspace<Int, ZoneName>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    switch event.type {
    case .ruleSetPublished, .workCalendarPublished: _ = try law.take(event)
    case .powerDevolved, .powerWithdrawn: try takeThing(.power, event)
    case .stationedBodyAssigned, .bodyAbolished: try takeThing(.body, event)
    case .factCorrected, .eventAnnulled:
      guard let key = try fileBook.noteRepair(event) else { return }
      if key.kind == .application { refold(key, event) } else { changed(key, event) }
    default: try takeApplication(event)
    }
  }

  /// Requests, papers and ratings may be about others.
  private func takeApplication(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) {
    guard let key = event.reference(.application), let fact = try AnyFact(event) else { return }
    if fileBook.note(fact, in: key) { return refold(key, event) }
    guard let known = fact.typed(ApplicationEvent.self) else { return }
    let before = states[key]
    states.update(key, default: ApplicationState()) { $0.apply(known) }
    note(fact, of: key)
    refresh(key, since: before, event)
  }

  private func refold(_ key: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>) {
    let facts = files[key]?.all ?? []
    let before = states[key]
    states[key] = ApplicationState(afterRepairs: facts.compactMap { $0.typed() })
    refusals[key] = nil
    for fact in RepairedHistory(facts).facts { note(fact, of: key) }
    refresh(key, since: before, event)
  }

  /// The ground on which it was not accepted, which the rules have no need to remember.
  private func note(_ fact: AnyFact, of key: ObjectID) {
    guard let decided = fact.event.event as? AcceptanceDecided, decided.result != .accepted,
      refusals[key] == nil
    else { return }
    refusals[key] = AcceptanceGround(result: decided.result, ground: decided.ground)
  }

  private func takeThing(
    _ role: Role, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) {
    guard let key = event.reference(role), let fact = try AnyFact(event) else { return }
    fileBook.note(fact, in: key)
    changed(key, event)
  }

  private func changed(_ key: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>) {
    switch key.kind {
    case .power: refreshPower(key, event)
    case .body: refreshStation(key, event)
    default: _ = law.refold(key)
    }
  }

  /// Adds what changes with time alone: both clocks, and what silence made of the application.
  public func present(_ row: ApplicationRow, of key: ObjectID, at clock: Instant) -> ApplicationRow
  {
    var row = row
    guard let state = states[key], state.status != nil else { return row }
    let (law, days) = (law, law.days)
    let calendar = days.calendar
    let report = ApplicationReport(
      state, at: clock, kind: row.itemKind, procedures: law.procedures, days: days,
      zone: law.zone)
    let shown = { (deadline: StepDeadline?) in
      deadline.map { StepClock($0, at: clock, calendar, law.zone) }
    }
    row.acceptedBySilence = report.acceptedBySilence
    row.deemedWithdrawn = report.deemedWithdrawn
    let isOpen = !(state.status?.isTerminal ?? true) && report.deemedWithdrawn == nil
    let (legal, promised) = (shown(report.legal), shown(report.promised))
    row.legalDue = legal?.due
    row.promisedDue = promised?.due
    row.legalLeft = isOpen ? legal?.left : nil
    row.promisedLeft = isOpen ? promised?.left : nil
    row.legalLate = legal?.isLate
    row.promisedLate = promised?.isLate
    row.acceptanceDue = shown(report.acceptance)?.due
    row.correctionDue = shown(report.correction)?.due
    row.deliveryDue = shown(report.delivery)?.due
    row.late = [report.acceptance, report.correction, report.legal, report.delivery]
      .compactMap(shown).filter(\.isLate).map(\.step)
    return row
  }
}

// The books, each over its workspaces.
extension ApprovalDesk {
  var fileBook: FileBook { FileBook(files: files) }
  var linkIndex: LinkIndex { LinkIndex(links: links, everything: everything) }

  var law: LawBook {
    LawBook(
      files: fileBook, names: names, books: procedures, notices: notices, zones: zones)
  }
}
