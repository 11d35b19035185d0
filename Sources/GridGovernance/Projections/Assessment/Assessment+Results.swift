// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// How a row is made from what is known.
extension AssessmentFolding {
  /// Makes the row that something was given for; where that was for a part of the scheme's
  /// period, the row of the whole period.
  func refreshWhole(_ key: AssessmentKey) {
    var key = key
    let given = AssessmentPeriod(key.period)
    let file = files[key.scheme] ?? SchemeFile()
    let period = given.flatMap { file.wholePeriod(of: $0) } ?? given
    if let period { key.period = period.description }
    resultBook.note(key, period)
    refresh(key)
  }

  /// Makes a row anew, and those of whoever carries its scores on.
  func refresh(_ key: AssessmentKey) {
    make(key)
    for heir in lifeBook.lineBelow(key.subject).dropFirst() {
      guard let period = AssessmentPeriod(key.period), lifeBook.began(heir, before: period)
      else { continue }
      var own = key
      own.subject = heir
      resultBook.note(own, period)
      make(own)
    }
  }

  /// Makes one row anew.
  func make(_ key: AssessmentKey) {
    defer { show(key) }
    let file = files[key.scheme] ?? SchemeFile()
    guard let period = AssessmentPeriod(key.period) else {
      results[key] = row(key, file, missing: .unreadablePeriod)
      return
    }
    if file.wholePeriod(of: period) != period {
      // The scheme became known after what was given under it.
      results[key] = nil
      refreshWhole(key)
      return
    }
    let line = lifeBook.line(of: key.subject, in: period)
    let weights = schemeBook.weights(of: file, file.newest?.subjectKind, in: line.days)
    guard let terms = file.versions.value(on: line.days.lastDay) else {
      results[key] = row(key, file, period, weights, missing: .noScheme)
      return
    }
    let towns = servedTowns(key, period, line)
    let work = handling(line, period, terms)
    let notes = scoreBook.notes(key, period)
    let inputs = inputs(key, period, line, terms, weights, towns, work, notes)
    let score = AssessmentScore(of: inputs)
    var row = row(key, file, period, weights, missing: score.value.reason)
    row.take(score)
    row.lacksConsent = vertical[key.subject] ?? false && !terms.hasConsent
    row.towns = towns.indices.map { index in
      let town = towns[index].town
      return AssessedTown(
        town: town, share: score.shares[index],
        evaluation: inputs.towns[index].evaluation.value,
        handling: inputs.towns[index].handling.value, score: score.townScores[index].value,
        deadlines: work[town]?.deadlines ?? 0, indicators: work[town]?.indicators ?? [])
    }
    results[key] = row
  }

  private func inputs(
    _ key: AssessmentKey, _ period: AssessmentPeriod, _ line: AssessedLine, _ terms: SchemeTerms,
    _ weights: [AssessedWeight], _ towns: [ServedTown], _ work: [ObjectID: TownHandling],
    _ notes: AssessmentNotes
  ) -> AssessmentInputs {
    AssessmentInputs(
      handlingCountsFor: terms.handlingCountsFor, handlingShare: terms.handlingShare,
      policies: terms.policies,
      weights: weights.map {
        WeightSpan(days: $0.days, weight: $0.weight, handlingWeight: $0.handlingWeight)
      },
      towns: towns.map { town in
        TownInput(
          evaluation: scoreBook.evaluation(key, period, line, by: town.town),
          handling: work[town.town]?.score ?? .noData,
          deadlines: work[town.town]?.deadlines ?? 0, headDays: town.headDays,
          equalShare: town.equalShare, declaredShare: town.declaredShare)
      },
      department: scoreBook.department(key, period, line, terms.parts),
      bonus: notes.bonus, deduction: notes.deduction,
      isVetoed: notes.vetoes.contains { !$0.isLifted })
  }

  /// The towns that the subject serves; where nothing says so, those that have scored.
  private func servedTowns(
    _ key: AssessmentKey, _ period: AssessmentPeriod, _ line: AssessedLine
  ) -> [ServedTown] {
    var served: [ServedTown] = []
    for member in line.members {
      let part = Rational(member.days.dayCount, line.memberDays)
      for town in stationingBook.towns(of: member.subject, in: member.days) {
        served.merge(town, part)
      }
    }
    guard served.isEmpty else { return served }
    return line.members.flatMap { scoreBook.scoringTowns(key.of($0.subject), period) }
      .reduce(into: []) { towns, town in
        if !towns.contains(where: { $0.town == town }) {
          var one = ServedTown(town)
          one.add(equal: .one, declared: nil)
          towns.append(one)
        }
      }
  }

  /// Handling by town, under the formula in force at the period's end.
  private func handling(
    _ line: AssessedLine, _ period: AssessmentPeriod, _ terms: SchemeTerms
  ) -> [ObjectID: TownHandling] {
    let day = period.days.lastDay
    let formula = terms.policies.composite.flatMap {
      schemeBook.ruleBook.formulas.formula($0, on: day)
    }
    var tallies: [ObjectID: HandlingTally] = [:]
    for member in line.members {
      tallies.merge(handlingBook.byTown(of: member.subject, months: period.months)) {
        one, other in
        var sum = one
        sum.add(other)
        return sum
      }
    }
    return tallies.mapValues { TownHandling($0, formula, terms.policies.emptyComponent) }
  }

  /// A row with what does not depend on the result.
  private func row(
    _ key: AssessmentKey, _ file: SchemeFile, _ period: AssessmentPeriod? = nil,
    _ weights: [AssessedWeight] = [], missing: MissingScore?
  ) -> AssessmentRow {
    let notes = period.map { scoreBook.notes(key, $0) } ?? AssessmentNotes()
    let compliance: WeightCompliance =
      if !weights.allSatisfy(\.isCompliant) {
        .nonCompliant
      } else {
        weights.contains { $0.floor != nil } ? .compliant : .unbound
      }
    return AssessmentRow(
      missing: missing, compliance: compliance, lacksConsent: false, towns: [],
      weights: weights, bonus: notes.bonus, deduction: notes.deduction, vetoes: notes.vetoes,
      appeals: notes.appeals,
      refusedWeights: period.map { period in
        file.refusals.count { $0 < period.days.upperBound }
      } ?? 0,
      editions: notes.editions)
  }
}

/// Handling in one town.
struct TownHandling {
  let score: ScoreAnswer
  let deadlines: Int
  let indicators: [IndicatorCount]

  init(
    _ tally: HandlingTally, _ formula: IndicatorRule?,
    _ emptyComponent: AssessmentPolicies.EmptyComponent
  ) {
    let definitions = formula?.definitions
    deadlines = tally.deadlines(definitions)
    indicators = (formula?.terms ?? []).compactMap { term in
      Indicator(rawValue: term.indicator).map { tally.count($0, definitions) }
    }
    // Other ways of putting tickets into periods need figures that are not kept here.
    let isKept = (definitions?.attribution ?? .deadline) == .deadline
    score =
      if let formula, isKept {
        formula.score(indicators, emptyComponent: emptyComponent)
      } else {
        .noData
      }
  }
}

extension AssessmentRow {
  fileprivate mutating func take(_ score: AssessmentScore) {
    value = score.value.value
    rounded = score.rounded
    grade = score.grade
    weight = score.weight
    handlingWeight = score.handlingWeight
    effectiveTownSay = score.effectiveTownSay
    town = score.town.value
    handling = score.handling.value
    department = score.department.value
  }
}
