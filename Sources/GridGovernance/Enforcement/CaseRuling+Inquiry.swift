// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Filing, officers, evidence and measures.
extension CaseRuling {
  /// I-10 and I-30 for one act of the case.
  func requireOfficers(
    _ officers: [CaseOfficer], for act: OfficerAct, method: String? = nil
  ) throws(Rejection) {
    let rules = OfficerRules(
      act: act, command: command, commandID: context.commandID, proposer: context.body,
      town: context.town, subject: name, day: context.day, certificates: context.certificates,
      assigned: act == .assignment ? nil : state.officers(on: context.day),
      fewer: law.penalty.flatMap(\.fewerOfficers), method: method)
    try rules.check(officers)
  }

  // MARK: Filing

  mutating func file(_ filing: CaseFiling) throws(Rejection) {
    try require(
      state.status == nil,
      .leadingAgency(
        Words("the case has been filed", "该案已立案"),
        next: Words(
          "give the case a number of its own, or have it transferred", "使用新的案号，或申请移送")))
    // I-9
    guard let power = context.power(filing.power, on: context.day), power.kind == .penalty else {
      throw powerNotLive
    }
    let agency = try legalSubject(of: filing, under: power)
    try requireOfficers(filing.officers, for: .filing)
    try requireOpenMatter(filing)
    let event = CaseEvent.filed(
      CaseFiled(
        case: name, power: filing.power, agency: agency, actingBody: context.body,
        party: filing.parties, partyName: filing.partyName, inspection: filing.inspection,
        ticket: filing.ticket, actEnded: filing.actEnded, foundOn: filing.foundOn,
        endangers: filing.endangers, harm: filing.harm, procedure: filing.procedure,
        officer: filing.officers.map(\.person), certificate: filing.officers.map(\.certificate),
        record: filing.record, partyKind: filing.partyKind))
    try requirePair(event)
    try require(
      filing.actEnded <= filing.foundOn && filing.foundOn <= context.day
        && !filing.parties.isEmpty,
      .condition(
        .caseFiled, in: CaseStatus?.none, source: "Administrative Penalty Law, art. 36 (行政处罚法第36条)",
        Words(
          "an act ends, is found and is filed in that order, and has a party",
          "行为终了、发现、立案须依次发生，且须有当事人"),
        next: Words("correct the days, or name the party", "更正日期，或写明当事人")))
    take(event)
  }

  /// Who answers in a suit: the town government for a devolved power, the department for a
  /// delegated one. It is computed, so that a caller cannot err.
  private func legalSubject(
    of filing: CaseFiling, under power: LivePower
  ) throws(Rejection) -> ObjectName {
    let subject =
      power.mode == .delegated ? power.transferor : context.townGovernment ?? context.body
    guard filing.agency == nil || filing.agency == subject else {
      throw Rejection(
        rule: "I-23",
        source: "county text S68; Administrative Penalty Law, arts. 20, 24 "
          + "(行政处罚法第20、24条)",
        message: Words(
          "the legal subject of a \(power.mode.rawValue) power is \(subject)",
          "该事项的行政主体应为 \(subject)"),
        next: Words("leave the agency out: it follows from the power", "无须填写机关，由赋权方式确定"))
    }
    return subject
  }

  /// A clue ends in one case a party, or in `ClueClosed`; who filed first keeps it (art. 25).
  private func requireOpenMatter(_ filing: CaseFiling) throws(Rejection) {
    if let earlier = context.earlierCase {
      throw .leadingAgency(
        Words(
          "\(earlier) was filed first on that inspection and party",
          "\(earlier) 已就同一检查、同一当事人先行立案"),
        next: Words(
          "join it, or have the common superior designate (CaseTransferred)",
          "并入该案，或报请共同上级指定管辖"))
    }
    guard filing.inspection != nil else { return }
    try require(
      context.inspection.map { !$0.isClueClosed && $0.result != nil } ?? false,
      .condition(
        .caseFiled, in: CaseStatus?.none, source: "domain §3.2, sighting",
        Words("that inspection has no open clue", "该检查没有未了结的线索"),
        next: Words("name an inspection that found something", "请写明有线索的检查")))
  }

  // MARK: Officers

  mutating func assign(_ officers: [CaseOfficer], _ from: CivilDate) throws(Rejection) {
    let event = CaseEvent.officersAssigned(
      OfficersAssigned(
        case: name, officer: officers.map(\.person), certificate: officers.map(\.certificate),
        effectiveFrom: from))
    try requirePair(event)
    try requireAgency()
    try requireOfficers(officers, for: .assignment)
    take(event)
  }

  // MARK: Evidence and measures

