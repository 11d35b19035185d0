// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import Interchange
import TerminalText

struct RebuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: say(
      "Fold a stored view anew beside the old one, compare, and switch.",
      "在旁重新折叠已存储的视图，比对后切换。"),
    discussion: say(
      """
      Readers and appends go on meanwhile. Interrupted or killed, the next rebuild goes on where \
      this one was. The generation before is kept: gridlog rollback goes back to it.
      """,
      """
      期间读取与追加照常进行。中断后，下次重建从断点继续。上一代保留，可用 gridlog rollback 回退。
      """))

  @OptionGroup var log: LogArgument

  @Argument(help: help("The view.", "视图。", value: "view"))
  var name: String

  @Flag(help: help("Switch without asking.", "不询问，直接切换。"))
  var yes = false

  @Flag(
    name: .customLong("dry-run"),
    help: help(
      "Build and compare, and leave the old one serving.", "只构建并比对，仍使用原视图。"))
  var dryRun = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = Console(output)
    let views = try StoredViews([name], console)
    let log = try LogArgument.open(log.path, forWriting: true)
    Interruption.listen()
    let line = views.options(Phrase(en: "building", zh: "构建"))
    let question = SwitchQuestion(console, saysYes: yes, saysNo: dryRun, json: output.json)
    let result: RebuildResult
    do throws(ProjectionError) {
      result = try log.rebuild(views.projections[0], options: line.options) { comparison in
        line.finish()
        return question.ask(comparison)
      }
    } catch {
      line.finish()
      if case .digestDiffers(let found) = error { question.show(found) }
      throw error
    }
    line.finish()
    try question.end(result, in: log)
  }
}

/// The question whether a rebuilt view may serve, and what became of it.
struct SwitchQuestion {
  private let console: Console
  private let saysYes: Bool
  private let saysNo: Bool
  private let json: Bool

  init(_ console: Console, saysYes: Bool, saysNo: Bool, json: Bool) {
    self.console = console
    self.saysYes = saysYes
    self.saysNo = saysNo
    self.json = json
  }

  func ask(_ comparison: RebuildComparison) -> Bool {
    show(comparison)
    if saysNo { return false }
    return saysYes || console.asks(Phrase(en: "switch? [y/N] ", zh: "切换？[y/N] "))
  }

  /// The rows that differ, and how many.
  func show(_ comparison: RebuildComparison) {
    guard !json else { return }
    for line in comparison.lines.prefix(20) { console.result(Escaping.visible(line) + "\n") }
    if comparison.total > 20 {
      console.note(
        Phrase(
          en: "… and \(grouped: comparison.total - 20) more; --json lists the first 1,000",
          zh: "……另有 \(grouped: comparison.total - 20) 处；--json 列出前 1,000 处"))
    }
    console.note(
      Phrase(
        en: """
          v\(comparison.oldVersion) → v\(comparison.newVersion) at \(comparison.position): \
          \(grouped: comparison.changed) rows changed, \(grouped: comparison.added) new, \
          \(grouped: comparison.removed) gone, of \(grouped: comparison.rows)
          """,
        zh: """
          第 \(comparison.oldVersion) 版 → 第 \(comparison.newVersion) 版，截至 \
          \(comparison.position)：\(grouped: comparison.rows) 行中改变 \
          \(grouped: comparison.changed) 行，新增 \(grouped: comparison.added) 行，减少 \
          \(grouped: comparison.removed) 行
          """))
  }

  func end(_ result: RebuildResult, in log: EventLog) throws {
    if json { console.result(document(result).json) }
    if result.outcome == .kept {
      if saysNo { throw ExitStatus.negative.exit }
      throw Message(
        .needsYes, at: Phrase("\(result.projection)"),
        detail: Phrase(
          en: "The old rows serve; what was built is kept for the next rebuild.",
          zh: "仍使用原有的行；已构建的内容保留，供下次重建使用。"),
        next: [Message.Step("gridlog rebuild \(log.path) \(result.projection) --yes")])
    }
    guard !json else { return }
    console.result(
      Phrase(
        en: """
          \(console.out.sign(.success)) \(result.projection) generation \(result.generation) \
          serves, at \(result.position)\(result.comparison?.total == 0 ? " · no row differs" : "")
          """,
        zh: """
          \(console.out.sign(.success)) \(result.projection) 第 \(result.generation) 代已启用，\
          至 \(result.position)\(result.comparison?.total == 0 ? " · 各行一致" : "")
          """))
    if result.comparison != nil {
      console.note(
        Phrase(
          en: "the one before is kept: gridlog rollback \(log.path) \(result.projection)",
          zh: "上一代保留：gridlog rollback \(log.path) \(result.projection)"))
    }
  }

  private func document(_ result: RebuildResult) -> Document {
    var document = Document("rebuild")
    document.add("view", result.projection)
    document.add("outcome", result.outcome == .switched ? "switched" : "kept")
    document.add("generation", result.generation)
    document.add("position", result.position)
    document.add("comparison", result.comparison.map { $0.document.json } ?? .null)
    return document
  }
}

extension RebuildComparison {
  fileprivate var document: Document {
    var part = Document()
    part.add("oldVersion", oldVersion)
    part.add("newVersion", newVersion)
    part.add("position", position)
    part.add("rows", rows)
    part.add("changed", changed)
    part.add("added", added)
    part.add("removed", removed)
    part.add("refusedBefore", refusedBefore)
    part.add("refusedAfter", refusedAfter)
    part.add("differences", .array(lines.map { .string($0) }))
    return part
  }
}
