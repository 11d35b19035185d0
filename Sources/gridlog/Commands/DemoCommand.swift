// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance
import SampleCounty
import TerminalText

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: say("Create a log with an invented county.", "创建虚构县域的示例台账。"),
    discussion: say(
      """
      The same seed gives the same events on every machine. The people and matters are invented; \
      towns and grids are those of a real county.
      """,
      """
      同样的种子在任何机器上得到同样的事件。人员与事项均为虚构，乡镇与网格取自真实县域。
      """))

  @Argument(help: help("Where: nothing may be there yet.", "位置：必须尚不存在。", value: "path"))
  var path = "demo.gridlog"

  @Option(
    help: help(
      "What the county is made of: \(DemoCommand.kits).", "示例县域：\(DemoCommand.kits)。",
      value: "name"))
  var kit = SampleKit.baoying2021.rawValue

  @Option(help: help("At least so many events.", "至少生成的事件数。", value: "n"))
  var events = 100_000

  @Option(help: help("What decides everything in it.", "决定全部内容的种子。", value: "n"))
  var seed: UInt64 = 7

  @OptionGroup var output: OutputOptions

  private static let kits = SampleKit.allCases.map(\.rawValue).joined(separator: ", ")

  func validate() throws {
    guard SampleKit(rawValue: kit) != nil else {
      throw ValidationError("no kit is called \(kit): there is \(DemoCommand.kits)")
    }
    guard events > 0 else { throw ValidationError("--events is at least 1") }
  }

  func run() throws {
    let console = Console(output)
    Interruption.listen()
    let line = console.progress(
      Phrase(en: "appending", zh: "追加"), total: max(events, SampleCounty.leastEvents),
      unit: Phrase(en: "ev", zh: "条"))
    let (log, summary) = try SampleCounty.create(
      at: path, kit: SampleKit(rawValue: kit) ?? .baoying2021, seed: seed, events: events
    ) { done, _ in
      line.set(to: done)
      if Interruption.isRequested {
        line.finish()
        stop(console, after: done)
      }
    }
    line.finish()
    let statistics = try log.statistics()
    if output.json {
      console.result(document(log, summary, statistics).json)
    } else {
      show(summary, statistics, console)
      try showViews(log, console)
    }
  }

  /// Every view once, in as few passes as they need: what the county can be asked.
  private func showViews(_ log: EventLog, _ console: Console) throws {
    let views = ViewCatalogue.views
    guard !views.isEmpty else { return }
    let answers = try log.replay(views.map(\.projection))
    var table = TextTable([
      TextTable.Column(Phrase(en: "view", zh: "视图")),
      TextTable.Column(Phrase(en: "rows", zh: "行数"), .right),
      TextTable.Column(Phrase(en: "what it answers", zh: "回答的问题")),
    ])
    for (view, answer) in zip(views, answers) {
      table.append([.text(view.name), .number(answer.rows.count), .phrase(view.question.phrase)])
    }
    console.result(table.text(on: console.out))
  }

  /// A county half written is of no use, and cannot be gone on with: it is made anew.
  private func stop(_ console: Console, after done: Int) -> Never {
    console.tell(
      Message(
        .interrupted, at: Phrase("\(path)"),
        detail: Phrase(
          en: "\(grouped: done) events were written.", zh: "已写入 \(grouped: done) 个事件。"),
        next: [
          Message.Step(
            "rm -r \(path) && gridlog demo \(path) --kit \(kit) --events \(events) --seed \(seed)",
            Phrase(en: "begins again", zh: "重新开始"))
        ]))
    Gridlog.exit(withError: ExitStatus.interrupted.exit)
  }

  private func show(_ summary: SampleSummary, _ statistics: LogStatistics, _ console: Console) {
    let size = NumberText.bytes(statistics.bytes)
    console.result(
      Phrase(
        en: """
          \(console.out.sign(.success)) \(path) · \(summary.towns) towns · \
          \(grouped: summary.grids) grids · \(grouped: summary.days) days · \
          \(grouped: summary.tickets) tickets · \(grouped: summary.events) events · \(size) · \
          head \(statistics.head)
          """,
        zh: """
          \(console.out.sign(.success)) \(path) · \(summary.towns) 个乡镇 · \
          \(grouped: summary.grids) 个网格 · \(grouped: summary.days) 天 · \
          \(grouped: summary.tickets) 件工单 · \(grouped: summary.events) 个事件 · \(size) · \
          末尾 \(statistics.head)
          """))
    let day = summary.period.lowerBound.adding(days: max(1, summary.days / 2))
    console.note(
      Phrase(
        en: """

          Try next
            gridlog view \(path) town-workload
            gridlog view \(path) ticket-status --as-of \(day) --limit 20
            gridlog diff \(path) town-workload --between \(day) \(summary.period.upperBound)
          """,
        zh: """

          接下来可以试试
            gridlog view \(path) town-workload
            gridlog view \(path) ticket-status --as-of \(day) --limit 20
            gridlog diff \(path) town-workload --between \(day) \(summary.period.upperBound)
          """))
  }

  private func document(
    _ log: EventLog, _ summary: SampleSummary, _ statistics: LogStatistics
  ) -> Document {
    var document = Document("demo")
    document.add("path", path)
    document.add("kit", kit)
    document.add("seed", seed)
    document.add("head", statistics.head)
    document.add("bytes", statistics.bytes)
    document.add("events", summary.events)
    document.add("tickets", summary.tickets)
    document.add("towns", summary.towns)
    document.add("villages", summary.villages)
    document.add("grids", summary.grids)
    document.add("days", summary.days)
    document.add("from", summary.period.lowerBound.description)
    document.add("to", summary.period.upperBound.description)
    return document
  }
}
