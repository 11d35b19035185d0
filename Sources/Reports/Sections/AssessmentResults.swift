// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

private enum ResultWords {
  static let intro = Words(
    "Result = w · Town + q · Handling + (1 − w − q) · Department + bonus − deduction, exact to the "
      + "end and rounded once. w is the weight of the towns' own judgment.",
    "得分 = w · 镇评分 + q · 处置 + (1 − w − q) · 部门评分 + 加分 − 扣分，全程精确计算，末尾一次取舍。w 为镇考核权重。")
  static let none = Words(
    "No assessment has a period that lies in this one.", "没有考核期落在本期之内的考核结果。")
  static let figure = Words("What results are made of", "得分构成")
  static let chart = Words(
    "Each row is one result: the parts that the towns, computed handling and the department bring "
      + "in, in points; bonus and deduction aside.",
    "每行为一个考核结果：镇、处置、部门三部分各计多少分（不含加减分）。")
  static let subject = Words("Assessed", "考核对象")
  static let period = Words("Period", "考核期")
  static let town = Words("Town: w\u{A0}·\u{A0}Town", "镇：w\u{A0}·\u{A0}镇评分")
  static let handling = Words("Handling: q\u{A0}·\u{A0}Handling", "处置：q\u{A0}·\u{A0}处置")
  static let department = Words(
    "Department: (1\u{A0}−\u{A0}w\u{A0}−\u{A0}q)\u{A0}·\u{A0}Department",
    "部门：(1\u{A0}−\u{A0}w\u{A0}−\u{A0}q)\u{A0}·\u{A0}部门评分")
  static let townPart = Words("Town", "镇评分")
  static let handlingPart = Words("Handling", "处置")
  static let departmentPart = Words("Department", "部门评分")
  static let points = Words("Bonus − deduction", "加分 − 扣分")
  static let result = Words("Result", "得分")
  static let grade = Words("Grade", "等次")
  static let townOnly = Words(
    "Without a score of the department the towns count alone, as the scheme says.",
    "缺少部门评分时，按考核办法仅计镇评分。")
  static let parts = Words(
    "Parts are rounded for showing; the result is not made from them.", "各部分仅为显示而取舍，得分不由其相加而得。")
  static let terms = Words("The terms, exact", "各项精确值")
  static let exact = Words("Exact result", "精确得分")
  static let say = Words("Effective town say", "镇实际话语权")
  static let floor = Words("Weight floor", "权重下限")
  static let towns = Words("The towns' part", "镇评分构成")
  static let share = Words("Share", "份额")
  static let evaluation = Words("Evaluation", "镇评价")
  static let deadlines = Words("Deadlines", "到期工单")
  static let score = Words("Counts with", "计入")
}

/// How each stationed body stands (P20).
struct AssessmentResults {
  private let page: Page
  private let results: [AssessmentFacts.Result]

  init(_ page: Page) {
    self.page = page
    results = page.facts.assessment.results
  }

  func content() -> [Markup] {
    guard !results.isEmpty else { return [page.paragraph(ResultWords.none)] }
    var parts = [
      page.paragraph(ResultWords.intro), page.figure(chart, summary),
      page.note(ResultWords.parts),
    ]
    if results.contains(where: { Parts($0.row).isTownAlone }) {
      parts.append(page.note(ResultWords.townOnly))
    }
    return parts + [
      page.table(ResultWords.terms, terms), page.table(ResultWords.towns, towns),
    ]
  }

  /// What each of the three brings in.
  private struct Parts {
    let town: Rational?
    let handling: Rational?
    let department: Rational?
    let isTownAlone: Bool

    init(_ row: AssessmentRow) {
      let w = row.weight
      let q = row.handlingWeight
      let rest = w.flatMap { w in q.map { .one - w - $0 } } as Rational?
      let isAlone =
        row.value != nil && row.department == nil && rest.map { !$0.isZero } ?? false
      isTownAlone = isAlone
      if isAlone {
        town = row.town
        handling = nil
        department = nil
      } else {
        town = Parts.product(w, row.town)
        handling = Parts.product(q, row.handling)
        department = Parts.product(rest, row.department)
      }
    }

