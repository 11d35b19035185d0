// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 数据时效 (P23): how late do facts come in, what is typed twice, which connector is down?
///
/// Reads the header of every event: one row a source system and business day of recording, in
/// `days`; connectors in `connectors`; `totals` by system. Folded in recorded order: a lag is that
/// of the header as it was recorded, whatever is corrected later. Percentiles are nearest ranks of
/// counted lags, so they are the same in whatever order events come, and exact to the step: whole
/// seconds below ten minutes, minutes below a day, hours below thirty days, days beyond. Repairs
/// of imports and of connector states are carried out here.
public struct DataFreshness: PresentingTwo, Totalling {
  public typealias Key = FreshnessKey
  public typealias Row = FreshnessRow
  public typealias SecondKey = ObjectID
  public typealias SecondRow = ConnectorRow
  public static let name = "data-freshness"
  public static let version = 1
  public static let golden = Digest(
    "sha256:bdcc03756b125d3b0dee8b431ad2d076ccc5a8dbb7129624d39e61228d7d51fe")
  public static let rules = ViewColumns.dataFreshnessRules.mapValues(\.en)

  public let days = Table<FreshnessKey, FreshnessRow>()
  public let connectors = Table<ObjectID, ConnectorRow>()
  let imports = Workspace<EventID, ImportedRecord>()
  let histories = Workspace<ObjectID, ConnectorHistory>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    let type = event.type
    let isImport = type == .externalRecordImported
    let isRepair = type == .factCorrected || type == .eventAnnulled
    let named = isImport || isRepair || type == .connectorStatusChanged
    let system = event.system ?? (named ? event.reference(.system) : nil)
    let key = FreshnessKey(system: system, day: event.zone.date(of: event.recorded))
    let lag = floorDivide(event.recorded.microseconds(since: event.occurred), 1_000_000)
    days.update(key, default: FreshnessRow()) { row in
      row.count(lag: Int(lag))
      if isRepair { row.repairs += 1 }
    }
    if isImport {
      take(ImportedRecord(event, in: key), event.id, 1)
    } else if type == .connectorStatusChanged {
      try change(event)
    } else if isRepair, event.reference(.system) != nil {
      try repair(event)
    }
  }

  // MARK: Imports

  private func take(_ record: ImportedRecord, _ id: EventID, _ sign: Int) {
    imports[id] = sign > 0 ? record : nil
    days.update(record.key, default: FreshnessRow()) { row in
      row.imported += sign
      if record.isReentered { row.reentered += sign }
      guard let minutes = record.minutes else { return }
      let change =
        sign > 0 ? minutes : ExactDecimal(mantissa: -minutes.mantissa, scale: minutes.scale)
      row.minutes = row.minutes.adding(change)
    }
  }

  // MARK: Connectors

  private func change(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let system = event.reference(.system),
      let status = event.enumeration(ConnectorStatusChanged.Field.status).flatMap(
        ConnectorStatusChanged.Status.init(number:))
    else { throw Refusal("ConnectorStatusChanged without system or status") }
    let step = ConnectorHistory.Step(
      id: event.id, at: event.occurred, status: status, authority: event.reference(.authority))
    change(system) { $0.add(step) }
  }

  private func change(_ system: ObjectID, _ change: (inout ConnectorHistory) -> Void) {
    let history = histories.update(system, default: ConnectorHistory()) { history in
      change(&history)
      return history
    }
    connectors.update(system, default: ConnectorRow()) { $0.show(history) }
  }

  // MARK: Repairs

  private func repair(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    if event.type == .eventAnnulled {
      let target = try event.decode(EventAnnulled.self).target
      if let record = imports[target] { return take(record, target, -1) }
      if let system = system(of: event, target) { change(system) { $0.remove(target) } }
      return
    }
    let correction = try event.decode(FactCorrected.self)
    if let record = imports[correction.target] {
      guard let amended = record.amended(correction) else { return }
      take(record, correction.target, -1)
      take(amended, correction.target, 1)
    } else if let system = system(of: event, correction.target) {
      change(system) { $0.amend(correction) }
    }
  }

  /// The connector of which the target is a step.
  private func system(
    of event: borrowing RecordedEvent<GovernanceEvent>, _ target: EventID
  ) -> ObjectID? {
    guard let system = event.reference(.system),
      histories[system]?.steps.contains(where: { $0.id == target }) == true
    else { return nil }
    return system
  }
}

