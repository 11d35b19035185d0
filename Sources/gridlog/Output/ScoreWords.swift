// SPDX-License-Identifier: Apache-2.0
import GridGovernance
import TerminalText

/// The terms and formulas of scores in the reader's language.
///
/// Rows hold them once, in symbols and English words, so that their digests are one; what a
/// Chinese reader sees is put together here.
struct ScoreWords {
  let language: Language
  private let view = ViewCatalogue.view(named: ScoreExplanation.name)

  init(_ language: Language) { self.language = language }

  /// A step of a node's path, as `final` or `onTimeDisposal`; numbers and days stay.
  func term(_ name: String) -> String {
    guard language == .zh else { return name }
    return ScoreWords.terms[name] ?? code(name, in: "indicator")
  }

  /// A formula, or the same with its numbers.
  func formula(_ text: String) -> String {
    guard language == .zh else { return text }
    var text = ScoreWords.phrases.reduce(text) { $0.replacing($1.en, with: $1.zh) }
    text = text.replacing(ScoreWords.word) { match in code(String(match.output), in: "indicator") }
    return text
  }

  /// Why there is no value.
  func missing(_ name: String) -> String { language == .zh ? code(name, in: "missing") : name }

  private func code(_ code: String, in column: String) -> String {
    view?.terms[column]?.term(for: code) ?? code
  }

  // The regular expression is made anew: it may not be shared between tasks.
  private static var word: Regex<Substring> { /[A-Za-z]+/ }

  private static let terms = [
    "final": "最终得分", "rounded": "取整得分", "veto": "一票否决", "appeals": "申诉",
    "weights": "权重", "effective": "镇实际话语权", "town": "镇评分", "evaluation": "镇评价",
    "handling": "处置得分", "department": "部门评分", "points": "加减分",
  ]

  /// Whole sentences before the words in them.
  private static let phrases: [(en: String, zh: String)] = [
    (
      "w · Town + q · Handling + (1 − w − q) · Department + points",
      "w · 镇评分 + q · 处置得分 + (1 − w − q) · 部门评分 + 加减分"
    ),
    ("a veto that stands caps the grade, not the figure", "有效的一票否决限定等次，不改变得分"),
    ("appeals stand beside the result and move nothing", "申诉与结果并列，不影响得分"),
    ("Σ share · score over the towns that have one", "Σ 占比 · 得分（有得分的镇）"),
    ("what the town judged, by days of the period", "镇的评价，按考核期内天数"),
    ("h · Handling + (1 − h) · Evaluation", "h · 处置得分 + (1 − h) · 镇评价"),
    ("bonus − deduction, each up to its cap", "加分 − 扣分，各不超过上限"),
    ("Σ share · Handling", "Σ 占比 · 处置得分"),
    ("numerator ÷ denominator", "分子 ÷ 分母"),
    ("the department's score", "部门评分"),
    ("rounded half up to ", "一次性四舍五入，小数位数 "), (" places, once", ""),
    ("w over the period, ", "考核期内的 w，"), ("segmentByDays", "按天分段"),
    ("atEnd", "以期末为准"), ("atStart", "以期初为准"),
    (" days; q, floor", " 天；q、下限"), ("w from ", "w 自 "), (", floor ", "，下限 "),
    (", q ", "，q "), ("nominal ", "名义 "), (", effective ", "，实际 "),
    ("Evaluation", "镇评价"),
  ]
}
