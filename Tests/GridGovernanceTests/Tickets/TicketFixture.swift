// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance

typealias TicketSpecification = Specification<TicketDecider>

/// The bodies of a small county: a village station, a town centre and office, the county's.
enum Body {
  static let station: ObjectName = "body/v-station"
  static let office: ObjectName = "body/t-office"
  static let town: ObjectName = "body/t-centre"
  static let county: ObjectName = "body/c-centre"
  static let department: ObjectName = "body/c-department"
  static let otherTown: ObjectName = "body/u-centre"
}

extension TicketActor {
  static let station = TicketActor(body: Body.station, kind: .station, level: .village)
  static let office = TicketActor(body: Body.office, kind: .townOffice, level: .town)
  static let town = TicketActor(
    body: Body.town, kind: .centre, level: .town, roles: [.dutyLeader, .dispatcher])
  static let county = TicketActor(
    body: Body.county, kind: .centre, level: .county, roles: [.dutyLeader, .dispatcher])
  static let department = TicketActor(
    body: Body.department, kind: .department, level: .county, covers: false)
  static let otherTown = TicketActor(
    body: Body.otherTown, kind: .centre, level: .town, roles: [.dutyLeader, .dispatcher],
    covers: false)

  static let everybody = [station, office, town, county, department, otherTown]
}

extension TicketUnit {
  static let station = TicketUnit(
    body: Body.station, kind: .station, level: .village, town: "division/t")
  static let office = TicketUnit(
    body: Body.office, kind: .townOffice, level: .town, town: "division/t")
  static let town = TicketUnit(
    body: Body.town, kind: .centre, level: .town, town: "division/t")
  static let department = TicketUnit(
    body: Body.department, kind: .department, level: .county)
}

extension TicketContext {
  static let ticket: ObjectName = "ticket/1"
  static let start: Instant = "2021-08-05T08:00:00+08:00"

  /// A context in which nothing stands in the way but what the test changes.
  static func acting(
    _ actor: TicketActor, on unit: TicketUnit? = nil, minute: Int = 0,
    _ change: (inout TicketContext) -> Void = { _ in }
  ) -> TicketContext {
    var context = TicketContext(
      ticket: ticket, now: start.adding(microseconds: Int64(minute) * 60_000_000),
      commandID: EventID(high: 7, low: 7), actor: actor,
      rules: TicketRules(
        origins: [
          OriginRule(code: "gridWorker", name: "网格员上报", townSource: .grid),
          OriginRule(code: "hotline", name: "12345 热线", townSource: .public),
        ],
        categories: [CategoryRule(code: "E14", name: "咨询", checkRequired: false)]),
      unit: unit)
    change(&context)
    return context
  }
}

extension IncidentReported {
  static func sample(
    origin: String = "gridWorker", category: ObjectName = "category/E01-01",
    urgency: TicketGrade? = nil, selfSolved: Bool = false
  ) -> IncidentReported {
    IncidentReported(
      ticket: TicketContext.ticket, origin: origin, channel: "app", category: category,
      urgency: urgency, division: "division/v", text: "something is wrong",
      reporter: "person/p1", selfSolved: selfSolved)
  }
}

/// A history made by commands, one after the other; a rejection is the test's own mistake.
struct Story {
  private(set) var facts: [TicketFact] = []
  private var minute = 0

  var state: TicketState { TicketDecider.state(after: facts) }
  var specification: TicketSpecification { .given(facts) }

  func then(
    _ actor: TicketActor, _ command: TicketCommand, on unit: TicketUnit? = nil,
    _ change: (inout TicketContext) -> Void = { _ in }
  ) throws -> Story {
    var story = self
    story.minute += 1
    let context = TicketContext.acting(actor, on: unit, minute: story.minute, change)
    story.facts += try TicketDecider.decide(command, given: state, in: context)
    return story
  }

  func when(
    _ actor: TicketActor, _ command: TicketCommand, on unit: TicketUnit? = nil,
    _ change: (inout TicketContext) -> Void = { _ in }
  ) -> TicketSpecification.Outcome {
    specification.when(
      command, in: .acting(actor, on: unit, minute: minute + 1, change))
  }

  var statuses: [TicketStatus?] {
    facts.indices.map { TicketDecider.state(after: facts[...$0]).status }
  }
}

extension DispatchOrder {
  static func to(
    _ handler: ObjectName, ground: DispatchGround = .ownDuty, document: ObjectName? = nil
  ) -> DispatchOrder {
    DispatchOrder(to: handler, by: "rule/limits", ground: ground, document: document)
  }

  static let village = DispatchOrder.to(Body.station, ground: .consent, document: "document/1")
}

// One ticket in each state, registered by the town and handled by the village station.
extension Story {
  static func inStatus(_ status: TicketStatus?) throws -> Story {
    guard let status else { return Story() }
    switch status {
    case .reported: return try Story().then(.station, .report(.sample()))
    case .accepted: return try inStatus(.reported).then(.town, .accept)
    case .declined: return try inStatus(.reported).then(.town, .decline(ground: "g"))
    case .registered: return try inStatus(.accepted).then(.town, .register(grade: .normal))
    case .notRegistered: return try inStatus(.accepted).then(.town, .decline(ground: "g"))
    case .dispatched:
      return try inStatus(.registered).then(.town, .dispatch(.village), on: .station)
    case .handling: return try inStatus(.dispatched).then(.station, .signFor())
    case .returning:
      return try inStatus(.handling).then(
        .station, .putBack(ground: .notMine, request: "request/return"))
    case .suspended:
      return try inStatus(.handling).then(
        .town, .suspend(Suspension(.shelved, ground: "g")))
    case .handled: return try inStatus(.handling).then(.station, .complete(result: "done"))
    case .checked: return try inStatus(.handled).then(.town, .inspect(Inspection(.passed)))
    case .closed: return try inStatus(.checked).then(.town, .close(Closing(.solved)))
    case .referred:
      return try inStatus(.reported).then(
        .town, .refer(ground: .otherAuthority, outsideName: "电力公司"))
    case .voided: return try inStatus(.reported).then(.town, .void(ground: "g"))
    case .merged:
      return try inStatus(.reported).then(.town, .merge) {
        $0.survivor = TicketSurvivor(ticket: "ticket/2", status: .handling)
      }
    }
  }

  /// County → town → office, in the office's hands.
  static func twoTiers() throws -> Story {
    try Story().then(.station, .report(.sample())).then(.county, .accept)
      .then(.county, .register(grade: .normal))
      .then(.county, .dispatch(.to(Body.town)), on: .town).then(.town, .signFor())
      .then(.town, .dispatch(.to(Body.office)), on: .office).then(.office, .signFor())
  }
}
