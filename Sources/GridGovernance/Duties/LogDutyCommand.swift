// SPDX-License-Identifier: Apache-2.0

/// What can be asked for the sake of persons and archives 日志义务 (domain §8).
public enum LogDutyCommand: Hashable, Sendable {
  /// 个人信息删除: the keys of persons are destroyed, and that is on record.
  case erase(PersonalDataErased)
  /// 个人信息限制处理: nothing but keeping is done with a person's data any more.
  case restrict(PersonalDataRestricted)
  /// 保存冻结: a person held is not erased, whoever asks; of other objects the hold is shown (P26).
  case setHold(RetentionHoldSet)
  /// 解除冻结.
  case liftHold(RetentionHoldLifted)
  /// 日志封存: a root of the log's tree goes on record.
  case seal(CheckpointSealed)

  /// The fact that it asks to record.
  var event: LogDutyEvent {
    switch self {
    case .erase(let event): .erased(event)
    case .restrict(let event): .restricted(event)
    case .setHold(let event): .holdSet(event)
    case .liftHold(let event): .holdLifted(event)
    case .seal(let event): .sealed(event)
    }
  }
}
