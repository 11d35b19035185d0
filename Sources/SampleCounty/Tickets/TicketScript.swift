// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// The life of one ticket, step by step through the state table of domain §2.2.
///
/// Every step moves `time` on, so that the ticket's history is lawful in the order of occurrence
/// and in the order of knowledge alike; what is entered late is known before the next act.
struct TicketScript {
  let world: World
  let intake: Intake
  let ticket: ObjectName
  let town: CountyPlan.Town
  let village: CountyPlan.Village
  let grid: CountyPlan.Grid
  let item: CategoryTable.Item
  let category: CategoryTable.Class
  let reporter: ObjectName?

  var random: SeededRandom
  /// When the last act became known.
  var time: LocalTime
  private(set) var requests: [SampleRequest] = []
  private(set) var ordinal = 0
  /// Requests, calls, supervisions so far: each has a name of its own.
  private var papers = 0
  /// When it first came to an end.
  private(set) var ended: LocalTime?
  /// Who registered it.
  var holder: Unit
  /// Acts that may turn out wrong: what was typed, and the moment before which it cannot lie.
  var repairable: [Repairable] = []
  /// Who was asked to take the ticket back: nobody is asked a second time (I-28).
  var returnedTo: [ObjectName] = []
  /// Whether the unit signed before it tried to return the ticket.
  var isSigned = false
  /// A supervision that is still to be lifted, and by whom.
  var supervision: (name: ObjectName, issuer: Unit)?
  /// The penalty case with which the ticket was closed.
  var caseStart: CaseStart?
  /// Whether the last follow-up told of an unhappy reporter.
  var isUnhappy = false

  struct Repairable {
    enum Mistake {
      case category, completionTime
    }
    let mistake: Mistake
    let event: NewEvent
    let after: LocalTime
    let by: Unit
  }

  init(_ world: World, _ intake: Intake, ticket: ObjectName, serial: Int) {
    let plan = world.plan
    self.world = world
    self.intake = intake
    self.ticket = ticket
    grid = plan.grids[intake.grid]
    village = plan.villages[grid.village]
    town = plan.towns[village.town]
    let row = CategoryTable.items[intake.item]
    item = row.item
    category = CategoryTable.classes[row.classIndex]
    var random = SeededRandom(world.seed, "ticket", serial)
    let gaveName = random.chance(850) || intake.kind == .county
    let isCitizen = intake.kind == .citizen || intake.kind == .county
    reporter = isCitizen && gaveName ? world.names.person("r", serial) : nil
    self.random = random
    time = intake.time
    holder = village.station
  }
}

// Time.
extension TicketScript {
  /// Lets working time pass; a few seconds keep two acts apart.
  mutating func work(_ minutes: Int) {
    time = world.clock.advance(time, workingMinutes: max(2, minutes))
    time.seconds += random.below(50) - time.seconds % 60
  }

  /// Lets time by day pass, weekends too: for centres, stations and grid workers.
  mutating func wait(_ minutes: Int) {
    time = world.clock.advance(time, daytimeMinutes: max(2, minutes))
    time.seconds += random.below(50) - time.seconds % 60
  }

  /// Lets time pass as the unit works: villages by day, offices in their hours.
  mutating func pass(_ minutes: Int, at unit: Unit) {
    if unit.level == .village { wait(minutes) } else { work(minutes) }
  }
}

extension TicketScript {
  /// Minutes for a step on the way, fewer where the matter is urgent: a matter of hours is passed
  /// on within minutes.
  mutating func delay(_ range: ClosedRange<Int>) -> Int {
    let most = max(range.lowerBound + 2, item.minutes / 8)
    return random.number(in: range.lowerBound...min(range.upperBound, most))
  }
}

// What happened.
extension TicketScript {
  /// Adds an act that becomes known when it happens, or that many minutes later.
  @discardableResult
  mutating func add(
    _ event: some Event, by actor: Actor, lateMinutes: Int = 0, source: Source? = nil,
    stream: ObjectName? = nil
  ) -> NewEvent {
    let made = make(event, by: actor, at: time, source: source, stream: stream ?? ticket)
    if lateMinutes > 0 { wait(lateMinutes) }
    requests.append(SampleRequest(known: time, events: [made]))
    return made
  }

  /// Adds an act to the request of the one before: both become known together.
  @discardableResult
  mutating func also(
    _ event: some Event, by actor: Actor, stream: ObjectName? = nil
  ) -> NewEvent {
    let made = make(event, by: actor, at: time, source: nil, stream: stream ?? ticket)
    requests[requests.count - 1].events.append(made)
    return made
  }

  /// Adds a repair of an earlier act at a moment of its own.
  mutating func addRepair(
    _ event: some Event, of target: NewEvent, by actor: Actor, at moment: LocalTime
  ) {
    let made = make(event, by: actor, at: moment, source: nil, stream: ticket)
    requests.append(SampleRequest(known: moment, events: [made.carrying(target)]))
  }

  private mutating func make(
    _ event: some Event, by actor: Actor, at moment: LocalTime, source: Source?,
    stream: ObjectName
  ) -> NewEvent {
    ordinal += 1
    // All events of a ticket's history are numbered in its name, also those of other streams.
    return NewEvent.sample(
      event, id: world.names.event(ticket, ordinal), stream: stream, occurred: moment,
      actor: actor, source: source)
  }

  /// The ticket has come to an end, for the first time or again.
  mutating func noteEnd() {
    if ended == nil { ended = time }
  }

  /// The next name of a request, a call or a supervision of this ticket.
  mutating func paper(_ kind: ObjectKind) -> ObjectName {
    papers += 1
    return ObjectName(kind, "\(ticket.key)-\(papers)")
  }

  func document(_ what: String) -> ObjectName { Setup.document("\(what)-\(ticket.key)") }
}

// Who acts.
extension TicketScript {
  /// The body alone.
  func staff(_ unit: Unit) -> Actor {
    Actor(body: unit.body, person: unit == village.station ? grid.worker : nil)
  }

  /// The body's 值班长; a station's grid worker acts for his own grid (I-37).
  func leader(_ unit: Unit) -> Actor {
    switch unit {
    case world.plan.centre: Actor(body: unit.body, person: world.plan.dutyLeader)
    case town.centre: Actor(body: unit.body, person: town.dutyLeader)
    default: staff(unit)
    }
  }

  /// The body's dispatcher.
  func dispatcher(_ unit: Unit) -> Actor {
    switch unit {
    case world.plan.centre: Actor(body: unit.body, person: world.plan.dispatcher)
    case town.centre: Actor(body: unit.body, person: town.dispatcher)
    default: staff(unit)
    }
  }

  /// The centre that watches over a unit: its own level's, the town's for a station.
  func centre(over unit: Unit) -> Unit { unit.level == .county ? world.plan.centre : town.centre }
}
