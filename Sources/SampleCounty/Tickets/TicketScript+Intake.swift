// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// From the report to registration.
extension TicketScript {
  /// The whole life of the ticket.
  mutating func run() {
    report()
    switch intake.kind {
    case .solvedOnSpot: closeOnSpot()
    case .station: stationCourse()
    case .escalated: escalateToTown()
    case .citizen, .patrol: townCourse()
    case .county: countyCourse()
    }
    repair()
  }

  // MARK: The report

  private mutating func report() {
    switch intake.kind {
    case .solvedOnSpot, .station, .escalated: reportFromGrid()
    case .citizen:
      add(incident("public", random.element(of: ["walkIn", "phone", "wechat"])), by: intakeDesk)
    case .patrol:
      let unit = town.units["zhzf"] ?? town.centre
      add(incident("enforcementPatrol", "patrol"), by: staff(unit))
    case .county: reportFromAbove()
    }
  }

  private var intakeDesk: Actor { Actor(body: town.centre.body) }

  private func incident(_ origin: String, _ channel: String) -> IncidentReported {
    var texts = SampleTexts(self)
    return IncidentReported(
      ticket: ticket, origin: origin, channel: channel, category: categoryName,
      urgency: isEmergency ? .emergency : nil, division: village.division,
      grid: intake.kind == .county ? nil : grid.name, location: texts.location(),
      text: texts.report(), reporter: reporter, contact: texts.contact(),
      anonymous: reporter == nil && intake.kind.weightIndex == 2,
      selfSolved: intake.kind == .solvedOnSpot)
  }

  var categoryName: ObjectName { ObjectName(.category, item.code) }
  var isEmergency: Bool { category.code == "E05" }

  /// A worker's device sends at once, or in the evening with the patrol's record.
  private mutating func reportFromGrid() {
    let begin = time
    let event = incident("gridWorker", "app")
    guard intake.kind == .solvedOnSpot, random.chance(550) else {
      add(event, by: staff(village.station))
      return
    }
    add(event, by: staff(village.station), lateMinutes: random.number(in: 15...240))
    also(
      GridPatrolled(
        grid: grid.name, person: grid.worker,
        start: begin.adding(minutes: -random.number(in: 10...60)).instant, end: time.instant,
        households: random.number(in: 0...12), finding: [ticket]),
      by: staff(village.station), stream: grid.name)
  }

  /// An order of the hotline comes by feed, or is typed in again days later (S48).
  private mutating func reportFromAbove() {
    let actor = Actor(body: world.plan.centre.body)
    guard random.chance(720) else {
      add(incident("above", "document"), by: actor)
      return
    }
    let reentered = random.chance(60)
    let sourceTime = time
    let source = Source(
      system: SampleSystems.hotline, externalID: "BY\(ticket.key.dropFirst(7))",
      mode: reentered ? .reentered : .imported)
    add(
      incident("hotline", "12345"), by: actor,
      lateMinutes: reentered ? random.number(in: 900...3600) : random.number(in: 3...90),
      source: source)
    also(
      ExternalRecordImported(
        system: SampleSystems.hotline, mode: reentered ? .reentered : .feed,
        sourceTime: sourceTime.instant,
        minutes: reentered ? ExactDecimal(random.number(in: 4...15)) : nil, maps: ticket),
      by: actor, stream: SampleSystems.hotline)
  }

  // MARK: The village

  private mutating func closeOnSpot() {
    wait(random.number(in: 5...180))
    close(.solvedOnSpot, by: village.station)
  }

  private mutating func stationCourse() {
    accept(at: village.station)
    if random.chance(6) {
      void(by: village.station)
      return
    }
    register(at: village.station)
    settle(by: village.station)
  }

  private mutating func escalateToTown() {
    if random.chance(500) { accept(at: village.station) }
    wait(random.number(in: 5...120))
    let ground = random.element(
      of: [TicketEscalated.Ground.noPower, .noPower, .crossArea, .noAgreement, .other])
    add(
      TicketEscalated(ticket: ticket, fromLevel: .village, toLevel: .town, ground: ground),
      by: staff(village.station))
    townCourse()
  }

  // MARK: The town

