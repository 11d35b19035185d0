// SPDX-License-Identifier: Apache-2.0

/// What can be asked of the duty lists, of powers and of the gate for tasks 清单、赋权与准入.
///
/// A command carries the fact as it shall be recorded; the rules say whether it may be.
public enum ListsCommand: Hashable, Sendable {
  /// 责任清单事项列入/修订 (I-16).
  case list(DutyItemListed)
  /// 责任清单事项移出.
  case remove(DutyItemRemoved)
  /// 赋权下放 (I-23).
  case devolve(PowerDevolved)
  /// 承接评估.
  case review(PowerUptakeReviewed)
  /// 赋权收回.
  case withdraw(PowerWithdrawn)
  /// 交办准入申请.
  case requestAdmission(TaskAdmissionRequested)
  /// 交办准入决定: once, and only of what was asked for.
  case decideAdmission(TaskAdmissionDecided)
  /// 准入保障到位.
  case fulfilAdmission(AdmissionFulfilled)

  /// The fact that it asks to record.
  public var event: ListsEvent {
    switch self {
    case .list(let event): .itemListed(event)
    case .remove(let event): .itemRemoved(event)
    case .devolve(let event): .powerDevolved(event)
    case .review(let event): .powerReviewed(event)
    case .withdraw(let event): .powerWithdrawn(event)
    case .requestAdmission(let event): .admissionRequested(event)
    case .decideAdmission(let event): .admissionDecided(event)
    case .fulfilAdmission(let event): .admissionFulfilled(event)
    }
  }
}
