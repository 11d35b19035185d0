// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: say("List events, or show one in full.", "列出事件，或完整显示一个事件。"),
    discussion: say(
      """
      Personal text stays sealed. --jsonl writes CloudEvents that gridlog append reads.
      """,
      "个人信息保持加密。--jsonl 输出 gridlog append 可读的 CloudEvents。"))

  @OptionGroup var log: LogArgument

  @Option(help: help("Only this stream, as ticket/T-1.", "仅此流，如 ticket/T-1。", value: "stream"))
  var stream: String?

  @Option(help: help("Only this ticket.", "仅此工单。", value: "number"))
  var ticket: String?

  @Option(help: help("The event at this position, in full.", "完整显示此位置的事件。", value: "n"))
  var position: UInt64?

  @Option(
    name: .customLong("type"),
    help: help("Only this type; may be repeated.", "仅此类型，可重复。", value: "type"))
  var types: [String] = []

  @Option(
    name: .customLong("reference"),
    help: help(
      "Only events that name this object in this role, as handler=body/b1; may be repeated.",
      "仅以该角色提及该对象的事件，如 handler=body/b1，可重复。", value: "role=object"))
  var references: [String] = []

  @Option(help: help("Only events behind this position.", "仅此位置之后的事件。", value: "n"))
  var after: UInt64 = 0

  @Option(help: help("At most so many.", "最多显示的条数。", value: "n"))
  var limit: Int?

  @Flag(help: help("The latest first.", "最新的在前。"))
  var backwards = false

  @Flag(help: help("One CloudEvents object a line.", "每行输出一个 CloudEvents 对象。"))
  var jsonl = false

  @Flag(
    name: .customLong("explain-plan"),
    help: help(
      "Show which index lists would be joined, and read nothing.",
      "显示将合并哪些索引列表，不读取事件。"))
  var explainsPlan = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard limit ?? 1 > 0 else { throw ValidationError("--limit is at least 1") }
    let chosen = [stream != nil, ticket != nil, position != nil].count { $0 }
    guard chosen <= 1 else {
      throw ValidationError("--stream, --ticket and --position exclude each other")
    }
  }

  func run() throws {
    let log = try log.opened()
    let console = Console(output)
    if explainsPlan {
      let plan = try log.plan(of: try query())
      if output.json { return console.result(QueryPlanWriting.document(plan).json) }
      return console.result(QueryPlanWriting.text(plan, on: console.out))
    }
    if jsonl { return try writeLines(log, console) }
    let limit = limit ?? 100
    var events = try found(log, limit: limit == .max ? limit : limit + 1)
    let hasMore = events.count > limit
    events = Array(events.prefix(limit))
    let writer = EventWriting(log)
    if output.json {
      console.result(try document(log, events, hasMore: hasMore, writer).json)
    } else if position != nil, let event = events.first {
      console.result(writer.facts(event, on: console.out))
    } else {
      console.result(writer.table(events, on: console.out))
    }
    try end(log, events, hasMore: hasMore, console)
  }

  private func end(
    _ log: EventLog, _ events: [StoredEvent], hasMore: Bool, _ console: Console
  ) throws {
    if let position, events.isEmpty {
      let head = try log.head
      throw Message(
        .noSuchPosition, at: Phrase("#\(position)"),
        detail: Phrase(en: "The log ends at \(head).", zh: "台账末尾为 \(head)。"))
    }
    if events.isEmpty { throw Message(.nothingMatched) }
    if hasMore, let last = events.last {
      console.note(
        Phrase(
          en: "more follow: --limit N, or --after \(last.position.rawValue)",
          zh: "还有更多：--limit N 或 --after \(last.position.rawValue)"))
    }
  }

  // MARK: Finding

  private func found(_ log: EventLog, limit: Int) throws -> [StoredEvent] {
    var events: [StoredEvent] = []
    try forEach(log) { event in
      events.append(event)
      return events.count < limit
    }
    return events
  }

  private func forEach(
    _ log: EventLog, _ body: (StoredEvent) throws(EventLogError) -> Bool
  ) throws {
    if let position {
      guard let event = try log.event(at: Position(position)) else { return }
      _ = try body(event)
      return
    }
    try log.forEach(
      try query(), after: Position(after), direction: backwards ? .backwards : .forwards, body)
  }

  private func query() throws(Message) -> Query {
    try EventFilter.query(
      types: types, stream: stream ?? ticket.map { "ticket/\($0)" }, references: references)
  }

  // MARK: Machine forms

  private func writeLines(_ log: EventLog, _ console: Console) throws {
    let binding = CloudEventBinding(GovernanceEvent.catalogue)
    var lines = ""
    var count = 0
    var failure: SchemaError?
    try forEach(log) { event in
      do throws(SchemaError) {
        lines += JSONWriter.text(try binding.envelope(event).json) + "\n"
      } catch {
        failure = error
        return false
      }
      count += 1
      if lines.utf8.count > 1 << 16 {
        console.result(lines)
        lines = ""
      }
      return count < limit ?? .max
    }
    console.result(lines)
    if let failure { throw Message(failure, at: nil) }
    if count == 0 { throw Message(.nothingMatched) }
  }

  private func document(
    _ log: EventLog, _ events: [StoredEvent], hasMore: Bool, _ writer: EventWriting
  ) throws -> Document {
    var document = Document("show")
    document.add("head", try log.head)
    document.add("more", hasMore)
    document.add("events", .array(events.map { writer.json($0) }))
    return document
  }
}
