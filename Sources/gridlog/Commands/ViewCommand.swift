// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

struct ViewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "view",
    abstract: say("Show a view, as of any moment.", "显示视图，可指定任意时点。"))

  @OptionGroup var log: LogArgument

  @Argument(
    help: help("The view's name; see gridlog views.", "视图名称，见 gridlog views。", value: "name"))
  var name: String

  @OptionGroup var moments: MomentOptions

  @Option(help: help("Another table of the view than its first.", "视图的其他表。", value: "table"))
  var table: String?

  @OptionGroup var wanted: RowOptions

  @Option(
    help: help(
      "Only these columns, separated by commas.", "仅显示这些列，以逗号分隔。", value: "names"))
  var columns: String?

  @Option(help: help("At most so many rows.", "最多显示的行数。", value: "n"))
  var limit: Int?

  @Flag(help: help("Print CSV for Excel and WPS.", "输出适用于 Excel、WPS 的 CSV。"))
  var csv = false

  @Flag(
    help: help(
      "From the rows and snapshots that gridlog project stored.",
      "使用 gridlog project 存储的行与快照。"))
  var stored = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard limit ?? 1 > 0 else { throw ValidationError("--limit is at least 1") }
    guard !(csv && output.json) else {
      throw ValidationError("--csv and --json exclude each other")
    }
  }

  func run() throws {
    let log = try log.opened()
    let console = Console(output)
    let question = try ViewQuestion(log, name, console)
    let answer = try stored ? storedAnswer(log, console) : question.answer(moments.known(), moments)
    let table = table ?? answer.tables[0]
    let period = try wanted.asked()
    let writer = ViewWriting(
      log, question.view, answer, table: table, period: period, head: try log.head,
      columns: columns.map { $0.split(separator: ",").map(String.init) })
    var rows = try wanted.matching(writer.rows(), of: question.view, writer.allColumns())
    let count = rows.count
    rows = Array(rows.prefix(limit ?? .max))
    if output.json {
      console.result(writer.document(rows, of: count).json)
    } else if csv {
      try writer.csv(rows).forEach { console.result($0) }
    } else {
      console.note(writer.caption)
      console.result(try writer.table(rows, on: console.out))
      if rows.count < count {
        console.note(
          Phrase(
            en: "\(grouped: count - rows.count) more rows: --limit N",
            zh: "另有 \(grouped: count - rows.count) 行：--limit N"))
      }
    }
    writer.warnings.forEach { console.tell($0) }
    if rows.isEmpty, !wanted.isEmpty { throw Message(.nothingMatched) }
  }
}

extension ViewCommand {
  /// The stored rows, and a word if they are behind or another version's.
  private func storedAnswer(_ log: EventLog, _ console: Console) throws -> AnyView {
    if !moments.asOf.isEmpty || moments.happenedBy != nil {
      let question = try ViewQuestion(log, name, console)
      return try question.storedAnswer(try moments.known(), moments)
    }
    let (answer, source) = try log.storedRows(
      of: name, among: ViewCatalogue.views.map(\.projection),
      clock: try moments.clock(for: .head, in: log))
    if source.isFrozen {
      console.note(
        Phrase(
          en: """
            frozen: folded by version \(source.version) of its code, which this program does not \
            have; \(grouped: Int(clamping: source.lag)) events behind
            """,
          zh: """
            已冻结：由第 \(source.version) 版代码折叠，本程序没有该版本；落后 \
            \(grouped: Int(clamping: source.lag)) 个事件
            """))
    } else if source.lag > 0 {
      console.note(
        Phrase(
          en: "\(grouped: Int(clamping: source.lag)) events behind; gridlog project catches up",
          zh: "落后 \(grouped: Int(clamping: source.lag)) 个事件；gridlog project 可更新"))
    }
    return answer
  }
}
