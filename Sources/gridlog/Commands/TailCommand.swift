// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import Interchange
import TerminalText

struct TailCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tail",
    abstract: say("Print events, and with --follow those that come.", "输出事件，加 --follow 则持续输出新事件。"),
    discussion: say(
      """
      One line an event. Without --after it begins with the last ten. No event is left out or \
      printed twice; Ctrl-C ends it and says how to go on. --json prints one CloudEvents object \
      a line.
      """,
      """
      每行一个事件。未给出 --after 时从最后十个开始。不会遗漏或重复；按 Ctrl-C 结束并说明如何继续。\
      --json 每行输出一个 CloudEvents 对象。
      """))

  @OptionGroup var log: LogArgument

  @Flag(name: [.short, .long], help: help("Wait for more events.", "等待新的事件。"))
  var follow = false

  @Option(help: help("Only events behind this position.", "仅此位置之后的事件。", value: "n"))
  var after: UInt64?

  @Option(
    name: [.customShort("n"), .customLong("last")],
    help: help("Begin with so many of the last.", "从最后若干个开始。", value: "n"))
  var last: Int?

  @Option(
    name: .customLong("type"),
    help: help("Only this type; may be repeated.", "仅此类型，可重复。", value: "type"))
  var types: [String] = []

  @Option(help: help("Only this stream, as ticket/T-1.", "仅此流，如 ticket/T-1。", value: "stream"))
  var stream: String?

  @Option(
    name: [.customLong("ref"), .customLong("reference")],
    help: help(
      "Only with this reference, as handler=body/B-1; all that are given.",
      "仅含此引用，如 handler=body/B-1；多个须同时满足。", value: "role=object"))
  var references: [String] = []

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard last ?? 1 > 0 else { throw ValidationError("--last is at least 1") }
    guard last == nil || after == nil else {
      throw ValidationError("--last and --after exclude each other")
    }
  }

  func run() throws {
    let log = try log.opened()
    let console = Console(output)
    let query = try EventFilter.query(types: types, stream: stream, references: references)
    Interruption.listen()
    let writer = EventWriting(log)
    var count = 0
    let end = try log.follow(
      query, after: start(log, query), following: follow,
      while: { !Interruption.isRequested },
      { batch throws(EventLogError) in
        count += batch.events.count
        console.result(batch.events.map { text($0, writer, console) }.joined())
      })
    if Interruption.isRequested { throw interrupted(at: end) }
    if count == 0 { throw Message(.nothingMatched) }
  }

  private func start(_ log: EventLog, _ query: Query) throws(EventLogError) -> Position {
    if let after { return Position(after) }
    let shown = try log.events(query, direction: .backwards, limit: last ?? 10)
    if let first = shown.last { return first.position.predecessor }
    // Nothing matched so far: what comes is behind the head.
    return try log.head
  }

  private func text(
    _ event: StoredEvent, _ writer: EventWriting, _ console: Console
  ) -> String {
    (output.json
      ? JSONWriter.text(writer.json(event)) : writer.line(event, on: console.out)) + "\n"
  }

  private func interrupted(at end: Position) -> Message {
    var command = ["gridlog tail \(log.path)", "--after \(end.rawValue)"]
    if follow { command.append("--follow") }
    command += types.map { "--type \($0)" }
    if let stream { command.append("--stream \(stream)") }
    command += references.map { "--ref \($0)" }
    if output.json { command.append("--json") }
    return Message(
      .stopped, at: Phrase("\(log.path)"),
      detail: Phrase(
        en: "Everything up to \(end) was printed.", zh: "已输出到 \(end)。"),
      next: [
        Message.Step("\(command.joined(separator: " "))", Phrase(en: "goes on", zh: "从此处继续"))
      ])
  }
}
