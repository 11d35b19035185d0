// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: say(
      "Show the events behind a row of a view, or what a message code means.",
      "显示视图某一行背后的事件，或解释消息编号。"),
    discussion: say(
      "gridlog explain LOG NAME --row KEY, or gridlog explain GL-E104.",
      "gridlog explain LOG NAME --row KEY，或 gridlog explain GL-E104。"))

  @Argument(
    help: help("The log's directory, or a code.", "台账目录，或消息编号。", value: "log|code"))
  var subject: String

  @Argument(
    help: help("The view's name; see gridlog views.", "视图名称，见 gridlog views。", value: "name"))
  var name: String?

  @Option(help: help("The row's key, as the view shows it.", "行的键，与视图所示一致。", value: "key"))
  var row: String?

  @Option(help: help("Another table of the view than its first.", "视图的其他表。", value: "table"))
  var table: String?

  @Flag(help: help("Every event, however many.", "列出全部事件。"))
  var all = false

  @OptionGroup var moments: MomentOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = Console(output)
    guard let name else {
      guard let code = MessageCode(rawValue: subject) else {
        throw Message(
          .needsRow, next: [Message.Step("gridlog explain \(subject) VIEW --row KEY")])
      }
      return try CodeExplanation(code).show(on: console)
    }
    guard let row else {
      throw Message(
        .needsRow, next: [Message.Step("gridlog explain \(subject) \(name) --row KEY")])
    }
    let log = try LogArgument.open(subject)
    let question = try ViewQuestion(log, name, console)
    let answer = try question.answer(try moments.known(), moments)
    let key = try answer.row(matching: row, in: table).key
    let explanation = try answer.explain(key)
    let positions = all ? explanation.all : Array(explanation.positions)
    if output.json {
      let head = try log.head
      console.result(try document(log, answer, explanation, positions, head: head).json)
    } else {
      try show(log, answer, explanation, positions, console)
    }
  }

  // MARK: Forms

  private func document(
    _ log: EventLog, _ answer: AnyView, _ explanation: Explanation, _ positions: [Position],
    head: Position
  ) throws -> Document {
    var document = Document("explain")
    document.add("view", answer.name)
    document.add("version", answer.version)
    document.add(answer.moment, head: head)
    document.add("row", explanation.row.json)
    document.add("count", explanation.count)
    document.add(
      "ranges",
      .array(
        explanation.ranges.map {
          .array([.number(String($0.lowerBound.rawValue)), .number(String($0.upperBound.rawValue))])
        }))
    var parts: [Document] = []
    for position in positions {
      guard let event = try log.event(at: position) else { continue }
      var part = Document()
      part.add("position", position)
      part.add("direct", explanation.wroteDirectly(position))
      part.add("type", event.content.type.name)
      part.add("stream", event.content.stream.text)
      part.add("occurred", event.content.occurred)
      part.add("recorded", event.recorded)
      part.add("id", event.content.id.description)
      parts.append(part)
    }
    document.add("events", parts)
    return document
  }

  private func show(
    _ log: EventLog, _ answer: AnyView, _ explanation: Explanation, _ positions: [Position],
    _ console: Console
  ) throws {
    console.note(
      Phrase(
        en: """
          \(answer.name) \(explanation.row.key.text) · \(grouped: explanation.count) events · \
          known \(answer.moment.position)
          """,
        zh: """
          \(answer.name) \(explanation.row.key.text) · \(grouped: explanation.count) 个事件 · \
          已知 \(answer.moment.position)
          """))
    var events: [StoredEvent] = []
    for position in positions {
      if let event = try log.event(at: position) { events.append(event) }
    }
    console.result(EventWriting(log).table(events, on: console.out))
    if positions.count < explanation.count {
      let rest = explanation.count - positions.count
      console.note(
        Phrase(
          en: "\(grouped: rest) more, in \(grouped: explanation.ranges.count) runs: --all",
          zh: "另有 \(grouped: rest) 个，共 \(grouped: explanation.ranges.count) 段：--all"))
    }
  }
}
