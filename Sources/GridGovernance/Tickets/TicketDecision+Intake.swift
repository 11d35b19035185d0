// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// From the report to registration.
extension TicketDecision {
  mutating func carryOutIntake(_ command: TicketCommand) throws(Rejection) {
    switch command {
    case .report(let event): try report(event)
    case .accept: try accept()
    case .decline(let ground, let body, let told): try decline(ground, body, told)
    case .refer(let ground, let body, let name, let told):
      try refer(
        TicketReferred(
          ticket: ticket, referredTo: body, outsideName: name, ground: ground, told: told))
    case .assignCheck(let assignee): try assignCheck(assignee)
    case .verify(let result, let worker, let media):
      try verify(
        ReportVerified(ticket: ticket, result: result, worker: worker, media: media))
    case .register(let grade, let category, let listItem, let duty):
      try register(grade, category, listItem, duty)
    case .regrade(let grade, let category, let ground, let document):
      try regrade(
        TicketRegraded(
          ticket: ticket, grade: grade, category: category, ground: ground, document: document))
    default: preconditionFailure("\(command) is no intake command")
    }
  }

  private mutating func report(_ report: IncidentReported) throws(Rejection) {
    let event = TicketEvent.reported(report)
    try requirePair(event)
    let origins = context.rules.origins ?? []
    try require(origins.contains { $0.code == report.origin }, .notOnOriginList)
    take(event)
  }

  private mutating func accept() throws(Rejection) {
    let event = TicketEvent.accepted(TicketAccepted(ticket: ticket, level: actor.level))
    try requirePair(event)
    try requireHolder(event)
    take(event)
  }

  /// V for its village, T, C; after an escalation only the level to which the ticket went.
  private func requireHolder(_ event: TicketEvent) throws(Rejection) {
    try requireWho(
      event, isCentre && (state.level == nil || state.level == actor.level),
      "the station or centre that holds the ticket", "持有工单的工作站或中心")
  }

  private mutating func decline(
    _ ground: String, _ body: ObjectName?, _ told: Bool
  ) throws(Rejection) {
    let stage: TicketDeclined.Stage = state.status == .accepted ? .registration : .acceptance
    let event = TicketEvent.declined(
      TicketDeclined(ticket: ticket, stage: stage, ground: ground, referredTo: body, told: told))
    try requirePair(event)
    try requireHolder(event)
    if stage == .registration { try requireDutyLeader() }
    take(event)
  }

  private mutating func refer(_ referral: TicketReferred) throws(Rejection) {
    let event = TicketEvent.referred(referral)
    try requirePair(event)
    try requireHolder(event)
    try require(
      referral.referredTo != nil || referral.outsideName != nil,
      .condition(
        event, in: state.status, Words("a referral says where to", "转送须写明去向"),
        next: Words("give a body or the name of an authority", "填写单位或外部机构名称")))
    take(event)
  }

  private mutating func assignCheck(_ assignee: ObjectName) throws(Rejection) {
    let isInspection = state.status == .handled
    let event = TicketEvent.checkAssigned(
      CheckAssigned(
        ticket: ticket, kind: isInspection ? .inspect : .verify, assignee: assignee,
        hop: isInspection ? hop : nil))
    try requirePair(event)
    if isInspection {
      try require(isParent(of: hop), .notTheDispatcher)
    } else {
      try requireHolder(event)
    }
    take(event)
  }

  private mutating func verify(_ verification: ReportVerified) throws(Rejection) {
    let event = TicketEvent.reportVerified(verification)
    try requirePair(event)
    let isAssigned = state.checks.contains {
      $0.kind == .verify && $0.assignee == verification.worker
    }
    let isSamePerson = actor.person == nil || actor.person == verification.worker
    try requireWho(
      event, isAssigned && isSamePerson, "the worker who was sent to look", "被派核实的人员")
    take(event)
  }

  private mutating func register(
    _ grade: TicketGrade, _ category: ObjectName?, _ listItem: ObjectName?,
    _ duty: TicketRegistered.Duty?
  ) throws(Rejection) {
    let chosen = category ?? state.category
    let event = TicketEvent.registered(
      TicketRegistered(
        ticket: ticket, category: chosen ?? "category/unknown", grade: grade,
        listItem: listItem, duty: duty))
    try requirePair(event)
    try requireHolder(event)
    try requireDutyLeader()
    try require(
      chosen != nil,
      .condition(
        event, in: state.status, Words("the report has no category", "上报未填写类别"),
        next: Words("give one", "请填写类别")))
    take(event)
  }

  private mutating func regrade(_ regrading: TicketRegraded) throws(Rejection) {
    let event = TicketEvent.regraded(regrading)
    try requirePair(event)
    try requireWho(event, isTownOrCounty, "the town or county centre", "镇或县指挥中心")
    try require(
      regrading.grade != nil || regrading.category != nil,
      .condition(
        event, in: state.status, Words("nothing changes", "未作任何调整"),
        next: Words("give a grade or a category", "填写等级或类别")))
    take(event)
  }
}
