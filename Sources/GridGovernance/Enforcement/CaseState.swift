// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What the rules need to remember of a penalty case 案件.
///
/// It is the fold of the case's events and nothing else. What depends on law, calendars or the
/// moment (deadlines, lateness, what is missing) is computed from it: see ``CaseReport``.
public struct CaseState: Hashable, Codable, Sendable {
  /// The case.
  public var name: ObjectName?
  /// `nil` before it is filed.
  public var status: CaseStatus?
  /// 1, and one more each time a remedy sends the case back to be done again.
  public var round = 1

  /// The penalty power by which it is handled.
  public var power: ObjectName?
  /// The legal subject, who answers in a suit.
  public var agency: ObjectName?
  /// The organ that acts.
  public var actingBody: ObjectName?
  /// The organ that filed it: its town's powers are the case's.
  public var filedBy: ObjectName?
  /// The parties, under pseudonyms.
  public var parties: [ObjectName] = []
  /// Whether they are persons or entities, where the filing says so.
  public var partyKind: CaseFiled.PartyKind?
  /// The inspection that found it.
  public var inspection: ObjectName?
  /// The ticket that it came from.
  public var ticket: ObjectName?
  /// Simple or ordinary.
  public var procedure: CaseFiled.Procedure?
  /// The day on which the act ended: the substance goes by it.
  public var actEnded: CivilDate?
  /// The day on which it was found: limitation runs to it.
  public var foundOn: CivilDate?
  /// Whether the longer limitation applies: it endangers life, health or finance, and did harm.
  public var isGrave = false
  /// When it was filed.
  public var filed: Instant?
  /// When this round began: the filing, or the remedy that sent it back.
  public var roundBegan: Instant?
  /// The officers who filed it.
  public var filingOfficers: [ObjectName] = []
  /// Who works on it, from which day; the last one of a day counts.
  public var assignments: [CaseAssignment] = []

  /// Preservations, seals and seizures.
  public var measures: [CaseMeasure] = []
  /// Device evidence that nobody has checked: it does not count (art. 41).
  public var uncheckedDevices = 0
  /// Steps of which a record is in the file (I-11).
  public var recorded: [CaseStep] = []
  /// Of this round.
  public var notices = CaseNotices()
  /// All decisions, the last one of the last round in force unless `isAnnulled`.
  public var decisions: [CaseDecision] = []
  /// When the decision of this round was served.
  public var served: Instant?
  /// When payment was demanded last.
  public var demanded: Instant?
  /// When it was executed in full.
  public var executed: Instant?
  /// The day to which payment is deferred.
  public var deferredTo: CivilDate?
  /// All remedies.
  public var remedies: [CaseRemedy] = []
  /// What was published of it.
  public var publications: [CasePublication] = []
  /// How it was closed; `nil` while it is open.
  public var closing: CaseClosed.How?
  /// When it was closed.
  public var closed: Instant?
  /// The name of an agency outside to which it went.
  public var transferredTo: String?
  /// Points of the last review of the file.
  public var quality: ExactDecimal?
  /// Requests, pauses and grants.
  public var time = ProcedureTime()
  /// All calls for support.
  public var supports: [TicketSupport] = []

  /// Pairs and acts that no rule allows, as corrected or imported histories may hold.
  public var anomalies: [HistoryAnomaly] = []
  /// How many events were folded.
  public var eventCount = 0

  public init() {}
}

extension CaseState {
  /// How the last round came out; `nil` before its decision.
  public var outcome: PenaltyDecided.Outcome? { decision?.outcome }

  /// The decision of this round.
  public var decision: CaseDecision? { decisions.last { $0.round == round } }

  /// Whether a remedy waits for its decision.
  public var isUnderRemedy: Bool { remedies.contains { $0.decided == nil } }

  /// Whether a remedy changed or ended a decision: the case stays and shows both outcomes.
  public var isAnnulled: Bool { remedies.contains { $0.result?.annuls ?? false } }

  /// Whether an event stands in its history that no rule allows.
  public var isAnomalous: Bool { !anomalies.isEmpty }

  /// Who works on the case on that day; `nil` before any assignment.
  public func officers(on day: CivilDate) -> [ObjectName]? {
    assignments.last { $0.from <= day }?.officers
  }

  /// Whether the officer has had to do with the case.
  func isOfficer(_ person: ObjectName) -> Bool {
    filingOfficers.contains(person) || assignments.contains { $0.officers.contains(person) }
  }
}

/// Steps of a case that need a record each (I-11).
public enum CaseStep: String, Enumeration {
  case start, investigation, review, decision, service, execution
}

/// Who works on a case from a day on.
public struct CaseAssignment: Hashable, Codable, Sendable {
  /// The officers.
  public var officers: [ObjectName]
  /// The first day.
  public var from: CivilDate
}

/// A preservation 先行登记保存, seal 查封 or seizure 扣押.
public struct CaseMeasure: Hashable, Codable, Sendable {
  /// The name.
  public var name: ObjectName
  /// Which of the kinds.
  public var kind: EvidenceCollected.Kind
  /// When it was taken.
  public var taken: Instant
  /// The last day on which it holds.
  public var until: CivilDate?
  /// Whether it was extended.
  public var isExtended = false
  /// When it ended; `nil` while it holds.
  public var settled: Instant?
  /// How it ended.
  public var how: MeasureSettled.How?
}

/// What a round has of notices, hearing and review.
public struct CaseNotices: Hashable, Codable, Sendable {
  /// When the prior notice was served.
  public var prior: Instant?
  /// When notices of the right to a hearing, or of its day, were served.
  public var hearing: [Instant] = []
  /// When a hearing was held.
  public var held: Instant?
  /// How a hearing was waived.
  public var waived: HearingWaived.How?
  /// Whether the legal review passed; `nil` before it.
  public var reviewPassed: Bool?
}

/// A decision.
public struct CaseDecision: Hashable, Codable, Sendable {
  /// What came of it.
  public var outcome: PenaltyDecided.Outcome
  /// Codes of the kinds of penalty.
  public var kinds: [String]
  /// Yuan; restricted, and never a base of assessment (I-22).
  public var amount: ExactDecimal?
  /// In which round.
  public var round: Int
  /// When.
  public var at: Instant
}

/// A review, suit or correction by the agency itself.
public struct CaseRemedy: Hashable, Codable, Sendable {
  /// Which of the kinds.
  public var kind: RemedyRecorded.Kind
  /// When it was filed; `nil` where only its decision is known.
  public var filed: Instant?
  /// When it was decided; `nil` while it is pending.
  public var decided: Instant?
  /// How it came out.
  public var result: RemedyRecorded.Result?
}

/// A publication about the case.
public struct CasePublication: Hashable, Codable, Sendable {
  /// The name.
  public var name: ObjectName
  /// Who published.
  public var body: ObjectName
  /// When.
  public var published: Instant
  /// The last day of the publication.
  public var until: CivilDate?
  /// When it was withdrawn; `nil` while it stands.
  public var withdrawn: Instant?
}

extension RemedyRecorded.Result {
  /// Whether it changes or ends the decision.
  public var annuls: Bool {
    switch self {
    case .changed, .revoked, .confirmedUnlawful, .confirmedVoid: true
    case .upheld, .withdrawn, .settled: false
    }
  }
}
