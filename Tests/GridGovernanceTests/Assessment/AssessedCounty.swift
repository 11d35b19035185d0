// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance

/// A county of two towns in a log of its own: body X serves both, and its figures of 2021 Q3 are
/// those of domain §6.3.
struct AssessedCounty {
  static let x: ObjectName = "body/x"
  static let department: ObjectName = "body/department"
  static let county: ObjectName = "body/county"
  static let townA: ObjectName = "division/a"
  static let townB: ObjectName = "division/b"
  static let document: ObjectName = "document/1"
  static let quarter = "2021-Q3"

  /// What becomes known together, in order; each is one request.
  private(set) var requests: [[NewEvent]] = []
  private var count: UInt64 = 0
  private var tickets = 0

  init() { begin() }

  /// What is added from here on becomes known later than all before.
  mutating func begin() { requests.append([]) }

  @discardableResult
  mutating func add(
    _ event: some Event, on time: Instant, by body: ObjectName = AssessedCounty.county,
    stream: ObjectName? = nil, id: EventID? = nil
  ) throws -> NewEvent {
    count += 1
    let made = try NewEvent(
      event, id: id ?? EventID(high: 0x8000, low: count), stream: stream, occurred: time,
      actor: Actor(body: body))
    requests[requests.count - 1].append(made)
    return made
  }

  /// A correction or annulment, with every reference of what it repairs.
  mutating func repair(_ target: NewEvent, by event: some Event, on time: Instant) throws {
    var made = try NewEvent(
      event, stream: target.stream, occurred: time, actor: Actor(body: AssessedCounty.county))
    count += 1
    made.id = EventID(high: 0x8000, low: count)
    made.body.references += target.body.references
    requests[requests.count - 1].append(made)
  }

  /// The log, with the events' own times as recorded times.
  func log() throws -> AssessedLog {
    let directory = TemporaryDirectory("assessment")
    let log = try EventLog.create(
      at: directory.path(of: "log"),
      options: EventLogOptions(catalogue: GovernanceEvent.catalogue), clock: .source,
      now: "2020-12-01T00:00:00Z")
    for request in requests where !request.isEmpty { try log.append(request) }
    return AssessedLog(directory: directory, log: log)
  }
}

/// A log and the directory that lives as long as it.
struct AssessedLog {
  let directory: TemporaryDirectory
  let log: EventLog

  func row(
    _ scheme: ObjectName, _ subject: ObjectName = AssessedCounty.x,
    _ period: String = AssessedCounty.quarter, asOf: AsOf = .head
  ) throws -> AssessmentRow? {
    try log.replay(Assessment.self, asOf: asOf).row(of: subject, in: period, under: scheme)
  }
}

extension AssessmentRow {
  /// The published figure with both its places; `nil` if there is none.
  var figure: String? { rounded?.text(places: 2) }
}

// Places, bodies and rules.
extension AssessedCounty {
  static let limits: ObjectName = "rule/limits"

  /// Two towns with a village each, body X in both, a limit of five working days, floor 0.50.
  mutating func found() throws {
    let day: Instant = "2021-01-04T09:00:00+08:00"
    try add(
      DivisionRegistered(
        division: "division/c", name: "c", kind: .county, effectiveFrom: "2021-01-01"), on: day)
    for (town, village) in [(Self.townA, "division/av"), (Self.townB, "division/bv")] {
      try add(
        DivisionRegistered(
          division: town, name: "t", kind: .town, parent: "division/c",
          effectiveFrom: "2021-01-01"), on: day)
      try add(
        DivisionRegistered(
          division: ObjectName(village) ?? town, name: "v", kind: .village, parent: town,
          effectiveFrom: "2021-01-01"), on: day)
    }
    try add(
      BodyRegistered(
        body: Self.x, name: "x", kind: .stationedBody, level: .town, division: Self.townA,
        subordination: .county, effectiveFrom: "2021-01-01"), on: day)
    try add(
      StationedBodyAssigned(
        body: Self.x, department: Self.department, town: [Self.townA, Self.townB],
        shares: ["3/4", "1/4"], place: .ownSite, effectiveFrom: "2021-01-01"), on: day)
    try publish(
      Self.limits, .limits,
      RuleContent(limits: [LimitRule(stage: .handle, amount: 5, unit: .workingDay)]))
    try publish("rule/floor", .weightFloor, .floor("1/2"))
    try publish("rule/a", .indicator, RuleContent(indicator: WorkedExample.compositeA))
    try publish("rule/b", .indicator, RuleContent(indicator: WorkedExample.compositeB))
  }

  mutating func publish(
    _ rule: ObjectName, _ kind: RuleKind, _ content: RuleContent,
    from day: CivilDate = "2021-01-01", on time: Instant = "2021-01-05T09:00:00+08:00"
  ) throws {
    try add(
      RuleSetPublished(rule: rule, kind: kind, content: content, effectiveFrom: day), on: time)
  }

