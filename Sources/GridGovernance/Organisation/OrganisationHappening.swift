// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What can have happened to divisions, bodies and people 机构与人员: one case an event type.
public enum OrganisationEvent: Happening {
  /// 区划登记/变更.
  case divisionRegistered(DivisionRegistered)
  /// 区划撤销.
  case divisionAbolished(DivisionAbolished)
  /// 区划基数.
  case divisionMeasured(DivisionMeasured)
  /// 机构登记.
  case bodyRegistered(BodyRegistered)
  /// 机构撤并.
  case bodyAbolished(BodyAbolished)
  /// 编制核定.
  case establishmentSet(EstablishmentSet)
  /// 派驻安排.
  case stationed(StationedBodyAssigned)
  /// 人员任职/调动.
  case posted(PersonPosted)
  /// 人员离岗.
  case left(PersonLeft)
  /// 身份确定.
  case roleConferred(RoleConferred)
  /// 身份解除.
  case roleEnded(RoleEnded)
  /// 缺岗登记.
  case absent(AbsenceRecorded)
  /// AB岗替岗.
  case covered(AbCoverDeclared)
  /// 培训完成.
  case trained(TrainingCompleted)
  /// 执法证发放.
  case certificateIssued(CertificateIssued)
  /// 执法证失效.
  case certificateInvalidated(CertificateInvalidated)
  /// 党建责任清单.
  case partyDutiesListed(PartyDutyListed)
  /// 派驻负责人任免意见.
  case opinionGiven(AppointmentOpinionGiven)
  /// 规范化检查.
  case institutionChecked(InstitutionChecked)

  /// The typed event.
  public var event: any Event {
    switch self {
    case .divisionRegistered(let event): event
    case .divisionAbolished(let event): event
    case .divisionMeasured(let event): event
    case .bodyRegistered(let event): event
    case .bodyAbolished(let event): event
    case .establishmentSet(let event): event
    case .stationed(let event): event
    case .posted(let event): event
    case .left(let event): event
    case .roleConferred(let event): event
    case .roleEnded(let event): event
    case .absent(let event): event
    case .covered(let event): event
    case .trained(let event): event
    case .certificateIssued(let event): event
    case .certificateInvalidated(let event): event
    case .partyDutiesListed(let event): event
    case .opinionGiven(let event): event
    case .institutionChecked(let event): event
    }
  }

  /// Wraps a typed event; `nil` for types of other modules.
  public init?(_ event: any Event) {
    switch event {
    case let event as DivisionRegistered: self = .divisionRegistered(event)
    case let event as DivisionAbolished: self = .divisionAbolished(event)
    case let event as DivisionMeasured: self = .divisionMeasured(event)
    case let event as BodyRegistered: self = .bodyRegistered(event)
    case let event as BodyAbolished: self = .bodyAbolished(event)
    case let event as EstablishmentSet: self = .establishmentSet(event)
    case let event as StationedBodyAssigned: self = .stationed(event)
    case let event as PersonPosted: self = .posted(event)
    case let event as PersonLeft: self = .left(event)
    case let event as RoleConferred: self = .roleConferred(event)
    case let event as RoleEnded: self = .roleEnded(event)
    case let event as AbsenceRecorded: self = .absent(event)
    case let event as AbCoverDeclared: self = .covered(event)
    case let event as TrainingCompleted: self = .trained(event)
    case let event as CertificateIssued: self = .certificateIssued(event)
    case let event as CertificateInvalidated: self = .certificateInvalidated(event)
    case let event as PartyDutyListed: self = .partyDutiesListed(event)
    case let event as AppointmentOpinionGiven: self = .opinionGiven(event)
    case let event as InstitutionChecked: self = .institutionChecked(event)
    default: return nil
    }
  }
}
