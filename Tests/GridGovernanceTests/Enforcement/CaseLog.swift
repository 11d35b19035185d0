// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance

/// The small county's log with a town that enforces and approves: bodies, powers, certificates
/// and laws, all from 2021 on.
final class CaseLog {
  let place: CountyLog
  let log: EventLog

  static let day: Instant = "2021-08-02T10:00:00+08:00"

  var county: County { County(log, scope: .county) }
  var bureau: County { county.acting(as: Town.bureau) }
  var government: County { county.acting(as: Town.government) }
  var window: County { county.acting(as: Hall.window) }

  init() throws {
    place = try CountyLog()
    log = place.log
    for (body, division, superior) in [
      (Town.government, SmallCounty.town, nil), (Town.bureau, SmallCounty.town, Town.government),
      (Hall.window, SmallCounty.town, Town.government),
      (Town.department, SmallCounty.county, nil), (Town.otherBureau, SmallCounty.town, nil),
    ] as [(ObjectName, ObjectName, ObjectName?)] {
      try record(
        BodyRegistered(
          body: body, name: body.key, kind: .townOffice, level: .town, division: division,
          subordination: .county, superior: superior, effectiveFrom: "2021-01-01"))
    }
    try record(Town.devolved(Town.power, .penalty))
    try record(Town.devolved(Town.delegated, .penalty, .delegated))
    try record(Town.devolved(Town.coercive, .coerciveMeasure))
    try record(Town.devolved(Hall.licence, .licence))
    for number in 1...4 { try record(Town.certificate(number)) }
    for law in [Law.before, Law.after(), Hall.approvalLaw, Hall.guideRule] + Law.review {
      try record(law)
    }
  }

  private func record(_ event: some Event) throws {
    try log.append(NewEvent(event, occurred: "2021-01-10T09:00:00+08:00"))
  }

  /// The places of events of a type that name the object.
  func positions(_ type: EventType, _ role: Role, _ object: ObjectName) throws -> [Position] {
    try log.events(.reference(role, object, types: type)).map(\.position)
  }
}
