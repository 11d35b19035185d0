// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

private enum MethodWords {
  static let schemes = Words("Method: the schemes in force at the period's end", "办法：期末有效的考核办法")
  static let adopted = Words("Adopted by event", "确定该办法的事件")
  static let noVersion = Words("No version was in force at the period's end.", "期末没有有效版本。")
  static let department = Words("Department", "部门评分")
  static let grades = Words("Grades from", "等次分数线")
  static let composite = Words("Handling is computed by formula", "处置按下列公式计算")
  static let weights = Words("Weights and floors", "权重与下限")
  static let from = Words("From", "生效日")
  static let formulas = Words(
    "Formulas, as published in the rule sets in force at the period's end", "公式：期末有效规则集公布的内容")
  static let code = Words("Formula", "公式")
  static let text = Words("As published", "公布内容")
  static let rule = Words("Rule set", "规则集")
  static let event = Words("Event", "事件")
  static let value = Words("In numbers", "代入数值")
  static let numbers = Words("The formulas in numbers", "公式代入数值")

  static func handling(_ place: HandlingPlace, share: String) -> Words {
    switch place {
    case .none: Words("Computed handling does not count.", "处置数据不计入得分。")
    case .third: Words("Computed handling is a part of its own, q.", "处置数据单独计为一部分，权重为 q。")
    case .town:
      Words(
        "Computed handling counts inside the towns' part: Town = h · Handling + (1 − h) · "
          + "Evaluation, h = \(share).",
        "处置数据计入镇评分：镇评分 = h · 处置 + (1 − h) · 镇评价，h = \(share)。")
    }
  }

  static func places(_ places: Int) -> Words {
    Words(
      "The result is rounded once, half up, to \(places) places.",
      "得分一次取舍（四舍五入），保留\(places)位小数。")
  }
}

/// How results are computed: schemes with their weights, formulas with their rule sets.
struct AssessmentMethod {
  private let page: Page

  init(_ page: Page) { self.page = page }

  func content() -> [Markup] {
    let schemes = page.facts.assessment.schemes
    var parts: [Markup] = []
    if !schemes.isEmpty {
      parts.append(page.heading(MethodWords.schemes))
      parts += schemes.map(card)
      parts.append(page.table(MethodWords.weights, weights(schemes)))
    }
    parts.append(page.table(MethodWords.formulas, formulas))
    let numbers = inNumbers
    if !numbers.rows.isEmpty { parts.append(page.table(MethodWords.numbers, numbers)) }
    return parts
  }

  // MARK: Schemes

  private func card(_ scheme: AssessmentFacts.Scheme) -> Markup {
    element("div", .class("card")) {
      element("h4") { Markup.code(scheme.name.key) }
      if let adopted = scheme.adopted {
        element("ul") { sentences(adopted, scheme.position).map { item in element("li") { item } } }
      } else {
        page.paragraph(MethodWords.noVersion)
      }
    }
  }

  private func sentences(
    _ scheme: AssessmentSchemeAdopted, _ position: Position?
  ) -> [Markup] {
    let policies = scheme.policies
    let h = scheme.handlingShare.map(ReportText.exact) ?? "–"
    var sentences: [Markup] = [
      .text(page.say(MethodWords.handling(scheme.handlingCountsFor, share: h))),
      .text(
        page.say(policies.sharePolicy.words).capitalisedFirst + page.say(Words("; ", "；"))
          + page.say(policies.midPeriod.words) + page.say(Words(".", "。"))),
      .text(page.say(MethodWords.places(policies.places))),
    ]
    if !scheme.parts.isEmpty {
      sentences.append(
        line(
          MethodWords.department,
          scheme.parts.map { "\(ReportText.exact($0.share)) · \($0.part)" }
            .joined(separator: " + ")))
    }
    if let composite = policies.composite, scheme.handlingCountsFor != .none {
      sentences.append(line(MethodWords.composite, composite))
    }
    if !policies.gradeLines.isEmpty {
      sentences.append(
        line(
          MethodWords.grades,
          policies.gradeLines.map { "\($0.grade) ≥ \($0.from)" }.joined(separator: ", ")))
    }
    if let position { sentences.append(line(MethodWords.adopted, position.description)) }
    return sentences
  }

  private func line(_ words: Words, _ code: String) -> Markup {
    element("span") {
      page.say(words) + page.say(Words(": ", "："))
      Markup.code(code)
    }
  }

  private func weights(_ schemes: [AssessmentFacts.Scheme]) -> ReportTable {
    var table = ReportTable(
      [.text(page.column("scheme", of: Assessment.self)), .text(page.say(MethodWords.from))]
        + ["w", "q"].map { .number($0) } + [
          page.number("effectiveTownSay", of: Assessment.self),
          .number(page.say(Words("Floor", "下限"))),
        ])
    table.rows = schemes.flatMap { scheme in
      scheme.row.weights.filter { $0.from <= page.facts.period.lastDay }.map { weight in
        [
          .code(scheme.name.key), .code(weight.from.description),
          .figure(ReportText.exact(weight.weight)),
          .figure(ReportText.exact(weight.handlingWeight)),
          .figure(ReportText.exact(weight.effectiveTownSay)),
          .figure(weight.floor.map(ReportText.exact)),
        ]
      }
    }
    return table
  }

  // MARK: Formulas

  private var formulas: ReportTable {
    var table = ReportTable(
      [MethodWords.code, MethodWords.text, MethodWords.rule, MethodWords.from, MethodWords.event]
        .map { .text(page.say($0)) })
    for edition in page.facts.rules.live(on: page.facts.period.lastDay) {
      guard let formula = edition.event.content.indicator else { continue }
      table.rows.append([
        .code(formula.code), .markup(text(formula)), .code(edition.event.rule.key),
        .code(edition.event.effectiveFrom.description), .positions([edition.position], more: 0),
      ])
    }
    return table
  }

  /// `60 · on-time disposal rate + 10 · (1 − rework rate)`.
  private func text(_ formula: IndicatorRule) -> Markup {
    element("span") {
      formula.terms.enumerated().map { index, term in
        let weight = ReportText.exact(term.weight)
        let known = Indicator(rawValue: term.indicator)
        return element("span", .class("short")) {
          (index == 0 ? "" : " + ") + weight + " · " + (term.inverted ? "(1 − " : "")
          if let known {
            page.say(known.words)
          } else {
            Markup.code(term.indicator)
          }
          term.inverted ? ")" : ""
        }
      }
    }
  }

  /// The formulas of the results with their counts, from the nodes of the score explanation.
  private var inNumbers: ReportTable {
    var table = ReportTable([
      .text(page.column("subject", of: Assessment.self)),
      .text(page.column("period", of: Assessment.self)), .text(page.say(PageWords.town)),
      .text(page.say(MethodWords.value)), page.number("handling", of: Assessment.self),
    ])
    for result in page.facts.assessment.results {
      for (index, town) in result.row.towns.enumerated() {
        let name = page.facts.assessment.name(of: town.town)
        guard page.facts.covers(name), let node = result.nodes["final/handling/\(index + 1)"],
          let written = node.written
        else { continue }
        table.rows.append([
          page.object(result.subject), .code(result.period), page.town(name), .code(written),
          .figure(node.value.map(ReportText.exact)),
        ])
      }
    }
    return table
  }
}
