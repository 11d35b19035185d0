// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 人员与AB岗 (P13): three kinds of staff, cover, turnover, work outside the home body.
///
/// One row a person who is posted, absent, trained or acts, in `people`; comings, goings, absences
/// and acts by body and month in `bodies`; `totals` by body as at the asked moment. Folded in
/// happened order. An act is of the worker, officers or reviewer whom the event names, else of the
/// person who acts; it is outside if the acting body is not the one to which the person belongs
/// that day, by a posting (S43). Who has no posting has no home, and nothing is outside.
public struct StaffCover: Totalling {
  public static let name = "staff-cover"
  public static let version = 1
  public static let golden = Digest(
    "sha256:7d4e6fcb3049adf936743c6875babc98c81776b787d77e253fe39df2859acf3a")
  public static let order = FoldOrder.happened
  public static let types: Set<EventType>? = acts.union([
    .personPosted, .personLeft, .roleConferred, .roleEnded, .absenceRecorded, .abCoverDeclared,
    .trainingCompleted,
  ])
  public static let rules = ViewColumns.staffCoverRules.mapValues(\.en)

  private static let ticketActs: Set<EventType> = [
    .reportVerified, .ticketDispatched, .ticketRedirected, .ticketSignedFor, .handlingCompleted,
    .workInspected,
  ]
  private static let acts = ticketActs.union([
    .inspectionRecorded, .caseFiled, .officersAssigned, .evidenceCollected, .legalReviewCompleted,
    .caseClosed, .applicationReceived, .acceptanceDecided, .applicationDecided,
  ])

  public let people = Table<ObjectID, StaffRow>()
  public let bodies = Table<BodyMonth, StaffMonth>()
  let files = Workspace<ObjectID, StaffFile>()
  let matters = Workspace<PersonMatter, MatterPlace>()
  let zones = Workspace<Int, ZoneName>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    if StaffCover.acts.contains(event.type) { return act(event) }
    zones.note(event.zone)
    if event.type == .trainingCompleted { return train(event) }
    guard let person = event.reference(.person) else { throw Refusal("a fact without a person") }
    switch event.type {
    case .personPosted, .personLeft: try post(person, event)
    case .absenceRecorded: try absent(person, event)
    case .abCoverDeclared: try cover(person, event)
    default: try confer(person, event)
    }
  }

  private func train(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    let hours = event.decimal(TrainingCompleted.Field.hours) ?? ExactDecimal(0)
    for person in event.references(.person) {
      people.update(person, default: StaffRow()) { row in
        row.trainings += 1
        row.trainingHours = row.trainingHours.adding(hours)
      }
    }
  }

  // MARK: Posts and absences

  private func post(
    _ person: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) {
    let row = try PostingRow(event)
    var post: StaffFile.Post?
    if let body = row.body {
      post = StaffFile.Post(
        body: body, homeBody: row.homeBody, kind: row.staffKind, post: row.post ?? "")
    }
    change(person) { $0.posts.set(post, from: row.from) }
  }

  private func absent(
    _ person: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) {
    guard let body = event.reference(.body),
      let day = event.date(AbsenceRecorded.Field.effectiveFrom),
      let last = event.date(AbsenceRecorded.Field.effectiveTo)
    else { throw Refusal("AbsenceRecorded without body or dates") }
    let absence = StaffFile.Absence(body: body, span: DaySpan(from: day, through: last))
    change(person) { $0.absences.append(absence) }
  }

  private func cover(
    _ person: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) {
    guard let covered = event.reference(.covered),
      let day = event.date(AbCoverDeclared.Field.effectiveFrom),
      let last = event.date(AbCoverDeclared.Field.effectiveTo)
    else { throw Refusal("AbCoverDeclared without the covered or dates") }
    let span = DaySpan(from: day, through: last)
    change(covered) { $0.covers.append(StaffFile.Cover(person: person, span: span)) }
    change(person) { $0.coveredPeople.append(StaffFile.Cover(person: covered, span: span)) }
  }

  private func confer(
    _ person: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) {
    let isConferred = event.type == .roleConferred
    let number =
      isConferred
      ? event.enumeration(RoleConferred.Field.roleKind)
      : event.enumeration(RoleEnded.Field.roleKind)
    let day =
      isConferred
      ? event.date(RoleConferred.Field.effectiveFrom) : event.date(RoleEnded.Field.effectiveFrom)
    guard let role = number.flatMap(PersonRole.init(number:)), let scope = event.reference(.scope),
      let day
    else { throw Refusal("a role without kind, scope or date") }
    change(person) { file in
      guard !isConferred else {
        return file.roles.append(
          StaffFile.Role(role: role, scope: scope, span: DaySpan(from: day)))
      }
      for index in file.roles.indices
      where file.roles[index].role == role && file.roles[index].scope == scope
        && file.roles[index].span.reaches(day)
      {
        file.roles[index].span.end(on: day)
      }
    }
  }

  /// Changes a person's file, and with it the person's row and the months of the bodies.
  private func change(_ person: ObjectID, _ change: (inout StaffFile) -> Void) {
    let before = files[person] ?? StaffFile()
    var after = before
    change(&after)
    files[person] = after
    if before.posts != after.posts {
      for move in before.moves { count(move, -1) }
      for move in after.moves { count(move, 1) }
    }
    let days = after.absentDays
    if before.absences != after.absences || before.covers != after.covers {
      for (key, old) in before.absentDays.inOrder { count(old, in: key, -1) }
      for (key, new) in days.inOrder { count(new, in: key, 1) }
    }
    people.update(person, default: StaffRow()) { row in
      row.moves = after.moves.count
      row.absenceDays = days.values.reduce(0) { $0 + $1.absent }
      row.coveredDays = days.values.reduce(0) { $0 + $1.covered }
    }
  }

  private func count(_ move: StaffMove, _ sign: Int) {
    let month = Month(move.day)
    if let body = move.left { update(body, month) { $0.left += sign } }
    if let body = move.joined { update(body, month) { $0.joined += sign } }
  }

  private func count(_ days: AbsentDays, in key: BodyMonth, _ sign: Int) {
    update(key.body, key.month) { row in
      row.absenceDays += sign * days.absent
      row.coveredDays += sign * days.covered
    }
  }

  private func update(_ body: ObjectID, _ month: Month, _ change: (inout StaffMonth) -> Void) {
    bodies.update(BodyMonth(body: body, month: month), default: StaffMonth(), change)
  }

  // MARK: Acts

  private func act(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    guard let matter = StaffCover.matter(of: event) else { return }
    let day = event.occurredOn
    for person in StaffCover.actors(of: event) {
      let file = files[person]
      let home = file?.posts.value(on: day)?.belongsTo
      let isOutside = home != nil && event.actorBody != nil && home != event.actorBody
      let covered = coveredByAct(file, on: day)
      note(matter, of: person, isOutside: isOutside)
      if let body = event.actorBody {
        update(body, Month(day)) { row in
          row.acts += 1
          if isOutside { row.actsByOthers += 1 }
          if !covered.isEmpty { row.actsByB += 1 }
        }
      }
      for absent in covered {
        people.update(absent, default: StaffRow()) { $0.handledByB += 1 }
      }
      if !covered.isEmpty {
        people.update(person, default: StaffRow()) { $0.handledForA += 1 }
      }
    }
  }

  /// For whom the person stands in that day, of those who are away.
  private func coveredByAct(_ file: StaffFile?, on day: CivilDate) -> [ObjectID] {
    guard let file, !file.coveredPeople.isEmpty else { return [] }
    var people: [ObjectID] = []
    for cover in file.coveredPeople where cover.span.contains(day) {
      if files[cover.person]?.isAbsent(on: day) == true { people.note(cover.person) }
    }
    return people
  }

  /// Each matter counts once a person; outside as soon as one act was.
  private func note(_ matter: ObjectID, of person: ObjectID, isOutside: Bool) {
    let key = PersonMatter(person: person, matter: matter)
    let known = matters[key]
    guard known == nil || isOutside && known?.isOutside == false else { return }
    matters[key] = MatterPlace(isOutside: isOutside)
    people.update(person, default: StaffRow()) { row in
      switch matter.kind {
      case .ticket:
        if known == nil { row.tickets += 1 }
        if isOutside { row.ticketsOutside += 1 }
      case .application:
        if known == nil { row.applications += 1 }
        if isOutside { row.applicationsOutside += 1 }
      default:
        if known == nil { row.cases += 1 }
        if isOutside { row.casesOutside += 1 }
      }
    }
  }

  private static func matter(of event: borrowing RecordedEvent<GovernanceEvent>) -> ObjectID? {
    if ticketActs.contains(event.type) { return event.reference(.ticket) }
    return event.reference(.case) ?? event.reference(.application) ?? event.reference(.inspection)
  }

  /// Who acts: a dispatch is the dispatcher's act, not yet that of the worker whom it names.
  private static func actors(of event: borrowing RecordedEvent<GovernanceEvent>) -> [ObjectID] {
    if event.type != .ticketDispatched, event.type != .ticketRedirected {
      if let worker = event.reference(.worker) { return [worker] }
      if event.reference(.officer) != nil {
        return event.references(.officer).reduce(into: []) { $0.note($1) }
      }
      if let reviewer = event.reference(.reviewer) { return [reviewer] }
    }
    return event.actorPerson.map { [$0] } ?? []
  }
}

