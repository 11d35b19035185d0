// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance

/// Lives of tickets, mixed in time as a county's log has them: reported, accepted, registered,
/// dispatched, signed for, in progress, completed, inspected, closed.
///
/// Two thousand tickets are open at once. Every event has an id (a UUID of version 7), a time, an
/// acting body and person; two in five reports come from another system.
struct Workload {
  private static let openTickets = 2000

  private let county = County()
  private let keepsSealed: Bool
  private var random: Random
  private var open: [TicketLife] = []
  private var clock: Instant = "2021-08-05T08:00:00+08:00"
  private(set) var tickets: [ObjectName] = []

  /// - Parameter keepsSealed: Whether personal text is sent along to be sealed.
  init(seed: UInt64, keepsSealed: Bool = false) {
    random = Random(seed: seed)
    self.keepsSealed = keepsSealed
  }

  /// The next events of the county.
  mutating func next(_ count: Int) throws(SchemaError) -> [NewEvent] {
    var events: [NewEvent] = []
    events.reserveCapacity(count)
    for _ in 0..<count { events.append(try next()) }
    return events
  }

  private mutating func next() throws(SchemaError) -> NewEvent {
    clock = clock.adding(microseconds: Int64(1 + random.below(40_000_000)))
    let index: Int
    if open.count < Workload.openTickets && random.chance(40) || open.isEmpty {
      open.append(newTicket())
      index = open.count - 1
    } else {
      index = random.below(open.count)
    }
    let step = open[index].nextStep
    let ticket = open[index]
    open[index].nextStep += 1
    if open[index].nextStep == ticket.steps.count { open.swapAt(index, open.count - 1) }
    if open.last?.isOver == true { open.removeLast() }
    return try event(ticket.steps[step], of: ticket)
  }

  private mutating func newTicket() -> TicketLife {
    let town = random.below(14)
    let number = String(100_000 + tickets.count).dropFirst()
    let name = ObjectName("ticket", "\(321_023_101 + town)-20210805-\(number)")
    tickets.append(name)
    let reporter = random.chance(60) ? ObjectName("person", "r-\(tickets.count + 700_000)") : nil
    return TicketLife(
      name: name, steps: steps(), division: county.divisions[town],
      handler: county.bodies[town * 6 + random.below(6)],
      grid: county.grids[random.below(county.grids.count)],
      category: county.categories[random.below(county.categories.count)],
      worker: county.workers[random.below(county.workers.count)], reporter: reporter)
  }

  private mutating func steps() -> [TicketLife.Step] {
    if random.chance(20) { return [.report, .accept, .register, .close] }
    var steps: [TicketLife.Step] = [.report, .accept, .register, .dispatch, .sign, .progress]
    if random.chance(40) { steps.append(.progress) }
    return steps + [.complete, .inspect, .close]
  }

  // MARK: Events

  private mutating func event(
    _ step: TicketLife.Step, of ticket: TicketLife
  ) throws(SchemaError) -> NewEvent {
    switch step {
    case .report: try new(report(ticket), ticket, isReport: true)
    case .accept: try new(TicketAccepted(ticket: ticket.name, level: .town), ticket)
    case .register:
      try new(
        TicketRegistered(
          ticket: ticket.name, category: ticket.category, grade: .normal,
          listItem: county.listItems[random.below(county.listItems.count)], duty: .lead),
        ticket)
    case .dispatch:
      try new(
        TicketDispatched(
          ticket: ticket.name, hop: 1, handler: ticket.handler, worker: ticket.worker,
          rule: county.rules[random.below(county.rules.count)], ground: .ownDuty,
          copyTo: [county.bodies[random.below(county.bodies.count)]]),
        ticket)
    case .sign:
      try new(TicketSignedFor(ticket: ticket.name, hop: 1, worker: ticket.worker), ticket)
    case .progress:
      try new(
        HandlingProgressed(
          ticket: ticket.name, hop: 1, reporter: ticket.reporter,
          text: SealedText("已到现场，联系物业清理，预计明日上午完成。"), media: media(1)),
        ticket)
    case .complete:
      try new(
        HandlingCompleted(
          ticket: ticket.name, hop: 1, result: result(), worker: ticket.worker, media: media(2)),
        ticket)
    case .inspect:
      try new(
        WorkInspected(
          ticket: ticket.name, hop: 1, result: .passed, onSite: true, worker: ticket.worker,
          media: media(2)),
        ticket)
    case .close:
      try new(TicketClosed(ticket: ticket.name, reason: .solved, replied: true), ticket)
    }
  }

  private mutating func report(_ ticket: TicketLife) -> IncidentReported {
    IncidentReported(
      ticket: ticket.name, origin: "gridWorker", channel: "app", category: ticket.category,
      urgency: .normal, division: ticket.division, grid: ticket.grid,
      location: SealedText("安宜镇叶挺路18号楼下"), text: SealedText("楼道内堆放杂物，堵塞消防通道，请尽快处理。"),
      media: media(3), reporter: ticket.reporter)
  }

  /// SHA-256 values of photos.
  private mutating func media(_ count: Int) -> [Bytes] {
    (0..<count).map { _ in Bytes(random.bytes(32)) }
  }

  private mutating func result() -> String {
    let words = ["已清理", "恢复通行", "责令整改", "设备修复", "群众满意", "材料归档", "现场拍照", "后续巡查"]
    return (0..<4 + random.below(6)).map { _ in words[random.below(words.count)] }
      .joined(separator: "，")
  }

  private mutating func new(
    _ event: some Event, _ ticket: TicketLife, isReport: Bool = false
  ) throws(SchemaError) -> NewEvent {
    var source: Source?
    if isReport, random.chance(40) {
      source = Source(
        system: county.systems[random.below(county.systems.count)],
        externalID: "YZ2021\(random.below(90_000_000) + 10_000_000)", mode: .imported)
    }
    var new = try NewEvent(
      event, id: EventID.version7(at: clock, using: &random), occurred: clock,
      actor: Actor(body: ticket.handler, person: ticket.worker), source: source)
    if !keepsSealed { new.body.clear = [] }
    return new
  }
}

/// One ticket on its way.
struct TicketLife {
  enum Step { case report, accept, register, dispatch, sign, progress, complete, inspect, close }

  let name: ObjectName
  let steps: [Step]
  let division: ObjectName
  let handler: ObjectName
  let grid: ObjectName
  let category: ObjectName
  let worker: ObjectName
  let reporter: ObjectName?
  var nextStep = 0

  var isOver: Bool { nextStep == steps.count }
}
