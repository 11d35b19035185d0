// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Receipt, correction, acceptance, decision, delivery, rating.
extension ApplicationRuling {
  mutating func receive(_ form: ApplicationForm) throws(Rejection) {
    // I-8: told before the table's own line, which would only say that it is there.
    if let twin = context.twin, twin != context.name {
      throw .receivedBefore(twin)
    }
    let guide = context.procedures.guide(form.guide, for: form.item, on: day)
    try take(
      .received(
        ApplicationReceived(
          application: name, serviceItem: form.item, town: form.town,
          applicant: form.applicant, applicantName: form.applicantName, window: context.body,
          rule: form.guide, promised: guide?.1.promised))
    ) { () throws(Rejection) in
      // I-7
      guard guide != nil else { throw .noGuide(form.guide) }
    }
  }

  mutating func notifyCorrection(_ missing: [String]) throws(Rejection) {
    let hadWords = state.notified != nil
    guard !hadWords else { throw .secondNotice(in: state.status) }
    let clocks = clocks
    let now = context.now
    let status = state.status
    try take(
      .correctionNotified(CorrectionNotified(application: name, missing: missing))
    ) { () throws(Rejection) in
      guard !missing.isEmpty else {
        throw .condition(
          .correctionNotified, in: status, source: Rejection.article32,
          Words("the notice names nothing that is missing", "补正告知未写明所缺材料"),
          next: Words("name all that is missing at once", "请一次性写明全部所缺材料"))
      }
      guard clocks.acceptedBySilence(at: now) == nil else {
        throw .silence(.correctionNotified, in: status)
      }
    }
  }

  /// No answer is taken to an application that counts as withdrawn.
  func requireNotWithdrawn() throws(Rejection) {
    guard clocks.deemedWithdrawn(at: context.now) == nil else {
      throw .condition(
        .correctionReceived, in: state.status, source: "domain §3.3, checks",
        Words(
          "no answer came in time: the application counts as withdrawn", "逾期未补正，视为撤回申请"),
        next: Words("receive a new application", "请重新提出申请"))
    }
  }

  mutating func decideAcceptance(
    _ result: AcceptanceDecided.Result, _ ground: AcceptanceDecided.Ground? = nil
  ) throws(Rejection) {
    let isSilent = clocks.acceptedBySilence(at: context.now) != nil
    let status = state.status
    try take(
      .acceptanceDecided(
        AcceptanceDecided(
          application: name, result: result, ground: ground, power: state.item))
    ) { () throws(Rejection) in
      guard result == .accepted || !isSilent else {
        throw .silence(.acceptanceDecided, in: status)
      }
    }
  }

  mutating func decide(
    _ result: ApplicationDecided.Result, _ ground: String?, _ document: ObjectName?
  ) throws(Rejection) {
    let ruling = self
    try take(
      .decided(
        ApplicationDecided(
          application: name, result: result, ground: ground, document: document))
    ) { () throws(Rejection) in
      let accepted = try ruling.requireAccepted()
      try ruling.requireLiveItem(acceptedOn: ruling.context.zone.date(of: accepted))
      try require(
        result == .granted || ground != nil,
        .condition(
          .applicationDecided, in: ruling.state.status,
          source: "Administrative Licensing Law, art. 38 (行政许可法第38条)",
          Words("a refusal gives its reasons", "不予许可须说明理由"),
          next: Words("name the ground", "请写明理由")))
    }
  }

  /// When it was accepted, in words or by silence.
  private func requireAccepted() throws(Rejection) -> Instant {
    if let accepted = state.accepted ?? clocks.acceptedBySilence(at: context.now) {
      return accepted
    }
    throw .condition(
      .applicationDecided, in: state.status, source: Rejection.article32,
      Words("the application has not been accepted yet", "申请尚未受理"),
      next: Words("accept it first (AcceptanceDecided)", "请先作出受理决定"))
  }

  /// I-6: live today, or live when accepted and withdrawn since with `pending: finish`.
  private func requireLiveItem(acceptedOn accepted: CivilDate) throws(Rejection) {
    guard let item = state.item, let town = state.town else { return }
    guard !context.powers.mayFinish(item, for: town, begunOn: accepted, on: day) else { return }
    throw OfficerRules.kept(
      "I-6", "county text S9",
      Words(
        "the item is not live in that town, and was not left to be finished there",
        "该事项当日未赋权该镇，且未明确由该镇办结"),
      next: Words(
        "hand the application to the department, or record that it is withdrawn",
        "移交主管部门办理，或记录撤回申请"),
      command: "decide", commandID: context.commandID, proposer: context.body, town: town,
      subject: name)
  }

  mutating func deliver(_ method: String, _ record: Bytes) throws(Rejection) {
    try take(
      .served(
        DocumentServed(
          application: name, kind: state.result == .refused ? .refusal : .licence,
          method: method, record: record)))
  }

  mutating func rate(_ reached: Bool, _ satisfaction: Int?) throws(Rejection) {
    let status = state.status
    try take(
      .followedUp(
        FollowUpRecorded(application: name, reached: reached, satisfaction: satisfaction))
    ) { () throws(Rejection) in
      guard satisfaction.map({ reached && (1...5).contains($0) }) ?? true else {
        throw .condition(
          .followUpRecorded, in: status, source: "domain §3.3, rating",
          Words("a rating is 1 to 5, of somebody who was reached", "评价为 1 至 5，且须已联系到申请人"),
          next: Words("correct the grade", "请更正评价等级"))
      }
    }
  }
}
