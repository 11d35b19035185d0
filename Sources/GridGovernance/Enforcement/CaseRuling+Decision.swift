// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// The decision: what must have come before it, and what it may say.
extension CaseRuling {
  mutating func decide(_ decision: PenaltyDecision) throws(Rejection) {
    let event = CaseEvent.decided(
      PenaltyDecided(
        case: name, outcome: decision.outcome, noPenaltyGround: decision.noPenaltyGround,
        kinds: decision.kinds, amount: decision.amount, collective: decision.collective,
        officer: decision.officers.map(\.person),
        certificate: decision.officers.map(\.certificate), record: decision.record))
    let isOrdinaryPenalty = decision.outcome == .penalised && state.procedure == .ordinary
    if isOrdinaryPenalty { try requireNotice() }
    try requirePair(event)
    try requireAgency()
    try requireForm(of: decision)
    if state.procedure == .simple {
      try requireOfficers(decision.officers, for: .decisionOnTheSpot)
    } else if !decision.officers.isEmpty {
      try requireCertificates(decision.officers)
    }
    if isOrdinaryPenalty {
      try requireHearingOver(before: decision)
      try requireReview(before: decision)
    }
    if decision.outcome == .penalised {
      try requireInTime()
      try requireSimple(decision)
      try requireItem(decision)
    }
    take(event)
  }

  private func refused(_ source: String, _ message: Words, next: Words) -> Rejection {
    .condition(.penaltyDecided, in: state.status, source: source, message, next: next)
  }

  /// I-10 alone: those who sign an ordinary decision are heads, not the two who act.
  private func requireCertificates(_ officers: [CaseOfficer]) throws(Rejection) {
    let rules = OfficerRules(
      act: .decisionOnTheSpot, command: command, commandID: context.commandID,
      proposer: context.body, town: context.town, subject: name,
      day: context.day, certificates: context.certificates, assigned: nil,
      fewer: [FewerOfficersRule(act: .decisionOnTheSpot, least: 0, article: "I-10")])
    try rules.check(officers)
  }

  private func requireForm(of decision: PenaltyDecision) throws(Rejection) {
    let isWhole =
      decision.outcome == .penalised
      ? !decision.kinds.isEmpty && decision.noPenaltyGround == nil
      : decision.kinds.isEmpty && decision.amount == nil
    let hasGround = decision.outcome != .noPenalty || decision.noPenaltyGround != nil
    try require(
      isWhole && hasGround,
      refused(
        "Administrative Penalty Law, art. 57 (行政处罚法第57条)",
        Words(
          "a penalty names its kinds, no penalty its ground",
          "处罚决定须写明种类，不予处罚须写明理由"),
        next: Words("name the kinds, or the ground", "请写明处罚种类或不予处罚的理由")))
  }

  // MARK: I-31

  private func requireNotice() throws(Rejection) {
    guard state.status == .investigating, state.notices.prior == nil else { return }
    throw .tooEarly(
      "Administrative Penalty Law, art. 44 (行政处罚法第44条)",
      Words("no prior notice was served", "未送达行政处罚告知书"),
      next: Words(
        "serve it (DocumentServed{priorNotice}) and hear what the party says",
        "先送达告知书并听取陈述申辩"))
  }

  private func requireHearingOver(before decision: PenaltyDecision) throws(Rejection) {
    guard let rule = law.penalty.compactMap(\.hearing).last,
      rule.applies(to: decision, of: state.partyKind)
    else { return }
    try require(
      state.notices.held != nil || state.notices.waived != nil,
      .tooEarly(
        rule.article,
        Words(
          "the party may have a hearing, and it was neither held nor waived",
          "当事人享有听证权利，尚未举行听证或放弃听证"),
        next: Words(
          "hold it (HearingHeld), or record the waiver (HearingWaived)", "举行听证，或记录放弃听证")))
  }

  private func requireReview(before decision: PenaltyDecision) throws(Rejection) {
    guard state.status != .reviewed else { return }
    let rule = law.penalty.flatMap(\.reviews).first { rule in
      rule.applies(to: decision, in: state)
    }
    guard let rule else { return }
    throw .tooEarly(
      rule.article,
      Words(
        "the decision needs a legal review (\(rule.ground.rawValue)), and none has passed",
        "本案须经法制审核（\(rule.ground.rawValue)），尚未通过"),
      next: Words("have it reviewed (LegalReviewCompleted)", "先进行法制审核"))
  }

  // MARK: What it may say

  private func requireInTime() throws(Rejection) {
    try require(
      !clocks.isTimeBarred(decidedOn: context.day),
      refused(
        "Administrative Penalty Law, arts. 36–37 (行政处罚法第36、37条)",
        Words("the act was found too late to be punished", "违法行为超过追责期限，不再给予处罚"),
        next: Words(
          "decide noPenalty with the ground timeBarred", "作出不予处罚决定，理由为超过期限")))
  }

  private func requireSimple(_ decision: PenaltyDecision) throws(Rejection) {
    guard state.procedure == .simple, let rule = law.penalty.compactMap(\.simple).last else {
      return
    }
    let line = state.partyKind == .entity ? rule.entityFineUpTo : rule.fineUpTo
    try require(
      Set(decision.kinds).isSubset(of: rule.kinds)
        && decision.amount.map { $0 <= line } ?? true,
      refused(
        rule.article,
        Words(
          "on the spot only \(rule.kinds.joined(separator: ", ")) is decided, up to \(line) yuan",
          "当场处罚仅限规定种类，罚款不超过 \(line) 元"),
        next: Words(
          "file the matter in the ordinary procedure", "转为普通程序立案办理")))
  }

  private func requireItem(_ decision: PenaltyDecision) throws(Rejection) {
    for rule in clocks.itemRules(decidedOn: context.day) {
      let isInside =
        Set(decision.kinds).isSubset(of: rule.kinds)
        && (decision.amount.flatMap { amount in rule.fineUpTo.map { amount <= $0 } } ?? true)
      try require(
        isInside,
        refused(
          "\(rule.article); Administrative Penalty Law, art. 37 (行政处罚法第37条)",
          Words(
            "the item allows less: the law of the act's day, or a milder one now",
            "处罚超出该事项许可：适用行为时的规定，新规定较轻的从新"),
          next: Words(
            "keep to the kinds and the fine of the milder law", "按较轻的规定确定种类和数额")))
    }
  }
}

extension HearingRule {
  /// Whether the party may ask for a hearing before that decision.
  func applies(to decision: PenaltyDecision, of party: CaseFiled.PartyKind?) -> Bool {
    if !Set(kinds).isDisjoint(with: decision.kinds) { return true }
    // Where nobody says who the party is, the lower line protects it.
    let lines: [ExactDecimal?] =
      switch party {
      case .person: [fineFrom]
      case .entity: [entityFineFrom]
      case nil: [fineFrom, entityFineFrom]
      }
    guard let amount = decision.amount else { return false }
    return lines.contains { line in line.map { $0 <= amount } ?? false }
  }
}

extension ReviewRule {
  /// Whether the decision falls under the case.
  func applies(to decision: PenaltyDecision, in state: CaseState) -> Bool {
    switch ground {
    case .afterHearing: state.notices.held != nil
    case .complex: decision.collective
    case .publicInterest: powers.contains(state.power?.key ?? "")
    case .byLaw:
      (powers.isEmpty || powers.contains(state.power?.key ?? ""))
        && (kinds.isEmpty || !Set(kinds).isDisjoint(with: decision.kinds))
        && (fineFrom.map { line in decision.amount.map { line <= $0 } ?? false } ?? true)
    }
  }
}
