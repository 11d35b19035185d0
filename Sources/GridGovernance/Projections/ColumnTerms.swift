// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// The codes that a column of a view may hold, and the terms of the field for them.
///
/// Scripts and files see the codes; tables in Chinese show the terms, and conditions take either.
public struct ColumnTerms: Hashable, Sendable {
  private var terms: [String: String] = [:]
  private var codes: [String: String] = [:]

  /// The terms of these lists; where two have one code, that of the first.
  init(_ lists: any ChineseTerm.Type...) {
    for list in lists { add(list) }
  }

  /// The event types under the terms of the catalogue.
  static let events: ColumnTerms = {
    var events = ColumnTerms()
    for schema in GovernanceEvent.catalogue.schemas {
      events.add(schema.type.name, String(schema.title.prefix { $0 != " " }))
    }
    return events
  }()

  /// What people call that code; `nil` if it is none of the column's.
  public func term(for code: String) -> String? { terms[code] }

  /// The code that people call so; `nil` if there is none.
  public func code(for term: String) -> String? { codes[term] }

  private mutating func add<List: ChineseTerm>(_ list: List.Type) {
    for item in List.allCases { add(item.rawValue, item.chinese) }
  }

  private mutating func add(_ code: String, _ term: String) {
    guard terms[code] == nil else { return }
    terms[code] = term
    if codes[term] == nil { codes[term] = code }
  }
}

/// Which columns of the county's views hold codes, of which lists.
enum ViewTerms {
  /// Of one name in every view that has them.
  private static let shared: [String: ColumnTerms] = [
    "level": ColumnTerms(Level.self), "grade": ColumnTerms(TicketGrade.self),
    "light": ColumnTerms(Light.self), "stage": ColumnTerms(HandlingStage.self),
    "late": ColumnTerms(ProcedureStep.self), "missing": ColumnTerms(MissingScore.self),
    "suspension": ColumnTerms(SuspensionClass.self), "staffKind": ColumnTerms(StaffKind.self),
    "pending": ColumnTerms(PowerWithdrawn.Pending.self), "event": .events,
    "unit": ColumnTerms(TimeUnit.self), "indicator": ColumnTerms(Indicator.self),
    "role": ColumnTerms(PersonRole.self), "managedBy": ColumnTerms(Level.self),
    "step": ColumnTerms(ProcedureStep.self),
    "act": ColumnTerms(OfficerAct.self), "compliance": ColumnTerms(WeightCompliance.self),
  ]

