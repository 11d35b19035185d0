// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// What stands before the first ticket: the county, its rules, its grids, a first assessment.
///
/// Built in the order of time, so that an event may name the position of an earlier one.
struct Setup {
  /// Events of one request, so that none grows beyond a commit's measure.
  private static let requestLimit = 50

  let plan: CountyPlan
  let staffing: Staffing
  private(set) var requests: [SampleRequest] = []
  private(set) var count = 0
  private var ordinals: [ObjectName: Int] = [:]
  private var time = LocalTime("2021-01-01", minute: 0)

  init(_ world: World) {
    plan = world.plan
    staffing = world.staffing
    registerDivisions()
    registerBodies()
    publishRules()
    devolvePowers()
    stationServices()
    setEstablishment()
    postStaff()
    drawGrids()
    listDuties()
    conferRoles()
    moveOfficers()
    awardGrades()
    listPartyDuties()
    train()
    appointPeople()
    staffGrids()
    adoptSchemes()
    checkInstitutions()
    setWeights()
    applyForConnector()
    publishLists()
    guide()
    admitTasks()
    takeInCertificates()
    withdrawPowers()
    changeStaff()
    openConnector()
    reviewUptake()
    holdRecords()
    scoreSecondQuarter()
  }

  /// The position that the next event will have.
  var nextPosition: Position { Position(UInt64(count + 1)) }

  /// Goes on at that hour of that day; what is added next makes a request of its own.
  mutating func begin(_ date: CivilDate, hour: Int, minute: Int = 0) {
    let begin = LocalTime(date, minute: hour * 60 + minute)
    precondition(begin > time, "the set-up goes forward in time")
    time = begin
    requests.append(SampleRequest(known: time, events: []))
  }

  /// Adds an event, a second after the one before.
  @discardableResult
  mutating func add(
    _ event: some Event, by body: ObjectName, person: ObjectName? = nil, stream: ObjectName? = nil,
    repairing target: NewEvent? = nil
  ) -> NewEvent {
    if let last = requests.last, last.events.count >= Setup.requestLimit {
      requests.append(SampleRequest(known: time, events: []))
    }
    time.seconds += 1
    let stream = NewEvent.stream(of: event, given: stream)
    ordinals[stream, default: 0] += 1
    var made = NewEvent.sample(
      event, id: plan.names.event(stream, ordinals[stream] ?? 0), stream: stream, occurred: time,
      actor: Actor(body: body, person: person))
    if let target { made = made.carrying(target) }
    requests[requests.count - 1].events.append(made)
    requests[requests.count - 1].known = time
    count += 1
    return made
  }

  /// The paper of that name; every document of the sample is marked as one.
  static func document(_ name: String) -> ObjectName { ObjectName(.document, "sample-\(name)") }

  /// 编办, which keeps the register of bodies.
  var register: ObjectName { ObjectName(.body, "\(CountyPlan.countyCode)-bwb") }
}
