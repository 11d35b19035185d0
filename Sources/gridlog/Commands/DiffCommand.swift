// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: say(
      "Show what differs between two moments of a view.", "比较视图的两个时点或两代。"),
    discussion: say(
      """
      gridlog diff LOG NAME --between A B, or --as-of A --as-of B; one moment means that and now. \
      With --happened-by both answers are cut so. --generations compares a stored view with what it \
      said before its rebuild, both as of the earlier position. Exit 1 if something differs.
      """,
      """
      gridlog diff LOG NAME --between A B，或 --as-of A --as-of B；只给一个时点则与现在比较。\
      --happened-by 对两边同时生效。--generations 比较已存储视图重建前后的两代，均截至较早的位置。\
      有差异时退出码为 1。
      """))

  @OptionGroup var log: LogArgument

  @Argument(
    help: help("The view's name; see gridlog views.", "视图名称，见 gridlog views。", value: "name"))
  var name: String

  @Option(
    parsing: .upToNextOption,
    help: help("The two moments of what was known.", "两个已知时点。", value: "moment"))
  var between: [String] = []

  @Flag(
    help: help(
      "The stored view before and after its last rebuild.", "已存储视图上次重建前后的两代。"))
  var generations = false

  @OptionGroup var moments: MomentOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if generations {
      guard between.isEmpty, moments.asOf.isEmpty, moments.happenedBy == nil else {
        throw ValidationError("--generations goes without moments")
      }
      return
    }
    guard between.isEmpty || (between.count == 2 && moments.asOf.isEmpty) else {
      throw ValidationError("--between takes two moments, without --as-of")
    }
    guard moments.asOf.count <= 2, !between.isEmpty || !moments.asOf.isEmpty else {
      throw ValidationError("give two moments: --between 2021-09-01 2021-10-01")
    }
  }

  func run() throws {
    let log = try log.opened()
    let console = Console(output)
    let question = try ViewQuestion(log, name, console)
    if generations { return try compareGenerations(log, question.view, console) }
    let asked = try (between.isEmpty ? moments.asOf : between).map(MomentOptions.known)
    let old = try question.answer(asked[0], moments)
    let new = try question.answer(asked.count > 1 ? asked[1] : .head, moments)
    let changes = try old.changes(toAny: new)
    if output.json {
      console.result(document(old, new, changes, head: try log.head).json)
    } else {
      show(old, new, changes, log, question.view, console)
    }
    if !changes.isEmpty { throw ExitStatus.negative.exit }
  }

  private func compareGenerations(
    _ log: EventLog, _ view: CountyView, _ console: Console
  ) throws {
    let writing = GenerationsWriting(
      comparison: try log.compareGenerations(of: view.projection), view: view)
    if output.json {
      console.result(writing.document.json)
    } else {
      writing.show(log.identity.zone, on: console)
    }
    if !writing.comparison.changes.isEmpty { throw ExitStatus.negative.exit }
  }

  private func document(
    _ old: AnyView, _ new: AnyView, _ changes: [RowChange], head: Position
  ) -> Document {
    var document = Document("diff")
    document.add("view", old.name)
    document.add("version", old.version)
    for (name, view) in [("from", old), ("to", new)] {
      var part = Document()
      part.add(view.moment, head: head)
      document.add(name, part.json)
    }
    document.add("changeCount", changes.count)
    document.add("changes", .array(changes.map(\.json)))
    return document
  }

  private func show(
    _ old: AnyView, _ new: AnyView, _ changes: [RowChange], _ log: EventLog,
    _ view: CountyView, _ console: Console
  ) {
    let zone = log.identity.zone
    for (sign, answer) in [("A", old), ("B", new)] {
      let moment = answer.moment
      let happened = moment.happenedBy.map { zone.moment($0) }
      console.note(
        Phrase(
          en: """
            \(sign)  known \(moment.position) \(zone.moment(moment.known))\
            \(happened.map { " · happened by \($0)" } ?? "")
            """,
          zh: """
            \(sign)  已知 \(moment.position) \(zone.moment(moment.known))\
            \(happened.map { " · 发生于 \($0) 之前" } ?? "")
            """))
    }
    guard !changes.isEmpty else {
      return console.result(Phrase(en: "no differences", zh: "没有差异"))
    }
    console.result(DiffWriting(view: view, zone: zone).table(changes, of: old, on: console.out))
  }
}
