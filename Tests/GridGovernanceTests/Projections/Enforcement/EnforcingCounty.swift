// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance

extension HistoryBuilder {
  /// The small county with a town that enforces and approves, all from January 2021.
  static func enforcing(certificates: ClosedRange<Int> = 1...4) -> HistoryBuilder {
    var history = HistoryBuilder.smallCounty()
    for (body, division) in [
      (Town.government, SmallCounty.town), (Town.bureau, SmallCounty.town),
      (Hall.window, SmallCounty.town), (Town.department, SmallCounty.county),
      (Town.otherBureau, SmallCounty.otherTown),
    ] {
      history.add(
        BodyRegistered(
          body: body, name: body.key, kind: .townOffice, level: .town, division: division,
          subordination: .county, effectiveFrom: "2021-01-01"))
    }
    history.add(Town.devolved(Town.power, .penalty))
    history.add(Town.devolved(Town.coercive, .coerciveMeasure))
    history.add(Town.devolved(Hall.licence, .licence))
    for number in certificates { history.add(Town.certificate(number)) }
    for law in [Law.before, Law.after(), Hall.approvalLaw, Hall.guideRule] + Law.review {
      history.add(law)
    }
    return history
  }

  /// Adds what commands led to; the events as stored, in their order.
  @discardableResult
  mutating func add(_ story: CaseStory) -> [StoredEvent] {
    story.facts.map {
      add($0.event.event, at: $0.occurred, by: $0.actor.body, of: CaseContext.name)
    }
  }

  @discardableResult
  mutating func add(_ story: ApplicationStory) -> [StoredEvent] {
    story.facts.map {
      add($0.event.event, at: $0.occurred, by: $0.actor.body, of: ApplicationContext.name)
    }
  }

  /// Adds an event of a type that only the test knows.
  ///
  /// - Parameter thing: Its stream, where the type names none.
  @discardableResult
  mutating func add(
    _ event: any Event, at occurred: Instant, by body: ObjectName?, of thing: ObjectName
  ) -> StoredEvent {
    func open(_ event: some Event) -> StoredEvent {
      let hasOwn = type(of: event).schema.streamRole != nil
      return add(event, at: occurred, by: body, stream: hasOwn ? nil : thing)
    }
    return open(event)
  }
}

/// A day at noon in the county.
func noon(_ day: CivilDate) -> Instant {
  BusinessZone.shanghai.start(of: day).adding(microseconds: 43_200_000_000)
}
