// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What can have happened to an application 申请: one case an event type, and the two repairs.
public enum ApplicationEvent: Happening {
  /// 收件.
  case received(ApplicationReceived)
  /// 一次性补正告知.
  case correctionNotified(CorrectionNotified)
  /// 补正收件.
  case correctionReceived(CorrectionReceived)
  /// 受理决定.
  case acceptanceDecided(AcceptanceDecided)
  /// 办结.
  case decided(ApplicationDecided)
  /// 文书送达.
  case served(DocumentServed)
  /// 回访评价.
  case followedUp(FollowUpRecorded)
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
  /// 更正.
  case corrected(FactCorrected)
  /// 误录撤销.
  case annulled(EventAnnulled)

  /// The typed event.
  public var event: any Event {
    switch self {
    case .received(let event): event
    case .correctionNotified(let event): event
    case .correctionReceived(let event): event
    case .acceptanceDecided(let event): event
    case .decided(let event): event
    case .served(let event): event
    case .followedUp(let event): event
    case .requestMade(let event): event
    case .extensionRequested(let event): event
    case .requestRuled(let event): event
    case .clockSuspended(let event): event
    case .clockResumed(let event): event
    case .corrected(let event): event
    case .annulled(let event): event
    }
  }

  /// Wraps a typed event; `nil` for types that say nothing of an application's course.
  public init?(_ event: any Event) {
    switch event {
    case let event as ApplicationReceived: self = .received(event)
    case let event as CorrectionNotified: self = .correctionNotified(event)
    case let event as CorrectionReceived: self = .correctionReceived(event)
    case let event as AcceptanceDecided: self = .acceptanceDecided(event)
    case let event as ApplicationDecided: self = .decided(event)
    case let event as DocumentServed: self = .served(event)
    case let event as FollowUpRecorded: self = .followedUp(event)
    case let event as RequestMade: self = .requestMade(event)
    case let event as ExtensionRequested: self = .extensionRequested(event)
    case let event as RequestRuled: self = .requestRuled(event)
    case let event as ClockSuspended: self = .clockSuspended(event)
    case let event as ClockResumed: self = .clockResumed(event)
    case let event as FactCorrected: self = .corrected(event)
    case let event as EventAnnulled: self = .annulled(event)
    default: return nil
    }
  }
}

/// One event of an application with what the rules read of its header.
public typealias ApplicationFact = Fact<ApplicationEvent>
