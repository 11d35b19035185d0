// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

struct WhatIfCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "what-if",
    abstract: say(
      "Show how a view would differ if the past had been otherwise; writes nothing.",
      "假设过去有所不同，比较视图的变化；不写入任何内容。"),
    discussion: say(
      """
      The answer is headed as hypothetical and lists what was assumed. Added events take their place by \
      recorded time (recordedtime, else time) and are called +1, +2. Then come the differences from the \
      real answer, as gridlog diff shows them. Exit 1 if something differs.
      """,
      """
      结果标明为假设，并列出全部假设。加入的事件按记录时间（recordedtime，否则 time）就位，记为 +1、+2；\
      随后列出与实际结果的差异，形式同 gridlog diff。有差异时退出码为 1。
      """))

  @OptionGroup var log: LogArgument

  @Argument(
    help: help("The view's name; see gridlog views.", "视图名称，见 gridlog views。", value: "name"))
  var name: String

  @OptionGroup var assumed: AssumptionOptions
  @OptionGroup var moments: MomentOptions

  @Flag(help: help("Print the hypothetical rows instead of the differences.", "输出假设下的各行，而非差异。"))
  var rows = false

  @Option(
    help: help(
      "Another table of the view than its first, for --rows.", "用于 --rows：视图的其他表。", value: "table"))
  var table: String?

  @Option(
    help: help(
      "Print the events behind this row of the hypothetical answer.", "输出假设结果中此行背后的事件。",
      value: "key"))
  var explain: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard !rows || explain == nil else {
      throw ValidationError("--rows and --explain exclude each other")
    }
  }

  func run() throws {
    let log = try log.opened()
    let console = Console(output)
    let question = try ViewQuestion(log, name, console)
    let (real, answer) = try question.answers(
      try moments.known(), moments, assuming: try assumed.assumptions(log))
    let changes = try real.changes(toAny: answer)
    let table = table ?? answer.tables[0]
    let writer = ViewWriting(log, question.view, answer, table: table, head: try log.head)
    let explanation = try explanation(answer, log)
    if output.json {
      var document = try document(answer, changes, writer, table)
      if let explanation {
        var part = Document()
        try explanation.add(to: &part)
        document.add("explanation", part.json)
      }
      console.result(document.json)
    } else {
      try heading(answer, log, console)
      console.note(writer.caption)
      if let explanation {
        try explanation.show(on: console)
      } else if rows {
        console.result(try writer.table(try answer.rows(of: table), on: console.out))
      } else if changes.isEmpty {
        console.result(Phrase(en: "no differences", zh: "没有差异"))
      } else {
        var diff = DiffWriting(view: question.view, zone: log.identity.zone)
        diff.sides = Phrase(en: "real → assumed", zh: "实际 → 假设")
        console.result(diff.table(changes, of: answer, on: console.out))
      }
    }
    try sayBelowFloor(answer, console)
    writer.warnings.forEach { console.tell($0) }
    if !changes.isEmpty { throw ExitStatus.negative.exit }
  }

  private func explanation(_ answer: AnyView, _ log: EventLog) throws -> ExplanationWriting? {
    guard let explain else { return nil }
    let key = try answer.row(matching: explain, in: table).key
    let explanation = try answer.explain(key)
    return ExplanationWriting(
      log: log, answer: answer, explanation: explanation, positions: Array(explanation.positions))
  }

  /// A weight below the floor may be assumed, and is never passed over in silence (domain A29).
  private func sayBelowFloor(_ answer: AnyView, _ console: Console) throws {
    guard answer.name == Assessment.name else { return }
    let low = try answer.rows(of: answer.tables[0]).filter {
      $0["compliance"] == .text(WeightCompliance.nonCompliant.rawValue)
    }
    guard !low.isEmpty else { return }
    console.note(
      Phrase(
        en: "\(grouped: low.count) results with a weight below the floor",
        zh: "\(grouped: low.count) 个结果的权重低于下限"))
  }

  // MARK: Forms

  /// Stands on standard output: without it the answer would pass for a real one.
  private func heading(_ answer: AnyView, _ log: EventLog, _ console: Console) throws {
    let history = answer.assumptions
    let leftOut = history?.leftOut ?? []
    let added = history?.added ?? []
    console.result(
      Phrase(
        en: """
          HYPOTHETICAL: \(leftOut.count) events left out, \(added.count) added; the log was not changed.
          """,
        zh: """
          【假设】去掉 \(leftOut.count) 个事件，加入 \(added.count) 个；台账未作任何更改。
          """))
    guard !leftOut.isEmpty || !added.isEmpty else { return }
    let stands = Dictionary(
      (history?.replaced ?? [:]).map { ($0.value, $0.key) }, uniquingKeysWith: { $1 })
    var notes: [Position: Phrase] = [:]
    for event in leftOut {
      notes[event.position] =
        stands[event.position].map { Phrase(en: "left out for \($0)", zh: "由 \($0) 代替") }
        ?? Phrase(en: "left out", zh: "去掉")
    }
    for event in added {
      notes[event.position] =
        history?.replaced[event.position].map { Phrase(en: "in place of \($0)", zh: "代替 \($0)") }
        ?? Phrase(en: "added", zh: "加入")
    }
    console.result(EventWriting(log).table(leftOut + added, notes: notes, on: console.out))
  }

  private func document(
    _ answer: AnyView, _ changes: [RowChange], _ writer: ViewWriting, _ table: String
  ) throws -> Document {
    var document = Document("what-if")
    document.add("hypothetical", true)
    document.add("view", answer.name)
    document.add("version", answer.version)
    document.add(answer.moment, head: writer.head)
    document.add(
      "leftOut",
      (answer.assumptions?.leftOut ?? []).map { event in
        var part = Document()
        part.add("position", event.position)
        part.add(event)
        return part
      })
    document.add(
      "added",
      (answer.assumptions?.added ?? []).map { event in
        var part = Document()
        part.add("position", event.position)
        part.add("replaces", orNull: answer.assumptions?.replaced[event.position])
        part.add(event)
        return part
      })
    document.add("changeCount", changes.count)
    document.add("changes", .array(changes.map(\.json)))
    if rows { writer.add(try answer.rows(of: table), to: &document) }
    return document
  }
}
