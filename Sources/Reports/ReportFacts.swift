// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// All that a report says: the answers of the county's views for one moment, folded together.
struct ReportFacts {
  /// The views in the order in which the report names them.
  static let projections: [any Projection.Type] = [
    TownWorkload.self, SourceMix.self, HandlingIndicators.self, DeadlineBoard.self, Returns.self,
    Supervision.self, Satisfaction.self, ScoreExplanation.self,
  ]

  let period: AssessmentPeriod
  /// The one town that the report is about; the county if not given.
  let town: ObjectName?
  let zone: BusinessZone
  let identity: LogIdentity
  let head: TreeHead
  /// When the last event that the report knows was recorded; `nil` without any.
  let recorded: Instant?
  let places: Places
  let rules: PublishedRules
  let views: [AnyView]
  let scores: View<ScoreExplanation>
  let assessment: AssessmentFacts

  var moment: ViewMoment { scores.moment }

  func view(_ projection: any Projection.Type) -> AnyView {
    guard let view = views.first(where: { $0.name == projection.name }) else {
      preconditionFailure("\(projection.name) is not among the views of a report")
    }
    return view
  }

  /// The rows of a table for the period, months summed, as `gridlog view --period` gives them.
  func rows(
    _ projection: any Projection.Type, _ table: String? = nil
  ) throws(ReportError) -> [ViewRow] {
    do {
      return try view(projection).rows(of: table, in: period)
    } catch {
      throw .period(error)
    }
  }

  /// All rows of a table, whose keys have no period.
  func allRows(
    _ projection: any Projection.Type, _ table: String? = nil
  ) throws(ReportError) -> [ViewRow] {
    let view = view(projection)
    do {
      return try view.rows(of: table ?? view.tables[0])
    } catch {
      throw .replay(error)
    }
  }

  /// Whether something of that town belongs into the report.
  func covers(_ other: ObjectName?) -> Bool { town == nil || town == other }

  /// Whether a moment lies in the period.
  func isInPeriod(_ instant: Instant) -> Bool { period.days.contains(zone.date(of: instant)) }
}

/// Rule sets as they were published, every edition.
struct PublishedRules {
  struct Edition {
    let position: Position
    let event: RuleSetPublished
  }

  let editions: [Edition]

  init(_ log: EventLog, through: Position) throws(EventLogError) {
    editions = try log.events(.types(.ruleSetPublished), through: through).compactMap { stored in
      (try? stored.decode(RuleSetPublished.self)).map {
        Edition(position: stored.position, event: $0)
      }
    }
  }

  /// The edition of each rule set that is in force on a day, by rule set.
  func live(on day: CivilDate) -> [Edition] {
    var found: [ObjectName: Edition] = [:]
    for edition in editions where edition.event.effectiveFrom <= day {
      if let current = found[edition.event.rule],
        edition.event.effectiveFrom < current.event.effectiveFrom
      {
        continue
      }
      found[edition.event.rule] = edition
    }
    return found.values.sorted { $0.event.rule.text < $1.event.rule.text }
  }
}
