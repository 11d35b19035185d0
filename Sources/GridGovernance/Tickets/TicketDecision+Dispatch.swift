// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Dispatching and redirecting: who may send what to whom.
extension TicketDecision {
  mutating func dispatch(_ order: DispatchOrder) throws(Rejection) {
    let number = state.status == .registered ? 1 : hop + 1
    let event = TicketEvent.dispatched(TicketDispatched(order, ticket: ticket, hop: number))
    try signFirst(for: event)
    try requirePair(event)
    if number == 1 {
      try require(isRegisteringLevel, .notTheRegisteringLevel)
      try require(
        actor.roles.contains(.dispatcher), .role(Words("dispatcher", "派遣员")))
    } else {
      try requireUnit()
      try requireWho(
        event, actor.isCentre, "a unit that is a centre or station", "作为承办单位的中心或工作站")
    }
    try requireTarget(order, event, isFirst: number == 1)
    take(event)
  }

  mutating func redirect(_ asked: Int?, _ order: DispatchOrder) throws(Rejection) {
    let number = asked ?? hop
    let event = TicketEvent.redirected(TicketRedirected(order, ticket: ticket, hop: number))
    resumeFirst(for: event)
    try requirePair(event)
    guard let current = state.hops.first(where: { $0.number == number }) else {
      throw .hopRule(
        Words("there is no hop \(number)", "没有第 \(number) 层派遣"),
        next: Words("redirect one of 1…\(hop)", "改派第 1…\(hop) 层之一"))
    }
    try require(isParent(of: number), .notTheDispatcher)
    try require(
      order.binding || current.handler != order.handler,
      .condition(
        event, in: state.status, Words("that unit has the ticket already", "该单位已在承办"),
        next: Words("name another unit, or make it binding", "改派其他单位，或指定承办")))
    try requireTarget(order, event, isFirst: number == 1)
    take(event)
  }

  /// A unit's first act signs for the ticket: passing on is signing (note 1).
  mutating func signFirst(for event: TicketEvent) throws(Rejection) {
    guard state.status == .dispatched, TicketTable.allows(event, in: .handling) else { return }
    try requireUnit()
    take(.signedFor(TicketSignedFor(ticket: ticket, hop: hop)))
  }

  /// Redirecting, escalating and closing end a suspension (note 1).
  mutating func resumeFirst(for event: TicketEvent) {
    guard state.status == .suspended, TicketTable.allows(event, in: .handling) else { return }
    take(.clockResumed(ClockResumed(ticket: ticket, hop: hop)))
  }

  private func requireTarget(
    _ order: DispatchOrder, _ event: TicketEvent, isFirst: Bool
  ) throws(Rejection) {
    guard let unit = context.unit, unit.body == order.handler else {
      throw .condition(
        event, in: state.status, Words("the unit is not registered", "承办单位未登记"),
        next: Words("register it (BodyRegistered), or name another", "先登记机构，或另选单位"))
    }
    try requireWho(
      event, mayReach(unit, isFirst: isFirst),
      "a body whose area has that unit: V to itself, T to its offices, stationed bodies and "
        + "villages, C to departments and towns",
      "辖区内有该单位者：村站派给本站，镇中心派给本镇机构、派驻机构和村，县中心派给部门和镇")
    if order.binding {
      try requireWho(
        event, isCounty || isTownOrCounty && unit.isInActorsArea,
        "the county centre, or the town centre inside its town", "县指挥中心，或本镇范围内的镇中心")
    }
    try requireVillageConsent(order, unit)
    try requirePushGround(order, unit)
  }

  private func mayReach(_ unit: TicketUnit, isFirst: Bool) -> Bool {
    switch actor.level {
    case .village: return unit.body == actor.body
    case .town:
      guard unit.isInActorsArea else { return false }
      return !isFirst || unit.level == .village || unit.kind == .townOffice
        || unit.kind == .stationedBody
    case .county:
      guard isFirst else { return unit.isInActorsArea }
      return unit.kind == .department || unit.kind == .centre && unit.level == .town
    }
  }

  /// I-38: a village is sent what its own list has or what it consents to.
  private func requireVillageConsent(
    _ order: DispatchOrder, _ unit: TicketUnit
  ) throws(Rejection) {
    guard context.rules.policies.villageNeedsConsent ?? true, unit.level == .village,
      unit.body != actor.body
    else { return }
    let isListed = order.ground == .listItem && context.push.villageItem
    let hasConsent = order.ground == .consent && order.document != nil
    try require(isListed || hasConsent, .villageNeedsConsent)
  }

  /// I-17: a department's work comes to a town only on one of five grounds.
  private func requirePushGround(
    _ order: DispatchOrder, _ unit: TicketUnit
  ) throws(Rejection) {
    guard let department = order.onBehalfOf, let town = unit.town else { return }
    let push = context.push
    let isAllowed =
      switch order.ground {
      case .listItem: push.listItem
      case .devolvedPower: push.power
      case .ownDuty: push.ownDuty
      case .admission: push.admission
      case .emergency: state.grade == .emergency
      case .consent: false
      }
    guard push.takenBack || !isAllowed else { return }
    throw pushRefused(by: department, to: town, isTakenBack: push.takenBack)
  }

  private func pushRefused(
    by department: ObjectName, to town: ObjectName, isTakenBack: Bool
  ) -> Rejection {
    let source = "county text S36–S38; Shandong township regulation (山东省乡镇人民政府工作条例)"
    return Rejection(
      rule: "I-17", source: source,
      message: isTakenBack
        ? Words("the county has taken this work back from the towns", "该事项已由县级收回")
        : Words(
          "nothing lets this department send this work to the town", "部门向镇交办该事项缺少依据"),
      next: isTakenBack
        ? Words("let the department handle it", "由部门自行办理")
        : Words(
          "name a live list item, power, own duty or admission, or ask for one "
            + "(TaskAdmissionRequested)",
          "写明有效的清单事项、赋权、本镇职责或准入，或先申请准入"),
      recorded: CommandRefused(
        command: state.status == .registered ? "dispatch" : "redirect or dispatch on",
        rule: "I-17", source: source, commandID: context.commandID, proposer: actor.body,
        onBehalfOf: department, town: [town], subject: ticket))
  }
}

extension TicketDispatched {
  init(_ order: DispatchOrder, ticket: ObjectName, hop: Int) {
    self.init(
      ticket: ticket, hop: hop, handler: order.handler, worker: order.worker, rule: order.rule,
      binding: order.binding, onBehalfOf: order.onBehalfOf, ground: order.ground,
      listItem: order.listItem, power: order.power, admission: order.admission,
      copyTo: order.copyTo, document: order.document)
  }
}

extension TicketRedirected {
  init(_ order: DispatchOrder, ticket: ObjectName, hop: Int) {
    self.init(
      ticket: ticket, hop: hop, handler: order.handler, worker: order.worker, rule: order.rule,
      binding: order.binding, onBehalfOf: order.onBehalfOf, ground: order.ground,
      listItem: order.listItem, power: order.power, admission: order.admission,
      copyTo: order.copyTo, document: order.document)
  }
}
