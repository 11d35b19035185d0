// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import Foundation
import GridGovernance
import Interchange
import TerminalText

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: say(
      "Publish, list and compare rule sets and work calendars.", "发布、列出和比较规则集与工作日历。"),
    subcommands: [RulesPublishCommand.self, RulesListCommand.self, RulesDiffCommand.self])
}

struct RulesPublishCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: say("Publish rule files into the log.", "将规则文件发布到台账。"),
    discussion: say(
      """
      All files are checked before the first event is written; one mistake and nothing is. What the log \
      has already said the same way is left out, so a file may be published again. docs/RULES.md \
      describes the files; docs/rules/ has examples, none of them a county's own.
      """,
      """
      先检查全部文件，再写入；有一处错误则全部不写。台账中已有的相同内容会略过，同一文件可重复发布。\
      格式见 docs/RULES.md，示例见 docs/rules/（均非任何县的正式规则）。
      """))

  @OptionGroup var log: LogArgument

  @Argument(help: help("Rule files in YAML.", "YAML 规则文件。", value: "file"))
  var files: [String]

  @Flag(
    name: .customLong("dry-run"),
    help: help("Check the files and write nothing.", "只检查文件，不写入。"))
  var dryRun = false

  @Option(
    help: help(
      "When it was decided; the present unless given. A log with its clock from the source needs it.",
      "决定作出的时间，默认为当前；以来源时间为时钟的台账须给出。", value: "moment"))
  var occurred: String?

  @OptionGroup var writing: WriteOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = Console(output)
    let read = try RuleFileReading.read(files)
    let log = try LogArgument.open(log.path, forWriting: !dryRun, wait: writing.wait)
    let moment = try occurred.map { text throws(Message) in
      guard let moment = Moment(text) else { throw Message(.notAMoment, at: Phrase("\(text)")) }
      return moment.instant(in: log.identity.zone)
    }
    let published: [PublishedRule]
    do throws(RulePublishingError) {
      published = dryRun ? [] : try RulePublishing(log).publish(read, occurred: moment)
    } catch {
      switch error {
      case .notRead(let error): throw error
      case .notAppended(let error): throw error
      case .notEncoded(let error): throw Message(error, at: nil)
      }
    }
    show(published, read, console)
  }

  private func show(_ published: [PublishedRule], _ read: [RuleFile], _ console: Console) {
    if output.json { return console.result(document(published, read).json) }
    var table = TextTable([
      TextTable.Column(Phrase(en: "rule set", zh: "规则集")),
      TextTable.Column(Phrase(en: "position", zh: "位置"), .right),
      TextTable.Column(Phrase(en: "result", zh: "结果")),
    ])
    if dryRun {
      for item in read.flatMap(\.items) {
        table.append([
          .text(item.name.text), .noData, .phrase(Phrase(en: "checked", zh: "已检查")),
        ])
      }
    }
    for rule in published {
      table.append([
        .text(rule.name.text), .number(Int(rule.position.rawValue)),
        .phrase(
          rule.isNew
            ? Phrase(en: "published", zh: "已发布") : Phrase(en: "already there", zh: "已有")),
      ])
    }
    console.result(table.text(on: console.out))
  }

  private func document(_ published: [PublishedRule], _ read: [RuleFile]) -> Document {
    var document = Document("rules-publish")
    document.add("path", log.path)
    document.add("dryRun", dryRun)
    document.add("checked", read.reduce(0) { $0 + $1.items.count })
    document.add(
      "rules",
      published.map { rule in
        var part = Document()
        part.add("rule", rule.name.text)
        part.add("position", rule.position)
        part.add("new", rule.isNew)
        return part
      })
    return document
  }
}

/// Reads rule files and tells of all that is wrong in them at once.
enum RuleFileReading {
  static func read(_ paths: [String]) throws(Message) -> [RuleFile] {
    var files: [RuleFile] = []
    var refused: [(path: String, problems: [RuleFileProblem])] = []
    for path in paths {
      guard let data = FileManager.default.contents(atPath: path),
        let yaml = String(data: data, encoding: .utf8)
      else { throw Message(.unreadableFile, at: Phrase("\(path)")) }
      do throws(RuleFileRefused) {
        files.append(try RuleFile(yaml: yaml))
      } catch {
        refused.append((path, error.problems))
      }
    }
    guard let first = refused.first else { return files }
    let lines = refused.flatMap { file in file.problems.map { line($0, in: file.path) } }
    throw Message(
      .badRuleFile, at: Phrase("\(refused.map(\.path).joined(separator: ", "))"),
      detail: lines.dropFirst().reduce(lines[0]) {
        Phrase(en: "\($0, .en)\n\($1, .en)", zh: "\($0, .zh)\n\($1, .zh)")
      },
      next: [Message.Step("gridlog rules publish LOG \(first.path) --dry-run")])
  }

  private static func line(_ problem: RuleFileProblem, in path: String) -> Phrase {
    let hint = problem.suggestion.map {
      Phrase(en: "; did you mean \"\($0)\"?", zh: "；是否为“\($0)”？")
    }
    let place = problem.field.isEmpty ? "" : " \(problem.field):"
    return Phrase(
      en: """
        \(path):\(problem.line):\(problem.column):\(place) \(problem.message.english)\
        \(hint.map { $0.text(in: .en) } ?? "")
        """,
      zh: """
        \(path):\(problem.line):\(problem.column):\(place) \(problem.message.chinese)\
        \(hint.map { $0.text(in: .zh) } ?? "")
        """)
  }
}
