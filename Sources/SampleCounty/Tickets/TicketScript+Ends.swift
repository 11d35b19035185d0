// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// Ends, and the ways back.
extension TicketScript {
  /// From the passed check to the last follow-up.
  mutating func finish(by registering: Unit, unit: Unit) {
    pass(random.number(in: 5...200), at: registering)
    if isChecked, random.chance(14) {
      closeByMistake(by: registering)
      guard inspectAgain(by: registering, unit) else { return }
    }
    close(reason(for: unit), by: registering)
    exclude(unit)
    followUp(by: registering)
    guard isUnhappy, random.chance(550) else { return }
    reopen(by: centre(over: registering))
    guard rework(by: unit, under: registering) else { return }
    pass(random.number(in: 5...200), at: registering)
    close(.solved, by: registering)
    isUnhappy = false
  }

  private mutating func reason(for unit: Unit) -> CloseReason {
    if unit.body.key.hasSuffix("-zhzf"), caseWeights != nil, random.chance(60) { return .caseFiled }
    return random.chance(45) ? .explained : .solved
  }

  mutating func close(_ reason: CloseReason, by unit: Unit, request: ObjectName? = nil) {
    add(
      TicketClosed(
        ticket: ticket, reason: reason,
        case: reason == .caseFiled ? caseName : nil,
        request: request, document: reason == .forced ? document("forced") : nil,
        replied: reporter != nil && random.chance(940)),
      by: leader(unit))
    noteEnd()
    if reason == .caseFiled { fileCase() }
  }

  /// How often which penalty item of the town fits the matter; `nil` where none does.
  private var caseWeights: [Int]? {
    guard !town.isZone else { return nil }
    let weights = zip(PowerTable.penalties, PowerTable.penaltyWeights).map { item, weight in
      item.department == category.department ? weight : 0
    }
    return weights.contains { $0 > 0 } ? weights : nil
  }

  private var caseName: ObjectName { ObjectName(.case, "sample-\(ticket.key)") }

  /// The case was filed a minute before the ticket was closed with it.
  private mutating func fileCase() {
    guard caseStart == nil, let weights = caseWeights else { return }
    caseStart = CaseStart(
      name: caseName, town: town.index, power: random.index(weighted: weights), ticket: ticket,
      foundOn: intake.time.date, filed: time.adding(minutes: -1))
  }

  // MARK: Repairs that change the way

  /// 误录: the wrong ticket was closed; the closing is annulled the same or the next day.
  private mutating func closeByMistake(by unit: Unit) {
    let wrong = add(
      TicketClosed(ticket: ticket, reason: .solved, replied: false), by: leader(unit))
    guard let id = wrong.id else { preconditionFailure("the sample gives every id") }
    noteEnd()
    work(random.number(in: 30...500))
    addRepair(
      EventAnnulled(target: id, ground: "wrongTicket", document: document("annulment")),
      of: wrong, by: leader(unit), at: time)
    work(random.number(in: 5...60))
  }

  /// A second look before closing fails; the unit works once more.
  private mutating func inspectAgain(by registering: Unit, _ unit: Unit) -> Bool {
    add(
      WorkInspected(
        ticket: ticket, hop: 1, result: .failed, onSite: true, worker: grid.worker),
      by: leader(registering))
    let done = rework(by: unit, under: registering)
    pass(random.number(in: 5...200), at: registering)
    return done
  }

  // MARK: Ways back

  private mutating func reopen(by unit: Unit) {
    work(random.number(in: 10...300))
    if random.chance(250) {
      let request = paper(.request)
      add(
        RequestMade(
          ticket: ticket, request: request, kind: .reopen, ground: "objection",
          reporter: reporter),
        by: Actor(body: unit.body))
      work(random.number(in: 20...300))
      add(
        RequestRuled(ticket: ticket, request: request, kind: .reopen, result: .granted),
        by: leader(unit))
      also(TicketReopened(ticket: ticket, ground: .objection, request: request), by: leader(unit))
    } else {
      add(TicketReopened(ticket: ticket, ground: .unhappyFollowUp), by: leader(unit))
    }
  }

  // MARK: Early ends

  /// Forced closes and terminations; true if the ticket has ended.
  mutating func breakOff(by unit: Unit, _ parent: Unit) -> Bool {
    if parent.level == .county, random.chance(14) {
      work(random.number(in: 60...900))
      close(.forced, by: parent)
      return true
    }
    guard random.chance(7) else { return false }
    let request = paper(.request)
    pass(random.number(in: 30...400), at: unit)
    add(
      RequestMade(
        ticket: ticket, hop: 1, request: request, kind: .termination, ground: "partyAbsent",
        reporter: reporter),
      by: staff(unit))
    work(random.number(in: 30...400))
    add(
      RequestRuled(ticket: ticket, request: request, kind: .termination, result: .granted),
      by: leader(parent))
    also(
      TicketClosed(ticket: ticket, reason: .terminated, request: request, replied: true),
      by: leader(parent))
    noteEnd()
    return true
  }

