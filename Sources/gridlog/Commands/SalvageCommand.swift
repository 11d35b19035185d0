// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance
import TerminalText

struct SalvageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "salvage",
    abstract: say(
      "Make a new log of what is whole in a damaged one.", "由损坏的台账抢救出完整部分，另成新台账。"),
    discussion: say(
      """
      The damaged log is only read. Every event from the first one on is taken until one is missing, \
      unreadable or not what its hash says. A backup that reaches further is better: restore that.
      """,
      """
      只读取损坏的台账，不作更改。从第一个事件起逐个抢救，直到缺失、不可读或与哈希不符为止。\
      若有覆盖更多的备份，应优先恢复备份。
      """))

  @Argument(help: help("The damaged log's directory.", "损坏的台账目录。", value: "damaged"))
  var damaged: String

  @Argument(help: help("Where: nothing may be there yet.", "位置：必须尚不存在。", value: "log"))
  var path: String

  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = Console(output)
    Interruption.listen()
    let lines = OperationLines(console)
    let options = EventLogOptions(catalogue: GovernanceEvent.catalogue)
    let report = try lines.run(stopped: { interruption }) { () throws(EventLogError) in
      try EventLog.salvage(from: damaged, to: path, options: options) { lines.tell($0) }
    }
    guard !output.json else { return console.result(document(report).json) }
    console.result(
      Phrase(
        en: """
          \(console.out.sign(.success)) \(path) · \(report.head) saved and verified · \
          id \(report.identity.id)
          """,
        zh: """
          \(console.out.sign(.success)) \(path) · 已抢救并校验至 \(report.head) · \
          编号 \(report.identity.id)
          """))
    tellRest(report, console)
  }

  private var interruption: Message {
    Message(
      .interrupted, at: Phrase("\(path)"),
      detail: Phrase(
        en: "Nothing is there; the damaged log is as it was.", zh: "未留下内容，损坏的台账未变。"),
      next: [Message.Step("gridlog salvage \(damaged) \(path)")])
  }

  private func tellRest(_ report: SalvageReport, _ console: Console) {
    if let ending = report.ending {
      console.note(
        Phrase(en: "not saved from there on: \(ending)", zh: "此后未能抢救：\(ending)"))
    }
    if let acknowledged = report.acknowledged, acknowledged > report.head {
      console.note(
        Phrase(
          en: """
            events up to \(acknowledged) were acknowledged: a backup or the programs that sent \
            them may still have the others
            """,
          zh: "已确认到 \(acknowledged)：其余事件可能仍在备份或来源系统中"))
    }
    if !report.hasKeys {
      console.note(
        Phrase(
          en: """
            the keys of sealed text could not be read: it stays sealed until they are put into \
            \(path)/keys
            """,
          zh: "封存信息的密钥无法读取：将其放入 \(path)/keys 前无法打开封存信息"))
    }
    console.tellNewSigningKey(of: path)
  }

  private func document(_ report: SalvageReport) -> Document {
    var document = Document("salvage")
    document.add("damaged", damaged)
    document.add("path", path)
    document.add(report.identity)
    document.add("head", report.head)
    document.add("acknowledged", orNull: report.acknowledged)
    document.add("ending", orNull: report.ending)
    document.add("damagedPages", report.damagedPages)
    document.add("damagedValues", report.damagedValues)
    document.add("keys", report.hasKeys)
    document.add("verified", report.verified.isIntact)
    return document
  }
}
