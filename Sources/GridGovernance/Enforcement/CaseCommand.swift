// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What can be asked of a penalty case.
///
/// Commands carry what the caller chooses; the legal subject, the level and the stage follow from
/// powers and state.
public enum CaseCommand: Hashable, Sendable {
  /// 立案. The one command before which there is no case.
  case file(CaseFiling)
  /// 办案人员指派.
  case assign([CaseOfficer], from: CivilDate)
  /// 取证/强制措施.
  case collect(Evidence)
  /// 措施延长/处理/解除.
  case settle(
    measure: ObjectName, how: MeasureSettled.How, until: CivilDate? = nil,
    document: ObjectName? = nil)
  /// 文书送达.
  case serve(
    DocumentServed.Kind, method: String, officers: [CaseOfficer] = [], record: Bytes)
  /// 听证.
  case holdHearing(askedOn: CivilDate, chair: ObjectName, record: Bytes)
  /// 放弃听证.
  case waiveHearing(HearingWaived.How, record: Bytes)
  /// 法制审核.
  case review(passed: Bool, reviewer: ObjectName, qualified: Bool, record: Bytes)
  /// 处罚决定.
  case decide(PenaltyDecision)
  /// 执行.
  case carryOut(
    PenaltyExecuted.Mode, done: Bool, deferredTo: CivilDate? = nil, officers: [CaseOfficer] = [],
    record: Bytes)
  /// 案件移送, to an agency of the log or to one outside.
  case transfer(
    to: ObjectName? = nil, outsideName: String? = nil, ground: CaseTransferred.Ground,
    document: ObjectName)
  /// 复议诉讼/自行纠错.
  case recordRemedy(
    RemedyRecorded.Kind, RemedyRecorded.Stage, result: RemedyRecorded.Result? = nil,
    redo: Bool = false, document: ObjectName? = nil)
  /// 结果公示 of this case.
  case publish(ObjectName, what: String, place: String, until: CivilDate? = nil)
  /// 撤回公示.
  case withdraw(ObjectName, ground: String)
  /// 结案.
  case close(CaseClosed.How, record: Bytes)
  /// 归档.
  case archive(file: Bytes)
  /// 案卷评查.
  case reviewQuality(score: ExactDecimal, defects: [String] = [])

  /// 申请.
  case request(RequestMade.Kind, as: ObjectName, ground: String, document: ObjectName? = nil)
  /// 延期申请.
  case requestExtension(as: ObjectName, units: Int, unit: TimeUnit, ground: String)
  /// Grants more time, or a suspension, and carries it out in the same append.
  case grant(Grant, Ruling)
  /// Refuses a request.
  case refuse(RequestKind, Ruling)
  /// 中止计时 without a request; the ground is a code as `testing`.
  case suspend(ground: String, document: ObjectName? = nil)
  /// 恢复计时.
  case resume

  /// 吹哨/协办/联合执法.
  case callSupport(SupportCall)
  /// 报到.
  case arrive(support: ObjectName)
  /// 协办办结.
  case finishSupport(support: ObjectName, result: String)
  /// 免予协办.
  case excuse(support: ObjectName, unit: ObjectName, ground: String)
}

/// An officer with the certificate that is shown (art. 55).
public struct CaseOfficer: Hashable, Sendable {
  /// The officer, under a pseudonym.
  public var person: ObjectName
  /// The certificate.
  public var certificate: ObjectName

  public init(_ person: ObjectName, certificate: ObjectName) {
    self.person = person
    self.certificate = certificate
  }
}

/// What a case is filed about.
public struct CaseFiling: Hashable, Sendable {
  /// The penalty power by which it is handled.
  public var power: ObjectName
  /// The legal subject; by the power's mode if not given, and refused if another.
  public var agency: ObjectName?
  /// The parties, under pseudonyms.
  public var parties: [ObjectName]
  /// Persons or entities.
  public var partyKind: CaseFiled.PartyKind?
  /// Their names, sealed.
  public var partyName: SealedText
  /// The inspection that found it.
  public var inspection: ObjectName?
  /// The ticket that it came from.
  public var ticket: ObjectName?
  /// The day on which the act ended.
  public var actEnded: CivilDate
  /// The day on which it was found.
  public var foundOn: CivilDate
  /// Whether it endangers life, health or financial safety.
  public var endangers: Bool
  /// Whether harm followed.
  public var harm: Bool
  /// Simple or ordinary.
  public var procedure: CaseFiled.Procedure
  /// At least two.
  public var officers: [CaseOfficer]
  /// Hash of the record.
  public var record: Bytes

