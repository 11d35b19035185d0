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

  init(_ world: World) { self.world = world }

  /// What becomes known on the next day, in order.
  mutating func nextDay() -> [SampleRequest] {
    let date = day
    day = date.adding(days: 1)
    open.removeAll { $0.until.date < date }
    addTickets(of: date)
    var business = DailyBusiness(world, date)
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
    }
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