  static let ticketStatus = with([
    "state": ColumnTerms(TicketStatus.self), "closeReason": ColumnTerms(CloseReason.self),
  ])
  static let ticketTimeline = with([:])
  static let deadlines = with([
    "clock": ColumnTerms(ClockStage.self, ProcedureStep.self),
    "state": ColumnTerms(TicketStatus.self, CaseStatus.self, ApplicationStatus.self),
    "timeUnit": ColumnTerms(TimeUnit.self), "itemKind": ColumnTerms(PowerDevolved.Kind.self),
  ])
  static let indicators = with([
    "dimension": ColumnTerms(HandlingDimension.self), "indicator": ColumnTerms(Indicator.self),
  ])
  static let sourceMix = with(["source": ColumnTerms(EntrySource.self)])
  static let supervision = with([
    "grade": ColumnTerms(SupervisionGrade.self), "fromLevel": ColumnTerms(Level.self),
    "toLevel": ColumnTerms(Level.self), "ground": ColumnTerms(TicketEscalated.Ground.self),
    "urgency": ColumnTerms(TicketGrade.self),
  ])
  static let satisfaction = with(["exclusions": ColumnTerms(Exclusions.self)])
  static let gridRoster = with([
    "kind": ColumnTerms(GridKind.self), "force": ColumnTerms(GridForce.self),
    "memberKind": ColumnTerms(MemberKind.self),
  ])
  static let institutionRegister = with([
    "kind": ColumnTerms(BodyKind.self, StaffKind.self),
    "subordination": ColumnTerms(Subordination.self),
    "checksMet": ColumnTerms(InstitutionChecked.Topic.self),
    "checksUnmet": ColumnTerms(InstitutionChecked.Topic.self),
  ])
  static let staffCover = with([
    "kind": ColumnTerms(StaffKind.self), "roles": ColumnTerms(PersonRole.self),
    "role": ColumnTerms(PersonRole.self),
  ])
  static let dutyLists = with([
    "list": ColumnTerms(DutySort.self), "mode": ColumnTerms(PowerDevolved.Mode.self),
    "ground": ColumnTerms(PowerDevolved.Ground.self),
    "reviewed": ColumnTerms(PowerUptakeReviewed.Outcome.self),
  ])
  static let certificateMatch = with([
    "mismatch": ColumnTerms(CertificateMismatch.self),
    "kind": ColumnTerms(CertificateMismatch.self),
  ])
  static let powerUptake = with([
    "kind": ColumnTerms(PowerDevolved.Kind.self), "mode": ColumnTerms(PowerDevolved.Mode.self),
    "ground": ColumnTerms(PowerDevolved.Ground.self),
    "outcome": ColumnTerms(PowerUptakeReviewed.Outcome.self),
  ])
  static let caseDocket = with([
    "state": ColumnTerms(CaseStatus.self), "procedure": ColumnTerms(CaseFiled.Procedure.self),
    "outcomes": ColumnTerms(PenaltyDecided.Outcome.self),
    "closing": ColumnTerms(CaseClosed.How.self), "gaps": ColumnTerms(CaseStep.self),
    "nextStep": ColumnTerms(ProcedureStep.self), "leftUnit": ColumnTerms(TimeUnit.self),
    "result": ColumnTerms(InspectionRecorded.Result.self),
    "ground": ColumnTerms(ClueClosed.Ground.self),
    "kind": ColumnTerms(EvidenceCollected.Kind.self, RemedyRecorded.Kind.self),
    "how": ColumnTerms(MeasureSettled.How.self),
  ])
  static let publication = with(["stage": ColumnTerms(EnforcementPublished.Stage.self)])
  static let approvalDesk = with([
    "state": ColumnTerms(ApplicationStatus.self),
    "itemKind": ColumnTerms(PowerDevolved.Kind.self), "kind": ColumnTerms(PowerDevolved.Kind.self),
    "notAccepted": ColumnTerms(AcceptanceDecided.Result.self),
    "ground": ColumnTerms(AcceptanceDecided.Ground.self),
    "result": ColumnTerms(ApplicationDecided.Result.self, AcceptanceDecided.Result.self),
  ])
  static let assessment = with([
    "status": ColumnTerms(AssessmentPublished.Status.self),
    "result": ColumnTerms(AppealDecided.Result.self),
    "subjectKind": ColumnTerms(AssessmentSubject.self),
    "periodKind": ColumnTerms(PeriodKind.self),
    "handlingCountsFor": ColumnTerms(HandlingPlace.self),
  ])
  /// Its results are those of the assessment.
  static let scoreExplanation = assessment.merging(["kind": ColumnTerms(SourceKind.self)]) {
    $1
  }
  static let gradeQuota = with([
    "rounding": ColumnTerms(GradeQuotaRule.Rounding.self),
    "grade": ColumnTerms(GradeAwarded.Grade.self),
  ])
  static let dataFreshness = with(["status": ColumnTerms(ConnectorStatusChanged.Status.self)])
  static let partyOrganisation = with([
    "kind": ColumnTerms(DivisionKind.self), "secretaryManagedBy": ColumnTerms(Level.self),
    "managedBy": ColumnTerms(Level.self), "role": ColumnTerms(PersonRole.self),
  ])
  static let admissionRegister = with([
    "kind": ColumnTerms(TaskAdmissionRequested.Kind.self),
    "result": ColumnTerms(TaskAdmissionDecided.Result.self),
  ])
  static let personalDataRegister = with([:])

  private static func with(_ own: [String: ColumnTerms]) -> [String: ColumnTerms] {
    shared.merging(own) { _, new in new }
  }
}
