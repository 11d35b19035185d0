// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What folds know of schemes, their weights and refusals, and of floors and formulas.
struct SchemeBook {
  let schemes: Table<ObjectID, AssessmentSchemeRow>
  let files: Workspace<ObjectID, SchemeFile>
  let names: Workspace<Int, [ObjectID]>
  let rules: Workspace<Int, AssessmentRuleBook>

  /// All schemes, and all rules, stand under one key.
  private static let all = 0

  static let types: Set<EventType> = [
    .assessmentSchemeAdopted, .assessmentWeightSet, .commandRefused, .ruleSetPublished,
  ]

  /// Takes an event about schemes or rules; from which day on what may change for whom.
  func take(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> SchemeChange? {
    switch event.type {
    case .assessmentSchemeAdopted: try adopt(event)
    case .assessmentWeightSet: try setWeight(event)
    case .commandRefused: refuse(event)
    case .ruleSetPublished: try publish(event)
    default: nil
    }
  }

  private func adopt(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> SchemeChange? {
    guard let scheme = event.reference(.scheme) else { return nil }
    let adopted = try event.decode(AssessmentSchemeAdopted.self)
    update(scheme) { $0.versions.set(SchemeTerms(adopted), from: adopted.effectiveFrom) }
    return SchemeChange(scheme: scheme, from: adopted.effectiveFrom)
  }

  private func setWeight(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> SchemeChange? {
    guard let scheme = event.reference(.scheme) else { return nil }
    let set = try event.decode(AssessmentWeightSet.self)
    update(scheme) {
      $0.weights.set(
        SchemeWeight(weight: set.weight, handlingWeight: set.handlingWeight),
        from: set.effectiveFrom)
    }
    return SchemeChange(scheme: scheme, from: set.effectiveFrom)
  }

  /// 权重驳回: the refused proposals of a scheme are counted.
  private func refuse(_ event: borrowing RecordedEvent<GovernanceEvent>) -> SchemeChange? {
    guard event.text(CommandRefused.Field.rule) == "I-18",
      let scheme = event.reference(.subject), scheme.kind == .scheme
    else { return nil }
    let day = event.occurredOn
    update(scheme) { $0.refusals.append(day) }
    return SchemeChange(scheme: scheme, from: day)
  }

  private func publish(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> SchemeChange? {
    let kind = event.enumeration(RuleSetPublished.Field.kind).flatMap(RuleKind.init(number:))
    guard kind == .weightFloor || kind == .indicator else { return nil }
    let published = try event.decode(RuleSetPublished.self)
    rules.update(SchemeBook.all, default: AssessmentRuleBook()) {
      $0.floors.publish(published)
      $0.formulas.publish(published)
    }
    if kind == .weightFloor {
      for scheme in names[SchemeBook.all] ?? [] { refreshRow(of: scheme) }
    }
    return SchemeChange(scheme: nil, from: published.effectiveFrom)
  }

  private func update(_ scheme: ObjectID, _ change: (inout SchemeFile) -> Void) {
    if !files.contains(scheme) { names[SchemeBook.all, default: []].append(scheme) }
    files.update(scheme, default: SchemeFile(), change)
    refreshRow(of: scheme)
  }

  var ruleBook: AssessmentRuleBook { rules[SchemeBook.all] ?? AssessmentRuleBook() }
}

/// From which day on a scheme, or every one, may have changed.
struct SchemeChange {
  /// `nil` for all.
  let scheme: ObjectID?
  let from: CivilDate
}

/// A scheme over time.
struct SchemeFile: TableRow {
  var versions = Dated<SchemeTerms>()
  var weights = Dated<SchemeWeight>()
  /// The days on which weights were refused.
  var refusals: [CivilDate] = []

  /// The period that is assessed of which this one is a part; itself where nothing says more.
  func wholePeriod(of period: AssessmentPeriod) -> AssessmentPeriod {
    let terms = versions.value(on: period.days.lastDay) ?? versions.entries.first?.value
    return terms.flatMap { period.enclosing($0.periodKind) } ?? period
  }

  /// The newest version.
  var newest: SchemeTerms? { versions.entries.last?.value }
}

/// The rule sets that results depend on.
struct AssessmentRuleBook: TableRow {
  var floors = WeightFloors()
  var formulas = Formulas()
}

// Weights against floors.
extension SchemeBook {
  /// The weights in these days, cut where the floor changes.
  func weights(
    of file: SchemeFile, _ kind: AssessmentSubject?, in days: Range<CivilDate>
  ) -> [AssessedWeight] {
    let floors = ruleBook.floors
    var rows: [AssessedWeight] = []
    for span in file.weights.spans(in: days) {
      let inside = span.from..<span.from.adding(days: span.days)
      let cuts = floors.changes(in: inside) + [inside.upperBound]
      for (from, to) in zip(cuts, cuts.dropFirst()) {
        let row = AssessedWeight(
          from: from, days: (from..<to).dayCount, weight: span.value.weight,
          handlingWeight: span.value.handlingWeight,
          floor: kind.flatMap { floors.floor(for: $0, on: from) })
        rows.appendOrExtend(row)
      }
    }
    return rows
  }

  private func refreshRow(of scheme: ObjectID) {
    guard let file = files[scheme] else { return }
    let terms = file.newest
    let h = terms?.handlingCountsFor == .town ? terms?.handlingShare ?? .zero : .zero
    let starts = file.weights.entries.map(\.from)
    let ends = starts + ruleBook.floors.days
    let rows =
      starts.first.map { first in
        weights(
          of: file, terms?.subjectKind,
          in: first..<(ends.max() ?? first).adding(days: 1))
      } ?? []
    let lawful = rows.lastIndex(where: \.isCompliant).map { $0 + 1 } ?? 0
    schemes[scheme] = AssessmentSchemeRow(
      subjectKind: terms?.subjectKind, periodKind: terms?.periodKind,
      handlingCountsFor: terms?.handlingCountsFor,
      weights: rows.map {
        SchemeWeightRow(
          from: $0.from, weight: $0.weight, handlingWeight: $0.handlingWeight,
          effectiveTownSay: $0.weight * (.one - h), floor: $0.floor)
      },
      nonCompliantFrom: lawful < rows.count ? rows[lawful].from : nil,
      refusedWeights: file.refusals.count)
  }
}

extension [AssessedWeight] {
  /// Adds a run of days, to the one before if nothing but the days differs.
  fileprivate mutating func appendOrExtend(_ row: AssessedWeight) {
    if let last, last.weight == row.weight, last.handlingWeight == row.handlingWeight,
      last.floor == row.floor, last.from.adding(days: last.days) == row.from
    {
      self[count - 1].days += row.days
    } else {
      append(row)
    }
  }
}
