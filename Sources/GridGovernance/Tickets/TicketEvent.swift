// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What can have happened to a ticket 工单: one case an event type, and the two repairs.
public enum TicketEvent: Happening {
  /// 事件上报.
  case reported(IncidentReported)
  /// 受理.
  case accepted(TicketAccepted)
  /// 不予受理/不予立案.
  case declined(TicketDeclined)
  /// 转送.
  case referred(TicketReferred)
  /// 核实/核查派单.
  case checkAssigned(CheckAssigned)
  /// 核实.
  case reportVerified(ReportVerified)
  /// 立案.
  case registered(TicketRegistered)
  /// 调整等级/类别.
  case regraded(TicketRegraded)
  /// 派遣/批转/指定承办.
  case dispatched(TicketDispatched)
  /// 改派.
  case redirected(TicketRedirected)
  /// 签收.
  case signedFor(TicketSignedFor)
  /// 退回.
  case returned(TicketReturned)
  /// 申请(挂账/重启/剔除/终止/退出协办).
  case requestMade(RequestMade)
  /// 延期申请.
  case extensionRequested(ExtensionRequested)
  /// 裁定.
  case requestRuled(RequestRuled)
  /// 挂账/缓办/中止计时.
  case clockSuspended(ClockSuspended)
  /// 恢复计时.
  case clockResumed(ClockResumed)
  /// 吹哨/协办/联合执法.
  case supportCalled(SupportCalled)
  /// 报到.
  case supportArrived(SupportArrived)
  /// 协办办结.
  case supportFinished(SupportFinished)
  /// 免予协办.
  case supportExcused(SupportExcused)
  /// 处置进展.
  case handlingProgressed(HandlingProgressed)
  /// 联系诉求人.
  case reporterContacted(ReporterContacted)
  /// 催办/补充/撤诉/异议.
  case reporterSpoke(ReporterSpoke)
  /// 处置完成.
  case handlingCompleted(HandlingCompleted)
  /// 核查.
  case inspected(WorkInspected)
  /// 结案/强制结案.
  case closed(TicketClosed)
  /// 重启.
  case reopened(TicketReopened)
  /// 回访评价.
  case followedUp(FollowUpRecorded)
  /// 升级上报.
  case escalated(TicketEscalated)
  /// 督办.
  case supervised(SupervisionIssued)
  /// 督办回复.
  case supervisionReplied(SupervisionReplied)
  /// 解除督办.
  case supervisionLifted(SupervisionLifted)
  /// 并案.
  case merged(TicketMerged)
  /// 撤销并案.
  case unmerged(TicketUnmerged)
  /// 作废.
  case voided(TicketVoided)
  /// 剔除考核.
  case excluded(TicketExcluded)
  /// 恢复计入.
  case exclusionLifted(TicketExclusionLifted)
  /// 更正.
  case corrected(FactCorrected)
  /// 误录撤销.
  case annulled(EventAnnulled)

  /// The typed event.
  public var event: any Event {
    switch self {
    case .reported(let event): event
    case .accepted(let event): event
    case .declined(let event): event
    case .referred(let event): event
    case .checkAssigned(let event): event
    case .reportVerified(let event): event
    case .registered(let event): event
    case .regraded(let event): event
    case .dispatched(let event): event
    case .redirected(let event): event
    case .signedFor(let event): event
    case .returned(let event): event
    case .requestMade(let event): event
    case .extensionRequested(let event): event
    case .requestRuled(let event): event
    case .clockSuspended(let event): event
    case .clockResumed(let event): event
    case .supportCalled(let event): event
    case .supportArrived(let event): event
    case .supportFinished(let event): event
    case .supportExcused(let event): event
    case .handlingProgressed(let event): event
    case .reporterContacted(let event): event
    case .reporterSpoke(let event): event
    case .handlingCompleted(let event): event
    case .inspected(let event): event
    case .closed(let event): event
    case .reopened(let event): event
    case .followedUp(let event): event
    case .escalated(let event): event
    case .supervised(let event): event
    case .supervisionReplied(let event): event
    case .supervisionLifted(let event): event
    case .merged(let event): event
    case .unmerged(let event): event
    case .voided(let event): event
    case .excluded(let event): event
    case .exclusionLifted(let event): event
    case .corrected(let event): event
    case .annulled(let event): event
    }
  }

  /// Wraps a typed event; `nil` for types that say nothing of a ticket's course.
  public init?(_ event: any Event) {
    switch event {
    case let event as IncidentReported: self = .reported(event)
    case let event as TicketAccepted: self = .accepted(event)
    case let event as TicketDeclined: self = .declined(event)
    case let event as TicketReferred: self = .referred(event)
    case let event as CheckAssigned: self = .checkAssigned(event)
    case let event as ReportVerified: self = .reportVerified(event)
    case let event as TicketRegistered: self = .registered(event)
    case let event as TicketRegraded: self = .regraded(event)
    case let event as TicketDispatched: self = .dispatched(event)
    case let event as TicketRedirected: self = .redirected(event)
    case let event as TicketSignedFor: self = .signedFor(event)
    case let event as TicketReturned: self = .returned(event)
    case let event as RequestMade: self = .requestMade(event)
    case let event as ExtensionRequested: self = .extensionRequested(event)
    case let event as RequestRuled: self = .requestRuled(event)
    case let event as ClockSuspended: self = .clockSuspended(event)
    case let event as ClockResumed: self = .clockResumed(event)
    case let event as SupportCalled: self = .supportCalled(event)
    case let event as SupportArrived: self = .supportArrived(event)
    case let event as SupportFinished: self = .supportFinished(event)
    case let event as SupportExcused: self = .supportExcused(event)
    case let event as HandlingProgressed: self = .handlingProgressed(event)
    case let event as ReporterContacted: self = .reporterContacted(event)
    case let event as ReporterSpoke: self = .reporterSpoke(event)
    case let event as HandlingCompleted: self = .handlingCompleted(event)
    case let event as WorkInspected: self = .inspected(event)
    case let event as TicketClosed: self = .closed(event)
    case let event as TicketReopened: self = .reopened(event)
    case let event as FollowUpRecorded: self = .followedUp(event)
    case let event as TicketEscalated: self = .escalated(event)
    case let event as SupervisionIssued: self = .supervised(event)
    case let event as SupervisionReplied: self = .supervisionReplied(event)
    case let event as SupervisionLifted: self = .supervisionLifted(event)
    case let event as TicketMerged: self = .merged(event)
    case let event as TicketUnmerged: self = .unmerged(event)
    case let event as TicketVoided: self = .voided(event)
    case let event as TicketExcluded: self = .excluded(event)
    case let event as TicketExclusionLifted: self = .exclusionLifted(event)
    case let event as FactCorrected: self = .corrected(event)
    case let event as EventAnnulled: self = .annulled(event)
    default: return nil
    }
  }

  /// The types of the ticket module, in the order of the catalogue.
  public static let types: [EventType] = Module.tickets.schemas.map(\.type)
}