    /// A part that has no weight brings in nothing, whether there is a score or not.
    private static func product(_ weight: Rational?, _ score: Rational?) -> Rational? {
      guard let weight else { return nil }
      return weight.isZero ? .zero : score.map { weight * $0 }
    }

    var all: [Rational?] { [town, handling, department] }
  }

  private func label(_ result: AssessmentFacts.Result) -> String {
    "\(page.label(result.subject)) \(result.period)"
  }

  private func points(_ value: Rational?) -> String? {
    value.flatMap { $0.rounded(places: 2)?.text(places: 2) }
  }

  private var chart: Chart {
    Chart(
      id: "chart-assessment", title: page.say(ResultWords.figure),
      description: page.say(ResultWords.chart),
      series: [ResultWords.townPart, ResultWords.handlingPart, ResultWords.departmentPart]
        .map(page.say),
      shape: .stacks,
      rows: results.map { result in
        let amounts = Parts(result.row).all.map { part -> Chart.Amount? in
          guard result.row.value != nil, let part, part > .zero, let text = points(part) else {
            return nil
          }
          return Chart.Amount(Int((part * Rational(100)).rounded(places: 0)?.mantissa ?? 0), text)
        }
        return Chart.Row(
          label: label(result), amounts: amounts,
          note: page.published(result.row.rounded, result) ?? "–")
      })
  }

  private var head: [ReportTable.Column] {
    [.text(page.say(ResultWords.subject)), .text(page.say(ResultWords.period))]
  }

  private func head(_ result: AssessmentFacts.Result) -> [Cell] {
    [page.object(result.subject), .code(result.period)]
  }

  private var summary: ReportTable {
    let numbers = [
      ResultWords.town, ResultWords.handling, ResultWords.department, ResultWords.points,
      ResultWords.result,
    ]
    var table = ReportTable(
      head + numbers.map { .number(page.say($0)) } + [.text(page.say(ResultWords.grade))])
    table.rows = results.map { result in
      let row = result.row
      return head(result) + Parts(row).all.map { .figure(points($0)) }
        + [
          .figure(ReportText.exact(row.bonus - row.deduction)),
          .figure(page.published(row.rounded, result)),
        ]
        + [
          row.grade.map { .data($0) } ?? row.missing.map { .words(page.say($0.words)) } ?? .noData
        ]
    }
    return table
  }

  private var terms: ReportTable {
    let columns = ["weight", "town", "handlingWeight", "handling", "department"]
    var table = ReportTable(
      head + columns.map { page.number($0, of: Assessment.self) } + [
        .number(page.say(ResultWords.exact)), .number(page.say(ResultWords.say)),
        .text(page.say(ResultWords.floor)),
      ])
    table.rows = results.map { result in
      let row = result.row
      let values = [row.weight, row.town, row.handlingWeight, row.handling, row.department]
      return head(result)
        + (values + [row.value, row.effectiveTownSay]).map { .figure($0.map(ReportText.exact)) }
        + [.words(page.say(row.compliance.words))]
    }
    return table
  }

  private var towns: ReportTable {
    var table = ReportTable(
      head + [
        .text(page.say(PageWords.town)), .number(page.say(ResultWords.share)),
        .number(page.say(ResultWords.evaluation)), page.number("handling", of: Assessment.self),
        .number(page.say(ResultWords.score)), .number(page.say(ResultWords.deadlines)),
      ])
    table.rows = results.flatMap { result in
      result.row.towns.filter { page.facts.covers(page.facts.assessment.name(of: $0.town)) }.map {
        town in
        head(result) + [
          page.town(page.facts.assessment.name(of: town.town)),
          .figure(town.share.map(ReportText.exact)),
          .figure(town.evaluation.map(ReportText.exact)),
          .figure(town.handling.map(ReportText.exact)), .figure(town.score.map(ReportText.exact)),
          .count(town.deadlines),
        ]
      }
    }
    return table
  }
}

extension Page {
  /// A published figure with as many places as the scheme rounds to.
  func published(_ value: ExactDecimal?, _ result: AssessmentFacts.Result) -> String? {
    let scheme = facts.assessment.schemes.first { $0.name == result.scheme }
    return value.map { $0.text(places: scheme?.adopted?.policies.places ?? 0) }
  }
}
