// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// What commands ask of the register, as of a day.
extension CountyRegister {
  /// The body as registered by that day.
  func body(_ name: ObjectName, on day: CivilDate) -> CountyBody? {
    bodies[name]?.last { $0.from <= day }
  }

  /// The roles that the person holds for the division on that day.
  func roles(
    of person: ObjectName?, for division: ObjectName, on day: CivilDate
  ) -> Set<PersonRole> {
    guard let person else { return [] }
    let held = roles.filter { role in
      role.person == person && role.from <= day && role.until.map { day < $0 } ?? true
        && isInside(division, role.scope, on: day)
    }
    return Set(held.map(\.kind))
  }

  /// Whether a division is the other or lies in it.
  func isInside(_ division: ObjectName, _ other: ObjectName, on day: CivilDate) -> Bool {
    var current: ObjectName? = division
    // More steps than there are tiers: a circle of parents ends here.
    for _ in 0..<8 {
      guard let name = current else { return false }
      if name == other { return true }
      current = divisions[name]?.live(on: day)?.parent
    }
    return false
  }

  /// The town that a division is or lies in.
  func town(of division: ObjectName, on day: CivilDate) -> ObjectName? {
    var current: ObjectName? = division
    for _ in 0..<8 {
      guard let name = current, let span = divisions[name]?.live(on: day) else { return nil }
      switch span.kind {
      case .town, .subdistrict, .developmentZone: return name
      default: current = span.parent
      }
    }
    return nil
  }

  /// The rule sets in force on that day, as tickets need them: the last one of a kind counts.
  func ticketRules(on day: CivilDate) -> TicketRules {
    var rules = TicketRules()
    for rule in self.rules where rule.effectiveFrom <= day {
      if let origins = rule.content.origins { rules.origins = origins }
      if let categories = rule.content.categories { rules.categories = categories }
      if let policies = rule.content.tickets { rules.policies = policies }
      if let clocks = rule.content.clocks { rules.lateGrant = clocks.lateGrant == .allowed }
    }
    return rules
  }

  /// Working days and hours as known now.
  var workCalendar: WorkCalendar {
    WorkCalendar(
      isOff: { daysOff[$0] }, isAnnounced: { announcedYears.contains($0) }, spans: hours)
  }
}

extension Book<CountyRegister>.Edition {
  /// When the work of a ticket with this history is due, as the status view has it.
  func handleDue(
    _ ticket: ObjectName, _ history: [StoredEvent], in zone: BusinessZone
  ) -> Instant? {
    let known = Set((register + repairs).map(\.position))
    let events = (register + repairs + history.filter { !known.contains($0.position) })
      .sorted { $0.position < $1.position }
    let feed = MemoryFeed(
      events.enumerated().map { index, event in
        StoredEvent(
          position: Position(UInt64(index + 1)), recorded: event.recorded, flags: event.flags,
          streamVersion: event.streamVersion, content: event.content)
      }, zone: zone)
    guard let view = try? ReplayEngine(feed).replay(TicketStatusView.self),
      let object = view.object(ticket)
    else { return nil }
    return view.projection.tickets[object]?.due
  }
}
