// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import TerminalText

struct ProjectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "project",
    abstract: say("Store views, or bring stored ones up to date.", "存储视图，或更新已存储的视图。"),
    discussion: say(
      """
      Rows are stored beside the log with the position they stand at; gridlog view --stored reads \
      them without folding. Appends never wait for it.
      """,
      """
      行与其所至位置一同存于台账旁；gridlog view --stored 直接读取，不再折叠。追加从不等待它。
      """))

  @OptionGroup var log: LogArgument

  @Argument(help: help("The views; all if none is named.", "视图；不写则为全部。", value: "view"))
  var names: [String] = []

  @Flag(help: help("Keep them current until Ctrl-C.", "持续更新，直至 Ctrl-C。"))
  var keep = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = Console(output)
    let views = try StoredViews(names, console)
    let log = try LogArgument.open(log.path, forWriting: true)
    Interruption.listen()
    let line = views.options(Phrase(en: "folding", zh: "折叠"))
    defer { line.finish() }
    if keep {
      try log.keepProjected(
        views.projections, options: line.options, while: { !Interruption.isRequested },
        upkeep: { show([$0], console) })
      throw Message(
        .stopped, at: Phrase("\(log.path)"),
        detail: Phrase(en: "The views are as they were last told.", zh: "视图停在最后一次更新处。"),
        next: [Message.Step("gridlog project \(log.path) --keep")])
    }
    let done = try log.project(views.projections, options: line.options)
    line.finish()
    show(done, console)
  }

  private func show(_ done: [ProjectionUpkeep], _ console: Console) {
    guard !output.json else {
      var document = Document("project")
      document.add("views", done.map(part))
      return keep ? console.resultLine(document.json) : console.result(document.json)
    }
    for upkeep in done {
      let rows = upkeep.rows.values.reduce(0, +)
      console.result(
        Phrase(
          en: """
            \(console.out.sign(.success)) \(upkeep.projection) v\(upkeep.version) · \
            \(upkeep.outcome.phrase, .en) \(upkeep.position) · \(grouped: rows) rows\
            \(upkeep.refused > 0 ? " · \(upkeep.refused) refused" : "")
            """,
          zh: """
            \(console.out.sign(.success)) \(upkeep.projection) 第 \(upkeep.version) 版 · \
            \(upkeep.outcome.phrase, .zh) \(upkeep.position) · \(grouped: rows) 行\
            \(upkeep.refused > 0 ? " · 拒绝 \(upkeep.refused) 条" : "")
            """))
    }
  }

  private func part(_ upkeep: ProjectionUpkeep) -> Document {
    var part = Document()
    part.add("view", upkeep.projection)
    part.add("version", upkeep.version)
    part.add("generation", upkeep.generation)
    part.add("outcome", upkeep.outcome.name)
    part.add("from", upkeep.from)
    part.add("position", upkeep.position)
    var rows = Document()
    for (table, count) in upkeep.rows.sorted(by: { $0.key < $1.key }) { rows.add(table, count) }
    part.add("rows", rows.json)
    part.add("refused", upkeep.refused)
    return part
  }
}

extension ProjectionUpkeep.Outcome {
  fileprivate var name: String {
    switch self {
    case .current: "current"
    case .caughtUp: "caught-up"
    case .rewound: "rewound"
    case .built: "built"
    }
  }

  fileprivate var phrase: Phrase {
    switch self {
    case .current: Phrase(en: "current at", zh: "已是最新")
    case .caughtUp: Phrase(en: "caught up to", zh: "更新至")
    case .rewound: Phrase(en: "went back, then caught up to", zh: "回退后更新至")
    case .built: Phrase(en: "folded to", zh: "折叠至")
    }
  }
}
