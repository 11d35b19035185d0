// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The event that a repair names, as the log has it.
public struct RepairTarget: Hashable, Sendable {
  /// The event's type.
  public var type: EventType
  /// The version of the schema in which it is stored.
  public var version: Int
  /// Whether an earlier repair has annulled it.
  public var isAnnulled: Bool

  public init(type: EventType, version: Int = 1, isAnnulled: Bool = false) {
    self.type = type
    self.version = version
    self.isAnnulled = isAnnulled
  }
}

/// When a fact may be corrected 更正 or annulled 误录撤销 (I-24, I-41).
public enum RepairRules {
  /// Refuses a correction of what cannot be corrected.
  ///
  /// - Parameter target: The event named by the correction; `nil` if the log has none.
  public static func check(
    _ correction: FactCorrected, of target: RepairTarget?
  ) throws(Rejection) {
    let target = try live(target)
    guard target.type != .eventAnnulled else {
      throw refusal(Words("an annulment is not corrected", "误录撤销不得更正"))
    }
    // The header has two fields that may change; id, type and stream are no fields at all.
    if correction.field == "occurred" || correction.field == "externalID" { return }
    let schema = GovernanceEvent.catalogue.schema(target.type, version: target.version)
    guard let field = schema?.field(named: correction.field) else {
      throw refusal(
        Words(
          "\(target.type.name) has no field of that name; id, type and stream never change",
          "\(target.type.name) 没有该字段；编号、类型和流不得更改"))
    }
    if case .sealed = field.place {
      throw refusal(
        Words(
          "a sealed field is not corrected, for the new words would stand in clear",
          "加密字段不得更正，否则新内容将以明文保存"))
    }
  }

  /// Refuses an annulment of what cannot be annulled.
  public static func check(
    _ annulment: EventAnnulled, of target: RepairTarget?
  ) throws(Rejection) {
    guard try live(target).type != .eventAnnulled else {
      throw refusal(Words("an annulment is not annulled itself", "误录撤销本身不得再撤销"))
    }
  }

  private static func live(_ target: RepairTarget?) throws(Rejection) -> RepairTarget {
    guard let target else {
      throw refusal(Words("the log has no such event", "日志中没有该事件"))
    }
    guard !target.isAnnulled else {
      throw refusal(Words("that event was annulled before", "该事件已被撤销"))
    }
    return target
  }

  private static func refusal(_ message: Words) -> Rejection {
    Rejection(
      rule: "I-41", source: "domain §1.9", message: message,
      next: Words("record a new event instead", "请另行记录新的事件"))
  }
}
