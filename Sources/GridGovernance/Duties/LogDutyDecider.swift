// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What the rules of the log's duties read from outside, as plain values.
public struct LogDutyContext: Hashable, Sendable {
  /// When the act happens.
  public var now: Instant
  /// In which business days begin and end.
  public var zone: BusinessZone
  /// Who acts.
  public var actor: Actor
  /// The root of the log's tree at the size that is to be sealed; `nil` if it has no such size.
  public var root: Bytes?
  /// The log's hash, as a code.
  public var algorithm: String

  public init(
    now: Instant, zone: BusinessZone = .shanghai, actor: Actor = Actor(), root: Bytes? = nil,
    algorithm: String = "sha256"
  ) {
    self.now = now
    self.zone = zone
    self.actor = actor
    self.root = root
    self.algorithm = algorithm
  }
}

/// The rules of what the log owes to persons and archives (domain §8.1, §8.2).
public enum LogDutyDecider: Decider {
  public static var initialState: LogDutyState { LogDutyState() }

  /// The event that the command causes.
  public static func decide(
    _ command: LogDutyCommand, given state: LogDutyState, in context: LogDutyContext
  ) throws(Rejection) -> [Fact<LogDutyEvent>] {
    let day = context.zone.date(of: context.now)
    switch command {
    case .erase(let event):
      for person in event.person where state.isHeld(person, on: day) { throw .held(person) }
    case .restrict: break
    case .setHold(let event):
      try require(
        event.effectiveTo.map { event.effectiveFrom <= $0 } ?? true,
        .row(
          .retentionHoldSet, Words("the hold ends before it begins", "冻结的终止日早于起始日"),
          next: Words("correct the days", "请更正日期")))
    case .liftHold(let event):
      for subject in event.subject where state.holds[subject] == nil { throw .notHeld(subject) }
    case .seal(let event):
      try require(
        event.root == context.root && event.algorithm == context.algorithm,
        .row(
          .checkpointSealed,
          Words(
            "that is not the root of this log at \(event.upTo)", "这不是本日志在 \(event.upTo) 处的根"),
          next: Words("take it from gridlog checkpoint", "请以 gridlog checkpoint 的结果为准")))
    }
    return [Fact(command.event, actor: context.actor, occurred: context.now)]
  }

  /// The state after one more event.
  public static func evolve(_ state: LogDutyState, with fact: Fact<LogDutyEvent>) -> LogDutyState {
    var state = state
    state.apply(fact.event)
    return state
  }
}

extension Rejection {
  fileprivate static func held(_ person: ObjectName) -> Rejection {
    Rejection(
      rule: "§7.1 \(EventType.personalDataErased.name)",
      source: "PIPL art. 47 (个人信息保护法第47条); Archives Law art. 14 (档案法第14条)",
      message: Words(
        "\(person) is held: what is to be kept is not erased", "\(person) 已冻结保存，不得删除"),
      next: Words(
        "restrict it instead, or lift the hold first", "可改为限制处理，或先解除冻结"))
  }

  fileprivate static func notHeld(_ subject: ObjectName) -> Rejection {
    row(
      .retentionHoldLifted, Words("\(subject) is not held", "\(subject) 未被冻结"),
      next: Words("name what is held", "请写明被冻结的对象"))
  }
}
