// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// More time, and time that is not counted.
extension ApplicationRuling {
  mutating func carryOutRequest(_ command: ApplicationCommand) throws(Rejection) {
    switch command {
    case .request(let kind, let request, let ground, let document):
      try ask(
        .requestMade(
          RequestMade(
            application: name, request: request, kind: kind, ground: ground,
            document: document)), request)
    case .requestExtension(let request, let units, let unit, let ground):
      try ask(
        .extensionRequested(
          ExtensionRequested(
            application: name, request: request, units: units, unit: unit, ground: ground)),
        request)
    case .grant(let grant, let ruling): try self.grant(grant, ruling)
    case .refuse(let kind, let ruling): try rule(kind, .refused, ruling)
    case .suspend(let ground, let document): try suspend(ground, nil, document)
    case .resume:
      let state = state
      try take(.clockResumed(ClockResumed(application: name))) { () throws(Rejection) in
        try requireClock(state, suspended: true, .clockResumed)
      }
    default: preconditionFailure("\(command) is no request command")
    }
  }

  private mutating func ask(
    _ event: ApplicationEvent, _ request: ObjectName
  ) throws(Rejection) {
    let state = state
    try take(event) { () throws(Rejection) in
      guard !state.time.requests.contains(where: { $0.name == request }) else {
        throw .condition(
          event.type, in: state.status, source: "domain §3.3", .nameTaken)
      }
    }
  }

  private mutating func grant(_ grant: Grant, _ ruling: Ruling) throws(Rejection) {
    var units: Int?
    if case .extension(let granted) = grant {
      try requireExtension(granted)
      units = granted
    }
    try rule(grant.kind, .granted, ruling, units: units)
    if case .suspension(let suspension) = grant {
      try suspend(suspension.ground, ruling.request, suspension.document)
    }
  }

  private mutating func rule(
    _ kind: RequestKind, _ result: RequestRuled.Result, _ ruling: Ruling, units: Int? = nil
  ) throws(Rejection) {
    let state = state
    try take(
      .requestRuled(
        RequestRuled(
          application: name, request: ruling.request, kind: kind, result: result,
          grantedUnits: units, effectiveFrom: ruling.effectiveFrom, ground: ruling.ground,
          document: ruling.document))
    ) { () throws(Rejection) in
      guard state.time.open(ruling.request, kind) != nil else {
        throw .condition(
          .requestRuled, in: state.status, source: "domain §3.3", .notOpen)
      }
    }
  }

  /// No more is granted than the law foresees, and not once the time is over.
  private func requireExtension(_ units: Int) throws(Rejection) {
    guard let start = state.accepted else { return }
    if let due = clocks.legal(from: start)?.due, context.now > due.moment { throw .lateGrant }
    guard let limit = clocks.legalLimit(from: start), let most = limit.row.extension else {
      return
    }
    let before = state.time.grantedUnits(limit.row.unit, since: start)
    try require(
      before + units <= most,
      .condition(
        .requestRuled, in: state.status, source: limit.row.article,
        .noMore(than: most)))
  }

  /// Time is not counted on the grounds that the procedure names (Licensing Law art. 45).
  private mutating func suspend(
    _ ground: String, _ request: ObjectName?, _ document: ObjectName?
  ) throws(Rejection) {
    let state = state
    let grounds = context.procedures.applied(on: day, filed: day)
      .compactMap(\.edition.content.approval).flatMap(\.excludedTime)
    try take(
      .clockSuspended(
        ClockSuspended(
          application: name, reach: .whole, class: .clockOff, ground: ground,
          request: request, document: document))
    ) { () throws(Rejection) in
      try requireClock(state, suspended: false, .clockSuspended)
      guard grounds.isEmpty || grounds.contains(ground) else {
        throw .condition(
          .clockSuspended, in: state.status,
          source: "Administrative Licensing Law, art. 45 (行政许可法第45条)",
          Words("time is counted for that ground", "该事由所需时间应计入期限"),
          next: Words(
            "name one of \(grounds.joined(separator: ", "))",
            "可用事由：\(grounds.joined(separator: "、"))"))
      }
    }
  }
}

private func requireClock(
  _ state: ApplicationState, suspended: Bool, _ type: EventType
) throws(Rejection) {
  guard state.time.isSuspended != suspended else { return }
  throw .condition(
    type, in: state.status, source: "domain §2.3, K7", suspended ? .clockRuns : .clockStands)
}
