// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 执法公示 (P18): was enforcement published and withdrawn in time, at each stage?
///
/// One row a case, inspection or body, and stage. A decision makes the row of its case, published
/// or not; a body that enforces has its rows before and during the act, published or not (Penalty
/// Law art. 39). Both limits are those of the procedures in force, from the decision on, and from
/// the remedy that ended it on (art. 48); they follow rule sets and calendars whenever these become
/// known. Folded in recorded order; repairs fold the row again.
public struct PublicationView: Projection, Presenting {
  public static let name = "publication"
  public static let version = 1
  public static let golden = Digest(
    "sha256:53ddce83ecff436fe6e79c0374a4676c6fef54175f488e74d50c465b8deb3177")
  public static let types: Set<EventType>? = LawBook.types.union([
    .divisionRegistered, .bodyRegistered, .inspectionRecorded, .caseFiled, .documentServed,
    .penaltyDecided, .remedyRecorded, .enforcementPublished, .publicationWithdrawn,
    .factCorrected, .eventAnnulled,
  ])

  public static let rules = ViewColumns.publicationRules.mapValues(\.en)

  public let publications = Table<PublicationKey, PublicationRow>()
  /// By publication: what it is about.
  let subjects = Workspace<ObjectID, PublicationKey>()
  /// By case, inspection or body and stage: its publications, in the order of becoming known.
  let lists = Workspace<PublicationKey, [ObjectID]>()
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
    case .divisionRegistered, .bodyRegistered: try places.take(event)
    case .ruleSetPublished, .workCalendarPublished:
      if try law.take(event) { refreshAll(event) }
    case .enforcementPublished, .publicationWithdrawn: try take(.publication, event)
    case .inspectionRecorded: try take(.inspection, event)
    case .factCorrected, .eventAnnulled:
      guard let key = try fileBook.noteRepair(event) else { return }
      if law.refold(key) { refreshAll(event) } else { changed(key, event) }
    default: try take(.case, event)
    }
  }

  private func take(
    _ role: Role, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) {
    guard let key = event.reference(role), let fact = try AnyFact(event) else { return }
    fileBook.note(fact, in: key)
    changed(key, event)
  }

  private func changed(_ key: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>) {
    switch key.kind {
    case .publication: refreshPublication(key, event)
    case .case:
      linkIndex.note(key)
      refreshCase(key, event)
    case .inspection: refreshInspection(key, event)
    default: break
    }
  }

  private func refreshAll(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    for key in linkIndex.all { refreshCase(key, event) }
  }

  /// Adds what changes with time alone: what is left of the limits, what is late.
  public func present(
    _ row: PublicationRow, of key: PublicationKey, at clock: Instant
  ) -> PublicationRow {
    var row = row
    row.overdue = row.isOverdue(at: clock)
    let isPublishing = row.published == nil && row.due != nil
    guard let due = isPublishing ? row.due : row.openWithdrawalDue else { return row }
    row.left = left(to: due, of: isPublishing ? .publish : .withdrawPublication, row, at: clock)
    return row
  }

  /// What is left in the unit of the limit, negative behind its end.
  private func left(
    to due: Instant, of step: ProcedureStep, _ row: PublicationRow, at clock: Instant
  ) -> Int? {
    let (law, days) = (law, law.days)
    guard let start = step == .publish ? row.decided : row.ended else { return nil }
    let day = law.zone.date(of: start)
    let limit = law.procedures.applied(on: day, filed: row.filed ?? day).penaltyLimit(step)
    return limit.flatMap { limit in
      StepClock(
        StepDeadline(limit, from: start, due: Due(moment: due)), at: clock, days.calendar, law.zone
      ).left
    }
  }
}

// The books, each over its workspaces.
extension PublicationView {
  var fileBook: FileBook { FileBook(files: files) }
  var places: PlaceBook { PlaceBook(divisions: divisions, bodies: bodies) }
  var linkIndex: LinkIndex { LinkIndex(links: links, everything: everything) }

  var law: LawBook {
    LawBook(
      files: fileBook, names: names, books: procedures, notices: notices, zones: zones)
  }
}

/// What is published, at which stage.
public struct PublicationKey: TableKey, TableRow {
  /// The case, the inspection, or the body where it is about none.
  public var subject: ObjectID
  public var stage: EnforcementPublished.Stage

  public init(subject: ObjectID, stage: EnforcementPublished.Stage) {
    self.subject = subject
    self.stage = stage
  }
}

/// One duty to publish, or what was published without one; see ``PublicationView``.
public struct PublicationRow: TableRow {
  /// Who publishes: the organ that acts, or acted.
  public var body: ObjectID?
  /// The town of that body.
  public var town: ObjectID?
  /// The day on which the case was filed.
  public var filed: CivilDate?
  /// When the decision in force was made; absent where none is.
  public var decided: Instant?
  /// The end of the time for publication; absent without a decision or a limit.
  public var due: Instant?
  /// When it was published first, since the decision; absent is not published.
  public var published: Instant?
  /// Codes of what was published.
  public var what: [String] = []
  /// When a remedy ended the decision: what was published before it goes.
  public var ended: Instant?
  /// The end of the time for withdrawal.
  public var withdrawalDue: Instant?
  /// When the last of what had to go went; absent while some of it stands.
  public var withdrawn: Instant?
  /// Every publication, in the order in which each became known.
  public var items: [PublishedItem] = []

  /// At the asked moment: whether it was published or withdrawn late, or still is not.
  public var overdue: Bool?
  /// At the asked moment: what is left of the open limit, in its unit, negative behind its end.
  public var left: Int?

  init() {}
}

/// One publication.
public struct PublishedItem: Codable, Hashable, Sendable {
  public var publication: ObjectID
  public var what: String
  public var place: String
  public var published: Instant
  /// The last day of the publication.
  public var until: CivilDate?
  /// When it was withdrawn; absent while it stands.
  public var withdrawn: Instant?
  /// The reason of the withdrawal.
  public var ground: String?
}

extension PublicationRow {
  /// When what had to go is due, while some of it stands.
  var openWithdrawalDue: Instant? { withdrawn == nil ? withdrawalDue : nil }

  /// Whether one of the two limits was missed, or is being missed; `nil` without a limit.
  func isOverdue(at clock: Instant) -> Bool? {
    let publishing = due.map { min(published ?? clock, clock) > $0 }
    let withdrawing = withdrawalDue.map { min(withdrawn ?? clock, clock) > $0 }
    guard publishing != nil || withdrawing != nil else { return nil }
    return publishing ?? false || withdrawing ?? false
  }
}
