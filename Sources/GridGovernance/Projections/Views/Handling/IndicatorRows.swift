// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// By what handling is counted.
public enum HandlingDimension: String, Enumeration {
  /// The unit that had the work when its deadline came.
  case unit
  /// The town in which the place of the report lies.
  case town
  case category
}

/// Whose work, and in which month its deadline fell.
struct HandledMonth: TableKey, Hashable {
  var dimension: HandlingDimension
  var subject: ObjectID
  var month: Month
}

/// An indicator of a unit, town or category in a month.
public struct IndicatorKey: TableKey, MonthKey {
  public var dimension: HandlingDimension
  public var subject: ObjectID
  public var indicator: Indicator
  /// The month in which the deadlines fall (domain §2.6, iv).
  public var month: Month

  public init(
    dimension: HandlingDimension, subject: ObjectID, indicator: Indicator, month: Month
  ) {
    self.dimension = dimension
    self.subject = subject
    self.indicator = indicator
    self.month = month
  }
}

/// A rate with both terms, with and without excluded tickets.
public struct IndicatorRow: TableRow, PeriodRow {
  /// Without the tickets that `TicketExcluded` takes out of the indicator 剔除后.
  public var numerator = 0
  public var denominator = 0
  /// `numerator` ÷ `denominator`; absent (无数据) where nothing could have happened.
  public var rate: ExactDecimal?
  /// With them 剔除前.
  public var numeratorAll = 0
  public var denominatorAll = 0
  public var rateAll: ExactDecimal?

  public init() {}

  public mutating func add(_ later: IndicatorRow) {
    numerator += later.numerator
    denominator += later.denominator
    numeratorAll += later.numeratorAll
    denominatorAll += later.denominatorAll
    settle()
  }

  mutating func count(_ member: IndicatorMember, _ number: Int) {
    denominatorAll += number
    if member.isIn { numeratorAll += number }
    if !member.isExcluded {
      denominator += number
      if member.isIn { numerator += number }
    }
  }

  mutating func settle() {
    rate = .rate(numerator, of: denominator)
    rateAll = .rate(numeratorAll, of: denominatorAll)
  }
}

/// How one leg counts in an indicator.
struct IndicatorMember: Hashable {
  var isIn: Bool
  var isExcluded: Bool
}

extension HandlingOutcome {
  /// How it counts in an indicator; `nil` if not even the denominator has it.
  func member(
    of indicator: Indicator, _ definitions: IndicatorDefinitions?
  ) -> IndicatorMember? {
    guard counts(definitions), let isIn = isIn(indicator, definitions) else { return nil }
    return IndicatorMember(isIn: isIn, isExcluded: excludedFrom.contains(indicator.rawValue))
  }
}

/// A published formula of a unit, town or category in a month.
public struct FormulaKey: TableKey, MonthKey {
  public var dimension: HandlingDimension
  public var subject: ObjectID
  /// The formula's name, under which schemes cite it.
  public var formula: String
  public var month: Month

  public init(
    dimension: HandlingDimension, subject: ObjectID, formula: String, month: Month
  ) {
    self.dimension = dimension
    self.subject = subject
    self.formula = formula
    self.month = month
  }
}

/// A composite by its formula, with the terms that it is made of.
public struct FormulaRow: TableRow, PeriodRow {
  /// The rule set that holds the formula.
  public var rule: ObjectID?
  /// The edition: the day from which it is in force.
  public var edition: CivilDate?
  /// True if a period has months of several editions: then there is no one value.
  public var mixed: Bool?
  /// The weighted sum without excluded tickets, two places; absent where a term has no data.
  public var value: ExactDecimal?
  /// The same with them.
  public var valueAll: ExactDecimal?
  public var terms: [FormulaTerm] = []

  public init() {}

  public mutating func add(_ later: FormulaRow) {
    if rule != later.rule || edition != later.edition || terms.count != later.terms.count {
      mixed = true
      rule = later.rule
      edition = later.edition
      terms = []
    }
    if later.mixed == true { mixed = true }
    for (index, term) in later.terms.enumerated() where index < terms.count {
      terms[index].numerator += term.numerator
      terms[index].denominator += term.denominator
      terms[index].numeratorAll += term.numeratorAll
      terms[index].denominatorAll += term.denominatorAll
    }
  }

  /// Computes the two values.
  func shown() -> FormulaRow {
    var row = self
    guard mixed != true else { return row }
    row.value = score { IndicatorCount($0, $1.numerator, of: $1.denominator) }
    row.valueAll = score { IndicatorCount($0, $1.numeratorAll, of: $1.denominatorAll) }
    return row
  }

  private func score(_ count: (Indicator, FormulaTerm) -> IndicatorCount) -> ExactDecimal? {
    let rule = IndicatorRule(
      code: "",
      terms: terms.map {
        IndicatorTerm(indicator: $0.indicator, weight: $0.weight, inverted: $0.inverted)
      })
    let counts = terms.compactMap { term in
      Indicator(rawValue: term.indicator).map { count($0, term) }
    }
    return rule.score(counts, emptyComponent: .none).value?.rounded(places: 2)
  }
}

/// One term of a formula with its counts.
public struct FormulaTerm: Codable, Hashable, Sendable {
  public var indicator: String
  public var weight: Rational
  /// Whether 1 − the rate counts.
  public var inverted: Bool
  public var numerator = 0
  public var denominator = 0
  public var numeratorAll = 0
  public var denominatorAll = 0

  init(_ term: IndicatorTerm) {
    indicator = term.indicator
    weight = term.weight
    inverted = term.inverted
  }

  mutating func count(_ member: IndicatorMember, _ number: Int) {
    denominatorAll += number
    if member.isIn { numeratorAll += number }
    if !member.isExcluded {
      denominator += number
      if member.isIn { numerator += number }
    }
  }
}

/// One edition of a formula.
struct FormulaEdition: Codable, Hashable, Sendable, DatedSpan {
  var from: CivilDate
  var rule: ObjectID
  var formula: IndicatorRule
}

/// Every published formula.
struct FormulaEditions: TableRow {
  var editions: [FormulaEdition] = []

  /// The editions in force at the end of a month, one a name, by name.
  func live(in month: Month) -> [FormulaEdition] {
    var found: [FormulaEdition] = []
    let end = month.next.first
    for edition in editions.reversed() where edition.from < end {
      if !found.contains(where: { $0.formula.code == edition.formula.code }) {
        found.append(edition)
      }
    }
    return found.sorted { $0.formula.code < $1.formula.code }
  }
}

/// One leg of a ticket and where it counts.
struct CountedLeg: Hashable {
  var keys: [HandledMonth]
  var outcome: HandlingOutcome
}
