// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Requests, rulings and the clock: asking apart from deciding.
extension TicketDecision {
  mutating func carryOutRequest(_ command: TicketCommand) throws(Rejection) {
    switch command {
    case .request(let kind, let name, let ground, let text, let document):
      try request(
        RequestMade(
          ticket: ticket, hop: state.topHop?.number, request: name, kind: kind, ground: ground,
          reporter: state.reporter, text: text, document: document))
    case .requestExtension(let name, let units, let unit, let ground):
      try requestExtension(
        ExtensionRequested(
          ticket: ticket, hop: hop, request: name, units: units, unit: unit, ground: ground))
    case .grant(let grant, let ruling): try self.grant(grant, ruling)
    case .refuse(let kind, let ruling): try rule(kind, .refused, ruling)
    case .suspend(let suspension): try suspend(suspension, request: nil)
    case .resume: try resume()
    default: preconditionFailure("\(command) is no request command")
    }
  }

  private mutating func request(_ request: RequestMade) throws(Rejection) {
    let event = TicketEvent.requestMade(request)
    try signFirst(for: event)
    try requirePair(event)
    // Anybody may ask for a reopening: the reporter through a clerk, the unit, any level.
    if request.kind != .reopen { try requireUnit() }
    try requireNewRequest(request.request, event)
    take(event)
  }

  private mutating func requestExtension(_ request: ExtensionRequested) throws(Rejection) {
    let event = TicketEvent.extensionRequested(request)
    try signFirst(for: event)
    try requirePair(event)
    try requireUnit()
    let isLate = context.handleDue.map { context.now > $0 } ?? false
    try require(
      !isLate || context.rules.policies.lateExtensionRequest ?? false,
      .condition(
        event, in: state.status, Words("the deadline has passed", "已过办理期限"),
        next: Words("ask before the deadline", "应在期限届满前申请")))
    try requireNewRequest(request.request, event)
    take(event)
  }

  /// Rules on a request and carries the grant out in the same append (note 1).
  private mutating func grant(_ grant: Grant, _ ruling: Ruling) throws(Rejection) {
    var units: Int?
    if case .extension(let granted) = grant { units = granted }
    try rule(grant.kind, .granted, ruling, units: units)
    switch grant {
    case .return, .extension, .whistle: break
    case .suspension(let suspension): try suspend(suspension, request: ruling.request)
    case .reopen(let ground):
      try reopen(ground, request: ruling.request, document: ruling.document)
    case .exclusion(let indicators, let document):
      try exclude(
        TicketExcluded(
          ticket: ticket, indicators: indicators, ground: ruling.ground ?? "granted",
          request: ruling.request, document: document))
    case .termination(let replied):
      try close(
        Closing(
          .terminated, request: ruling.request, document: ruling.document, replied: replied))
    case .supportRelease(let support, let unit):
      try excuse(support, unit, ruling.ground ?? "granted", isRuled: true)
    }
  }

  private mutating func rule(
    _ kind: RequestKind, _ result: RequestRuled.Result, _ ruling: Ruling, units: Int? = nil
  ) throws(Rejection) {
    let event = TicketEvent.requestRuled(
      RequestRuled(
        ticket: ticket, request: ruling.request, kind: kind, result: result,
        grantedUnits: units, effectiveFrom: ruling.effectiveFrom, ground: ruling.ground,
        document: ruling.document))
    try requirePair(event)
    let request = state.openRequests.first { $0.name == ruling.request && $0.kind == kind }
    // A whistle is no request: its ruling names the call by its key.
    let isKnownCall = state.supports.contains { $0.name.key == ruling.request.key }
    try require(
      request != nil || kind == .whistle && isKnownCall,
      .condition(
        event, in: state.status, RequestRefusal.notOpen.message, next: RequestRefusal.notOpen.next))
    try requireRuler(kind, request?.hop ?? hop, event)
    try requireInTime(kind, result)
    take(event)
  }

  private func requireRuler(
    _ kind: RequestKind, _ number: Int, _ event: TicketEvent
  ) throws(Rejection) {
    switch state.status {
    case .returning: try require(isParent(of: number), .notTheDispatcher)
    case .handling, .suspended:
      try require(isParentOrAbove(of: number), .notTheDispatcher)
    case .handled, .checked: try require(isRegisteringLevelOrAbove, .notTheRegisteringLevel)
    case .closed where kind != .reopen:
      try require(isRegisteringLevelOrAbove, .notTheRegisteringLevel)
    default:
      try requireWho(event, isTownOrCounty, "the town or county centre", "镇或县指挥中心")
    }
  }

  /// K9: more time is granted before the deadline, unless the rule set allows it later.
  private func requireInTime(
    _ kind: RequestKind, _ result: RequestRuled.Result
  ) throws(Rejection) {
    guard result == .granted, kind == .extension || kind == .suspension,
      let due = context.handleDue, context.now > due
    else { return }
    try require(context.rules.lateGrant, .lateGrant)
  }

  private mutating func suspend(
    _ suspension: Suspension, request: ObjectName?
  ) throws(Rejection) {
    let event = TicketEvent.clockSuspended(
      ClockSuspended(
        ticket: ticket, hop: suspension.reach == .hop ? hop : nil, reach: suspension.reach,
        class: suspension.kind, ground: suspension.ground, request: request,
        document: suspension.document))
    try requirePair(event)
    if suspension.reach == .whole {
      try require(isRegisteringLevelOrAbove, .notTheRegisteringLevel)
    } else if request == nil {
      try require(isParent(of: hop), .notTheDispatcher)
    }
    take(event)
  }

  private mutating func resume() throws(Rejection) {
    let event = TicketEvent.clockResumed(ClockResumed(ticket: ticket, hop: hop))
    try requirePair(event)
    try require(isParent(of: hop), .notTheDispatcher)
    take(event)
  }
}
