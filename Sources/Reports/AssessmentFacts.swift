// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// Results of the assessment in a period, with what was published of them and what came since.
struct AssessmentFacts {
  struct Result {
    let scheme: ObjectName
    let subject: ObjectName
    let period: String
    let row: AssessmentRow
    /// Its terms by their paths, as `final/handling/1`.
    let nodes: [String: ScoreNode]
    let publications: [Publication]
    /// What came after the facts that the last publication knew; empty if there is none.
    let changes: [Position]
  }

  struct Publication {
    let edition: AssessmentEdition
    /// Where the publication stands in the log.
    let position: Position?
    /// The publication that it corrects.
    let restates: Position?
    /// What came between the facts that the publication before knew and those of this one.
    let changes: [Position]
  }

  struct Scheme {
    let name: ObjectName
    let row: AssessmentSchemeRow
    /// The version in force at the period's end.
    let adopted: AssessmentSchemeAdopted?
    let position: Position?
  }

  let results: [Result]
  /// Those that results of the period were made by.
  let schemes: [Scheme]

  private let names: (ObjectID) -> ObjectName

  func name(of object: ObjectID) -> ObjectName { names(object) }

  init(
    _ scores: View<ScoreExplanation>, _ log: EventLog, period: AssessmentPeriod, town: ObjectName?
  ) throws(EventLogError) {
    names = { scores.name(of: $0) }
    let wanted = scores.entries(of: \.results).filter { key, row in
      guard let days = key.periodDays else { return false }
      let isInside =
        period.days.lowerBound <= days.lowerBound && days.upperBound <= period.days.upperBound
      let isOfTown = town == nil || row.towns.contains { scores.name(of: $0.town) == town }
      return isInside && isOfTown
    }
    var schemes: [Scheme] = []
    for (key, row) in scores.entries(of: \.schemes) {
      guard wanted.contains(where: { $0.key.scheme == key }) else { continue }
      schemes.append(
        try Scheme(scores.name(of: key), row, log, through: scores.moment.position, period))
    }
    var tracing = Tracing(scores, wanted.map(\.key))
    if let earliest = wanted.flatMap(\.row.editions).map(\.inputsUpTo).min() {
      try tracing.readRepairs(log, after: earliest, through: scores.moment.position)
    }
    var results: [Result] = []
    for (key, row) in wanted {
      let scheme = schemes.first { $0.name == scores.name(of: key.scheme) }
      let countsHandling = scheme?.adopted.map { $0.handlingCountsFor != .none } ?? false
      results.append(
        try tracing.result(key, row, log, countsHandling: countsHandling))
    }
    self.results = results
    self.schemes = schemes
  }
}

extension AssessmentFacts.Scheme {
  fileprivate init(
    _ name: ObjectName, _ row: AssessmentSchemeRow, _ log: EventLog, through: Position,
    _ period: AssessmentPeriod
  ) throws(EventLogError) {
    self.name = name
    self.row = row
    var found: (event: AssessmentSchemeAdopted, position: Position)?
    let query = Query.reference(.scheme, name, types: .assessmentSchemeAdopted)
    for stored in try log.events(query, through: through) {
      guard let event = try? stored.decode(AssessmentSchemeAdopted.self),
        event.effectiveFrom <= period.lastDay
      else { continue }
      if let found, event.effectiveFrom < found.event.effectiveFrom { continue }
      found = (event, stored.position)
    }
    adopted = found?.event
    position = found?.position
  }
}

/// Finds the events behind a result that came after another moment.
private struct Tracing {
  private let scores: View<ScoreExplanation>
  private var nodes: [Owner: [(name: String, row: ScoreNode)]] = [:]
  private var handled: [ObjectID: [(month: Int, ticket: ObjectName, events: [Position])]] = [:]
  private var repairs: [(event: StoredEvent, target: Position?)] = []

  /// Whose result it is.
  private struct Owner: Hashable {
    let scheme: ObjectID
    let subject: ObjectID
    let period: String

    init(scheme: ObjectID, subject: ObjectID, period: String) {
      self.scheme = scheme
      self.subject = subject
      self.period = period
    }

