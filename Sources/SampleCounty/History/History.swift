// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// The tickets and the daily business of the county, day after day without end.
struct History {
  static let begin: CivilDate = "2021-08-01"

  private let world: World
  private var day = History.begin
  /// Tickets so far.
  private var serial = 0
  /// Requests so far: decides between those that become known in one second.
  private var order = 0
  /// What becomes known later, by day.
  private var pending: [CivilDate: [(order: Int, request: SampleRequest)]] = [:]
  private var open: [OpenTicket] = []
  /// Somebody whose report of an earlier day is settled.
  private var reporter: ObjectName?

  init(_ world: World) { self.world = world }

  /// What becomes known on the next day, in order.
  ///
  /// - Parameter given: How many events were given before.
  mutating func nextDay(after given: Int) -> [SampleRequest] {
    let date = day
    day = date.adding(days: 1)
    restrictData(on: date)
    open.removeAll { $0.until.date < date }
    addTickets(of: date)
    addEnforcement(of: date)
    for request in ApprovalDay(world, date).requests() { add(request) }
    var business = DailyBusiness(world, date, after: given)
    business.run()
    for request in business.requests { add(request) }
    let requests = pending.removeValue(forKey: date) ?? []
    return requests.sorted { ($0.request.known, $0.order) < ($1.request.known, $1.order) }
      .map(\.request)
  }

  private mutating func addTickets(of date: CivilDate) {
    var numbers: [String: Int] = [:]
    for intake in DayPlan(world, date, open: open).intakes {
      serial += 1
      let division = division(of: intake)
      numbers[division, default: 0] += 1
      let (year, month, day) = date.components
      let digits = [(year, 4), (month, 2), (day, 2)].map { CountyPlan.padded($0, $1) }.joined()
      let number = CountyPlan.padded(numbers[division] ?? 0, 4)
      var script = TicketScript(
        world, intake, ticket: ObjectName(.ticket, "\(division)-\(digits)-\(number)"),
        serial: serial)
      script.run()
      for request in script.requests { add(request) }
      offer(script)
      if let ended = script.ended, ended.date == date { reporter = script.reporter ?? reporter }
      if let start = script.caseStart { follow(start) }
    }
  }

  private mutating func addEnforcement(of date: CivilDate) {
    var enforcement = EnforcementDay(world, date)
    enforcement.run()
    for request in enforcement.requests { add(request) }
    for start in enforcement.cases { follow(start) }
  }

  private mutating func follow(_ start: CaseStart) {
    var script = CaseScript(world, start)
    script.run()
    for request in script.course.requests { add(request) }
  }

  /// Once in ten days somebody who had turned to the county asks that their data be used no more;
  /// while the record must be kept, they are restricted (PIPL 47).
  private mutating func restrictData(on date: CivilDate) {
    guard date.daysSinceEpoch % 10 == 4, world.clock.isWorkday(date), let reporter else { return }
    let body = world.plan.centre.body
    let time = LocalTime(date, minute: 935)
    let event = NewEvent.sample(
      PersonalDataRestricted(
        person: [reporter], fields: ["contact"], ground: "consentWithdrawn",
        retainUntil: date.adding(days: 730)),
      id: world.names.id("restriction\n\(date)"), occurred: time, actor: Actor(body: body))
    add(SampleRequest(known: time, events: [event]))
    self.reporter = nil
  }

  /// The division of intake, with which a ticket's name begins.
  private func division(of intake: Intake) -> String {
    if intake.kind == .county { return CountyPlan.countyCode }
    let plan = world.plan
    return plan.towns[plan.villages[plan.grids[intake.grid].village].town].code
  }

  /// Tickets of citizens may be reported again by others.
  private mutating func offer(_ script: TicketScript) {
    guard script.intake.kind == .citizen, script.intake.duplicates == nil,
      let from = script.requests.first?.known, let until = script.ended
    else { return }
    open.append(
      OpenTicket(
        name: script.ticket, grid: script.intake.grid, item: script.intake.item, from: from,
        until: until))
  }

  private mutating func add(_ request: SampleRequest) {
    order += 1
    pending[request.known.date, default: []].append((order, request))
  }
}
