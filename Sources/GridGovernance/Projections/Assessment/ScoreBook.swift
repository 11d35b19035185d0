// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What folds know of scores, points, vetoes, publications and appeals, as they were given: each
/// under the period that it names, which may be a part of the scheme's.
struct ScoreBook {
  let scores: Workspace<AssessmentKey, [SubmittedScore]>
  let notes: Workspace<AssessmentKey, AssessmentNotes>
  let matters: Workspace<ObjectID, AssessmentKey>

  static let types: Set<EventType> = [
    .scoreSubmitted, .pointsRecorded, .vetoImposed, .vetoLifted, .assessmentPublished,
    .appealFiled, .appealDecided,
  ]

  /// Takes an event about a result; the result that it is about.
  func take(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> AssessmentKey? {
    if event.type == .vetoLifted || event.type == .appealDecided { return settle(event) }
    guard let scheme = event.reference(.scheme), let subject = event.reference(.subject),
      // The period is the first field of all these types.
      let period = event.text(ScoreSubmitted.Field.period)
    else { return nil }
    let key = AssessmentKey(scheme: scheme, subject: subject, period: period)
    switch event.type {
    case .scoreSubmitted: submit(event, key)
    case .pointsRecorded: record(event, key)
    case .vetoImposed: impose(event, key)
    case .appealFiled: appeal(event, key)
    default: try publish(event, key)
    }
    return key
  }

  /// It replaces the earlier score of the same assessor, part and town.
  private func submit(
    _ event: borrowing RecordedEvent<GovernanceEvent>, _ key: AssessmentKey
  ) {
    guard let assessor = event.reference(.assessor),
      let part = event.text(ScoreSubmitted.Field.part),
      let value = event.decimal(ScoreSubmitted.Field.value)
    else { return }
    let score = SubmittedScore(
      part: part, assessor: assessor, town: event.reference(.town), value: value)
    scores.update(key, default: []) { scores in
      scores.removeAll { $0.isReplaced(by: score) }
      scores.append(score)
    }
  }

  private func record(
    _ event: borrowing RecordedEvent<GovernanceEvent>, _ key: AssessmentKey
  ) {
    guard let points = event.decimal(PointsRecorded.Field.points) else { return }
    let isBonus =
      event.enumeration(PointsRecorded.Field.kind) == PointsRecorded.Kind.bonus.number
    notes.update(key, default: AssessmentNotes()) {
      if isBonus { $0.bonus += points.rational } else { $0.deduction += points.rational }
    }
  }

  private func impose(
    _ event: borrowing RecordedEvent<GovernanceEvent>, _ key: AssessmentKey
  ) {
    guard let veto = event.reference(.veto), let part = event.text(VetoImposed.Field.part)
    else { return }
    matters[veto] = key
    notes.update(key, default: AssessmentNotes()) {
      $0.vetoes.append(AssessedVeto(veto: veto, part: part, isLifted: false))
    }
  }

  private func appeal(
    _ event: borrowing RecordedEvent<GovernanceEvent>, _ key: AssessmentKey
  ) {
    guard let appeal = event.reference(.appeal) else { return }
    matters[appeal] = key
    notes.update(key, default: AssessmentNotes()) {
      $0.appeals.append(AssessedAppeal(appeal: appeal))
    }
  }

  private func publish(
    _ event: borrowing RecordedEvent<GovernanceEvent>, _ key: AssessmentKey
  ) throws(Refusal) {
    let id = event.id
    let published = try event.decode(AssessmentPublished.self)
    notes.update(key, default: AssessmentNotes()) {
      $0.editions.append(
        AssessmentEdition(
          event: id, status: published.status, value: published.value, grade: published.grade,
          inputsUpTo: published.inputsUpTo, restates: published.restates))
    }
  }

  /// Ends a veto, or decides an appeal.
  private func settle(_ event: borrowing RecordedEvent<GovernanceEvent>) -> AssessmentKey? {
    let isVeto = event.type == .vetoLifted
    guard let matter = event.reference(isVeto ? .veto : .appeal), let key = matters[matter]
    else { return nil }
    let result = event.enumeration(AppealDecided.Field.result)
      .flatMap(AppealDecided.Result.init(number:))
    notes.updateExisting(key) { notes in
      for index in notes.vetoes.indices where isVeto && notes.vetoes[index].veto == matter {
        notes.vetoes[index].isLifted = true
      }
      for index in notes.appeals.indices where !isVeto && notes.appeals[index].appeal == matter {
        notes.appeals[index].result = result
      }
    }
    return key
  }
}

/// A score as it stands.
struct SubmittedScore: Codable, Hashable, Sendable, TableRow {
  var part: String
  var assessor: ObjectID
  /// `nil` for the department.
  var town: ObjectID?
  var value: ExactDecimal

