// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What the rules of joining read from outside, as plain values.
public struct DataContext: Hashable, Sendable {
  /// When the act happens.
  public var now: Instant
  /// Names the command.
  public var commandID: EventID
  /// Who acts.
  public var actor: Actor
  /// What the record became when it came in before; `nil` if it is new.
  public var known: ObjectName?
  /// Whether the thing that the record is said to be stands in the log.
  public var mapsStands: Bool

  public init(
    now: Instant, commandID: EventID, actor: Actor = Actor(), known: ObjectName? = nil,
    mapsStands: Bool = false
  ) {
    self.now = now
    self.commandID = commandID
    self.actor = actor
    self.known = known
    self.mapsStands = mapsStands
  }
}

/// The rules of joining data 数据接入 (domain §7.1, M9; county text S47–S49, S60, S61).
public enum DataDecider: Decider {
  public static var initialState: DataState { DataState() }

  /// The events that the command causes, in order.
  ///
  /// A report that is new says so before the record; whether an incident may be reported so is for
  /// the rules of tickets.
  public static func decide(
    _ command: DataCommand, given state: DataState, in context: DataContext
  ) throws(Rejection) -> [Fact<DataEvent>] {
    switch command {
    case .setConnector(let change):
      try check(change, given: state)
      return [fact(.connectorChanged(change), in: context)]
    case .take(let record, let thing):
      try check(record)
      try require(context.mapsStands, .mapsNothing(thing))
      if let known = context.known, known != thing { throw .otherThing(record, known) }
      return [fact(of: record, mapping: thing, in: context)]
    case .report(let record, let report):
      try check(record)
      if let known = context.known { return [fact(of: record, mapping: known, in: context)] }
      var first = fact(.reported(report), in: context)
      first.id = record.source.eventID(of: .incidentReported)
      return [first, fact(of: record, mapping: report.ticket, in: context)]
    }
  }

  /// The state after one more event.
  public static func evolve(_ state: DataState, with fact: Fact<DataEvent>) -> DataState {
    var state = state
    state.apply(fact.event)
    return state
  }

  private static func check(
    _ change: ConnectorStatusChanged, given state: DataState
  ) throws(Rejection) {
    guard let connector = state.connectors[change.system] else { return }
    let saysMore = change.authority.map { $0 != connector.authority } ?? false
    try require(
      connector.status != change.status || saysMore,
      .row(
        .connectorStatusChanged,
        Words(
          "the connector of \(change.system) is \(change.status.rawValue) already",
          "\(change.system) 的接口状态已是 \(change.status.rawValue)"),
        next: Words("nothing is left to do", "无需登记")))
  }

  private static func check(_ record: ExternalRecord) throws(Rejection) {
    let minutes = record.minutes
    try require(
      minutes.map { $0 >= "0" && record.mode == .reentered } ?? true,
      .row(
        .externalRecordImported,
        Words(
          "minutes are what typing in again cost: none for a feed, and never below zero",
          "耗时仅用于二次录入，且不得为负"),
        next: Words("leave them out", "请删去耗时")))
  }

  private static func fact(_ event: DataEvent, in context: DataContext) -> Fact<DataEvent> {
    Fact(event, actor: context.actor, occurred: context.now)
  }

  private static func fact(
    of record: ExternalRecord, mapping thing: ObjectName, in context: DataContext
  ) -> Fact<DataEvent> {
    var fact = fact(.recordImported(record.event(mapping: thing)), in: context)
    fact.id = record.eventID(for: context.commandID)
    return fact
  }
}

extension Rejection {
  fileprivate static func mapsNothing(_ thing: ObjectName) -> Rejection {
    row(
      .externalRecordImported,
      Words("the log has nothing of \(thing)", "日志中没有 \(thing)"),
      next: Words("record it first, or name what the record is", "先登记该事项，或另行指定"))
  }

  fileprivate static func otherThing(_ record: ExternalRecord, _ known: ObjectName) -> Rejection {
    row(
      .externalRecordImported,
      Words(
        "\(record.externalID) of \(record.system) is \(known) here: one record is one thing",
        "\(record.system) 的 \(record.externalID) 在此即 \(known)：一件记录只对应一个事项"),
      next: Words("name that one, or annul what is wrong", "请写明该事项，或撤销误录"))
  }
}
