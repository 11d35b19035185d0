// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// The stack of hops: registering level → unit, county → town → office.
extension TicketScript {
  /// What became of a hop.
  enum Outcome {
    case completed, returned, ended
  }

  /// What an inspection said.
  enum Verdict {
    case passed, failed, wrongUnit
  }

  /// From registration to the end, follow-up and reopening included.
  mutating func settle(by registering: Unit) {
    let first = firstUnit(for: registering)
    if first.kind == .department, random.chance(180) { refusePush(of: first) }
    guard let unit = carry(1, to: first, from: registering) else { return }
    finish(by: registering, unit: unit)
  }

  /// Sends hop `number` to a unit and sees it through: the unit that completed it and passed the
  /// check of whoever stands above, or `nil` if the ticket has come to an end.
  private mutating func carry(_ number: Int, to first: Unit, from parent: Unit) -> Unit? {
    var unit = first
    dispatch(number, to: unit, from: parent)
    // A station sends nothing beyond its own workers.
    let mayMove = parent.level != .village
    if mayMove, random.chance(18) {
      unit = redirect(number, from: unit, by: parent)
    }
    var isRework = false
    var failures = 0
    while true {
      switch handle(number, by: unit, under: parent, isRework: isRework) {
      case .ended: return nil
      case .returned:
        unit = substitute(for: unit, of: parent)
        dispatch(number, to: unit, from: parent)
        continue
      case .completed: break
      }
      guard number > 1 || isChecked else { return unit }
      switch inspect(number, by: parent, strict: failures < 3, mayBeWrong: mayMove) {
      case .passed: return unit
      case .failed:
        failures += 1
        isRework = true
      case .wrongUnit:
        failures += 1
        isRework = false
        unit = substitute(for: unit, of: parent)
        dispatch(number, to: unit, from: parent)
      }
    }
  }

  var isChecked: Bool { !CategoryTable.unchecked.contains(item.code) }

  // MARK: Where to

  private mutating func firstUnit(for registering: Unit) -> Unit {
    let plan = world.plan
    switch registering.level {
    case .village: return registering
    case .town:
      return random.chance(70) ? village.station : plan.unit(for: category, in: town)
    case .county: return random.chance(740) ? town.centre : plan.department(for: category)
    }
  }

  /// The department would have the town do its work, without a ground: refused, and kept (I-17).
  private mutating func refusePush(of department: Unit) {
    let centre = world.plan.centre
    work(random.number(in: 5...60))
    add(
      CommandRefused(
        command: "dispatch", rule: "I-17",
        source:
          "county text S36–S38; Shandong township regulation (山东省乡镇人民政府工作条例)",
        commandID: world.names.id("push\n\(ticket)"), proposer: centre.body,
        onBehalfOf: department.body, town: [town.division], subject: ticket),
      by: dispatcher(centre), stream: centre.body)
  }

  private func substitute(for unit: Unit, of parent: Unit) -> Unit {
    guard parent.level != .county else {
      return unit == town.centre ? world.plan.department(for: category) : town.centre
    }
    let keys = ["zhzf", "ssj", "jsj"]
    return keys.compactMap { town.units[$0] }.first { $0 != unit } ?? town.centre
  }

  private mutating func dispatch(_ number: Int, to unit: Unit, from parent: Unit) {
    pass(delay(4...90), at: parent)
    let toVillage = unit.level == .village && parent.level != .village
    let push = push(to: unit, from: parent)
    add(
      TicketDispatched(
        ticket: ticket, hop: number, handler: unit.body,
        worker: unit.level == .village ? grid.worker : nil, rule: SampleRules.limits,
        onBehalfOf: push?.department,
        ground: toVillage ? .consent : isEmergency ? .emergency : push?.ground ?? .ownDuty,
        listItem: isEmergency ? nil : push?.item, power: isEmergency ? nil : push?.power,
        copyTo: number == 1 && random.chance(30) ? [centre(over: unit).body] : [],
        document: toVillage ? document("consent") : nil),
      by: dispatcher(parent))
  }

  /// On what ground the county sends a department's own work to a town.
  private struct Push {
    let department: ObjectName
    let ground: DispatchGround
    var item: ObjectName?
    var power: ObjectName?
  }

  /// A department's own work that the county sends to the town on its behalf: under a shared item,
  /// a power that the town has, or in an emergency (I-17).
  private func push(to unit: Unit, from parent: Unit) -> Push? {
    guard parent == world.plan.centre, unit == town.centre, intake.kind == .county else {
      return nil
    }
    let department = world.plan.department(for: category).body
    if intake.grid % 3 == 0, let duty = DutyTable.item(for: item.code, in: category.code) {
      return Push(department: department, ground: .listItem, item: duty.name)
    }
    let power = PowerTable.penalties.first { $0.department == category.department }
    guard intake.grid % 3 == 1, !town.isZone, let power else { return nil }
    return Push(department: department, ground: .devolvedPower, power: power.power)
  }

