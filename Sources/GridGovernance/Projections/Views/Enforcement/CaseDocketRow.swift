// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// One case of the docket; see ``CaseDocket``.
public struct CaseDocketRow: TableRow {
  /// Absent if nothing but refused acts is known of it.
  public var state: CaseStatus?
  /// 1, and one more each time a remedy sends the case back.
  public var round = 1
  /// The town of the organ that filed it.
  public var town: ObjectID?
  /// The legal subject.
  public var agency: ObjectID?
  /// The organ that acts.
  public var actingBody: ObjectID?
  /// The penalty power by which it is handled.
  public var power: ObjectID?
  public var procedure: CaseFiled.Procedure?
  /// When it was filed.
  public var filed: Instant?
  /// The inspection that found it.
  public var inspection: ObjectID?
  /// The ticket that it came from.
  public var ticket: ObjectID?
  /// How each round was decided, in order: a decision that a remedy ended stays.
  public var outcomes: [PenaltyDecided.Outcome] = []
  public var decided: Instant?
  public var closing: CaseClosed.How?
  /// Steps that took place and left no record (I-11).
  public var gaps: [CaseStep] = []
  /// Device evidence that nobody has checked (art. 41).
  public var uncheckedDevices = 0
  /// Whether every act has its certified and assigned officers (I-10, I-30); absent without acts.
  public var officersValid: Bool?
  /// The acts that have not.
  public var officerFaults: [OfficerFault] = []
  /// Requests that nobody has ruled on.
  public var openRequests: [ObjectName] = []
  /// More time that was granted, in order.
  public var extensions: [ProcedureTime.Granted] = []
  /// How often its clock was stopped.
  public var suspensions = 0
  /// Whether its clock stands.
  public var suspended = false
  /// Preservations, seals and seizures, in order.
  public var measures: [CaseMeasure] = []
  /// Reviews, suits and corrections, in order.
  public var remedies: [CaseRemedy] = []
  /// Whether a remedy waits for its decision.
  public var underRemedy = false
  /// Whether a remedy changed or ended a decision.
  public var annulled = false
  /// Points of the last review of the file.
  public var quality: ExactDecimal?
  /// The first day without the power, if the case is open and was filed before it (I-19).
  public var powerEnds: CivilDate?
  /// What becomes of it then.
  public var pending: PowerWithdrawn.Pending?
  /// Acts that were refused, and kept, in order.
  public var refusedActs: [RefusedAct] = []
  /// The first event that no rule allows, as `§3.2 noticed+CaseClosed`.
  public var anomaly: String?

  /// At the asked moment: the duty that ends next.
  public var nextStep: ProcedureStep?
  /// At the asked moment: when it ends.
  public var nextDue: Instant?
  /// At the asked moment: what is left of it, negative behind its end.
  public var left: Int?
  /// At the asked moment: what `left` counts.
  public var leftUnit: TimeUnit?
  /// At the asked moment: duties that are late, or were done late.
  public var late: [ProcedureStep] = []
  /// At the asked moment: whether a preservation, seal or seizure outlasts its time.
  public var measureOverdue: Bool?
  /// At the asked moment: whether the act was found too late to be punished (art. 36).
  public var timeBarred: Bool?
  /// At the asked moment: every limit of a step that has begun.
  public var deadlines: [StepClock] = []

  init() {}
}

/// An act without the officers that it needs.
public struct OfficerFault: Codable, Hashable, Sendable {
  /// The event type.
  public var act: String
  /// The day of the act.
  public var day: CivilDate
  /// I-10 or I-30.
  public var rule: String
}

/// A command on the case that the rules refused, and kept.
public struct RefusedAct: Codable, Hashable, Sendable {
  /// What was asked.
  public var command: String
  /// The rule that said no.
  public var rule: String
  /// The day.
  public var day: CivilDate
}

/// One inspection, and what became of its clue 线索.
public struct ClueRow: TableRow {
  /// Absent if only its closing is known.
  public var result: InspectionRecorded.Result?
  public var town: ObjectID?
  public var division: ObjectID?
  /// Who inspected.
  public var body: ObjectID?
  public var inspected: Instant?
  /// The powers that it was about.
  public var powers: [ObjectID] = []
  public var ticket: ObjectID?
  /// Whether it had its certified officers (I-10, I-30).
  public var officersValid: Bool?
  /// Cases that were filed on it, in the order in which they became known.
  public var cases: [ObjectID] = []
  /// Why no case was filed.
  public var ground: ClueClosed.Ground?
  /// Whether it is a clue with neither a case nor an end.
  public var open = false

  init() {}
}

/// What rows of cases need beside the state.
struct DocketNotes: TableRow {
  var acts: [DocketAct] = []
  var refused: [RefusedAct] = []

  mutating func note(_ fact: AnyFact, _ zone: BusinessZone) {
    let day = zone.date(of: fact.occurred)
    if let refusal = fact.event.event as? CommandRefused {
      refused.append(RefusedAct(command: refusal.command, rule: refusal.rule, day: day))
    } else if let act = DocketAct(fact.event.event, on: day) {
      acts.append(act)
    }
  }
}

/// An act with its officers.
struct DocketAct: Codable, Hashable, Sendable {
  var type: String
  var act: OfficerAct
  var day: CivilDate
  /// The way of service.
  var method: String?
  var officers: [ObjectName]
  var certificates: [ObjectName]

  /// `nil` for events without officers.
  init?(_ event: any Event, on day: CivilDate) {
    self.day = day
    type = Swift.type(of: event).type.name
    switch event {
    case let event as CaseFiled:
      (act, officers, certificates) = (.filing, event.officer, event.certificate)
    case let event as OfficersAssigned:
      (act, officers, certificates) = (.assignment, event.officer, event.certificate)
    case let event as EvidenceCollected:
      (officers, certificates) = (event.officer, event.certificate)
      act = event.kind.isMeasure ? .measure : .evidence
    case let event as DocumentServed:
      (act, officers, certificates) = (.service, event.officer, event.certificate)
      method = event.method
    case let event as PenaltyDecided:
      (act, officers, certificates) = (.decisionOnTheSpot, event.officer, event.certificate)
    case let event as PenaltyExecuted:
      guard event.mode == .onTheSpot || !event.officer.isEmpty else { return nil }
      (act, officers, certificates) = (.executionOnTheSpot, event.officer, event.certificate)
    case let event as InspectionRecorded:
      (act, officers, certificates) = (.inspection, event.officer, event.certificate)
    default: return nil
    }
  }
}
