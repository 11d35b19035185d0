// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Support 吹哨报到 and supervision 督办.
extension TicketDecision {
  mutating func carryOutSupport(_ command: TicketCommand) throws(Rejection) {
    switch command {
    case .callSupport(let call): try callSupport(call)
    case .arrive(let support):
      try answer(
        .supportArrived(
          SupportArrived(support: support, ticket: ticket, supportUnit: actor.body)), support)
    case .finishSupport(let support, let result):
      try answer(
        .supportFinished(
          SupportFinished(
            support: support, ticket: ticket, supportUnit: actor.body, result: result)), support)
    case .excuse(let support, let unit, let ground):
      try excuse(support, unit, ground, isRuled: false)
    case .supervise(let name, let unit, let grade, let opinion, let replyBy):
      try supervise(
        SupervisionIssued(
          supervision: name, ticket: ticket, handler: unit, grade: grade,
          reporter: state.reporter, opinion: opinion, replyBy: replyBy))
    case .replyToSupervision(let name, let text): try reply(name, text)
    case .liftSupervision(let name, let ground): try lift(name, ground)
    default: preconditionFailure("\(command) is no support command")
    }
  }

  private mutating func callSupport(_ call: SupportCall) throws(Rejection) {
    let event = TicketEvent.supportCalled(
      SupportCalled(
        support: call.support, ticket: ticket, purpose: call.purpose, level: actor.level,
        supportUnit: call.units, parties: call.parties, lead: call.lead,
        allowPartial: call.allowPartial, replaces: call.replaces))
    try requirePair(event)
    try requireWho(
      event, isCentre || isUnit, "the station, the centres and the lead unit", "工作站、中心或牵头单位")
    try require(
      !call.units.isEmpty && call.units.count == call.parties.count,
      .condition(
        event, in: state.status,
        Words("each summoned unit needs its own duty and time", "每个协办单位须写明职责和时限"),
        next: Words("give as many parties as units", "逐一填写")))
    take(event)
  }

  /// What a summoned unit says of itself.
  private mutating func answer(
    _ event: TicketEvent, _ support: ObjectName
  ) throws(Rejection) {
    try requirePair(event)
    try requireWho(
      event, state.supports.isOpen(support, for: actor.body),
      "a unit that was called and is not yet done",
      "已被召集且尚未办结的单位")
    take(event)
  }

  mutating func excuse(
    _ support: ObjectName, _ unit: ObjectName, _ ground: String, isRuled: Bool
  ) throws(Rejection) {
    let event = TicketEvent.supportExcused(
      SupportExcused(support: support, ticket: ticket, supportUnit: unit, ground: ground))
    try requirePair(event)
    let caller = state.supports.first { $0.name == support }?.caller
    try requireWho(event, isRuled || caller == actor.body, "the caller", "召集单位")
    try require(
      state.supports.isOpen(support, for: unit),
      .condition(
        event, in: state.status, Words("that unit has no open call", "该单位没有未办结的协办"),
        next: Words("name an open call and its unit", "请指明未办结的协办及单位")))
    take(event)
  }

  private mutating func supervise(_ supervision: SupervisionIssued) throws(Rejection) {
    let event = TicketEvent.supervised(supervision)
    try requirePair(event)
    try requireWho(event, isTownOrCounty, "the town or county centre", "镇或县指挥中心")
    try require(
      !state.supervisions.contains { $0.name == supervision.supervision },
      .condition(
        event, in: state.status, Words("there is a supervision of that name", "该督办编号已存在"),
        next: Words("give it a name of its own", "请使用新的督办编号")))
    take(event)
  }

  private mutating func reply(_ name: ObjectName, _ text: SealedText) throws(Rejection) {
    let event = TicketEvent.supervisionReplied(
      SupervisionReplied(
        supervision: name, ticket: ticket, reporter: state.reporter, text: text))
    try requirePair(event)
    let supervision = try liveSupervision(name, event)
    try requireWho(event, supervision.handler == actor.body, "the supervised unit", "被督办单位")
    take(event)
  }

  private mutating func lift(_ name: ObjectName, _ ground: String) throws(Rejection) {
    let event = TicketEvent.supervisionLifted(
      SupervisionLifted(supervision: name, ticket: ticket, ground: ground))
    try requirePair(event)
    let issuer = try liveSupervision(name, event).issuedBy
    let isAbove = isCentre && issuer.level.map { actor.level >= $0 } ?? isCounty
    try requireWho(
      event, issuer.body == actor.body || isAbove, "the level that issued it, or above",
      "发出督办的层级或上级")
    take(event)
  }

  private func liveSupervision(
    _ name: ObjectName, _ event: TicketEvent
  ) throws(Rejection) -> TicketSupervision {
    guard let found = state.supervisions.first(where: { $0.name == name && !$0.isLifted }) else {
      throw .condition(
        event, in: state.status, Words("there is no such supervision", "没有该项督办"),
        next: Words("name one that has not been lifted", "请指明未解除的督办"))
    }
    return found
  }
}
