// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// The terms of one result, from the final number down.
struct ScoreTree {
  struct Node {
    let name: String
    let row: ScoreNode
  }

  private(set) var nodes: [Node] = []

  private let row: AssessmentRow
  private let key: AssessmentKey
  private let view: ScoreExplanation
  private let period: AssessmentPeriod?
  private let terms: SchemeTerms?

  init(_ row: AssessmentRow, _ key: AssessmentKey, in view: ScoreExplanation) {
    self.row = row
    self.key = key
    self.view = view
    period = AssessmentPeriod(key.period)
    terms = period.flatMap { view.files[key.scheme]?.versions.value(on: $0.days.lastDay) }
    addFinal()
    guard terms != nil else { return }
    addTowns()
    addHandling()
    addDepartment()
    addPoints()
    addWeights()
  }

  private mutating func add(_ name: String, _ row: ScoreNode) {
    nodes.append(Node(name: name, row: row))
  }

  private func positions(_ kind: SourceKind, _ fits: (ScoreSource) -> Bool = { _ in true })
    -> [Position]
  {
    guard let period else { return [] }
    return view.lifeBook.line(of: key.subject, in: period).members.flatMap { member in
      view.sources(kind, of: key.of(member.subject), period).filter(fits)
    }.map(\.position).sorted()
  }

  // MARK: The whole

  private mutating func addFinal() {
    let w = row.weight ?? .zero
    let q = row.handlingWeight ?? .zero
    var final = ScoreNode("w · Town + q · Handling + (1 − w − q) · Department + points", row.value)
    final.missing = row.missing
    var parts = ["\(w.written) · \(row.town.written)"]
    if !q.isZero { parts.append("\(q.written) · \(row.handling.written)") }
    parts.append("\((Rational.one - w - q).written) · \(row.department.written)")
    if !row.bonus.isZero { parts.append(row.bonus.written) }
    var written = parts.joined(separator: " + ")
    if !row.deduction.isZero { written += " − \(row.deduction.written)" }
    final.written = written
    if let version = period.flatMap({ version(of: .scheme, on: $0.days.lastDay) }) {
      final.rule = version.rule
      final.version = version.from
      final.inputs = [version.position]
    }
    add("final", final)
    guard row.value != nil else { return }
    let places = terms?.policies.places ?? 2
    var rounded = ScoreNode("rounded half up to \(places) places, once", row.rounded?.rational)
    rounded.written = row.rounded.map { "\($0)" } ?? "–"
    if let grade = row.grade { rounded.written = "\(rounded.written ?? "") \(grade)" }
    rounded.inputs = positions(.edition)
    add("final/rounded", rounded)
    let vetoes = positions(.veto)
    if !vetoes.isEmpty {
      var veto = ScoreNode("a veto that stands caps the grade, not the figure")
      veto.inputs = vetoes
      add("final/veto", veto)
    }
    let appeals = positions(.appeal)
    if !appeals.isEmpty {
      var appeal = ScoreNode("appeals stand beside the result and move nothing")
      appeal.inputs = appeals
      add("final/appeals", appeal)
    }
  }

  private func version(of kind: SourceKind, on day: CivilDate) -> ScoreSource? {
    view.sources[SourceKey(kind: kind, about: key.scheme)]?.last {
      $0.from.map { $0 <= day } ?? false
    }
  }

  private mutating func addWeights() {
    let policy = terms?.policies.midPeriod ?? .segmentByDays
    add("final/weights", ScoreNode("w over the period, \(policy.rawValue)", row.weight))
    for weight in row.weights {
      let name = "final/weights/\(weight.from)"
      var node = ScoreNode("w from \(weight.from), \(weight.days) days; q, floor", weight.weight)
      node.written =
        "w \(weight.weight.written), q \(weight.handlingWeight.written), floor "
        + weight.floor.written
      node.inputs = [version(of: .weight, on: weight.from)?.position].compactMap { $0 }
      node.inputs += (view.sources[SourceKey(kind: .floor)] ?? [])
        .filter { $0.from.map { $0 <= weight.from } ?? false }.map(\.position)
      node.inputs.sort()
      add(name, node)
    }
    var say = ScoreNode(
      terms?.handlingCountsFor == .town ? "w · (1 − h)" : "w", row.effectiveTownSay)
    say.written = "nominal \(row.weight.written), effective \(row.effectiveTownSay.written)"
    add("final/weights/effective", say)
  }

  // MARK: Towns and handling