  public init(
    power: ObjectName, agency: ObjectName? = nil, parties: [ObjectName],
    partyKind: CaseFiled.PartyKind? = nil, partyName: SealedText, inspection: ObjectName? = nil,
    ticket: ObjectName? = nil, actEnded: CivilDate, foundOn: CivilDate, endangers: Bool = false,
    harm: Bool = false, procedure: CaseFiled.Procedure = .ordinary, officers: [CaseOfficer],
    record: Bytes
  ) {
    self.power = power
    self.agency = agency
    self.parties = parties
    self.partyKind = partyKind
    self.partyName = partyName
    self.inspection = inspection
    self.ticket = ticket
    self.actEnded = actEnded
    self.foundOn = foundOn
    self.endangers = endangers
    self.harm = harm
    self.procedure = procedure
    self.officers = officers
    self.record = record
  }
}

/// Evidence or a measure.
public struct Evidence: Hashable, Sendable {
  /// What was collected, or which measure was taken.
  public var kind: EvidenceCollected.Kind
  /// At least two.
  public var officers: [CaseOfficer]
  /// The name of a preservation, seal or seizure.
  public var measure: ObjectName?
  /// Hash of the evidence.
  public var evidence: Bytes
  /// Hash of the recording.
  public var recording: Bytes?
  /// Whether device evidence passed its legal and technical check (art. 41).
  public var reviewed: Bool
  /// Who approved a seal or seizure beforehand.
  public var approvedBy: ObjectName?
  /// The last day of a seal or seizure.
  public var until: CivilDate?

  public init(
    _ kind: EvidenceCollected.Kind, officers: [CaseOfficer], measure: ObjectName? = nil,
    evidence: Bytes, recording: Bytes? = nil, reviewed: Bool = true,
    approvedBy: ObjectName? = nil, until: CivilDate? = nil
  ) {
    self.kind = kind
    self.officers = officers
    self.measure = measure
    self.evidence = evidence
    self.recording = recording
    self.reviewed = reviewed
    self.approvedBy = approvedBy
    self.until = until
  }
}

/// What is decided.
public struct PenaltyDecision: Hashable, Sendable {
  /// What comes of it.
  public var outcome: PenaltyDecided.Outcome
  /// Why there is no penalty, a code as `minor` or `timeBarred`.
  public var noPenaltyGround: String?
  /// Codes of the kinds of penalty.
  public var kinds: [String]
  /// Yuan.
  public var amount: ExactDecimal?
  /// Whether the heads decide together 集体讨论.
  public var collective: Bool
  /// Those who decide on the spot.
  public var officers: [CaseOfficer]
  /// Hash of the record.
  public var record: Bytes

  public init(
    _ outcome: PenaltyDecided.Outcome, noPenaltyGround: String? = nil, kinds: [String] = [],
    amount: ExactDecimal? = nil, collective: Bool = false, officers: [CaseOfficer] = [],
    record: Bytes
  ) {
    self.outcome = outcome
    self.noPenaltyGround = noPenaltyGround
    self.kinds = kinds.canonicalSet
    self.amount = amount
    self.collective = collective
    self.officers = officers
    self.record = record
  }
}

extension CaseCommand {
  /// The officers that the command names.
  var officers: [CaseOfficer] {
    switch self {
    case .file(let filing): filing.officers
    case .assign(let officers, _): officers
    case .collect(let evidence): evidence.officers
    case .serve(_, _, let officers, _): officers
    case .decide(let decision): decision.officers
    case .carryOut(_, _, _, let officers, _): officers
    default: []
    }
  }

  /// The name under which a refusal keeps the command.
  var name: String {
    switch self {
    case .file: "file"
    case .assign: "assign"
    case .collect: "collect"
    case .serve: "serve"
    case .decide: "decide"
    case .carryOut: "carryOut"
    default: "case"
    }
  }
}
