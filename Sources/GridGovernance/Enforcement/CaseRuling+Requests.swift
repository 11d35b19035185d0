// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Requests, rulings and the clock; support.
extension CaseRuling {
  mutating func carryOutRequest(_ command: CaseCommand) throws(Rejection) {
    switch command {
    case .request(let kind, let request, let ground, let document):
      try ask(
        .requestMade(
          RequestMade(
            case: name, request: request, kind: kind, ground: ground, document: document)),
        request)
    case .requestExtension(let request, let units, let unit, let ground):
      try ask(
        .extensionRequested(
          ExtensionRequested(
            case: name, request: request, units: units, unit: unit, ground: ground)),
        request)
    case .grant(let grant, let ruling): try self.grant(grant, ruling)
    case .refuse(let kind, let ruling): try rule(kind, .refused, ruling)
    case .suspend(let ground, let document): try suspend(ground, nil, document)
    case .resume:
      let event = CaseEvent.clockResumed(ClockResumed(case: name))
      try requirePair(event)
      try requireRuler()
      try require(state.time.isSuspended, .clockStands(event.type, in: state.status, false))
      take(event)
    default: preconditionFailure("\(command) is no request command")
    }
  }

  private mutating func ask(_ event: CaseEvent, _ request: ObjectName) throws(Rejection) {
    try requirePair(event)
    try requireAgency()
    try require(
      !state.time.requests.contains { $0.name == request },
      .condition(
        event.type, in: state.status, source: "domain §3.2", .nameTaken))
    take(event)
  }

  /// The legal subject rules; the organ that asks does not grant itself time.
  private func requireRuler() throws(Rejection) {
    guard context.body == state.agency else { throw .notTheAgency(state.agency) }
  }

  private mutating func grant(_ grant: Grant, _ ruling: Ruling) throws(Rejection) {
    var units: Int?
    if case .extension(let granted) = grant {
      try requireExtension(granted, ruling)
      units = granted
    }
    try rule(grant.kind, .granted, ruling, units: units)
    switch grant {
    case .suspension(let suspension):
      try suspend(suspension.ground, ruling.request, suspension.document)
    case .supportRelease(let support, let unit):
      try excuse(support, unit, ruling.ground ?? "granted", isRuled: true)
    default: break
    }
  }

  private mutating func rule(
    _ kind: RequestKind, _ result: RequestRuled.Result, _ ruling: Ruling, units: Int? = nil
  ) throws(Rejection) {
    let event = CaseEvent.requestRuled(
      RequestRuled(
        case: name, request: ruling.request, kind: kind, result: result, grantedUnits: units,
        effectiveFrom: ruling.effectiveFrom, ground: ruling.ground, document: ruling.document))
    try requirePair(event)
    try requireRuler()
    try require(
      state.time.open(ruling.request, kind) != nil,
      .condition(
        .requestRuled, in: state.status, source: "domain §3.2", .notOpen))
    take(event)
  }

  /// No more is granted than the procedure foresees, and not once the time is over.
  private func requireExtension(_ units: Int, _ ruling: Ruling) throws(Rejection) {
    guard let deadline = clocks.decision(until: context.now) else { return }
    if let due = deadline.due, context.now > due.moment { throw .lateGrant }
    guard let limit = clocks.limit(.decide, at: deadline.start), let most = limit.row.extension
    else { return }
    let before = state.time.grantedUnits(limit.row.unit, since: deadline.start)
    try require(
      before + units <= most,
      .condition(
        .requestRuled, in: state.status, source: limit.row.article,
        .noMore(than: most)))
  }

  private mutating func suspend(
    _ ground: String, _ request: ObjectName?, _ document: ObjectName?
  ) throws(Rejection) {
    let event = CaseEvent.clockSuspended(
      ClockSuspended(
        case: name, reach: .whole, class: .clockOff, ground: ground, request: request,
        document: document))
    try requirePair(event)
    try requireRuler()
    try require(!state.time.isSuspended, .clockStands(event.type, in: state.status, true))
    take(event)
  }

  // MARK: Support

  mutating func carryOutSupport(_ command: CaseCommand) throws(Rejection) {
    switch command {
    case .callSupport(let call): try callSupport(call)
    case .arrive(let support):
      try answer(
        .supportArrived(
          SupportArrived(support: support, case: name, supportUnit: context.body)), support)
    case .finishSupport(let support, let result):
      try answer(
        .supportFinished(
          SupportFinished(
            support: support, case: name, supportUnit: context.body, result: result)), support)
    case .excuse(let support, let unit, let ground):
      try excuse(support, unit, ground, isRuled: false)
    default: preconditionFailure("\(command) is no support command")
    }
  }

  private mutating func callSupport(_ call: SupportCall) throws(Rejection) {
    let event = CaseEvent.supportCalled(
      SupportCalled(
        support: call.support, case: name, purpose: call.purpose, level: context.level,
        supportUnit: call.units, parties: call.parties, lead: call.lead,
        allowPartial: call.allowPartial, replaces: call.replaces))
    try requirePair(event)
    try requireAgency()
    try require(
      !call.units.isEmpty && call.units.count == call.parties.count,
      .condition(
        .supportCalled, in: state.status, source: "county text S53, S63",
        Words("each summoned unit needs its own duty and time", "每个协办单位须写明职责和时限"),
        next: Words("give as many parties as units", "逐一填写")))
    take(event)
  }

  private mutating func answer(_ event: CaseEvent, _ support: ObjectName) throws(Rejection) {
    try requirePair(event)
    try require(
      state.supports.isOpen(support, for: context.body), .noOpenCall(event.type, state.status))
    take(event)
  }

  private mutating func excuse(
    _ support: ObjectName, _ unit: ObjectName, _ ground: String, isRuled: Bool
  ) throws(Rejection) {
    let event = CaseEvent.supportExcused(
      SupportExcused(support: support, case: name, supportUnit: unit, ground: ground))
    try requirePair(event)
    let caller = state.supports.first { $0.name == support }?.caller
    try require(
      (isRuled || caller == context.body) && state.supports.isOpen(support, for: unit),
      .noOpenCall(event.type, state.status))
    take(event)
  }
}

extension Rejection {
  fileprivate static func clockStands(
    _ type: EventType, in status: CaseStatus?, _ stands: Bool
  ) -> Rejection {
    .condition(
      type, in: status, source: "domain §2.3, K7", stands ? .clockStands : .clockRuns)
  }

  fileprivate static func noOpenCall(_ type: EventType, _ status: CaseStatus?) -> Rejection {
    .condition(
      type, in: status, source: "county text S53, S63",
      Words("that unit has no open call", "该单位没有未办结的协办"),
      next: Words("name an open call and its unit", "请指明未办结的协办及单位"))
  }
}