  mutating func adopt(
    _ scheme: ObjectName, like sample: SampleScheme = .n, weight: Rational = "0.50",
    kind: PeriodKind = .quarter, subjects: AssessmentSubject = .body,
    on time: Instant = "2021-03-01T09:00:00+08:00",
    _ change: (inout AssessmentPolicies) -> Void = { _ in }
  ) throws {
    var policies = AssessmentPolicies.sample
    change(&policies)
    try add(
      AssessmentSchemeAdopted(
        scheme: scheme, subjectKind: subjects, periodKind: kind,
        parts: [SchemePart(part: "duties", share: "1")], handlingCountsFor: sample.handling,
        handlingShare: sample == .h ? sample.handlingShare : nil, policies: policies,
        vetoParts: [VetoPart(part: "safety", approvedBy: .county)], document: [Self.document],
        effectiveFrom: "2021-01-01"), on: time)
    try setWeight(scheme, weight, sample.handlingWeight, on: time)
  }

  mutating func setWeight(
    _ scheme: ObjectName, _ weight: Rational, _ handling: Rational = .zero,
    from day: CivilDate = "2021-01-01", on time: Instant = "2021-03-01T09:00:00+08:00"
  ) throws {
    try add(
      AssessmentWeightSet(
        scheme: scheme, weight: weight, handlingWeight: handling, document: Self.document,
        effectiveFrom: day), on: time)
  }

  @discardableResult
  mutating func score(
    _ value: ExactDecimal, under scheme: ObjectName, by town: ObjectName?,
    of subject: ObjectName = AssessedCounty.x, in period: String = AssessedCounty.quarter,
    on time: Instant = "2021-10-10T09:00:00+08:00", id: EventID? = nil
  ) throws -> NewEvent {
    try add(
      ScoreSubmitted(
        scheme: scheme, subject: subject, period: period,
        part: town == nil ? "duties" : "evaluation",
        assessor: town.map { ObjectName(.body, "office-\($0.key)") } ?? Self.department,
        town: town, value: value), on: time, id: id)
  }

  /// 88 by town A, 81 by town B, 93 by the department.
  mutating func scoreAsInExample(
    under scheme: ObjectName, on time: Instant = "2021-10-10T09:00:00+08:00"
  ) throws {
    try score("88", under: scheme, by: Self.townA, on: time)
    try score("81", under: scheme, by: Self.townB, on: time)
    try score("93", under: scheme, by: nil, on: time)
  }
}

extension RuleContent {
  static func floor(_ floor: Rational) -> RuleContent {
    RuleContent(weightFloor: WeightFloorRule(floor: floor, subjectKinds: [.body, .person]))
  }
}

// Tickets.
extension AssessedCounty {
  /// What becomes of a ticket dispatched on Monday 2 August 2021, due on the 9th.
  struct Course {
    /// The day in August on which it is done; `nil`: never.
    var done: Int? = 6
    var isReworked = false
    var isClosed = true
    var handler: ObjectName = AssessedCounty.x
    var due: Instant?
  }

  /// Adds a ticket; the events of its completion, dispatch and others by type.
  @discardableResult
  mutating func ticket(
    in village: ObjectName, _ course: Course = Course()
  ) throws -> [EventType: NewEvent] {
    tickets += 1
    let name = ObjectName(.ticket, "\(tickets)")
    var made: [EventType: NewEvent] = [:]
    func august(_ day: Int, _ minute: Int = 0) -> Instant {
      ("2021-08-01T10:00:00+08:00" as Instant)
        .adding(microseconds: (Int64(day - 1) * 86_400 + Int64(minute) * 60) * 1_000_000)
    }
    made[.incidentReported] = try add(
      IncidentReported(
        ticket: name, origin: "hotline", channel: "phone", category: "category/E01",
        division: village, text: "…", reporter: "person/r", dueGiven: course.due),
      on: august(2))
    made[.ticketRegistered] = try add(
      TicketRegistered(ticket: name, category: "category/E01", grade: .normal),
      on: august(2, 1))
    made[.ticketDispatched] = try add(
      TicketDispatched(
        ticket: name, hop: 1, handler: course.handler, rule: Self.limits, ground: .ownDuty),
      on: august(2, 2))
    guard let done = course.done else { return made }
    made[.handlingCompleted] = try add(
      HandlingCompleted(ticket: name, hop: 1, result: "done"), on: august(done))
    if course.isReworked {
      try add(
        WorkInspected(ticket: name, hop: 1, result: .failed, onSite: true),
        on: august(done, 1))
      try add(HandlingCompleted(ticket: name, hop: 1, result: "done"), on: august(done, 2))
    }
    made[.workInspected] = try add(
      WorkInspected(ticket: name, hop: 1, result: .passed, onSite: true), on: august(done, 3))
    if course.isClosed {
      made[.ticketClosed] = try add(
        TicketClosed(ticket: name, reason: .solved, replied: true), on: august(done, 4))
    }
    return made
  }

  /// The tickets of domain §6.3 in both towns; the late ones of town A.
  @discardableResult
  mutating func work() throws -> [[EventType: NewEvent]] {
    var late: [[EventType: NewEvent]] = []
    for index in 0..<80 {
      // 72 on time, 6 late, 2 never; the last two done are not closed; 6 are done twice.
      let done: Int? = index < 72 ? 6 : index < 78 ? 11 : nil
      let made = try ticket(
        in: "division/av",
        Course(done: done, isReworked: index < 6, isClosed: index < 76))
      if done == 11 { late.append(made) }
    }
    for index in 0..<40 {
      let done: Int? = index < 34 ? 6 : index < 39 ? 11 : nil
      try ticket(
        in: "division/bv",
        Course(done: done, isReworked: index < 2, isClosed: index < 37))
    }
    return late
  }
}
