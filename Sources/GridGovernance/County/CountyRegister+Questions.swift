// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// What commands ask of the register, as of a day.
extension CountyRegister {
  /// The roles in which the person may act for the division on that day, AB cover included.
  func roles(
    of person: ObjectName?, for division: ObjectName, on day: CivilDate
  ) -> Set<PersonRole> {
    person.map { roles.roles(of: $0, for: division, in: divisions, on: day) } ?? []
  }

  /// The town in which a body is; `nil` for a body of the county.
  func town(ofBody name: ObjectName, on day: CivilDate) -> ObjectName? {
    bodies.body(name, on: day).flatMap { divisions.town(of: $0.division, on: day) }
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

  /// How many offices divisions have by the rule set in force on that day (I-2).
  func townOffices(on day: CivilDate) -> [TownOfficesRule] {
    rules.last { $0.effectiveFrom <= day && $0.content.townOffices != nil }?.content.townOffices
      ?? []
  }

  /// The code schemes in force on that day, by the name of the rule: each as last published.
  func gridCodes(on day: CivilDate) -> [GridCodeRule] {
    var schemes: [ObjectName: GridCodeRule] = [:]
    for rule in rules where rule.effectiveFrom <= day {
      if let scheme = rule.content.gridCode { schemes[rule.rule] = scheme }
    }
    return schemes.keys.sorted().compactMap { schemes[$0] }
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
