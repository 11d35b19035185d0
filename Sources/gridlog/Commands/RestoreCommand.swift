// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance
import TerminalText

struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: say("Make a log of a backup, and verify it.", "由备份恢复台账，并加以校验。"),
    discussion: say(
      """
      The backup is only read. Restored to its end, it is the same log; restored to an earlier \
      point, a new one with an id of its own that names its parent.
      """,
      """
      备份只读不写。恢复到末尾即为同一台账；恢复到更早时点则为新台账，另有编号并注明来源。
      """))

  @Argument(help: help("The backup's directory.", "备份目录。", value: "backup"))
  var backup: String

  @Argument(help: help("Where: nothing may be there yet.", "位置：必须尚不存在。", value: "log"))
  var path: String

  @Option(
    name: [.customLong("to"), .customLong("at")],
    help: help(
      "The last it shall know: a position, a time or a day.", "恢复到：位置、时间或日期。",
      value: "moment"))
  var point: String?

  @Option(
    help: help(
      "The keys directory of the log, copied: keys of sealed text, and its signing keys if it keeps its id.",
      "台账的 keys 目录：复制封存信息的密钥；编号不变时也复制签名密钥。", value: "directory"))
  var keys: String?

  @Flag(
    name: .customLong("as-new"),
    help: help(
      "An id of its own even at the backup's end: the first log is still in use.",
      "即使恢复到末尾也另取编号：原台账仍在使用。"))
  var asNew = false

  @Flag(
    name: .customLong("dry-run"),
    help: help("Read and verify the backup, write nothing.", "只读取并核对备份，不写入。"))
  var dryRun = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = Console(output)
    let point = try moment()
    let backup = try Backup(at: backup)
    Interruption.listen()
    let lines = OperationLines(console)
    guard !dryRun else { return try check(backup, point, lines, console) }
    let options = EventLogOptions(catalogue: GovernanceEvent.catalogue)
    let report = try lines.run(stopped: { interruption }) { () throws(EventLogError) in
      try backup.restore(to: path, at: point, options: options, keys: keys, asNew: asNew) {
        lines.tell($0)
      }
    }
    show(backup, report, console)
  }

  private func moment() throws(Message) -> AsOf {
    guard let point else { return .head }
    return try MomentOptions.known(point)
  }

  private var interruption: Message {
    Message(
      .interrupted, at: Phrase("\(path)"),
      detail: Phrase(en: "Nothing is there; the backup is as it was.", zh: "未留下内容，备份未变。"),
      next: [Message.Step("gridlog restore \(backup) \(path)")])
  }

  private func check(
    _ backup: Backup, _ point: AsOf, _ lines: OperationLines, _ console: Console
  ) throws {
    let end = try backup.position(of: point)
    try lines.run(stopped: { interruption }) { () throws(EventLogError) in
      try backup.verify { lines.tell($0) }
    }
    if output.json {
      var document = Document("restore")
      document.add("backup", backup.path)
      document.add("dryRun", true)
      document.add(backup.identity)
      document.add("head", end)
      console.result(document.json)
    } else {
      console.result(
        Phrase(
          en: "\(console.out.sign(.success)) the backup is whole · would restore up to \(end)",
          zh: "\(console.out.sign(.success)) 备份完整 · 将恢复至 \(end)"))
    }
  }

  private func show(_ backup: Backup, _ report: RestoreReport, _ console: Console) {
    guard !output.json else { return console.result(document(backup, report).json) }
    console.result(
      Phrase(
        en: """
          \(console.out.sign(.success)) \(path) · \(report.head) restored and verified · \
          \(grouped: report.verified.events) events · id \(report.identity.id)
          """,
        zh: """
          \(console.out.sign(.success)) \(path) · 已恢复并校验至 \(report.head) · \
          \(grouped: report.verified.events) 个事件 · 编号 \(report.identity.id)
          """))
    if let parent = report.identity.parent {
      console.note(
        Phrase(
          en: "a log of its own from here on; its parent is \(parent.id), up to \(parent.position)",
          zh: "此后为独立台账；来源台账为 \(parent.id)，至 \(parent.position)"))
    }
    if !report.hasKeys {
      console.note(
        Phrase(
          en: """
            without the keys of sealed text, which stays sealed. Put them into \(path)/keys before \
            anything is appended, or restore with --keys
            """,
          zh: "未含封存信息的密钥，无法打开封存信息。请在追加前将密钥放入 \(path)/keys，或用 --keys 恢复"))
    }
    if report.hasNewSigningKey { console.tellNewSigningKey(of: path) }
  }

  private func document(_ backup: Backup, _ report: RestoreReport) -> Document {
    var document = Document("restore")
    document.add("backup", backup.path)
    document.add("dryRun", false)
    document.add("path", path)
    document.add(report.identity)
    document.add("head", report.head)
    document.add("events", report.verified.events)
    document.add("verified", report.verified.isIntact)
    document.add("keys", report.hasKeys)
    document.add("newSigningKey", report.hasNewSigningKey)
    return document
  }
}

extension Console {
  /// Whoever checks checkpoints of a log by its old key would take the new ones for forged.
  func tellNewSigningKey(of path: String) {
    note(
      Phrase(
        en: "it signs with a new key; hand out its verifier key: gridlog key show \(path)",
        zh: "此台账使用新的签名密钥；请分发其验证密钥：gridlog key show \(path)"))
  }
}