  private mutating func redirect(_ number: Int, from unit: Unit, by parent: Unit) -> Unit {
    let other = substitute(for: unit, of: parent)
    pass(random.number(in: 5...90), at: parent)
    add(
      TicketRedirected(
        ticket: ticket, hop: number, handler: other.body, rule: SampleRules.limits,
        ground: isEmergency ? .emergency : .ownDuty),
      by: dispatcher(parent))
    return other
  }

  // MARK: At the unit

  private mutating func handle(
    _ number: Int, by unit: Unit, under parent: Unit, isRework: Bool
  ) -> Outcome {
    let started = time
    if !isRework {
      pass(delay(5...200), at: unit)
      if unit != parent, !returnedTo.contains(parent.body), random.chance(60) {
        if putBack(number, by: unit, to: parent) { return .returned }
        pass(delay(5...60), at: unit)
      }
      if !isSigned { sign(number, by: unit) }
      isSigned = false
    }
    if unit.kind == .centre {
      guard carry(number + 1, to: world.plan.unit(for: category, in: town), from: unit) != nil
      else { return .ended }
      pass(delay(10...120), at: unit)
    } else if !work(number, by: unit, under: parent, since: started, isRework: isRework) {
      return .ended
    }
    complete(number, by: unit, started: started)
    return .completed
  }

  private mutating func sign(_ number: Int, by unit: Unit) {
    add(
      TicketSignedFor(
        ticket: ticket, hop: number, worker: unit == village.station ? grid.worker : nil),
      by: staff(unit))
  }

  /// A return and the ruling on it; true if it was granted.
  private mutating func putBack(_ number: Int, by unit: Unit, to parent: Unit) -> Bool {
    // Half sign first and look closer: a refused return leads back to where it came from.
    if random.chance(500) {
      sign(number, by: unit)
      isSigned = true
      pass(random.number(in: 5...90), at: unit)
    }
    returnedTo.append(parent.body)
    let request = paper(.request)
    add(
      TicketReturned(
        ticket: ticket, hop: number, request: request,
        ground: random.element(of: [.notMine, .notMine, .wrongPlace, .insufficient])),
      by: staff(unit))
    pass(random.number(in: 15...300), at: parent)
    let granted = random.chance(680)
    add(
      RequestRuled(
        ticket: ticket, request: request, kind: .return, result: granted ? .granted : .refused),
      by: leader(parent))
    if granted { isSigned = false }
    return granted
  }

  private mutating func complete(_ number: Int, by unit: Unit, started: LocalTime) {
    let isMistyped = random.chance(15)
    let before = requests.last?.known ?? started
    let result = random.element(of: ["rectified", "rectified", "rectified", "explained", "cleared"])
    let event = add(
      HandlingCompleted(
        ticket: ticket, hop: number, result: result,
        worker: unit == village.station ? grid.worker : nil),
      by: staff(unit), lateMinutes: random.chance(45) ? random.number(in: 60...1500) : 0)
    if isMistyped {
      repairable.append(
        Repairable(mistake: .completionTime, event: event, after: before, by: unit))
    }
    liftSupervision()
  }

  /// Once more at the same unit after a failed check or a reopening; false if the ticket ended.
  mutating func rework(by unit: Unit, under parent: Unit) -> Bool {
    for attempt in 0..<4 {
      guard
        handle(1, by: unit, under: parent, isRework: true) == .completed
      else { return false }
      if !isChecked || inspect(1, by: parent, strict: attempt < 3, mayBeWrong: false) == .passed {
        return true
      }
    }
    preconditionFailure("the last check is lenient")
  }

  // MARK: The check

  private mutating func inspect(
    _ number: Int, by parent: Unit, strict: Bool, mayBeWrong: Bool
  ) -> Verdict {
    if random.chance(450) {
      pass(delay(5...60), at: parent)
      add(
        CheckAssigned(ticket: ticket, kind: .inspect, assignee: grid.worker, hop: number),
        by: dispatcher(parent))
    }
    pass(number > 1 ? delay(10...200) : random.number(in: 20...300), at: parent)
    let verdict: Verdict =
      strict && random.chance(75)
      ? (mayBeWrong && random.chance(90) ? .wrongUnit : .failed) : .passed
    let onSite = random.chance(800)
    add(
      WorkInspected(
        ticket: ticket, hop: number, result: verdict == .passed ? .passed : .failed,
        wrongUnit: verdict == .wrongUnit,
        falseCompletion: verdict == .failed && random.chance(120), onSite: onSite,
        worker: onSite ? grid.worker : nil),
      by: leader(parent))
    return verdict
  }
}