  private mutating func addTowns() {
    var town = ScoreNode("Σ share · score over the towns that have one", row.town)
    let counted = row.towns.filter { $0.share != nil }
    town.written = counted.map { "\($0.share.written) · \($0.score.written)" }
      .joined(separator: " + ")
    let members = period.map { view.lifeBook.line(of: key.subject, in: $0).members } ?? []
    town.inputs = members.flatMap {
      view.sources[SourceKey(kind: .stationing, about: $0.subject)] ?? []
    }.map(\.position).sorted()
    add("final/town", town)
    for town in row.towns { addTown(town) }
  }

  private mutating func addTown(_ town: AssessedTown) {
    let name = "final/town/\(nodeNumber(of: town))"
    let isMixed = terms?.handlingCountsFor == .town
    var node = ScoreNode(isMixed ? "h · Handling + (1 − h) · Evaluation" : "Evaluation", town.score)
    node.town = town.town
    if isMixed, let h = terms?.handlingShare {
      node.written =
        "\(h.written) · \(town.handling.written) + \((Rational.one - h).written) · "
        + town.evaluation.written
    }
    add(name, node)
    var evaluation = ScoreNode("what the town judged, by days of the period", town.evaluation)
    evaluation.town = town.town
    evaluation.inputs = positions(.score) { $0.town == town.town }
    add("\(name)/evaluation", evaluation)
  }

  /// The place of a town in the row, so that names are the same in every log.
  private func nodeNumber(of town: AssessedTown) -> Int {
    (row.towns.firstIndex { $0.town == town.town } ?? 0) + 1
  }

  private mutating func addHandling() {
    var total = ScoreNode("Σ share · Handling", row.handling)
    let formula = composite
    total.rule = formula?.source?.rule
    total.version = formula?.source?.from
    total.inputs = [formula?.source?.position].compactMap { $0 }
    add("final/handling", total)
    for town in row.towns where !town.indicators.isEmpty {
      let name = "final/handling/\(nodeNumber(of: town))"
      var node = ScoreNode(formula?.rule.text ?? "", town.handling)
      node.town = town.town
      node.rule = total.rule
      node.version = total.version
      node.written = formula?.rule.written(town.indicators)
      add(name, node)
      for count in town.indicators {
        var rate = ScoreNode("numerator ÷ denominator", count.rate)
        rate.town = town.town
        rate.numerator = count.numerator
        rate.denominator = count.denominator
        add("\(name)/\(count.indicator.rawValue)", rate)
      }
    }
  }

  private var composite: (rule: IndicatorRule, source: ScoreSource?)? {
    guard let period, let code = terms?.policies.composite,
      let rule = view.schemeBook.ruleBook.formulas.formula(code, on: period.days.lastDay)
    else { return nil }
    let source = view.sources[SourceKey(kind: .formula)]?.last {
      $0.code == code && $0.from.map { $0 <= period.days.lastDay } ?? false
    }
    return (rule, source)
  }

  // MARK: Department and points

  private mutating func addDepartment() {
    let parts = terms?.parts ?? []
    var department = ScoreNode(
      parts.isEmpty
        ? "the department's score"
        : parts.map { "\($0.share.written) · \($0.part)" }.joined(separator: " + "),
      row.department)
    department.inputs = positions(.score) { $0.town == nil }
    add("final/department", department)
  }

  private mutating func addPoints() {
    let inputs = positions(.points)
    guard !inputs.isEmpty else { return }
    var points = ScoreNode("bonus − deduction, each up to its cap", row.bonus - row.deduction)
    points.written = "\(row.bonus.written) − \(row.deduction.written)"
    points.inputs = inputs
    add("final/points", points)
  }
}

extension IndicatorRule {
  /// The formula in words of its indicators.
  fileprivate var text: String {
    terms.map { "\($0.weight.written) · \($0.inverted ? "(1 − \($0.indicator))" : $0.indicator)" }
      .joined(separator: " + ")
  }

  /// The formula in the numbers of these counts.
  fileprivate func written(_ counts: [IndicatorCount]) -> String {
    terms.map { term in
      let count = counts.first { $0.indicator.rawValue == term.indicator }
      let rate = count.map { "\($0.numerator)/\($0.denominator)" } ?? "–"
      return "\(term.weight.written) · \(term.inverted ? "(1 − \(rate))" : rate)"
    }.joined(separator: " + ")
  }
}

extension Rational {
  /// As a decimal of at most four places where it is one, else as a fraction.
  fileprivate var written: String {
    if let exact = rounded(places: 4), exact.rational == self {
      return "\(exact)"
    }
    return "\(self)"
  }
}

extension Rational? {
  /// – where there is none: no data is not zero.
  fileprivate var written: String { map(\.written) ?? "–" }
}