    init(_ key: AssessmentKey) {
      self.init(scheme: key.scheme, subject: key.subject, period: key.period)
    }
  }

  /// Nodes that stand beside a result and do not move it.
  private static let beside: Set<String> = ["final/rounded", "final/appeals"]

  init(_ scores: View<ScoreExplanation>, _ keys: [AssessmentKey]) {
    self.scores = scores
    let wanted = Set(keys.map(Owner.init))
    for (key, row) in scores.entries(of: \.nodes) {
      let owner = Owner(scheme: key.scheme, subject: key.subject, period: key.period)
      if wanted.contains(owner) { nodes[owner, default: []].append((key.node, row)) }
    }
    let subjects = Set(keys.map(\.subject))
    for (key, row) in scores.entries(of: \.handled) where subjects.contains(key.subject) {
      handled[key.subject, default: []].append(
        (key.month.index, scores.name(of: key.ticket), row.events))
    }
  }

  /// Corrections and annulments stand beside their targets, which keep their places in a result.
  mutating func readRepairs(
    _ log: EventLog, after: Position, through: Position
  ) throws(EventLogError) {
    let query = Query.types(.factCorrected, .eventAnnulled)
    for stored in try log.events(query, after: after, through: through) {
      let target =
        (try? stored.decode(FactCorrected.self).target)
        ?? (try? stored.decode(EventAnnulled.self).target)
      repairs.append((stored, try Tracing.position(of: target, in: log)))
    }
  }

  private static func position(
    of event: EventID?, in log: EventLog
  ) throws(EventLogError) -> Position? {
    guard let event else { return nil }
    return try log.event(event)?.position
  }

  func result(
    _ key: AssessmentKey, _ row: AssessmentRow, _ log: EventLog, countsHandling: Bool
  ) throws(EventLogError) -> AssessmentFacts.Result {
    let inputs = inputs(key, countsHandling)
    func changes(_ after: Position, _ through: Position) -> [Position] {
      inputs.filter { after < $0 && $0 <= through }.sorted()
    }
    var publications: [AssessmentFacts.Publication] = []
    var before: Position?
    for edition in row.editions {
      publications.append(
        AssessmentFacts.Publication(
          edition: edition, position: try Tracing.position(of: edition.event, in: log),
          restates: try Tracing.position(of: edition.restates, in: log),
          changes: before.map { changes($0, edition.inputsUpTo) } ?? []))
      before = edition.inputsUpTo
    }
    return AssessmentFacts.Result(
      scheme: scores.name(of: key.scheme), subject: scores.name(of: key.subject),
      period: key.period, row: row,
      nodes: Dictionary((nodes[Owner(key)] ?? []).map { ($0.name, $0.row) }) { first, _ in first },
      publications: publications,
      changes: before.map { changes($0, scores.moment.position) } ?? [])
  }

  /// Every event that the result rests on as known now, and the repairs of such.
  private func inputs(_ key: AssessmentKey, _ countsHandling: Bool) -> Set<Position> {
    var inputs: Set<Position> = []
    for (name, row) in nodes[Owner(key)] ?? [] where !Self.beside.contains(name) {
      inputs.formUnion(row.inputs)
    }
    var tickets: Set<ObjectName> = []
    if countsHandling, let months = AssessmentPeriod(key.period)?.months {
      for part in handled[key.subject] ?? [] where months.contains(part.month) {
        inputs.formUnion(part.events)
        tickets.insert(part.ticket)
      }
    }
    let subject = scores.name(of: key.subject)
    let scheme = scores.name(of: key.scheme)
    for (event, target) in repairs {
      let content = event.content
      let isInput = target.map(inputs.contains) ?? false
      // What was annulled is among the inputs no more: it is known by whom it was about.
      let isOfSubject =
        content.references(.scheme).contains(scheme)
        && content.references(.subject).contains(subject)
      let isOfTicket =
        countsHandling
        && (content.references(.ticket).contains(where: tickets.contains)
          || content.references(.handler).contains(subject))
      if isInput || isOfSubject || isOfTicket { inputs.insert(event.position) }
    }
    return inputs
  }
}
