// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

extension Ticket {
  /// What the rules read from outside the ticket, as of the act's day.
  func context(
    _ command: TicketCommand, _ history: [TicketFact], now: Instant, commandID: EventID,
    survivor: ObjectName?
  ) throws(CommandError<Rejection>) -> TicketContext {
    let book = try book()
    let zone = county.log.identity.zone
    let day = zone.date(of: now)
    let division = Ticket.division(command, history)
    let actor = county.actor
    let body = actor.body.flatMap { book.body($0, on: day) }
    var context = TicketContext(
      ticket: name, now: now, zone: zone, commandID: commandID,
      actor: TicketActor(
        body: actor.body ?? ObjectName(.body, "unknown"), kind: body?.kind ?? .window,
        level: body?.level ?? .village, person: actor.person,
        roles: body.map { book.roles(of: actor.person, for: $0.division, on: day) } ?? [],
        covers: Ticket.covers(body, division, book)),
      rules: book.ticketRules(on: day))
    if let handler = command.handler {
      context.unit = book.body(handler, on: day).map { unit in
        TicketUnit(
          body: handler, kind: unit.kind, level: unit.level, town: book.town(of: unit.division),
          isInActorsArea: body.map { book.isInside(unit.division, $0.division) } ?? false)
      }
    }
    if let survivor {
      let other = try Ticket(survivor, of: county).history()
      context.survivor = TicketSurvivor(
        ticket: survivor, status: TicketDecider.state(afterRepairs: other).status)
    }
    return context
  }

  private static func covers(
    _ body: CountyBook.Body?, _ division: ObjectName?, _ book: CountyBook.State
  ) -> Bool {
    guard let body, let division else { return true }
    return book.isInside(division, body.division)
  }

  private static func division(
    _ command: TicketCommand, _ history: [TicketFact]
  ) -> ObjectName? {
    if case .report(let report) = command { return report.division }
    for fact in history {
      if case .reported(let report) = fact.event { return report.division }
    }
    return nil
  }
}

extension TicketCommand {
  /// The unit that the command sends the ticket to.
  var handler: ObjectName? {
    switch self {
    case .dispatch(let order): order.handler
    case .redirect(_, let order): order.handler
    default: nil
    }
  }
}
