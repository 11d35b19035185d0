// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

struct RulesListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: say("List the editions of rule sets and calendars.", "列出规则集与日历的各个版本。"),
    discussion: say(
      """
      What was known at --as-of, and which edition is in force on the day of that moment, or of --clock. \
      A source marked unverified has not been held against its text.
      """,
      """
      列出 --as-of 时已知的版本，并标明在该时点（或 --clock）当日有效的版本。标为“未核实”的来源尚未与原文核对。
      """))

  @OptionGroup var log: LogArgument
  @OptionGroup var moments: MomentOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let opened = try log.opened()
    let console = Console(output)
    let question = RuleQuestion(opened)
    let answer = try question.answer(
      try moments.known(), happened: try moments.happened(), moments)
    if output.json {
      console.result(try document(answer, opened).json)
    } else {
      console.result(table(answer).text(on: console.out))
    }
  }

  private func table(_ answer: RuleAnswer) -> TextTable {
    var table = TextTable([
      TextTable.Column(Phrase(en: "rule set", zh: "规则集")),
      TextTable.Column(Phrase(en: "kind", zh: "类别")),
      TextTable.Column(Phrase(en: "from", zh: "生效")),
      TextTable.Column(Phrase(en: "state", zh: "状态")),
      TextTable.Column(Phrase(en: "says", zh: "内容"), .right),
      TextTable.Column(Phrase(en: "position", zh: "位置"), .right),
      TextTable.Column(Phrase(en: "source", zh: "来源"), maxWidth: 60),
    ])
    for rule in answer.rules {
      table.append([
        .text(rule.name.text), .text(rule.edition.kind?.rawValue ?? "calendar"),
        .text(rule.edition.from.description), .phrase(rule.state(on: answer.day)),
        .number(rule.edition.entryCount), .number(Int(rule.position.rawValue)),
        .phrase(rule.sourcePhrase),
      ])
    }
    return table
  }

  private func document(_ answer: RuleAnswer, _ log: EventLog) throws -> Document {
    var document = Document("rules-list")
    document.add(answer.moment, head: try log.head)
    document.add("day", answer.day.description)
    document.add(
      "rules",
      answer.rules.map { rule in
        var part = Document()
        part.add("rule", rule.name.text)
        part.add("kind", rule.edition.kind?.rawValue ?? "calendar")
        part.add("from", rule.edition.from.description)
        part.add("until", orNull: rule.until?.description)
        part.add("inForce", rule.isInForce(on: answer.day))
        part.add("appliesToOpen", rule.edition.movesOpen)
        part.add("position", rule.position)
        part.add("published", rule.edition.published)
        part.add("recorded", rule.edition.recorded)
        part.add("entries", rule.edition.entryCount)
        part.add("source", orNull: rule.edition.source)
        part.add("unverified", rule.edition.unverified)
        return part
      })
    return document
  }
}

