// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Where records of other systems come in 数据接入, and connectors are kept.
///
/// One record is one thing here, whichever way and however often it comes: what is fed and typed in
/// as well is one ticket, and the typing is on record with the minutes that it cost.
///
/// ```swift
/// let order = ExternalRecord(
///   system: "system/12345", externalID: "2021-0917-0042", mode: .feed, sourceTime: then)
/// let joined = try county.acting(as: centre).data.execute(.report(order, report))
/// ```
public struct DataDesk: Sendable {
  let county: County

  /// How the connectors stand as known now, repairs carried out.
  public func state() throws(CommandError<Rejection>) -> DataState {
    try county.contents(of: county.books.data)
  }

  /// What a record of another system is here: by the ticket that it became, or by its feed; `nil` if
  /// none of that number came in.
  ///
  /// - Parameter externalID: The record's own number over there.
  public func thing(
    of externalID: String, in system: ObjectName
  ) throws(CommandError<Rejection>) -> ObjectName? {
    let source = Source(system: system, externalID: externalID)
    return try county.door.read { log throws(EventLogError) in
      if let report = try source.eventID(of: .incidentReported).flatMap(log.event(_:)) {
        return report.content.stream
      }
      return try source.eventID(of: .externalRecordImported).flatMap(log.event(_:))?.maps
    }
  }

  /// Runs a command.
  ///
  /// - Parameters:
  ///   - at: When the act happened; now if not given (in an archive: when its last event did).
  ///   - commandID: The command's id, for retries. A feed needs none: the same record is taken once.
  /// - Returns: Where the events stand; the last of them is the record's.
  /// - Throws: ``CommandError``: a connector that stands so already, a record that is something else
  ///   here, or what the rules of tickets say to a new report. Of a feed and a hand at once one
  ///   makes the ticket, the other is told to read again.
  @available(*, noasync, message: "in async code, run the command on a thread of its own")
  @discardableResult
  public func execute(
    _ command: DataCommand, at moment: Instant? = nil, commandID: EventID? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    if let delivered = try delivered(command) { return delivered }
    return try county.door.carryOut(as: commandID, at: moment) {
      request throws(CommandError<Rejection>) in
      let known = try command.record.flatMap { record throws(CommandError<Rejection>) in
        try thing(of: record.externalID, in: record.system)
      }
      let context = DataContext(
        now: request.now, commandID: request.id, actor: county.actor, known: known,
        mapsStands: try command.thing.map(stands) ?? false)
      let state = try state()
      let facts = try county.door.rules { () throws(Rejection) in
        try DataDecider.decide(command, given: state, in: context)
      }
      try county.requireScope(of: facts.filter(\.isNoReport), at: request.now)
      return CommandDoor.Decision(
        facts: facts, condition: try condition(of: command, isKnown: known != nil, request),
        source: command.record?.source)
    }
  }

  /// What a new report is decided by is for the rules of tickets; else a change of the same
  /// connector, or the same record come in otherwise, which its id tells.
  private func condition(
    of command: DataCommand, isKnown: Bool, _ request: CommandDoor.Request
  ) throws(CommandError<Rejection>) -> AppendCondition {
    switch command {
    case .report(_, let report) where !isKnown:
      return try Ticket(report.ticket, of: county).decide(.report(report), request).condition
    case .setConnector(let change):
      return .noEvents(
        matching: Query([.naming(change.system, as: .system, in: .connectorStatusChanged)]),
        after: request.head)
    case .report, .take: return .none
    }
  }

  /// Where a record stands that a feed or a batch has delivered before.
  private func delivered(
    _ command: DataCommand
  ) throws(CommandError<Rejection>) -> Receipt? {
    guard let record = command.record, record.mode != .reentered,
      let id = record.source.eventID(of: .externalRecordImported)
    else { return nil }
    return try county.door.read { log throws(EventLogError) in try log.receipt(of: [id]) }
  }

  private func stands(_ thing: ObjectName) throws(CommandError<Rejection>) -> Bool {
    try county.door.read { log throws(EventLogError) in
      try !log.events(.stream(thing), limit: 1).isEmpty
    }
  }
}

extension County {
  /// Records of other systems, and connectors.
  public var data: DataDesk { DataDesk(county: self) }
}

extension DataCommand {
  fileprivate var record: ExternalRecord? {
    switch self {
    case .take(let record, _), .report(let record, _): record
    case .setConnector: nil
    }
  }

  /// What the record is said to be.
  fileprivate var thing: ObjectName? {
    if case .take(_, let thing) = self { thing } else { nil }
  }
}

extension Fact<DataEvent> {
  /// A report's scope is the ticket's affair.
  fileprivate var isNoReport: Bool {
    if case .reported = event { false } else { true }
  }
}

extension StoredEvent {
  /// What the record is here.
  fileprivate var maps: ObjectName? {
    content.references.first { $0.role == .maps }?.object
  }
}