  mutating func void(by unit: Unit) {
    wait(random.number(in: 5...120))
    add(TicketVoided(ticket: ticket, ground: "testEntry"), by: leader(unit))
    noteEnd()
  }

  /// 撤诉; true if that is the end of it.
  mutating func withdraw(by unit: Unit) -> Bool {
    guard reporter != nil, random.chance(9) else { return false }
    wait(random.number(in: 20...400))
    add(
      ReporterSpoke(ticket: ticket, reporter: reporter, kind: .withdraw, channel: "phone"),
      by: Actor(body: unit.body))
    wait(random.number(in: 5...60))
    close(.withdrawnByReporter, by: unit)
    return true
  }

  /// 并案 into an earlier report of the same; true if it stays merged.
  mutating func merge(by unit: Unit) -> Bool {
    guard let survivor = intake.duplicates else { return false }
    wait(random.number(in: 3...60))
    guard time < survivor.until else { return false }
    add(TicketMerged(ticket: ticket, survivor: survivor.name), by: staff(unit))
    noteEnd()
    guard random.chance(120) else {
      followUp(by: unit)
      return true
    }
    // Another matter after all; while the survivor is open, the ticket goes on where it was.
    wait(random.number(in: 30...300))
    guard time < survivor.until else { return true }
    add(TicketUnmerged(ticket: ticket, survivor: survivor.name), by: staff(unit))
    return false
  }

  // MARK: Afterwards

  /// 剔除考核: asked for by the unit, ruled by the county.
  private mutating func exclude(_ unit: Unit) {
    guard random.chance(6) else { return }
    let request = paper(.request)
    work(random.number(in: 60...600))
    add(
      RequestMade(
        ticket: ticket, request: request, kind: .exclusion, ground: "forceMajeure",
        reporter: reporter),
      by: staff(unit))
    work(random.number(in: 60...900))
    let county = leader(world.plan.centre)
    add(
      RequestRuled(ticket: ticket, request: request, kind: .exclusion, result: .granted),
      by: county)
    also(
      TicketExcluded(
        ticket: ticket, indicators: ["onTimeDisposal"], ground: "forceMajeure", request: request,
        document: document("exclusion")),
      by: county)
  }

  /// 回访: reached or not, solved or not, one to five.
  mutating func followUp(by unit: Unit) {
    guard reporter != nil, random.chance(holder.level == .county ? 960 : 760) else { return }
    work(random.number(in: 120...1200))
    let isReached = random.chance(840)
    let satisfaction = random.index(weighted: [5, 6, 14, 35, 40]) + 1
    add(
      FollowUpRecorded(
        ticket: ticket, reporter: reporter, reached: isReached,
        contacted: isReached ? random.chance(900) : nil,
        solved: isReached ? satisfaction > 2 || random.chance(300) : nil,
        satisfaction: isReached ? satisfaction : nil),
      by: Actor(body: centre(over: unit).body),
      lateMinutes: random.chance(60) ? random.number(in: 60...900) : 0, stream: ticket)
    isUnhappy = isReached && satisfaction <= 2
  }

  // MARK: Repairs of single facts

  /// Corrections of what was typed wrong, days later: the views as known then differ from today's.
  mutating func repair() {
    for (index, repairable) in repairable.enumerated() {
      var moment = requests.last { $0.events.contains(repairable.event) }?.known ?? time
      moment = world.clock.advance(
        moment, workingMinutes: random.number(in: 60...5 * WorkClock.minutesADay))
      // No two repairs of a ticket at one moment.
      moment.seconds += 1 + index - moment.seconds % 60
      let correction = correction(of: repairable)
      addRepair(correction, of: repairable.event, by: leader(repairable.by), at: moment)
    }
  }

  private mutating func correction(of repairable: Repairable) -> FactCorrected {
    guard let id = repairable.event.id, let occurred = repairable.event.occurred else {
      preconditionFailure("the sample gives every id and time")
    }
    switch repairable.mistake {
    case .category:
      return FactCorrected(
        target: id, field: "category", new: .object(categoryName), ground: "wrongCategory")
    case .completionTime:
      let after = repairable.after.instant
      let span = occurred.microseconds(since: after) / 1_000_000
      let earlier = span * Int64(random.number(in: 30...80)) / 100
      return FactCorrected(
        target: id, field: "occurred",
        new: .instant(after.adding(microseconds: max(1, earlier) * 1_000_000)),
        ground: "wrongTime")
    }
  }
}
