// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance

/// `08-05 09:00`: a time of 2021 in Shanghai.
func time(_ text: String) -> Instant {
  guard let time = Instant("2021-\(text.replacing(" ", with: "T")):00+08:00") else {
    preconditionFailure("\(text) is not a time")
  }
  return time
}

/// Steps of tickets as tests of views tell them; times as in ``time(_:)``.
extension HistoryBuilder {
  @discardableResult
  mutating func report(
    _ ticket: ObjectName, _ at: String, by body: ObjectName? = Body.station,
    origin: String = "gridWorker", channel: String = "app", category: ObjectName = "category/E07",
    grid: ObjectName? = nil, selfSolved: Bool = false, due: String? = nil,
    recorded: Instant? = nil
  ) -> StoredEvent {
    add(
      IncidentReported(
        ticket: ticket, origin: origin, channel: channel, category: category,
        division: SmallCounty.village, grid: grid, text: "words", selfSolved: selfSolved,
        dueGiven: due.map(time)), at: time(at), by: body, recorded: recorded)
  }

  @discardableResult
  mutating func dispatch(
    _ ticket: ObjectName, _ at: String, to unit: ObjectName, hop: Int = 1,
    by body: ObjectName? = Body.town, binding: Bool = false
  ) -> StoredEvent {
    add(
      TicketDispatched(
        ticket: ticket, hop: hop, handler: unit, rule: "rule/limits", binding: binding,
        ground: .ownDuty), at: time(at), by: body)
  }

  @discardableResult
  mutating func redirect(
    _ ticket: ObjectName, _ at: String, to unit: ObjectName, hop: Int = 1,
    by body: ObjectName? = Body.town
  ) -> StoredEvent {
    add(
      TicketRedirected(
        ticket: ticket, hop: hop, handler: unit, rule: "rule/limits", ground: .ownDuty),
      at: time(at), by: body)
  }

  @discardableResult
  mutating func putBack(
    _ ticket: ObjectName, _ at: String, _ request: ObjectName, hop: Int = 1,
    ground: TicketReturned.Ground = .notMine, by body: ObjectName = Body.office
  ) -> StoredEvent {
    add(
      TicketReturned(ticket: ticket, hop: hop, request: request, ground: ground), at: time(at),
      by: body)
  }

  @discardableResult
  mutating func rule(
    _ ticket: ObjectName, _ at: String, _ request: ObjectName, _ kind: RequestKind,
    _ result: RequestRuled.Result, units: Int? = nil
  ) -> StoredEvent {
    add(
      RequestRuled(
        ticket: ticket, request: request, kind: kind, result: result, grantedUnits: units),
      at: time(at), by: Body.town, stream: ticket)
  }

  @discardableResult
  mutating func complete(
    _ ticket: ObjectName, _ at: String, hop: Int = 1, by body: ObjectName = Body.office
  ) -> StoredEvent {
    add(HandlingCompleted(ticket: ticket, hop: hop, result: "done"), at: time(at), by: body)
  }

  @discardableResult
  mutating func inspect(
    _ ticket: ObjectName, _ at: String, _ result: WorkInspected.Result, hop: Int = 1,
    wrongUnit: Bool = false
  ) -> StoredEvent {
    add(
      WorkInspected(
        ticket: ticket, hop: hop, result: result, wrongUnit: wrongUnit, onSite: true),
      at: time(at), by: Body.town)
  }

  @discardableResult
  mutating func close(
    _ ticket: ObjectName, _ at: String, _ reason: CloseReason = .solved,
    by body: ObjectName = Body.town
  ) -> StoredEvent {
    add(TicketClosed(ticket: ticket, reason: reason, replied: true), at: time(at), by: body)
  }

  @discardableResult
  mutating func callBack(
    _ ticket: ObjectName, _ at: String, contacted: Bool? = nil, solved: Bool? = nil,
    satisfaction: Int? = nil, reached: Bool = true
  ) -> StoredEvent {
    add(
      FollowUpRecorded(
        ticket: ticket, reached: reached, contacted: contacted, solved: solved,
        satisfaction: satisfaction), at: time(at), by: Body.county, stream: ticket)
  }
}

/// What is not 0 in the rows of a table, one line a row.
func figures(_ rows: [ViewRow], without left: Set<String> = []) -> String {
  rows.map { row in
    let fields = row.fields.filter { $0.value != .int(0) && !left.contains($0.name) }
    return "\(row.key.shortText): "
      + fields.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
  }.joined(separator: "\n")
}

/// A count of a row.
func count(_ row: ViewRow, _ name: String) -> Int {
  guard case .int(let number)? = row[name] else { return 0 }
  return Int(number)
}
