// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What the log owes to persons and archives 日志义务: one case an event type.
public enum LogDutyEvent: Happening {
  /// 个人信息删除.
  case erased(PersonalDataErased)
  /// 个人信息限制处理.
  case restricted(PersonalDataRestricted)
  /// 保存冻结.
  case holdSet(RetentionHoldSet)
  /// 解除冻结.
  case holdLifted(RetentionHoldLifted)
  /// 日志封存.
  case sealed(CheckpointSealed)

  /// The typed event.
  public var event: any Event {
    switch self {
    case .erased(let event): event
    case .restricted(let event): event
    case .holdSet(let event): event
    case .holdLifted(let event): event
    case .sealed(let event): event
    }
  }

  /// Wraps a typed event; `nil` for types of the modules.
  public init?(_ event: any Event) {
    switch event {
    case let event as PersonalDataErased: self = .erased(event)
    case let event as PersonalDataRestricted: self = .restricted(event)
    case let event as RetentionHoldSet: self = .holdSet(event)
    case let event as RetentionHoldLifted: self = .holdLifted(event)
    case let event as CheckpointSealed: self = .sealed(event)
    default: return nil
    }
  }
}
