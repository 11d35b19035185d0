// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What can be asked of the register of divisions, bodies and people 机构与人员.
///
/// A command carries the fact as it shall be recorded; the rules say whether it may be.
public enum OrganisationCommand: Hashable, Sendable {
  /// 区划登记/变更.
  case registerDivision(DivisionRegistered)
  /// 区划撤销; refused while anything lives in it.
  case abolishDivision(DivisionAbolished)
  /// 区划基数.
  case measureDivision(DivisionMeasured)
  /// 机构登记.
  case registerBody(BodyRegistered)
  /// 机构撤并; refused while anything hangs on it.
  case abolishBody(BodyAbolished)
  /// 编制核定.
  case setEstablishment(EstablishmentSet)
  /// 派驻安排.
  case station(StationedBodyAssigned)
  /// 人员任职/调动.
  case post(PersonPosted)
  /// 人员离岗.
  case leave(PersonLeft)
  /// 身份确定 (I-4, I-5, I-13).
  case confer(RoleConferred)
  /// 身份交接: ends the role of one person and confers it on another, in one append.
  case handOver(RoleConferred, from: ObjectName)
  /// 身份解除.
  case endRole(RoleEnded)
  /// 缺岗登记.
  case recordAbsence(AbsenceRecorded)
  /// AB岗替岗.
  case declareCover(AbCoverDeclared)
  /// 培训完成.
  case completeTraining(TrainingCompleted)
  /// 执法证发放; a number is given once.
  case issueCertificate(CertificateIssued)
  /// 执法证失效.
  case invalidateCertificate(CertificateInvalidated)
  /// 党建责任清单.
  case listPartyDuties(PartyDutyListed)
  /// 派驻负责人任免意见.
  case giveOpinion(AppointmentOpinionGiven)
  /// 规范化检查.
  case checkInstitution(InstitutionChecked)

  /// The fact that it asks to record; of a handing over, the new role.
  public var event: OrganisationEvent {
    switch self {
    case .registerDivision(let event): .divisionRegistered(event)
    case .abolishDivision(let event): .divisionAbolished(event)
    case .measureDivision(let event): .divisionMeasured(event)
    case .registerBody(let event): .bodyRegistered(event)
    case .abolishBody(let event): .bodyAbolished(event)
    case .setEstablishment(let event): .establishmentSet(event)
    case .station(let event): .stationed(event)
    case .post(let event): .posted(event)
    case .leave(let event): .left(event)
    case .confer(let event), .handOver(let event, _): .roleConferred(event)
    case .endRole(let event): .roleEnded(event)
    case .recordAbsence(let event): .absent(event)
    case .declareCover(let event): .covered(event)
    case .completeTraining(let event): .trained(event)
    case .issueCertificate(let event): .certificateIssued(event)
    case .invalidateCertificate(let event): .certificateInvalidated(event)
    case .listPartyDuties(let event): .partyDutiesListed(event)
    case .giveOpinion(let event): .opinionGiven(event)
    case .checkInstitution(let event): .institutionChecked(event)
    }
  }
}
