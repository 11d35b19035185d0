// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Closing: who may close on which reason, and what must have come before.
extension TicketDecision {
  mutating func close(_ closing: Closing) throws(Rejection) {
    let event = TicketEvent.closed(
      TicketClosed(
        ticket: ticket, reason: closing.reason, case: closing.enforcementCase,
        request: closing.request, document: closing.document, replied: closing.replied))
    resumeFirst(for: event)
    try requirePair(event)
    switch closing.reason {
    case .solvedOnSpot: try requireSolvedOnSpot(event)
    case .withdrawnByReporter: try requireWithdrawal(event)
    case .forced: try requireForce(closing, event)
    case .answered: try requireAcceptingLevel(event)
    case .filedForRecord where state.status == .accepted: try requireAcceptingLevel(event)
    case .terminated: try requireTermination(closing, event)
    case .caseFiled, .transferred:
      if state.status == .handling {
        try requireWho(event, isTownOrCounty, "the town or county centre", "镇或县指挥中心")
      } else {
        try requireRegistrar(event)
      }
      try requireCase(closing, event)
    case .solved, .explained, .filedForRecord: try requireRegistrar(event)
    }
    take(event)
  }

  private func requireSolvedOnSpot(_ event: TicketEvent) throws(Rejection) {
    try requireWho(
      event, isCentre && actor.level <= .town, "the village station or the town centre",
      "村工作站或镇中心")
    try require(
      state.isSelfSolved,
      .condition(
        event, in: state.status, Words("the report does not say so", "上报未注明已自行处置"),
        next: Words("accept it, and have it handled", "先受理并处置")))
  }

  private func requireAcceptingLevel(_ event: TicketEvent) throws(Rejection) {
    try requireWho(
      event, isCentre && actor.level == state.level, "the level that accepted it", "受理层级")
  }

  /// The duty leader of the registering level; work that needs a check has passed one.
  private func requireRegistrar(_ event: TicketEvent) throws(Rejection) {
    try require(isRegisteringLevel, .notTheRegisteringLevel)
    try requireDutyLeader()
    guard state.status == .handled else { return }
    try require(
      hop == 1,
      .condition(
        event, in: state.status, Words("hop \(hop) is not checked yet", "第 \(hop) 层尚未核查"),
        next: Words("let the holder of the hop above check it", "由上一层承办单位核查")))
    try require(
      !context.rules.isCheckRequired(state.category),
      .condition(
        event, in: state.status,
        Words("work of this category is checked before closing", "该类事项须核查后结案"),
        next: Words("inspect the work (WorkInspected)", "先核查")))
  }

  private func requireWithdrawal(_ event: TicketEvent) throws(Rejection) {
    try requireWho(event, isTownOrCounty, "the town or county centre", "镇或县指挥中心")
    try require(
      state.isWithdrawn,
      .condition(
        event, in: state.status,
        Words("the reporter has not taken it back", "诉求人未撤诉"),
        next: Words("record the withdrawal first (ReporterSpoke)", "先记录撤诉")))
  }

  private func requireForce(_ closing: Closing, _ event: TicketEvent) throws(Rejection) {
    let byTown = context.rules.policies.forcedCloseByTown ?? false
    let isOwnTown = isTownOrCounty && actor.level == .town && isRegisteringLevel
    try requireWho(
      event, isCounty || byTown && isOwnTown,
      "the county centre, or the town for its own where the rule set allows",
      "县指挥中心；规则允许时由立案的镇中心")
    try require(
      closing.document != nil || isOwnTown,
      .condition(
        event, in: state.status, Words("a forced close needs a document", "强制结案须附文件"),
        next: Words("name the document", "请填写文件")))
  }

  /// On the unit's written request, which was not refused.
  private func requireTermination(_ closing: Closing, _ event: TicketEvent) throws(Rejection) {
    try requireWho(event, isTownOrCounty, "the town or county centre", "镇或县指挥中心")
    let isAsked = state.requests.contains {
      $0.name == closing.request && $0.kind == .termination && $0.outcome == .granted
    }
    try require(
      isAsked,
      .condition(
        event, in: state.status,
        Words("the unit's request to terminate was not granted", "承办单位的终止申请未获批准"),
        next: Words("grant the request: that closes the ticket", "批准该申请即可结案")))
  }

  private func requireCase(_ closing: Closing, _ event: TicketEvent) throws(Rejection) {
    try require(
      closing.reason != .caseFiled || closing.enforcementCase != nil,
      .condition(
        event, in: state.status, Words("the enforcement case is not named", "未写明案件"),
        next: Words("name the case (CaseFiled)", "请填写案件编号")))
  }
}