// What is read at the asked moment.
extension DataFreshness {
  public func present(_ row: FreshnessRow, of key: FreshnessKey, at clock: Instant) -> FreshnessRow
  {
    var row = row
    row.lagP50 = row.steps?.percentile(50)
    row.lagP95 = row.steps?.percentile(95)
    row.reenteredRate = .percent(row.reentered, of: row.imported)
    row.steps = nil
    return row
  }

  public func present(_ row: ConnectorRow, of system: ObjectID, at clock: Instant) -> ConnectorRow {
    guard row.status == .down, let since = row.since, since <= clock else { return row }
    var row = row
    let minutes = Int(clock.microseconds(since: since) / 60_000_000)
    row.downFor = minutes
    row.downMinutes += minutes
    return row
  }

  public func totals(
    of rows: [(key: FreshnessKey, row: FreshnessRow)], at clock: Instant
  ) -> [(key: FreshnessTotalKey, row: FreshnessTotal)] {
    var totals = Totals<FreshnessTotalKey, FreshnessTotal>(FreshnessTotal())
    var lags: [FreshnessTotalKey: [Int: Int]] = [:]
    for (key, row) in rows {
      let place = FreshnessTotalKey(system: key.system)
      totals.update(place) { $0.count(row) }
      for step in days[key]?.steps ?? [] {
        lags[place, default: [:]][step.seconds, default: 0] += step.count
      }
    }
    return totals.rows.map { total in
      var total = total
      let steps = (lags[total.key] ?? [:]).map { LagStep(seconds: $0.key, count: $0.value) }
        .sorted { $0.seconds < $1.seconds }
      total.row.lagP50 = steps.percentile(50)
      total.row.lagP95 = steps.percentile(95)
      return total
    }
  }
}

/// How a record came in, so that its repair is counted where it was.
struct ImportedRecord: TableRow {
  var key: FreshnessKey
  var isReentered: Bool
  var minutes: ExactDecimal?

  init(_ event: borrowing RecordedEvent<GovernanceEvent>, in key: FreshnessKey) {
    self.key = key
    isReentered =
      event.enumeration(ExternalRecordImported.Field.mode)
      == ExternalRecordImported.Mode.reentered.number
    minutes = event.decimal(ExternalRecordImported.Field.minutes)
  }

  /// The record as corrected; `nil` if the correction changes nothing that counts here.
  func amended(_ correction: FactCorrected) -> ImportedRecord? {
    var record = self
    switch (correction.field, correction.new) {
    case ("mode", .text(let mode)):
      record.isReentered = mode == ExternalRecordImported.Mode.reentered.rawValue
    case ("minutes", .decimal(let minutes)): record.minutes = minutes
    default: return nil
    }
    return record
  }
}

/// Every change of a connector's status, by the time at which it happened.
struct ConnectorHistory: TableRow {
  struct Step: Codable, Hashable, Sendable {
    var id: EventID
    var at: Instant
    var status: ConnectorStatusChanged.Status
    var authority: ObjectID?
  }

  private(set) var steps: [Step] = []

  /// Of one time, the one recorded last stands last.
  mutating func add(_ step: Step) {
    let index = steps.lastIndex { $0.at <= step.at }.map { $0 + 1 } ?? 0
    steps.insert(step, at: index)
  }

  mutating func remove(_ id: EventID) { steps.removeAll { $0.id == id } }

  mutating func amend(_ correction: FactCorrected) {
    guard let index = steps.firstIndex(where: { $0.id == correction.target }) else { return }
    var step = steps[index]
    switch (correction.field, correction.new) {
    case ("status", .text(let name)):
      step.status = ConnectorStatusChanged.Status(rawValue: name) ?? step.status
      steps[index] = step
    case ("occurred", .instant(let time)):
      step.at = time
      steps.remove(at: index)
      add(step)
    default: break
    }
  }
}

extension ConnectorRow {
  fileprivate mutating func show(_ history: ConnectorHistory) {
    self = ConnectorRow()
    var microseconds: Int64 = 0
    for (index, step) in history.steps.enumerated() {
      // The time since which a status holds is that of the first change to it.
      if status != step.status {
        since = step.at
        if step.status == .down { downtimes += 1 }
      }
      status = step.status
      authority = step.authority ?? authority
      changes += 1
      if step.status == .down, index + 1 < history.steps.count,
        history.steps[index + 1].status != .down, let since
      {
        microseconds += history.steps[index + 1].at.microseconds(since: since)
      }
    }
    downMinutes = Int(microseconds / 60_000_000)
  }
}
