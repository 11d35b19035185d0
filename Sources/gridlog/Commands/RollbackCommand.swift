// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import TerminalText

struct RollbackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: say(
      "Let the generation before a rebuild serve again.", "恢复使用重建前的那一代视图。"),
    discussion: say(
      """
      Rows of another version stay frozen where they are, and answers say so. A second rollback \
      goes forward again.
      """,
      "其他版本的行停在原处，回答中会注明。再次回退即返回新一代。"))

  @OptionGroup var log: LogArgument

  @Argument(help: help("The view.", "视图。", value: "view"))
  var name: String

  @Flag(help: help("Without asking.", "不询问。"))
  var yes = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = Console(output)
    let log = try LogArgument.open(log.path, forWriting: true)
    guard let status = try log.storedProjections().first(where: { $0.projection == name }) else {
      throw Message(.notStored, at: Phrase("\(name)"))
    }
    try confirm(status, console)
    let source = try log.rollback(name)
    guard !output.json else { return console.result(document(source).json) }
    console.result(
      Phrase(
        en: """
          \(console.out.sign(.success)) \(name) v\(source.version), generation \
          \(source.generation), serves again · at \(source.position), \
          \(grouped: Int(clamping: source.lag)) events behind\
          \(source.isFrozen ? " · frozen" : "")
          """,
        zh: """
          \(console.out.sign(.success)) \(name) 第 \(source.version) 版（第 \
          \(source.generation) 代）重新启用 · 至 \(source.position)，落后 \
          \(grouped: Int(clamping: source.lag)) 个事件\(source.isFrozen ? " · 已冻结" : "")
          """))
  }

  private func confirm(_ status: StoredProjectionStatus, _ console: Console) throws {
    guard !yes, let previous = status.previousVersion else { return }
    let question = Phrase(
      en: "\(name): v\(status.source.version) serves; go back to v\(previous)? [y/N] ",
      zh: "\(name)：现用第 \(status.source.version) 版，回退到第 \(previous) 版？[y/N] ")
    guard console.asks(question) else {
      throw Message(
        .needsYes, at: Phrase("\(name)"),
        next: [Message.Step("gridlog rollback \(log.path) \(name) --yes")])
    }
  }

  private func document(_ source: StoredSource) -> Document {
    var document = Document("rollback")
    document.add("view", name)
    document.add("version", source.version)
    document.add("generation", source.generation)
    document.add("position", source.position)
    document.add("behind", source.lag)
    document.add("frozen", source.isFrozen)
    return document
  }
}
