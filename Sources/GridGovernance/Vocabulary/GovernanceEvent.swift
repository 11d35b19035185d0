// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The modules of the county's events (domain §7.1); every event type belongs to one (I-1).
public enum Module: String, CaseIterable, Hashable, Sendable {
  /// Divisions, bodies, posts, roles 机构与人员.
  case organisation
  /// Rule sets and calendars 规则与日历.
  case rules
  /// Grids and their forces 网格.
  case grid
  /// Duty lists, powers, the gate for tasks 清单、赋权与准入.
  case lists
  /// Tickets and command 工单与指挥.
  case tickets
  /// Cases and inspections 执法.
  case enforcement
  /// Applications 审批.
  case approval
  /// Assessment 考核.
  case assessment
  /// Data and repairs 数据.
  case data
  /// What the log owes to persons and archives 日志义务.
  case duties
}

/// All event types of the county that this program knows.
///
/// It also stands for "any event of the county" where the engine asks for a vocabulary.
public enum GovernanceEvent: EventVocabulary {
  /// Every schema, for logs and codecs.
  public static let catalogue = SchemaCatalogue(Module.allCases.flatMap(\.schemas))

  /// The module of an event type; `nil` for a type that is none of the county's (I-1).
  public static func module(of type: EventType) -> Module? { modules[type] }

  private static let modules = Dictionary(
    uniqueKeysWithValues: Module.allCases.flatMap { module in
      module.events.map { ($0.type, module) }
    })
}

extension Module {
  /// The schemas of its events, in the order of the catalogue.
  public var schemas: [EventSchema] { events.map { $0.schema } }

  /// Its event types, in the order of the catalogue.
  public var events: [any Event.Type] {
    switch self {
    case .organisation:
      [
        DivisionRegistered.self, DivisionAbolished.self, DivisionMeasured.self, BodyRegistered.self,
        BodyAbolished.self, EstablishmentSet.self, StationedBodyAssigned.self, PersonPosted.self,
        PersonLeft.self, RoleConferred.self, RoleEnded.self, AbsenceRecorded.self,
        AbCoverDeclared.self, TrainingCompleted.self, CertificateIssued.self,
        CertificateInvalidated.self, PartyDutyListed.self, AppointmentOpinionGiven.self,
        InstitutionChecked.self,
      ]
    case .rules:
      [
        RuleSetPublished.self, WorkCalendarPublished.self,
      ]
    case .grid:
      [
        GridDrawn.self, GridRedrawn.self, GridRetired.self, GridStaffed.self, GridReleased.self,
        GridPatrolled.self,
      ]
    case .lists:
      [
        DutyItemListed.self, DutyItemRemoved.self, PowerDevolved.self, PowerUptakeReviewed.self,
        PowerWithdrawn.self, TaskAdmissionRequested.self, TaskAdmissionDecided.self,
        AdmissionFulfilled.self,
      ]
    case .tickets:
      [
        IncidentReported.self, TicketAccepted.self, TicketDeclined.self, TicketReferred.self,
        CheckAssigned.self, ReportVerified.self, TicketRegistered.self, TicketRegraded.self,
        TicketDispatched.self, TicketRedirected.self, TicketSignedFor.self, TicketReturned.self,
        RequestMade.self, ExtensionRequested.self, RequestRuled.self, ClockSuspended.self,
        ClockResumed.self, SupportCalled.self, SupportArrived.self, SupportFinished.self,
        SupportExcused.self, HandlingProgressed.self, ReporterContacted.self, ReporterSpoke.self,
        HandlingCompleted.self, WorkInspected.self, TicketClosed.self, TicketReopened.self,
        FollowUpRecorded.self, TicketEscalated.self, SupervisionIssued.self,
        SupervisionReplied.self, SupervisionLifted.self, TicketMerged.self, TicketUnmerged.self,
        TicketVoided.self, TicketExcluded.self, TicketExclusionLifted.self,
      ]
    case .enforcement:
      [
        InspectionRecorded.self, ClueClosed.self, CaseFiled.self, OfficersAssigned.self,
        EvidenceCollected.self, MeasureSettled.self, DocumentServed.self, HearingHeld.self,
        HearingWaived.self, LegalReviewCompleted.self, PenaltyDecided.self, PenaltyExecuted.self,
        CaseTransferred.self, RemedyRecorded.self, EnforcementPublished.self,
        PublicationWithdrawn.self, CaseClosed.self, FileArchived.self, CaseQualityReviewed.self,
      ]
    case .approval:
      [
        ApplicationReceived.self, CorrectionNotified.self, CorrectionReceived.self,
        AcceptanceDecided.self, ApplicationDecided.self,
      ]
    case .assessment:
      [
        AssessmentSchemeAdopted.self, AssessmentWeightSet.self, ScoreSubmitted.self,
        PointsRecorded.self, VetoImposed.self, VetoLifted.self, AssessmentPublished.self,
        AppealFiled.self, AppealDecided.self, GradeAwarded.self,
      ]
    case .data:
      [
        ExternalRecordImported.self, ConnectorStatusChanged.self, FactCorrected.self,
        EventAnnulled.self, CommandRefused.self,
      ]
    case .duties:
      [
        PersonalDataErased.self, PersonalDataRestricted.self, RetentionHoldSet.self,
        RetentionHoldLifted.self, CheckpointSealed.self,
      ]
    }
  }
}