  private mutating func townCourse() {
    let centre = town.centre
    if turnAway(by: centre) { return }
    accept(at: centre)
    if merge(by: centre) { return }
    if withdraw(by: centre) { return }
    if random.chance(7) {
      void(by: centre)
      return
    }
    if !verify(by: centre) { return }
    if CategoryTable.answered.contains(item.code) {
      answer(by: centre)
      return
    }
    if random.chance(35) {
      escalateToCounty()
      return
    }
    register(at: centre)
    settle(by: centre)
  }

  private mutating func escalateToCounty() {
    work(random.number(in: 10...240))
    let ground = random.element(
      of: [TicketEscalated.Ground.noPower, .noPower, .crossArea, .noAgreement])
    // 未下放: a power that the town would need and does not have (S42).
    let power = ObjectName(.power, "sample-wxf-\(category.department)-01")
    add(
      TicketEscalated(
        ticket: ticket, fromLevel: .town, toLevel: .county, ground: ground,
        power: ground == .noPower ? power : nil),
      by: leader(town.centre))
    countyCourse()
  }

  // MARK: The county

  private mutating func countyCourse() {
    let centre = world.plan.centre
    if intake.kind == .county, turnAway(by: centre) { return }
    accept(at: centre)
    if withdraw(by: centre) { return }
    if CategoryTable.answered.contains(item.code) {
      answer(by: centre)
      return
    }
    register(at: centre)
    settle(by: centre)
  }

  // MARK: Steps

  private mutating func accept(at unit: Unit) {
    wait(random.number(in: 3...75))
    add(TicketAccepted(ticket: ticket, level: unit.level), by: staff(unit))
  }

  private mutating func register(at unit: Unit) {
    pass(random.number(in: 5...150), at: unit)
    let grade: TicketGrade =
      isEmergency ? .emergency : random.element(of: [.normal, .normal, .normal, .urgent, .low])
    // One in fifty is put under a neighbouring item by mistake, and corrected later.
    let isMistaken = random.chance(20)
    let typed = isMistaken ? otherItem : item
    let duty = DutyTable.item(for: typed.code, in: category.code)
    let event = add(
      TicketRegistered(
        ticket: ticket, category: ObjectName(.category, typed.code), grade: grade,
        listItem: duty?.name, duty: duty.map { $0.townLeads ? .lead : .support }),
      by: leader(unit))
    if isMistaken {
      repairable.append(Repairable(mistake: .category, event: event, after: time, by: unit))
    }
    holder = unit
  }

  /// The item behind this one in its class.
  private var otherItem: CategoryTable.Item {
    let index = category.items.firstIndex { $0.code == item.code } ?? 0
    return category.items[(index + 1) % category.items.count]
  }

  /// A grid worker looks before registration; false if there is nothing to register.
  private mutating func verify(by unit: Unit) -> Bool {
    guard random.chance(intake.kind == .citizen ? 380 : 80) else { return true }
    wait(random.number(in: 3...40))
    add(
      CheckAssigned(ticket: ticket, kind: .verify, assignee: grid.worker), by: dispatcher(unit))
    wait(random.number(in: 20...240))
    let result: ReportVerified.Result =
      random.chance(920) ? .valid : random.element(of: [.invalid, .notFound])
    add(
      ReportVerified(ticket: ticket, result: result, worker: grid.worker),
      by: staff(village.station))
    if result == .valid { return true }
    work(random.number(in: 5...90))
    add(
      TicketDeclined(
        ticket: ticket, stage: .registration, ground: "notFound", told: reporter != nil),
      by: leader(unit))
    noteEnd()
    return false
  }

  /// Declined or referred at the door; true if that is the end of it.
  private mutating func turnAway(by unit: Unit) -> Bool {
    guard random.chance(32) else { return false }
    wait(random.number(in: 3...60))
    if isEmergency || random.chance(400) {
      add(
        TicketReferred(
          ticket: ticket, outsideName: isEmergency ? "119" : "扬州市12345平台",
          ground: isEmergency ? .emergencyNumber : .otherAuthority, told: true),
        by: staff(unit))
    } else {
      add(
        TicketDeclined(
          ticket: ticket, stage: .acceptance, ground: "notInScope", told: reporter != nil),
        by: staff(unit))
    }
    noteEnd()
    return true
  }

  private mutating func answer(by unit: Unit) {
    wait(random.number(in: 5...120))
    close(.answered, by: unit)
    followUp(by: unit)
  }
}
