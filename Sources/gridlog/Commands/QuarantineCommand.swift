// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance
import TerminalText

struct QuarantineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine",
    abstract: say(
      "Events that a view refused, and those that wait behind them.", "视图拒绝的事件及其后等待的事件。"),
    subcommands: [List.self, Retry.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: say(
        "List them with position, stream and reason.", "列出位置、流与原因。"))

    @OptionGroup var log: LogArgument

    @Argument(help: help("The views; all if none is named.", "视图；不写则为全部。", value: "view"))
    var names: [String] = []

    @OptionGroup var output: OutputOptions

    func run() throws {
      let console = Console(output)
      let views = try StoredViews(names, console)
      let log = try log.opened()
      let line = views.options(Phrase(en: "folding", zh: "折叠"))
      let found = try refused(log, views, line.options)
      line.finish()
      guard !output.json else { return console.result(document(found).json) }
      guard found.contains(where: { !$0.events.isEmpty }) else {
        return console.note(Phrase(en: "no event was refused", zh: "没有被拒绝的事件"))
      }
      var table = TextTable([
        TextTable.Column(Phrase(en: "view", zh: "视图")),
        TextTable.Column(Phrase(en: "position", zh: "位置"), .right),
        TextTable.Column(Phrase(en: "stream", zh: "流")),
        TextTable.Column(Phrase(en: "waiting", zh: "其后等待"), .right),
        TextTable.Column(Phrase(en: "reason", zh: "原因")),
      ])
      for (view, _, events) in found {
        for event in events {
          table.append([
            .text(view), .text(event.position.description), .text(event.stream.text),
            .number(event.parked), .text(event.reason),
          ])
        }
      }
      console.result(table.text(on: console.out))
    }

    private typealias Found = (view: String, isStored: Bool, events: [QuarantinedEvent])

    /// From the stored view where there is one of this version, else by a fold.
    private func refused(
      _ log: EventLog, _ views: StoredViews, _ options: ReplayOptions
    ) throws -> [Found] {
      let stored = try log.storedProjections()
      return try views.views.map { view in
        if let status = stored.first(where: { $0.projection == view.name }),
          status.source.version == view.version, status.source.lag == 0
        {
          return (view.name, true, status.quarantine)
        }
        return (view.name, false, try log.replay([view.projection], options: options)[0].quarantine)
      }
    }

    private func document(_ found: [Found]) -> Document {
      var document = Document("quarantine")
      document.add(
        "views",
        found.map { view, isStored, events in
          var part = Document()
          part.add("view", view)
          part.add("stored", isStored)
          part.add(
            "events",
            events.map { event in
              var part = Document()
              part.add("position", event.position)
              part.add("stream", event.stream.text)
              part.add("reason", event.reason)
              part.add("waiting", event.parked)
              return part
            })
          return part
        })
      return document
    }
  }

  struct Retry: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "retry",
      abstract: say(
        "Take refused events again, after what refused them was mended.",
        "修复拒绝原因后，重新处理被拒绝的事件。"),
      discussion: say(
        """
        The stored view is folded anew beside the old one; it serves if fewer events are refused, \
        though its rows differ.
        """,
        "在旁重新折叠；被拒绝的事件减少即可启用，行允许不同。"))

    @OptionGroup var log: LogArgument

    @Argument(help: help("The view.", "视图。", value: "view"))
    var name: String

    @Flag(help: help("Switch without asking.", "不询问，直接切换。"))
    var yes = false

    @OptionGroup var output: OutputOptions

    func run() throws {
      let console = Console(output)
      let views = try StoredViews([name], console)
      let log = try LogArgument.open(log.path, forWriting: true)
      Interruption.listen()
      let line = views.options(Phrase(en: "building", zh: "构建"))
      defer { line.finish() }
      let question = SwitchQuestion(console, saysYes: yes, saysNo: false, json: output.json)
      let result = try log.retryRefused(views.projections[0], options: line.options) {
        line.finish()
        return question.ask($0)
      }
      line.finish()
      try question.end(result, in: log)
    }
  }
}
