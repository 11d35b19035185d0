// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 准入台账 (P25): what did departments ask for, and what did they push?
///
/// One row an admission, in `admissions`; what each department asked and pushed month by month in
/// `departments`; pushes on the ground of an emergency in `emergencies`; `totals` by department.
/// Folded in happened order; what holds, what is over and what was regularised is read at the
/// asked moment. The first request and the first decision of an admission stand.
public struct AdmissionRegister: PresentingTwo, Totalling {
  public typealias Key = ObjectID
  public typealias Row = AdmissionRow
  public typealias SecondKey = EmergencyPushKey
  public typealias SecondRow = EmergencyPush
  public static let name = "admission-register"
  public static let version = 1
  public static let golden = Digest(
    "sha256:98af66eb25b6f4c5216b49c026e970b0a71562e731318d819669ed027ae159fc")
  public static let order = FoldOrder.happened
  public static let types: Set<EventType>? = [
    .divisionRegistered, .bodyRegistered, .ruleSetPublished, .taskAdmissionRequested,
    .taskAdmissionDecided, .admissionFulfilled, .ticketDispatched, .ticketRedirected,
    .ticketReturned, .requestRuled, .commandRefused,
  ]
  public static let rules = ViewColumns.admissionRegisterRules.mapValues(\.en)

  public let admissions = Table<ObjectID, AdmissionRow>()
  public let departments = Table<DepartmentMonth, DepartmentAdmissions>()
  public let emergencies = Table<EmergencyPushKey, EmergencyPush>()
  let asked = Workspace<ObjectID, [ObjectID]>()
  let pushes = Workspace<ObjectID, ObjectID>()
  let returns = Workspace<ObjectID, ObjectID>()
  let policies = Workspace<Int, PolicyEditions>()
  let divisions = Workspace<ObjectID, DivisionSpans>()
  let bodies = Workspace<ObjectID, BodySpans>()
  let zones = Workspace<Int, ZoneName>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    switch event.type {
    case .ticketDispatched, .ticketRedirected:
      if let department = event.reference(.onBehalfOf) { try push(event, department) }
    case .ticketReturned: giveBack(event)
    case .requestRuled: rule(event)
    default:
      zones.note(event.zone)
      try applyOther(event)
    }
  }

  private func applyOther(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) {
    switch event.type {
    case .divisionRegistered, .bodyRegistered: try places.take(event)
    case .ruleSetPublished: try policyBook.take(event)
    case .taskAdmissionRequested: try ask(event)
    case .taskAdmissionDecided: try decide(event)
    case .admissionFulfilled: try fulfil(event)
    default: refuse(event)
    }
  }

  private var places: PlaceBook { PlaceBook(divisions: divisions, bodies: bodies) }

  private func count(
    _ department: ObjectID, _ day: CivilDate, _ change: (inout DepartmentAdmissions) -> Void
  ) {
    let key = DepartmentMonth(department: department, month: Month(day))
    departments.update(key, default: DepartmentAdmissions(), change)
  }

  // MARK: Admissions

  private func ask(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let admission = event.reference(.admission),
      let department = event.reference(.department)
    else { throw Refusal("TaskAdmissionRequested without admission or department") }
    guard admissions[admission]?.department == nil else { return }
    let request = try event.decode(TaskAdmissionRequested.self)
    let towns = event.references(.town)
    let day = event.occurredOn
    admissions.update(admission, default: AdmissionRow()) { row in
      row.department = department
      row.kind = request.kind
      row.task = request.task
      row.towns = towns.orNil
      row.askedOn = day
      row.askedFrom = request.effectiveFrom
      row.askedTo = request.effectiveTo
      row.fundsPromised = request.funds
      row.staffPromised = request.staff
    }
    asked[department, default: []].note(admission)
    count(department, day) { row in
      row.asked += 1
      if let funds = request.funds { row.fundsPromised = row.fundsPromised.adding(funds) }
      if let staff = request.staff { row.staffPromised = (row.staffPromised ?? 0) + staff }
    }
  }

  private func decide(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let admission = event.reference(.admission),
      let department = event.reference(.department),
      let result = event.enumeration(TaskAdmissionDecided.Field.result).flatMap(
        TaskAdmissionDecided.Result.init(number:))
    else { throw Refusal("TaskAdmissionDecided without admission, department or result") }
    guard admissions[admission]?.result == nil else { return }
    let towns = event.references(.town)
    let from = event.date(TaskAdmissionDecided.Field.effectiveFrom)
    let last = event.date(TaskAdmissionDecided.Field.effectiveTo)
    let day = event.occurredOn
    let decider = event.reference(.decidedBy)
    admissions.update(admission, default: AdmissionRow()) { row in
      row.department = row.department ?? department
      row.towns = row.towns ?? towns.orNil
      row.result = result
      row.decidedOn = day
      row.decidedBy = decider
      guard result != .refused else { return }
      row.grantedTowns = towns.orNil
      row.from = from ?? row.askedFrom
      row.last = last ?? row.askedTo
    }
    asked[department, default: []].note(admission)
    count(department, day) { row in
      switch result {
      case .granted: row.granted += 1
      case .refused: row.refused += 1
      case .conditional: row.conditional += 1
      }
    }
  }

  private func fulfil(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let admission = event.reference(.admission),
      let department = event.reference(.department)
    else { throw Refusal("AdmissionFulfilled without admission or department") }
    let funds = event.decimal(AdmissionFulfilled.Field.fundsReceived)
    let staff = event.int(AdmissionFulfilled.Field.staffReceived)
    admissions.update(admission, default: AdmissionRow()) { row in
      row.fulfilled += 1
      if let funds { row.fundsReceived = row.fundsReceived.adding(funds) }
      if let staff { row.staffReceived = (row.staffReceived ?? 0) + staff }
    }
    count(department, event.occurredOn) { row in
      if let funds { row.fundsReceived = row.fundsReceived.adding(funds) }
      if let staff { row.staffReceived = (row.staffReceived ?? 0) + staff }
    }
  }

  // MARK: Pushes

  private func push(
    _ event: borrowing RecordedEvent<GovernanceEvent>, _ department: ObjectID
  ) throws(Refusal) {
    guard let ticket = event.reference(.ticket), let handler = event.reference(.handler) else {
      throw Refusal("a dispatch without ticket or handler")
    }
    let day = event.occurredOn
    let town = places.town(ofBody: handler, on: day)
    // The field has the same number in both types.
    let isEmergency =
      event.enumeration(TicketDispatched.Field.ground) == DispatchGround.emergency.number
    pushes[ticket] = department
    count(department, day) { row in
      row.pushes += 1
      if let town { row.towns = (row.towns ?? []).noting(town) }
      if isEmergency { row.emergencies += 1 }
    }
    if let admission = event.reference(.admission) {
      admissions.updateExisting(admission) { $0.pushes += 1 }
    }
    guard isEmergency else { return }
    let limit = policyBook.policies(on: day)?.emergencyDays
    emergencies[EmergencyPushKey(ticket: ticket, position: event.position)] = EmergencyPush(
      department: department, town: town, pushedOn: day, due: limit.map { day.adding(days: $0) })
  }

  private func giveBack(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    let ground = event.enumeration(TicketReturned.Field.ground)
    guard ground == TicketReturned.Ground.notAdmitted.number,
      let ticket = event.reference(.ticket), let department = pushes[ticket]
    else { return }
    count(department, event.occurredOn) { $0.returnsNotAdmitted += 1 }
    if let request = event.reference(.request) { returns[request] = department }
  }

  private func rule(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    guard event.enumeration(RequestRuled.Field.kind) == RequestKind.return.number,
      event.enumeration(RequestRuled.Field.result) == RequestRuled.Result.granted.number,
      let request = event.reference(.request), let department = returns.remove(request)
    else { return }
    count(department, event.occurredOn) { $0.returnsUpheld += 1 }
  }

  private func refuse(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    guard event.text(CommandRefused.Field.rule) == "I-17",
      let department = event.reference(.onBehalfOf) ?? event.reference(.proposer)
    else { return }
    count(department, event.occurredOn) { $0.pushesRefused += 1 }
  }

  private var policyBook: PolicyBook { PolicyBook(editions: policies) }
}

