// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import TerminalText

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: say(
      "Hold a log, or a backup, against itself; changes nothing.",
      "校验台账或备份，不作任何更改。"))

  @OptionGroup var log: LogArgument
  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = Console(output)
    Interruption.listen()
    if Backup.exists(at: log.path) { return try verifyBackup(console) }
    let log = try log.opened()
    let report = try verified(log, console)
    if output.json {
      console.result(document(log, report).json)
    } else if report.isIntact {
      console.result(
        Phrase(
          en: """
            \(console.out.sign(.success)) intact · head \(report.head) · \
            \(grouped: report.pages) pages · \(grouped: report.events) events · \
            \(grouped: report.indexEntries) index entries
            """,
          zh: """
            \(console.out.sign(.success)) 完好 · 末尾 \(report.head) · \
            \(grouped: report.pages) 页 · \(grouped: report.events) 个事件 · \
            \(grouped: report.indexEntries) 条索引
            """))
    }
    try end(report, console)
  }

  private func verifyBackup(_ console: Console) throws {
    let backup = try Backup(at: log.path)
    let lines = OperationLines(console)
    let stopped = Message(.interrupted, next: [Message.Step("gridlog verify \(log.path)")])
    try lines.run(stopped: { stopped }) { () throws(EventLogError) in
      try backup.verify { lines.tell($0) }
    }
    guard !output.json else {
      var document = Document("verify-backup")
      document.add("path", backup.path)
      document.add(backup.identity)
      document.add("intact", true)
      document.add("head", backup.head)
      document.add("files", backup.files)
      document.add("bytes", backup.bytes)
      document.add("taken", backup.taken)
      document.add("root", backup.root.description)
      return console.result(document.json)
    }
    console.result(
      Phrase(
        en: """
          \(console.out.sign(.success)) the backup is whole · any point up to \(backup.head) can be \
          restored · taken \(backup.taken)
          """,
        zh: """
          \(console.out.sign(.success)) 备份完整 · 可恢复到 \(backup.head) 为止的任一时点 · \
          备份时间 \(backup.taken)
          """))
  }

  private func verified(_ log: EventLog, _ console: Console) throws -> VerifyReport {
    let pages = console.progress(
      Phrase(en: "pages", zh: "页面"), total: nil, unit: Phrase(en: "pages", zh: "页"))
    var events: ProgressLine?
    let report = try log.verify { progress in
      switch progress.stage {
      case .pages: pages.set(to: progress.done)
      case .events:
        let line =
          events
          ?? console.progress(
            Phrase(en: "events", zh: "事件"), total: progress.total,
            unit: Phrase(en: "ev", zh: "条"))
        events = line
        line.set(to: progress.done)
      }
      return !Interruption.isRequested
    }
    pages.set(to: report.pages)
    pages.finish()
    events?.set(to: report.events)
    events?.finish()
    return report
  }

  private func end(_ report: VerifyReport, _ console: Console) throws {
    guard report.isComplete else {
      throw Message(
        .interrupted,
        detail: Phrase(
          en: "\(grouped: report.events) events were verified.",
          zh: "已校验 \(grouped: report.events) 个事件。"),
        next: [Message.Step("gridlog verify \(log.path)")])
    }
    guard !report.isIntact else { return }
    let shown = report.problems.prefix(20).map { Escaping.visible($0.description) }
    var lines = shown
    if report.problemCount > shown.count { lines.append("… +\(report.problemCount - shown.count)") }
    let place = report.firstBadPosition.map { position in
      Phrase(
        en: "\(log.path), first bad position \(position)",
        zh: "\(log.path)，首个问题位置 \(position)")
    }
    console.tell(
      Message(.verifyFailed, at: place ?? Phrase("\(log.path)"), detail: .lines(Array(lines))))
    throw ExitStatus.integrity.exit
  }

  private func document(_ log: EventLog, _ report: VerifyReport) -> Document {
    var document = Document("verify")
    document.add("path", log.path)
    document.add("intact", report.isIntact)
    document.add("complete", report.isComplete)
    document.add("head", report.head)
    document.add("pages", report.pages)
    document.add("checkedValues", report.checkedValues)
    document.add("events", report.events)
    document.add("indexEntries", report.indexEntries)
    document.add("problemCount", report.problemCount)
    document.add("firstBadPosition", orNull: report.firstBadPosition)
    document.add(
      "problems",
      report.problems.map { problem in
        var part = Document()
        part.add("position", orNull: problem.position)
        part.add("what", problem.what)
        return part
      })
    return document
  }
}