  func isReplaced(by other: SubmittedScore) -> Bool {
    part == other.part && assessor == other.assessor && town == other.town
  }
}

/// What is noted about a subject, apart from scores.
struct AssessmentNotes: TableRow {
  var bonus = Rational.zero
  var deduction = Rational.zero
  var vetoes: [AssessedVeto] = []
  var appeals: [AssessedAppeal] = []
  var editions: [AssessmentEdition] = []

  mutating func add(_ other: AssessmentNotes) {
    bonus += other.bonus
    deduction += other.deduction
    vetoes += other.vetoes
    appeals += other.appeals
    editions += other.editions
  }
}

// Scores of a period out of those of its parts (domain A9).
extension ScoreBook {
  /// What `pick` finds for the period itself, else its parts' answers by days, all of them given.
  ///
  /// - Parameter life: Only these days of the period count (domain A18).
  func answer(
    _ key: AssessmentKey, _ period: AssessmentPeriod, in life: Range<CivilDate>,
    _ pick: ([SubmittedScore]) -> ScoreAnswer
  ) -> ScoreAnswer {
    var own = key
    own.period = period.description
    let found = pick(scores[own] ?? [])
    if found != .noData { return found }
    let whole = period.days.clamped(to: life).dayCount
    var sum: Rational?
    for part in period.parts {
      let days = part.days.clamped(to: life).dayCount
      guard days > 0 else { continue }
      let answer = answer(key, part, in: life, pick)
      guard let value = answer.value else { return answer }
      sum = (sum ?? .zero) + Rational(days, whole) * value
    }
    return ScoreAnswer(sum)
  }

  /// The answers of all who make up the subject, by their days; one without data has none to
  /// carry on.
  private func answer(
    _ key: AssessmentKey, _ period: AssessmentPeriod, _ line: AssessedLine,
    _ pick: ([SubmittedScore]) -> ScoreAnswer
  ) -> ScoreAnswer {
    var sum = Rational.zero
    var days = 0
    for member in line.members {
      let answer = answer(key.of(member.subject), period, in: member.days, pick)
      if case .notComputable = answer { return answer }
      guard let value = answer.value else { continue }
      sum += Rational(member.days.dayCount) * value
      days += member.days.dayCount
    }
    return days == 0 ? .noData : .value(sum / Rational(days))
  }

  /// What a town has judged.
  func evaluation(
    _ key: AssessmentKey, _ period: AssessmentPeriod, _ line: AssessedLine, by town: ObjectID
  ) -> ScoreAnswer {
    answer(key, period, line) { scores in
      ScoreBook.single(scores.filter { $0.town == town })
    }
  }

  /// What the department has given: its one score, or all parts by their shares.
  func department(
    _ key: AssessmentKey, _ period: AssessmentPeriod, _ line: AssessedLine,
    _ parts: [SchemePart]
  ) -> ScoreAnswer {
    answer(key, period, line) { scores in
      let own = scores.filter { $0.town == nil }
      guard !parts.isEmpty else { return ScoreBook.single(own) }
      var sum = Rational.zero
      for part in parts {
        let answer = ScoreBook.single(own.filter { $0.part == part.part })
        guard let value = answer.value else { return answer }
        sum += part.share * value
      }
      return .value(sum)
    }
  }

  private static func single(_ scores: [SubmittedScore]) -> ScoreAnswer {
    guard let first = scores.first else { return .noData }
    return scores.count == 1
      ? .value(first.value.rational) : .notComputable(.severalScores)
  }

  /// The towns that have scored in the period or a part of it, in the order of scoring.
  func scoringTowns(_ key: AssessmentKey, _ period: AssessmentPeriod) -> [ObjectID] {
    var own = key
    own.period = period.description
    var towns: [ObjectID] = []
    let parts = period.parts.flatMap { scoringTowns(key, $0) }
    for town in (scores[own] ?? []).compactMap(\.town) + parts where !towns.contains(town) {
      towns.append(town)
    }
    return towns
  }

  /// What is noted for the period and its parts.
  func notes(_ key: AssessmentKey, _ period: AssessmentPeriod) -> AssessmentNotes {
    var own = key
    own.period = period.description
    var sum = notes[own] ?? AssessmentNotes()
    for part in period.parts { sum.add(notes(key, part)) }
    return sum
  }
}
