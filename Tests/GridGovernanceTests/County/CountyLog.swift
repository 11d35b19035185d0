// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance

/// The small county in a log on disk, with people in their roles, from 2021 on.
final class CountyLog {
  let directory = TemporaryDirectory()
  let log: EventLog

  var county: County { County(log, scope: .county) }
  var town: County { county.acting(as: Body.town, person: "person/t-leader") }
  var centre: County { county.acting(as: Body.county, person: "person/c-leader") }
  var office: County { county.acting(as: Body.office) }

  init() throws {
    let path = directory.path(of: "county.gridlog")
    _ = try EventLog.create(
      at: path, options: EventLogOptions(catalogue: GovernanceEvent.catalogue), clock: .source,
      now: "2021-01-01T00:00:00+08:00")
    log = try EventLog(at: path)
    var history = HistoryBuilder.smallCounty()
    history.add(
      RuleSetPublished(
        rule: "rule/procedure", kind: .procedure,
        content: RuleContent(
          tickets: TicketPolicies(reopenDays: 15, returnWindow: 1, returnWindowUnit: .workingDay)),
        effectiveFrom: "2021-01-01"))
    for (person, place) in [
      ("person/t-leader", SmallCounty.town), ("person/c-leader", SmallCounty.county),
    ] as [(ObjectName, ObjectName)] {
      for role in [PersonRole.dutyLeader, .dispatcher] {
        history.add(
          RoleConferred(
            person: person, roleKind: role, scope: place, effectiveFrom: "2021-01-01"))
      }
    }
    for event in history.events { try log.append(NewEvent(event)) }
  }

  /// A ticket that the town sent to its office at ten on a Friday.
  func dispatched(_ number: String = "1") throws -> ObjectName {
    try town.ticket(number).report(
      origin: "gridWorker", category: "category/E07", division: SmallCounty.village,
      grid: "grid/1", text: "words", at: "2021-09-17T09:00:00+08:00")
    try town.ticket(number).accept(at: "2021-09-17T09:30:00+08:00")
    try town.ticket(number).register(at: "2021-09-17T09:40:00+08:00")
    try town.ticket(number).dispatch(
      to: Body.office, by: "rule/limits", at: "2021-09-17T10:00:00+08:00")
    return ObjectName(.ticket, number)
  }

  /// The types of a ticket's events, in order.
  func types(_ ticket: ObjectName) throws -> [String] {
    try log.events(.stream(ticket)).map(\.content.type.name)
  }
}

extension NewEvent {
  /// The same event on its way into another log.
  init(_ event: StoredEvent) {
    self.init(
      id: event.content.id, type: event.content.type, version: event.content.version,
      stream: event.content.stream, occurred: event.content.occurred,
      actor: event.content.actor,
      body: EventBody(
        references: event.content.references, payload: event.content.payload, clear: []))
  }
}

/// What a command was refused with; `nil` if it was carried out or failed otherwise.
func rejection(_ command: () throws -> Receipt) throws -> Rejection? {
  do {
    _ = try command()
    return nil
  } catch CommandError<Rejection>.rejected(let rejection) {
    return rejection
  }
}