// What is read at the asked moment.
extension StaffCover {
  public func present(_ row: StaffRow, of person: ObjectID, at clock: Instant) -> StaffRow {
    guard let file = files[person] else { return row }
    let day = zones.day(of: clock)
    var row = row
    let post = file.posts.value(on: day)
    row.kind = post?.kind
    row.body = post?.body
    row.homeBody = post?.homeBody
    row.post = post?.post
    row.since = file.since(day)
    row.tenureDays = row.since.map { day.days(since: $0) }
    let roles = file.roles.filter { $0.span.contains(day) }.map(\.role)
    row.roles = roles.canonicalSet.orNil
    row.absent = file.isAbsent(on: day)
    row.coveredBy = row.absent == true ? file.cover(on: day) : nil
    row.uncoveredDays = file.uncoveredDays(through: day)
    return row
  }

  public func totals(
    of rows: [(key: ObjectID, row: StaffRow)], at clock: Instant
  ) -> [(key: StaffTotalKey, row: StaffTotal)] {
    var totals = Totals<StaffTotalKey, StaffTotal>(StaffTotal())
    for (_, row) in rows {
      guard let body = row.body else { continue }
      totals.update(StaffTotalKey()) { $0.count(row) }
      totals.update(StaffTotalKey(body: body)) { $0.count(row) }
    }
    return totals.rows
  }
}

/// A person and a ticket, case, inspection or application.
struct PersonMatter: TableKey {
  var person: ObjectID
  var matter: ObjectID
}

/// Whether any act on a matter was for another body than the person's own.
struct MatterPlace: TableRow {
  var isOutside: Bool
}
