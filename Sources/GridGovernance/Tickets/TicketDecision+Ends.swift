// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Ends and the ways back: closing, reopening, escalation, merging, voiding, exclusion.
extension TicketDecision {
  mutating func carryOutEnd(_ command: TicketCommand) throws(Rejection) {
    switch command {
    case .close(let closing): try close(closing)
    case .reopen(let ground, let request, let document):
      try reopen(ground, request: request, document: document)
    case .escalate(let ground, let level, let urgency, let power):
      try escalate(ground, level, urgency, power)
    case .merge: try merge()
    case .unmerge: try unmerge()
    case .void(let ground, let document):
      try void(TicketVoided(ticket: ticket, ground: ground, document: document))
    case .exclude(let indicators, let ground, let document, let request):
      try exclude(
        TicketExcluded(
          ticket: ticket, indicators: indicators, ground: ground, request: request,
          document: document))
    case .liftExclusion(let indicators, let document):
      try liftExclusion(
        TicketExclusionLifted(ticket: ticket, indicators: indicators, document: document))
    default: preconditionFailure("\(command) is no command about an end")
    }
  }

  // MARK: Reopening

  mutating func reopen(
    _ ground: ReopenGround, request: ObjectName?, document: ObjectName?
  ) throws(Rejection) {
    let event = TicketEvent.reopened(
      TicketReopened(ticket: ticket, ground: ground, request: request, document: document))
    try requirePair(event)
    if state.status == .closed {
      try requireReopener(event)
      try requireRipe(ground, event)
      try requireInReopenWindow(ground, event)
    } else {
      let turnedAway = state.turnedAwayBy?.level
      let isAbove = turnedAway.map { actor.level > $0 } ?? true
      let isSame = turnedAway == actor.level && ground == .objection
      try requireWho(
        event, isCentre && (isAbove || isSame),
        "the level above, or the same level on an objection", "上级，或因异议由同级")
    }
    take(event)
  }

  private func requireReopener(_ event: TicketEvent) throws(Rejection) {
    if state.closing?.reason == .forced {
      try requireWho(event, isCounty, "the county centre after a forced close", "强制结案后由县指挥中心")
    } else {
      try requireWho(event, isTownOrCounty, "the town or county centre", "镇或县指挥中心")
    }
  }

  /// A condition ripens only after a forced close or a shelving.
  private func requireRipe(_ ground: ReopenGround, _ event: TicketEvent) throws(Rejection) {
    guard ground == .conditionRipe, state.closing?.hadHop == true else { return }
    try require(
      state.closing?.reason == .forced || state.wasShelved,
      .condition(
        event, in: state.status,
        Words("it was neither shelved nor closed by force", "未曾挂账或强制结案"),
        next: Words("reopen on another ground", "请选择其他重启理由")))
  }

  private func requireInReopenWindow(
    _ ground: ReopenGround, _ event: TicketEvent
  ) throws(Rejection) {
    guard let days = context.rules.policies.reopenDays, let closing = state.closing,
      state.isReopeningTimed(on: ground)
    else { return }
    let last = context.zone.date(of: closing.at).adding(days: days)
    try require(
      context.zone.date(of: context.now) <= last,
      .condition(
        event, in: state.status,
        Words(
          "the \(days) days for reopening ended on \(last)", "重启期限 \(days) 天已于 \(last) 届满"),
        next: Words("report the matter anew", "请重新上报")))
  }

  // MARK: Escalation