struct RulesDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: say("Compare the rules in force at two moments.", "比较两个时点有效的规则。"),
    discussion: say(
      """
      gridlog rules diff LOG A B: what was known and in force at A, and what at B, field by field. A moment \
      is a position, a time or a day; see gridlog help moments. Exit 1 if something differs.
      """,
      """
      gridlog rules diff LOG A B：逐项比较 A、B 两个时点已知且有效的规则。时点可为位置、时间或日期，\
      见 gridlog help moments。有差异时退出码为 1。
      """))

  @OptionGroup var log: LogArgument

  @Argument(help: help("The first moment.", "第一个时点。", value: "a"))
  var first: String

  @Argument(help: help("The second moment.", "第二个时点。", value: "b"))
  var second: String

  @Option(
    help: help("Only this rule set or calendar.", "只比较此规则集或日历。", value: "rule"))
  var rule: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let opened = try log.opened()
    let console = Console(output)
    let question = RuleQuestion(opened)
    var answers: [RuleAnswer] = []
    for text in [first, second] {
      var answer = try question.answer(try MomentOptions.known(text), happened: nil, nil)
      if let rule {
        answer.rules.removeAll { $0.name.text != rule && $0.name.key != rule }
      }
      answers.append(answer)
    }
    let comparison = RuleComparison(
      answers[0].rules, on: answers[0].day, with: answers[1].rules, on: answers[1].day)
    if output.json {
      console.result(document(comparison, answers, head: try opened.head).json)
    } else if comparison.changes.isEmpty {
      console.result(Phrase(en: "no differences", zh: "没有差异"))
    } else {
      console.result(table(comparison, on: console.out).text(on: console.out))
    }
    if !comparison.changes.isEmpty { throw ExitStatus.negative.exit }
  }

  private func table(_ comparison: RuleComparison, on terminal: Terminal) -> TextTable {
    var table = TextTable([
      TextTable.Column(Phrase(en: "rule set", zh: "规则集")),
      TextTable.Column(Phrase(en: "field", zh: "字段"), maxWidth: 48, cut: .middle),
      TextTable.Column(Phrase(en: "A → B", zh: "A → B"), minWidth: 12),
    ])
    for change in comparison.changes {
      let sides = [change.old, change.new].map { $0?.shortText ?? terminal.noData }
      table.append([
        .text(change.rule.text), .text(change.field), .text(sides.joined(separator: " → ")),
      ])
    }
    return table
  }

  private func document(
    _ comparison: RuleComparison, _ answers: [RuleAnswer], head: Position
  ) -> Document {
    var document = Document("rules-diff")
    for (name, answer) in zip(["from", "to"], answers) {
      var part = Document()
      part.add(answer.moment, head: head)
      part.add("day", answer.day.description)
      document.add(name, part.json)
    }
    document.add("changeCount", comparison.changes.count)
    document.add(
      "changes",
      comparison.changes.map { change in
        var part = Document()
        part.add("rule", change.rule.text)
        part.add("field", change.field)
        part.add("old", change.old.map(FieldJSON.plain) ?? .null)
        part.add("new", change.new.map(FieldJSON.plain) ?? .null)
        part.add("oldEdition", orNull: change.oldEdition)
        part.add("newEdition", orNull: change.newEdition)
        return part
      })
    return document
  }
}

/// The rules that a log knew at a moment.
struct RuleAnswer {
  let moment: ViewMoment
  /// On which it is asked what is in force.
  let day: CivilDate
  var rules: [KnownRule]
}

/// Asks a log for its rules.
struct RuleQuestion {
  let log: EventLog

  init(_ log: EventLog) { self.log = log }

  func answer(
    _ known: AsOf, happened: Moment?, _ moments: MomentOptions?
  ) throws -> RuleAnswer {
    let clock = try moments?.clock(for: known, in: log)
    let view = try log.replay(
      RuleRegister.self, asOf: known, happenedBy: happened, clock: clock)
    return RuleAnswer(
      moment: view.moment, day: log.identity.zone.date(of: view.moment.clock), rules: view.rules)
  }
}

extension KnownRule {
  fileprivate func state(on day: CivilDate) -> Phrase {
    if isInForce(on: day) { return Phrase(en: "in force", zh: "有效") }
    return edition.from > day
      ? Phrase(en: "to come", zh: "待生效") : Phrase(en: "replaced", zh: "已替代")
  }

  fileprivate var sourcePhrase: Phrase {
    let source = edition.source ?? "–"
    return edition.unverified
      ? Phrase(en: "unverified: \(source)", zh: "未核实：\(source)") : Phrase("\(source)")
  }
}

extension RuleEdition {
  /// How many rows, codes or days it has; 1 where it is a single rule.
  fileprivate var entryCount: Int {
    guard let content else { return days.count + hours.count }
    let lists = [
      content.limits?.count, content.categories?.count, content.origins?.count,
      content.townOffices?.count, content.hotspots?.count, content.retention?.count,
      content.serviceGuide?.count,
    ]
    return lists.compactMap { $0 }.first ?? 1
  }
}