  mutating func collect(_ evidence: Evidence) throws(Rejection) {
    let event = CaseEvent.evidenceCollected(
      EvidenceCollected(
        case: name, kind: evidence.kind, officer: evidence.officers.map(\.person),
        certificate: evidence.officers.map(\.certificate), measure: evidence.measure,
        evidence: evidence.evidence, recording: evidence.recording, reviewed: evidence.reviewed,
        approvedBy: evidence.approvedBy, until: evidence.until))
    try requirePair(event)
    try requireAgency()
    try requireOfficers(evidence.officers, for: evidence.kind.isMeasure ? .measure : .evidence)
    if evidence.kind.isMeasure { try requireMeasure(evidence) }
    if evidence.kind.isCoercive { try requireCoercion(evidence) }
    take(event)
  }

  private func requireMeasure(_ evidence: Evidence) throws(Rejection) {
    let isNew = evidence.measure.map { name in !state.measures.contains { $0.name == name } }
    try require(
      isNew ?? false,
      .condition(
        .evidenceCollected, in: state.status, source: "domain §3.2, preservation",
        Words("a measure has a name of its own", "每项措施须有独立编号"),
        next: Words("give the measure a new name", "请使用新的措施编号")))
  }

  private func requireCoercion(_ evidence: Evidence) throws(Rejection) {
    if context.actsForTown { try requireCoercivePower() }
    let source = "Administrative Coercion Law, art. 18 (行政强制法第18条)"
    try require(
      evidence.approvedBy != nil,
      .condition(
        .evidenceCollected, in: state.status, source: source,
        Words("a seal or seizure is approved beforehand", "查封、扣押须事先批准"),
        next: Words("name who approved it", "请写明批准人")))
    try requireTerm(evidence.until, from: context.now, extended: false, .evidenceCollected)
  }

  /// I-36: a coercive power of the town's own, and no delegation.
  private func requireCoercivePower() throws(Rejection) {
    let filed = state.filed.map { context.zone.date(of: $0) } ?? context.day
    let isDelegated = context.power(state.power, on: filed)?.mode == .delegated
    guard !isDelegated else { throw coercion(isDelegated: true) }
    guard !context.coercive.isEmpty else { throw coercion(isDelegated: false) }
    guard context.coercive.contains(where: { $0.mode == .devolved }) else {
      throw coercion(isDelegated: true)
    }
  }

  /// A seal or seizure has a last day, no later than the limit lets it be.
  private func requireTerm(
    _ until: CivilDate?, from taken: Instant, extended: Bool, _ type: EventType
  ) throws(Rejection) {
    guard let limit = clocks.limit(.measure, at: taken) else { return }
    var terms = limit.terms
    if extended { terms.amount += limit.row.extension ?? 0 }
    let clock = state.time.clock(from: taken, terms, extended: false, until: nil)
    guard let due = clock.due(by: context.days.calendar, in: context.zone) else { return }
    try require(
      until.map { $0 <= context.zone.date(of: due.moment) } ?? false,
      .condition(
        type, in: state.status, source: limit.row.article,
        Words(
          "a seal or seizure holds no longer than \(context.zone.date(of: due.moment))",
          "查封、扣押期限最长至 \(context.zone.date(of: due.moment))"),
        next: Words("name a last day up to then", "请写明不晚于该日的截止日")))
  }

  mutating func settle(
    _ measure: ObjectName, _ how: MeasureSettled.How, _ until: CivilDate?,
    _ document: ObjectName?
  ) throws(Rejection) {
    let event = CaseEvent.measureSettled(
      MeasureSettled(case: name, measure: measure, how: how, until: until, document: document))
    try requirePair(event)
    try requireAgency()
    guard let open = state.measures.first(where: { $0.name == measure && $0.settled == nil })
    else {
      throw .condition(
        .measureSettled, in: state.status, source: "domain §3.2, preservation",
        Words("there is no such open measure", "没有该项未了结的措施"),
        next: Words("name a measure that still holds", "请写明仍在执行的措施"))
    }
    if how == .extended {
      let source = "Administrative Coercion Law, art. 25 (行政强制法第25条)"
      try require(
        open.kind.isCoercive && !open.isExtended && document != nil,
        .condition(
          .measureSettled, in: state.status, source: source,
          Words(
            "a seal or seizure is extended once, with approval, told in writing",
            "查封、扣押经批准可延长一次，并书面告知"),
          next: Words("name the document, or end the measure", "请写明文书，或解除措施")))
      try requireTerm(until, from: open.taken, extended: true, .measureSettled)
    }
    take(event)
  }
}

extension EvidenceCollected.Kind {
  /// Whether it takes a thing from the party for a time.
  var isMeasure: Bool { self == .preservedByRegistration || isCoercive }

  /// Whether it is a coercive measure in the sense of the Coercion Law.
  var isCoercive: Bool { self == .seal || self == .seize }
}