// What is read at the asked moment.
extension AdmissionRegister {
  public func present(
    _ row: AdmissionRow, of admission: ObjectID, at clock: Instant
  ) -> AdmissionRow {
    let day = zones.day(of: clock)
    var row = row
    let isGiven = row.result == .granted || row.result == .conditional
    row.inForce = isGiven && row.days?.contains(day) ?? false
    row.expired = isGiven && row.last.map { $0 < day } ?? false
    return row
  }

  public func present(
    _ row: EmergencyPush, of key: EmergencyPushKey, at clock: Instant
  ) -> EmergencyPush {
    var row = row
    let days = DaySpan(from: row.pushedOn, through: row.due)
    row.admission = (asked[row.department] ?? []).first { name in
      guard let town = row.town, let admission = admissions[name],
        admission.department == row.department, let span = admission.days
      else { return false }
      return admission.grantedTowns?.contains(town) == true && span.overlaps(days)
    }
    row.overdue = row.admission == nil && row.due.map { $0 < zones.day(of: clock) } ?? false
    return row
  }

  public func totals(
    of rows: [(key: ObjectID, row: AdmissionRow)], at clock: Instant
  ) -> [(key: AdmissionTotalKey, row: AdmissionTotal)] {
    var totals = Totals<AdmissionTotalKey, AdmissionTotal>(AdmissionTotal())
    for (_, row) in rows {
      totals.update(AdmissionTotalKey()) { $0.count(row) }
      guard let department = row.department else { continue }
      totals.update(AdmissionTotalKey(department: department)) { $0.count(row) }
    }
    return totals.rows
  }
}

extension AdmissionRow {
  /// When leave holds; `nil` without leave, or where no day of it is known.
  var days: DaySpan? { from.map { DaySpan(from: $0, through: last) } }
}

extension Array where Element: Equatable {
  /// The list with the element once.
  func noting(_ element: Element) -> [Element] {
    contains(element) ? self : self + [element]
  }
}
