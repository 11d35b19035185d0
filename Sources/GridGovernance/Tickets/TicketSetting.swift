// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// One command on a ticket with all that was read for it.
struct TicketSetting {
  let ticket: Ticket
  let command: TicketCommand
  let edition: Book<CountyRegister>.Edition
  let past: TicketPast
  /// Read for a dispatch or redirect alone.
  let lists: ListsState?
  let now: Instant
  let commandID: EventID

  private var register: CountyRegister { edition.contents }
  private var zone: BusinessZone { ticket.county.log.identity.zone }
  private var day: CivilDate { zone.date(of: now) }

  /// What the rules read from outside the ticket, as of the act's day.
  ///
  /// - Throws: A rejection if nobody known acts, or if the ticket lies outside the scope.
  func context(survivor: TicketSurvivor?) throws(Rejection) -> TicketContext {
    let actor = ticket.county.actor
    guard let name = actor.body else { throw .nobodyActs }
    guard let body = register.bodies.body(name, on: day) else { throw .unknownBody(name) }
    try requireScope()
    var context = TicketContext(
      ticket: ticket.name, now: now, zone: zone, commandID: commandID,
      actor: TicketActor(
        body: name, kind: body.kind, level: body.level, person: actor.person,
        roles: register.roles(of: actor.person, for: body.division, on: day),
        covers: division.map { register.divisions.isInside($0, body.division, on: day) } ?? true),
      rules: register.ticketRules(on: day), survivor: survivor)
    context.unit = command.order.flatMap { unit(for: $0.handler, of: body) }
    if let gate, let unit = context.unit { context.push = gate.grounds(for: unit) }
    context.returnWindowEnds = returnWindowEnds(context.rules.policies)
    if command.dependsOnDeadline {
      context.handleDue = edition.handleDue(ticket.name, past.events, in: zone)
    }
    return context
  }

  /// What the command was decided by: its stream, what speaks of it and of the survivor, the
  /// register, and of the lists what a push is decided by.
  func unchanged(since head: Position, survivor: ObjectName?) -> AppendCondition {
    var query = past.query.or(CountyRegister.query)
    if let survivor { query = query.or(Ticket.query(survivor)) }
    if let gate { query = query.or(Query(gate.readings)) }
    return .noEvents(matching: query, after: head).and(version: past.version, of: ticket.name)
  }

  /// Where a department's work goes to a town, or anything to a village; `nil` otherwise.
  private var gate: PushGate? {
    guard let lists, let order = command.order else { return nil }
    let level = register.bodies.body(order.handler, on: day)?.level
    guard order.onBehalfOf != nil || level == .village else { return nil }
    let state = past.state
    let items = [
      order.listItem, state.listItem,
      register.ticketRules(on: day).listItem(of: state.category),
    ]
    return PushGate(
      order: order, items: items.compactMap { $0 }, duty: state.duty, lists: lists,
      register: register, day: day)
  }

  private var division: ObjectName? {
    if case .report(let report) = command { return report.division }
    return past.state.division
  }

  private func unit(for handler: ObjectName, of actor: RegisteredBody) -> TicketUnit? {
    register.bodies.body(handler, on: day).map { unit in
      TicketUnit(
        body: handler, kind: unit.kind, level: unit.level,
        town: register.divisions.town(of: unit.division, on: day),
        isInActorsArea: register.divisions.isInside(unit.division, actor.division, on: day))
    }
  }

  /// K12: from the dispatch of the top hop on.
  private func returnWindowEnds(_ policies: TicketPolicies) -> Instant? {
    guard let amount = policies.returnWindow, let hop = past.state.topHop else { return nil }
    return register.workCalendar.due(
      amount, policies.returnWindowUnit ?? .workingDay, from: hop.dispatched, in: zone
    )?.moment
  }

  /// A command reaches no further than a read: its place, or the unit that has the ticket.
  private func requireScope() throws(Rejection) {
    let isInside: Bool
    switch ticket.county.scope {
    case .county: isInside = true
    case .grids(let grids):
      var grid = past.state.grid
      if case .report(let report) = command { grid = report.grid }
      isInside = grid.map(grids.contains) ?? false
    case .towns(let towns):
      let unit = past.state.unit.flatMap { register.bodies.body($0, on: day)?.division }
      isInside = [division, unit].compactMap { $0 }
        .contains { register.divisions.town(of: $0, on: day).map(towns.contains) ?? false }
    }
    guard isInside else { throw .outOfScope }
  }
}

extension TicketCommand {
  /// How a dispatch or redirect sends the ticket on.
  var order: DispatchOrder? {
    switch self {
    case .dispatch(let order), .redirect(_, let order): order
    default: nil
    }
  }

  /// Whether the rules ask for the deadline of the work (K9).
  fileprivate var dependsOnDeadline: Bool {
    switch self {
    case .requestExtension, .grant(.extension, _), .grant(.suspension, _): true
    default: false
    }
  }
}

extension Rejection {
  private static let door = "Gridlog, the county's door"

  static let nobodyActs = Rejection(
    rule: "I-39", source: door,
    message: Words("the command does not say who acts", "命令未写明由谁操作"),
    next: Words(
      "name the body: county.acting(as:), --as", "请写明操作单位：county.acting(as:)、--as"))

  static func unknownBody(_ body: ObjectName) -> Rejection {
    Rejection(
      rule: "I-39", source: door,
      message: Words("\(body) is not registered on that day", "\(body) 当日未登记"),
      next: Words("register it (BodyRegistered), or name another", "先登记机构，或写明其他单位"))
  }

  static let outOfScope = Rejection(
    rule: "scope", source: door,
    message: Words("this lies outside the scope", "该事项不在可操作范围内"),
    next: Words("ask whoever has the wider scope", "请由范围内的单位操作"))
}
