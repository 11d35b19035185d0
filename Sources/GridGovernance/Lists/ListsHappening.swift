// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What can have happened to duty lists, powers and admissions 清单、赋权与准入: one case an event type.
public enum ListsEvent: Happening {
  /// 责任清单事项列入/修订.
  case itemListed(DutyItemListed)
  /// 责任清单事项移出.
  case itemRemoved(DutyItemRemoved)
  /// 赋权下放.
  case powerDevolved(PowerDevolved)
  /// 承接评估.
  case powerReviewed(PowerUptakeReviewed)
  /// 赋权收回.
  case powerWithdrawn(PowerWithdrawn)
  /// 交办准入申请.
  case admissionRequested(TaskAdmissionRequested)
  /// 交办准入决定.
  case admissionDecided(TaskAdmissionDecided)
  /// 准入保障到位.
  case admissionFulfilled(AdmissionFulfilled)

  /// The typed event.
  public var event: any Event {
    switch self {
    case .itemListed(let event): event
    case .itemRemoved(let event): event
    case .powerDevolved(let event): event
    case .powerReviewed(let event): event
    case .powerWithdrawn(let event): event
    case .admissionRequested(let event): event
    case .admissionDecided(let event): event
    case .admissionFulfilled(let event): event
    }
  }

  /// Wraps a typed event; `nil` for types of other modules.
  public init?(_ event: any Event) {
    switch event {
    case let event as DutyItemListed: self = .itemListed(event)
    case let event as DutyItemRemoved: self = .itemRemoved(event)
    case let event as PowerDevolved: self = .powerDevolved(event)
    case let event as PowerUptakeReviewed: self = .powerReviewed(event)
    case let event as PowerWithdrawn: self = .powerWithdrawn(event)
    case let event as TaskAdmissionRequested: self = .admissionRequested(event)
    case let event as TaskAdmissionDecided: self = .admissionDecided(event)
    case let event as AdmissionFulfilled: self = .admissionFulfilled(event)
    default: return nil
    }
  }
}
