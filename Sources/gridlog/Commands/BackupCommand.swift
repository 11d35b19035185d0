// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import TerminalText

struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: say(
      "Copy what a backup does not have yet, and read it back.", "复制备份中尚无的内容，并回读核对。"),
    discussion: say(
      """
      Programs may go on reading and writing. Run again, it copies only what is new. Any point of \
      the past can be restored. Keys of sealed personal text are not part of a backup: copy LOG/keys \
      apart, and keep it apart.
      """,
      """
      其他程序可继续读写。再次运行只复制新增内容，可恢复到过去任一时点。\
      封存个人信息的密钥不在备份内：请另行复制并单独保管 LOG/keys。
      """))

  @OptionGroup var log: LogArgument

  @Argument(help: help("The backup's directory.", "备份目录。", value: "backup"))
  var directory: String

  @OptionGroup var output: OutputOptions

  func run() throws {
    let log = try log.opened()
    let console = Console(output)
    Interruption.listen()
    let lines = OperationLines(console)
    let report = try lines.run(stopped: { interruption(log) }) { () throws(EventLogError) in
      try log.backUp(to: directory) { lines.tell($0) }
    }
    guard !output.json else { return console.result(document(log, report).json) }
    console.result(summary(report, console))
    console.note(
      Phrase(
        en: "keys of sealed text are not in it: keep a copy of \(log.path)/keys apart",
        zh: "其中不含封存信息的密钥：请单独保管 \(log.path)/keys 的副本"))
  }

  private func interruption(_ log: EventLog) -> Message {
    let head = (try? Backup(at: directory))?.head ?? .origin
    return Message(
      .interrupted, at: Phrase("\(directory)"),
      detail: Phrase(
        en: "The backup is whole and reaches \(head).", zh: "备份完整，覆盖至 \(head)。"),
      next: [
        Message.Step(
          "gridlog backup \(log.path) \(directory)", Phrase(en: "goes on from there", zh: "从该处继续"))
      ])
  }

  private func summary(_ report: BackupReport, _ console: Console) -> Phrase {
    let size = NumberText.bytes(report.newBytes)
    let all = NumberText.bytes(report.bytes)
    let root = "\(String(report.root.description.prefix(19)))…"
    return Phrase(
      en: """
        \(console.out.sign(.success)) \(grouped: report.copied) events copied, read back and \
        verified · \(size) new, \(all) in \(grouped: report.files) files · any point up to \
        \(report.head) can be restored · root \(root)
        """,
      zh: """
        \(console.out.sign(.success)) 已复制、回读并核对 \(grouped: report.copied) 个事件 · \
        新增 \(size)，共 \(all)、\(grouped: report.files) 个文件 · 可恢复到 \(report.head) \
        为止的任一时点 · 根 \(root)
        """)
  }

  private func document(_ log: EventLog, _ report: BackupReport) -> Document {
    var document = Document("backup")
    document.add("path", log.path)
    document.add("backup", directory)
    document.add("id", log.identity.id.description)
    document.add("head", report.head)
    document.add("lastRecorded", orNull: report.recorded)
    document.add("root", report.root.description)
    document.add("copied", report.copied)
    document.add("newFiles", report.newFiles)
    document.add("newBytes", report.newBytes)
    document.add("files", report.files)
    document.add("bytes", report.bytes)
    document.add("verified", true)
    return document
  }
}
