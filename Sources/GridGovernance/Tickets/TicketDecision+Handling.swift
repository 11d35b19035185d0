// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// What the unit does, and how its work is looked at.
extension TicketDecision {
  mutating func carryOutHandling(_ command: TicketCommand) throws(Rejection) {
    switch command {
    case .signFor(let worker):
      try actAsUnit(.signedFor(TicketSignedFor(ticket: ticket, hop: hop, worker: worker)))
    case .putBack(let ground, let request, let evidence):
      try putBack(
        TicketReturned(
          ticket: ticket, hop: hop, request: request, ground: ground, evidence: evidence))
    case .progress(let text, let media):
      let event = TicketEvent.handlingProgressed(
        HandlingProgressed(
          ticket: ticket, hop: hop, reporter: state.reporter, text: text, media: media))
      try signFirst(for: event)
      try actAsUnit(event)
    case .contactReporter(let reached, let channel):
      try actAsUnit(
        .reporterContacted(
          ReporterContacted(
            ticket: ticket, hop: hop, reporter: state.reporter, reached: reached,
            channel: channel)))
    case .complete(let result, let worker, let media):
      try complete(
        HandlingCompleted(
          ticket: ticket, hop: hop, result: result, worker: worker, media: media))
    case .inspect(let inspection): try inspect(inspection)
    default: preconditionFailure("\(command) is no handling command")
    }
  }

  /// An event whose only condition is that the unit of the top hop acts (I-39).
  mutating func actAsUnit(_ event: TicketEvent) throws(Rejection) {
    try requirePair(event)
    try requireUnit()
    take(event)
  }

  /// I-28: not after a binding dispatch, not past the window, not twice to one dispatcher.
  private mutating func putBack(_ returned: TicketReturned) throws(Rejection) {
    let event = TicketEvent.returned(returned)
    try requirePair(event)
    try requireUnit()
    let policies = context.rules.policies
    if policies.bindingForbidsReturn ?? true, state.topHop?.isBinding == true {
      throw .noReturn(Words("the dispatch was binding", "该派遣为指定承办"))
    }
    if let end = context.returnWindowEnds, context.now > end {
      throw .noReturn(Words("the return window has passed", "已过退件期限"))
    }
    if policies.secondReturnRefused ?? true, let top = state.topHop {
      let again = TicketReturn(unit: top.handler, dispatcher: top.dispatcher)
      try require(
        !state.returns.contains(again),
        .noReturn(Words("it was returned to that dispatcher before", "已向同一派遣单位退回过")))
    }
    try requireNewRequest(returned.request, event)
    take(event)
  }

  private mutating func complete(_ completion: HandlingCompleted) throws(Rejection) {
    let event = TicketEvent.handlingCompleted(completion)
    try signFirst(for: event)
    try requirePair(event)
    try requireUnit()
    try require(state.openSupports.allSatisfy(\.allowsPartial), .openSupport)
    take(event)
  }

  private mutating func inspect(_ inspection: Inspection) throws(Rejection) {
    let event = TicketEvent.inspected(
      WorkInspected(
        ticket: ticket, hop: hop, result: inspection.result, wrongUnit: inspection.wrongUnit,
        falseCompletion: inspection.falseCompletion, onSite: inspection.onSite,
        worker: inspection.worker, media: inspection.media))
    try requirePair(event)
    if state.status == .checked {
      try require(isRegisteringLevel, .notTheRegisteringLevel)
    } else {
      let isSent = state.checks.contains {
        $0.kind == .inspect && $0.assignee == actor.person
      }
      let mayWorker = isSent && !inspection.wrongUnit
      try require(mayWorker || isParent(of: hop), .notTheDispatcher)
    }
    take(event)
  }

  /// A request has its own name, so that the ruling names the right one.
  func requireNewRequest(_ name: ObjectName, _ event: TicketEvent) throws(Rejection) {
    try require(
      !state.requests.contains { $0.name == name },
      .condition(
        event, in: state.status, Words("there is a request of that name", "该申请编号已存在"),
        next: Words("give the new request a name of its own", "请使用新的申请编号")))
  }

  mutating func spoken(
    _ kind: ReporterSpoke.Kind, _ channel: String, _ text: SealedText?
  ) throws(Rejection) {
    let event = TicketEvent.reporterSpoke(
      ReporterSpoke(
        ticket: ticket, reporter: state.reporter, kind: kind, channel: channel, text: text))
    try requirePair(event)
    take(event)
  }

  mutating func followUp(
    _ reached: Bool, _ contacted: Bool?, _ solved: Bool?, _ satisfaction: Int?
  ) throws(Rejection) {
    let event = TicketEvent.followedUp(
      FollowUpRecorded(
        ticket: ticket, reporter: state.reporter, reached: reached, contacted: contacted,
        solved: solved, satisfaction: satisfaction))
    try requirePair(event)
    try requireWho(event, isTownOrCounty, "the town or county centre", "镇或县指挥中心")
    take(event)
  }
}
