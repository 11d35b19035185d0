// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What can have happened to a penalty case 案件: one case an event type, and the two repairs.
public enum CaseEvent: Happening {
  /// 立案.
  case filed(CaseFiled)
  /// 办案人员指派.
  case officersAssigned(OfficersAssigned)
  /// 取证/强制措施.
  case evidenceCollected(EvidenceCollected)
  /// 措施延长/处理/解除.
  case measureSettled(MeasureSettled)
  /// 文书送达.
  case served(DocumentServed)
  /// 听证.
  case hearingHeld(HearingHeld)
  /// 放弃听证.
  case hearingWaived(HearingWaived)
  /// 法制审核.
  case reviewCompleted(LegalReviewCompleted)
  /// 处罚决定.
  case decided(PenaltyDecided)
  /// 执行.
  case executed(PenaltyExecuted)
  /// 案件移送.
  case transferred(CaseTransferred)
  /// 复议诉讼/自行纠错.
  case remedyRecorded(RemedyRecorded)
  /// 执法公示.
  case published(EnforcementPublished)
  /// 撤回公示.
  case publicationWithdrawn(PublicationWithdrawn)
  /// 结案.
  case closed(CaseClosed)
  /// 归档.
  case archived(FileArchived)
  /// 案卷评查.
  case qualityReviewed(CaseQualityReviewed)
  /// 申请.
  case requestMade(RequestMade)
  /// 延期申请.
  case extensionRequested(ExtensionRequested)
  /// 裁定.
  case requestRuled(RequestRuled)
  /// 中止计时.
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
  /// 更正.
  case corrected(FactCorrected)
  /// 误录撤销.
  case annulled(EventAnnulled)

  /// The typed event.
  public var event: any Event {
    switch self {
    case .filed(let event): event
    case .officersAssigned(let event): event
    case .evidenceCollected(let event): event
    case .measureSettled(let event): event
    case .served(let event): event
    case .hearingHeld(let event): event
    case .hearingWaived(let event): event
    case .reviewCompleted(let event): event
    case .decided(let event): event
    case .executed(let event): event
    case .transferred(let event): event
    case .remedyRecorded(let event): event
    case .published(let event): event
    case .publicationWithdrawn(let event): event
    case .closed(let event): event
    case .archived(let event): event
    case .qualityReviewed(let event): event
    case .requestMade(let event): event
    case .extensionRequested(let event): event
    case .requestRuled(let event): event
    case .clockSuspended(let event): event
    case .clockResumed(let event): event
    case .supportCalled(let event): event
    case .supportArrived(let event): event
    case .supportFinished(let event): event
    case .supportExcused(let event): event
    case .corrected(let event): event
    case .annulled(let event): event
    }
  }

  /// Wraps a typed event; `nil` for types that say nothing of a case's course.
  public init?(_ event: any Event) {
    switch event {
    case let event as CaseFiled: self = .filed(event)
    case let event as OfficersAssigned: self = .officersAssigned(event)
    case let event as EvidenceCollected: self = .evidenceCollected(event)
    case let event as MeasureSettled: self = .measureSettled(event)
    case let event as DocumentServed: self = .served(event)
    case let event as HearingHeld: self = .hearingHeld(event)
    case let event as HearingWaived: self = .hearingWaived(event)
    case let event as LegalReviewCompleted: self = .reviewCompleted(event)
    case let event as PenaltyDecided: self = .decided(event)
    case let event as PenaltyExecuted: self = .executed(event)
    case let event as CaseTransferred: self = .transferred(event)
    case let event as RemedyRecorded: self = .remedyRecorded(event)
    case let event as EnforcementPublished: self = .published(event)
    case let event as PublicationWithdrawn: self = .publicationWithdrawn(event)
    case let event as CaseClosed: self = .closed(event)
    case let event as FileArchived: self = .archived(event)
    case let event as CaseQualityReviewed: self = .qualityReviewed(event)
    default: self.init(shared: event)
    }
  }

  /// Events that tickets have as well.
  private init?(shared event: any Event) {
    switch event {
    case let event as RequestMade: self = .requestMade(event)
    case let event as ExtensionRequested: self = .extensionRequested(event)
    case let event as RequestRuled: self = .requestRuled(event)
    case let event as ClockSuspended: self = .clockSuspended(event)
    case let event as ClockResumed: self = .clockResumed(event)
    case let event as SupportCalled: self = .supportCalled(event)
    case let event as SupportArrived: self = .supportArrived(event)
    case let event as SupportFinished: self = .supportFinished(event)
    case let event as SupportExcused: self = .supportExcused(event)
    case let event as FactCorrected: self = .corrected(event)
    case let event as EventAnnulled: self = .annulled(event)
    default: return nil
    }
  }
}
