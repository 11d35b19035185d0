// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What an event says about a result, or about all results of a scheme.
enum SourceKind: String, Enumeration {
  case score, points, veto, edition, appeal, scheme, weight, floor, formula, stationing
}

/// Under what the events behind a term are found.
struct SourceKey: TableKey {
  var kind: SourceKind
  /// The scheme, the rule set's code for a formula, the subject for stationings.
  var about: ObjectID?
  var subject: ObjectID?
  var period: String?
}

/// One event behind a term.
struct ScoreSource: Codable, Hashable, Sendable, TableRow {
  var position: Position
  /// From which day on it holds, where it has one.
  var from: CivilDate?
  var town: ObjectID?
  var assessor: ObjectID?
  /// The part of a score, or the code of a formula.
  var code: String?
  var rule: ObjectID?
}

// Noting where each input comes from.
extension ScoreExplanation {
  func noteSource(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    switch event.type {
    case .scoreSubmitted, .pointsRecorded, .vetoImposed, .vetoLifted, .assessmentPublished,
      .appealFiled, .appealDecided:
      noteMatter(event)
    case .assessmentSchemeAdopted:
      note(.scheme, event, event.date(AssessmentSchemeAdopted.Field.effectiveFrom))
    case .assessmentWeightSet:
      note(.weight, event, event.date(AssessmentWeightSet.Field.effectiveFrom))
    case .ruleSetPublished: noteRule(event)
    case .stationedBodyAssigned, .personPosted, .personLeft:
      guard let subject = event.reference(.person) ?? event.reference(.body) else { return }
      let key = SourceKey(kind: .stationing, about: subject)
      sources[key, default: []].append(ScoreSource(position: event.position))
    default: break
    }
  }

  private func note(
    _ kind: SourceKind, _ event: borrowing RecordedEvent<GovernanceEvent>, _ from: CivilDate?
  ) {
    guard let scheme = event.reference(.scheme) else { return }
    sources[SourceKey(kind: kind, about: scheme), default: []].append(
      ScoreSource(position: event.position, from: from, rule: scheme))
  }

  private func noteRule(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    let kind = event.enumeration(RuleSetPublished.Field.kind).flatMap(RuleKind.init(number:))
    guard kind == .weightFloor || kind == .indicator,
      let published = try? event.decode(RuleSetPublished.self)
    else { return }
    let key = SourceKey(kind: kind == .indicator ? .formula : .floor)
    sources[key, default: []].append(
      ScoreSource(
        position: event.position, from: published.effectiveFrom,
        code: published.content.indicator?.code, rule: event.reference(.rule)))
  }

  /// What is about one result; what settles a matter belongs to what it settles.
  private func noteMatter(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    let matter = event.reference(.veto) ?? event.reference(.appeal)
    var result = matter.flatMap { matters[$0] }
    if let scheme = event.reference(.scheme), let subject = event.reference(.subject),
      let period = event.text(ScoreSubmitted.Field.period), event.type != .vetoLifted,
      event.type != .appealDecided
    {
      result = AssessmentKey(scheme: scheme, subject: subject, period: period)
    }
    guard let result else { return }
    let kind: SourceKind =
      switch event.type {
      case .scoreSubmitted: .score
      case .pointsRecorded: .points
      case .assessmentPublished: .edition
      case .vetoImposed, .vetoLifted: .veto
      default: .appeal
      }
    var source = ScoreSource(position: event.position)
    if kind == .score {
      source.town = event.reference(.town)
      source.assessor = event.reference(.assessor)
      source.code = event.text(ScoreSubmitted.Field.part)
    }
    let key = SourceKey(
      kind: kind, about: result.scheme, subject: result.subject, period: result.period)
    sources.update(key, default: []) { list in
      // A later score of the same assessor takes the place of the earlier one.
      if kind == .score {
        list.removeAll {
          $0.town == source.town && $0.assessor == source.assessor && $0.code == source.code
        }
      }
      list.append(source)
    }
  }

  /// The sources of a result and of the parts of its period.
  func sources(
    _ kind: SourceKind, of key: AssessmentKey, _ period: AssessmentPeriod
  ) -> [ScoreSource] {
    let own =
      sources[
        SourceKey(
          kind: kind, about: key.scheme, subject: key.subject, period: period.description)] ?? []
    return own + period.parts.flatMap { sources(kind, of: key, $0) }
  }
}
