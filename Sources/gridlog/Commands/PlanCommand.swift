// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import Interchange
import TerminalText

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: say(
      "Say what each stored view needs, and why; changes nothing.",
      "说明每个已存储视图需要什么及原因，不作任何更改。"))

  @OptionGroup var log: LogArgument

  @Argument(help: help("The views; all if none is named.", "视图；不写则为全部。", value: "view"))
  var names: [String] = []

  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = Console(output)
    let views = try StoredViews(names, console)
    let log = try log.opened()
    let plans = try log.plan(views.projections)
    guard !output.json else { return console.result(try document(log, plans).json) }
    var table = TextTable([
      TextTable.Column(Phrase(en: "view", zh: "视图")),
      TextTable.Column(Phrase(en: "stored", zh: "已存版本"), .right),
      TextTable.Column(Phrase(en: "code", zh: "代码版本"), .right),
      TextTable.Column(Phrase(en: "at", zh: "所至"), .right),
      TextTable.Column(Phrase(en: "needs", zh: "需要")),
      TextTable.Column(Phrase(en: "why", zh: "原因")),
      TextTable.Column(Phrase(en: "estimate", zh: "预计"), .right),
    ])
    for plan in plans {
      table.append([
        .text(plan.projection), plan.stored.map { .text("v\($0)") } ?? .noData,
        .text("v\(plan.code)"), .text(plan.position.description), .phrase(plan.need.phrase),
        .phrase(plan.why), plan.estimate.map { .text(PlanCommand.duration($0)) } ?? .noData,
      ])
    }
    console.result(table.text(on: console.out))
    for plan in plans {
      guard let holder = plan.rebuilding else { continue }
      console.note(
        Phrase(
          en: "\(plan.projection) is being rebuilt by \(holder)",
          zh: "\(plan.projection) 正由 \(holder) 重建"))
    }
  }

  /// Processor time as people read it.
  private static func duration(_ nanoseconds: Int64) -> String {
    let milliseconds = nanoseconds / 1_000_000
    return milliseconds < 1000
      ? "\(max(1, milliseconds)) ms" : "\(milliseconds / 1000).\(milliseconds / 100 % 10) s"
  }

  private func document(_ log: EventLog, _ plans: [ProjectionPlan]) throws -> Document {
    var document = Document("plan")
    document.add("path", log.path)
    document.add("head", try log.head)
    document.add(
      "views",
      plans.map { plan in
        var part = Document()
        part.add("view", plan.projection)
        part.add("storedVersion", plan.stored.map { .number(String($0)) } ?? .null)
        part.add("codeVersion", plan.code)
        part.add("position", plan.position)
        part.add("needs", plan.need.name)
        part.add("reason", plan.reason)
        part.add("events", plan.events)
        part.add("estimateNanoseconds", plan.estimate.map { .number(String($0)) } ?? .null)
        part.add("rebuilding", orNull: plan.rebuilding)
        return part
      })
    return document
  }
}

extension ProjectionPlan {
  fileprivate var why: Phrase {
    let count = Phrase(
      en: "\(grouped: Int(clamping: events)) events behind",
      zh: "落后 \(grouped: Int(clamping: events)) 个事件")
    switch need {
    case .nothing: return Phrase(en: "", zh: "")
    case .catchUp: return count
    case .rewind:
      return Phrase(
        en: "late facts or corrections of what is folded", zh: "有迟报事实或对已折叠内容的更正")
    case .build: return Phrase(en: "not stored yet", zh: "尚未存储")
    case .rebuild:
      return stored == code
        ? Phrase("\(reason)")
        : Phrase(en: "the code is of another version", zh: "代码版本不同")
    }
  }
}

extension ProjectionPlan.Need {
  fileprivate var name: String {
    switch self {
    case .nothing: "nothing"
    case .catchUp: "catch-up"
    case .rewind: "rewind"
    case .rebuild: "rebuild"
    case .build: "build"
    }
  }

  fileprivate var phrase: Phrase {
    switch self {
    case .nothing: Phrase(en: "nothing", zh: "无")
    case .catchUp: Phrase(en: "catch up", zh: "追上")
    case .rewind: Phrase(en: "rewind", zh: "回退重折")
    case .rebuild: Phrase(en: "rebuild", zh: "重建")
    case .build: Phrase(en: "build", zh: "构建")
    }
  }
}
