// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance
import TerminalText

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: say(
      "Look at what can go wrong around a log; changes nothing.", "检查台账及其运行环境，不作任何更改。"),
    discussion: say(
      """
      Map, readers, free pages, lock, file system, disk, clock, backups. Whether the events \
      themselves are whole, `gridlog verify` tells.
      """,
      """
      检查映射、读者、空闲页、锁、文件系统、磁盘、时钟和备份。事件本身是否完好由 `gridlog verify` 校验。
      """))

  @OptionGroup var log: LogArgument

  @Option(
    help: help(
      "A directory that should have a backup of it; may be given more than once.",
      "应有其备份的目录，可多次给出。", value: "directory"))
  var backup: [String] = []

  @Flag(help: help("Warnings end with 1.", "有警告时以 1 退出。"))
  var strict = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = Console(output)
    let options = EventLogOptions(catalogue: GovernanceEvent.catalogue)
    let report = try EventLog.doctor(
      at: log.path, options: options, backups: backup, now: Instant.now)
    if output.json {
      console.result(document(report).json)
    } else {
      show(report, console)
    }
    switch report.verdict {
    case .broken: throw ExitStatus.integrity.exit
    case .warning where strict: throw ExitStatus.negative.exit
    default: return
    }
  }

  private func show(_ report: DoctorReport, _ console: Console) {
    for check in report.checks {
      let sign: Terminal.Mark =
        switch check.verdict {
        case .fine: .success
        case .warning: .warning
        case .broken: .failure
        }
      let words = DoctorWords(check)
      console.result(
        Phrase(
          en: "\(console.out.sign(sign)) \(words.found, .en)",
          zh: "\(console.out.sign(sign)) \(words.found, .zh)"))
      if let advice = words.advice, check.verdict != .fine {
        console.result(Phrase(en: "  → \(advice, .en)", zh: "  → \(advice, .zh)"))
      }
    }
    let warnings = report.checks.count { $0.verdict == .warning }
    let broken = report.checks.count { $0.verdict == .broken }
    console.result(
      Phrase(
        en: "\(grouped: warnings) warnings, \(grouped: broken) broken",
        zh: "\(grouped: warnings) 项警告，\(grouped: broken) 项损坏"))
  }

  private func document(_ report: DoctorReport) -> Document {
    var document = Document("doctor")
    document.add("path", log.path)
    document.add("verdict", report.verdict.rawValue)
    document.add(
      "checks",
      report.checks.map { check in
        var part = Document()
        part.add("name", check.name)
        part.add("verdict", check.verdict.rawValue)
        part.add("found", DoctorWords(check).found.text(in: .en))
        DoctorFigures(check).add(to: &part)
        return part
      })
    return document
  }
}
