// SPDX-License-Identifier: Apache-2.0
public import EventSourcing
public import GridGovernance

/// Why there is no report.
public enum ReportError: Error {
  /// No town of that code or name is registered as of the moment; those that are.
  case noSuchTown(asked: String, known: [(code: String, name: String?)])
  case replay(ReplayError)
  case period(PeriodError)
  case log(EventLogError)
  case proof(ProofError)
}

/// One business period of a county, or of one of its towns, as a page to print on A4.
///
/// Every number is one of the county's views, folded together for one moment, or a sum of their
/// rows, or stands in an event whose position is told. No clock of the machine is read: the same
/// log, period and moment give the same bytes. Sealed fields are in no view, so none is on a page.
public struct Report {
  private let facts: ReportFacts

  /// Folds the views for the moment.
  ///
  /// - Parameters:
  ///   - town: Only this town: its code, its name as an object, or its public name.
  ///   - asOf: How much of the log the report knows.
  ///   - happenedBy: Only what had happened by then; all if not given.
  ///   - clock: When deadlines are looked at; by default the moment asked for, never the machine's.
  /// - Throws: ``ReportError``. A period without data is no error: the report says so.
  public init(
    of log: EventLog, period: AssessmentPeriod, town: String? = nil, asOf: AsOf = .head,
    happenedBy: Moment? = nil, clock: Instant? = nil, options: ReplayOptions = ReplayOptions()
  ) throws(ReportError) {
    let views: [AnyView]
    do {
      views = try log.replay(
        ReportFacts.projections, asOf: asOf, happenedBy: happenedBy, clock: clock,
        options: options)
    } catch {
      throw .replay(error)
    }
    guard let scores = views.last as? View<ScoreExplanation> else {
      preconditionFailure("views come in the order of their projections")
    }
    let moment = scores.moment
    let places: Places
    let rules: PublishedRules
    let assessment: AssessmentFacts
    var wanted: ObjectName?
    let recorded: Instant?
    do {
      places = try Places(log, through: moment.position, on: period.lastDay)
      wanted = try Report.town(town, in: places)
      recorded = try log.event(at: moment.position)?.recorded
      rules = try PublishedRules(log, through: moment.position)
      assessment = try AssessmentFacts(scores, log, period: period, town: wanted)
    } catch let error as ReportError {
      throw error
    } catch let error as EventLogError {
      throw .log(error)
    } catch {
      preconditionFailure("\(error)")
    }
    do {
      facts = ReportFacts(
        period: period, town: wanted, zone: log.identity.zone, identity: log.identity,
        head: try log.treeHead(at: moment.position.rawValue), recorded: recorded,
        places: places, rules: rules,
        views: views, scores: scores, assessment: assessment)
    } catch {
      throw .proof(error)
    }
  }

  private static func town(_ text: String?, in places: Places) throws(ReportError) -> ObjectName? {
    guard let text else { return nil }
    guard let town = places.town(named: text) else {
      throw .noSuchTown(
        asked: text, known: places.towns.map { ($0.key, places.name(of: $0)) })
    }
    return town
  }

  /// The moment that the report is about.
  public var moment: ViewMoment { facts.moment }

  public var period: AssessmentPeriod { facts.period }

  /// The one town that it is about; `nil` for the county.
  public var town: ObjectName? { facts.town }

  /// The log's tree as of the moment: what the cover names.
  public var head: TreeHead { facts.head }

  /// Events that a view could not fold; the page lists them too.
  public var quarantine: [(view: String, event: QuarantinedEvent)] {
    facts.views.flatMap { view in view.quarantine.map { (view.name, $0) } }
  }

  /// The page: one file without script, which asks for nothing else.
  public func html(in language: ReportLanguage) throws(ReportError) -> String {
    try Page(facts, language).html()
  }
}

extension AssessmentPeriod {
  /// The last day inside.
  var lastDay: CivilDate { days.upperBound.adding(days: -1) }
}