  private mutating func escalate(
    _ ground: TicketEscalated.Ground, _ asked: Level?, _ urgency: TicketGrade?,
    _ power: ObjectName?
  ) throws(Rejection) {
    let from = state.level ?? actor.level
    let target = asked ?? from.above ?? .county
    let event = TicketEvent.escalated(
      TicketEscalated(
        ticket: ticket, fromLevel: from, toLevel: target, ground: ground, urgency: urgency,
        power: power))
    resumeFirst(for: event)
    try requirePair(event)
    try requireWho(
      event, isCentre && actor.level == from,
      "the level that holds the ticket; a unit it was dispatched to returns it",
      "持有工单的层级；承办单位应退回")
    try require(
      target > from,
      .noEscalation(
        Words("there is no such level above", "没有更高层级"),
        next: Words("dispatch it, or refer it", "派遣或转送")))
    let isEmergency = (urgency ?? state.grade) == .emergency
    try require(
      target == from.above || isEmergency,
      .noEscalation(
        Words("a level is skipped only in an emergency", "非紧急事项不得越级"),
        next: Words("escalate one level, or state the emergency", "逐级上报，或注明紧急")))
    take(event)
  }

  // MARK: Merging

  private mutating func merge() throws(Rejection) {
    let survivor = context.survivor
    let event = TicketEvent.merged(
      TicketMerged(ticket: ticket, survivor: survivor?.ticket ?? ticket))
    try requirePair(event)
    try requireWho(event, isCentre, "the station inside its village, or a centre", "本村工作站或中心")
    guard let survivor, let status = survivor.status else {
      throw .noMerge(
        Words("the surviving ticket is not known", "并入的工单不存在"),
        next: Words("name a ticket of this log", "请指明已有工单"))
    }
    guard survivor.ticket != ticket, !survivor.chain.contains(ticket) else {
      throw .noMerge(
        Words("the ticket would be merged into itself", "工单将并入自身"),
        next: Words("merge the other way round", "请反向并案"))
    }
    if status == .merged {
      throw .noMerge(
        Words("that ticket is merged itself", "该工单本身已并案"),
        next: Words(
          "merge into \(survivor.chain.last?.text ?? "its survivor")",
          "请并入 \(survivor.chain.last?.text ?? "其存续工单")"))
    }
    try require(
      !status.isTerminal,
      .noMerge(
        Words("that ticket has come to an end", "该工单已办结"),
        next: Words("reopen it first, or go on with this one", "先重启，或继续办理本单")))
    take(event)
  }

  private mutating func unmerge() throws(Rejection) {
    let last = context.survivor?.lastStatus
    let event = TicketEvent.unmerged(
      TicketUnmerged(
        ticket: ticket, survivor: state.mergedInto ?? context.survivor?.ticket ?? ticket,
        survivorClosed: last == .closed))
    try requirePair(event)
    try requireWho(event, isTownOrCounty, "the town or county centre", "镇或县指挥中心")
    take(event)
  }

  // MARK: Voiding and exclusion

  private mutating func void(_ voiding: TicketVoided) throws(Rejection) {
    let event = TicketEvent.voided(voiding)
    try requirePair(event)
    try requireWho(
      event, isCentre && (state.level.map { actor.level >= $0 } ?? true),
      "the duty leader of the level that holds the ticket", "持有层级的值班长")
    try requireDutyLeader()
    take(event)
  }

  mutating func exclude(_ exclusion: TicketExcluded) throws(Rejection) {
    let event = TicketEvent.excluded(exclusion)
    try requirePair(event)
    try requireWho(event, isCounty, "the county centre", "县指挥中心")
    if let request = exclusion.request {
      let isGranted = state.requests.contains {
        $0.name == request && $0.kind == .exclusion && $0.outcome == .granted
      }
      try require(
        isGranted,
        .condition(
          event, in: state.status, Words("that request was not granted", "该申请未获批准"),
          next: Words("grant it first, or leave it out", "先裁定，或不引用申请")))
    }
    take(event)
  }

  private mutating func liftExclusion(_ lifting: TicketExclusionLifted) throws(Rejection) {
    let event = TicketEvent.exclusionLifted(lifting)
    try requirePair(event)
    try requireWho(event, isCounty, "the county centre", "县指挥中心")
    try require(
      lifting.indicators.allSatisfy(state.excludedFrom.contains),
      .condition(
        event, in: state.status, Words("it is not excluded there", "该指标未剔除"),
        next: Words("name indicators that leave it out", "请指明已剔除的指标")))
    take(event)
  }
}
