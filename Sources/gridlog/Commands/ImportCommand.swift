// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import Foundation
import GridGovernance
import Interchange
import TerminalText

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: say("Import a CSV or Open311 JSON file.", "导入 CSV 或 Open311 JSON 文件。"),
    discussion: say(
      """
      Says what it understood before it writes; --dry-run stops there. Every row is accounted for: \
      read = appended + already there + changed at the source + rejected. A second import of the \
      same file appends nothing. The mapping is described in docs/MAPPING.md.
      """,
      """
      写入前先说明理解的内容，--dry-run 到此为止。每一行都有交代：\
      读取 = 追加 + 已存在 + 来源有改动 + 拒绝。重复导入同一文件不会追加任何内容。\
      映射文件见 docs/MAPPING.md。
      """))

  @OptionGroup var log: LogArgument

  @Argument(help: help("The file, plain or gzip.", "文件，可为 gzip。", value: "file"))
  var file: String

  @Option(help: help("The mapping from columns to events.", "列到事件的映射文件。", value: "yaml"))
  var map: String

  @Flag(
    name: .customLong("dry-run"),
    help: help("Only say what was understood.", "只说明理解的内容，不写入。"))
  var dryRun = false

  @Flag(
    help: help(
      "Create the log first, with its clock from the source: for archives.",
      "先创建台账，以来源时间为时钟：用于历史档案。"))
  var create = false

  @Option(help: help("The zone of a created log.", "新建台账的时区。", value: "zone"))
  var zone = "Asia/Shanghai"

  @Option(
    help: help(
      "Where rejected rows go; FILE.rejected.csv in this directory if not given.",
      "被拒绝行的输出文件，默认为当前目录下的 FILE.rejected.csv。", value: "path"))
  var rejected: String?

  @OptionGroup var writing: WriteOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = Console(output)
    let mapping = try ImportCommand.mapping(at: map)
    guard let zone = BusinessZone(named: zone) else {
      throw Message(.unknownZone, at: Phrase("\(self.zone)"))
    }
    // A dry run must not leave a log behind.
    let log =
      create
      ? nil
      : try LogArgument.open(
        log.path, forWriting: !dryRun, wait: writing.wait)
    let plan = try plan(mapping, log?.identity.zone ?? zone)
    let planWriter = PlanWriting(plan, file: file, zone: log?.identity.zone ?? zone)
    guard !dryRun else {
      if output.json {
        console.result(planWriter.document(as: "import-plan").json)
      } else {
        console.result(planWriter.text(on: console.out))
      }
      if plan.rejectedCount > 0 { throw ExitStatus.rejected.exit }
      return
    }
    if !output.quiet, !output.json { console.words(planWriter.text(on: console.err)) }
    let report = try imported(log ?? makeLog(zone), mapping, plan, console)
    let reporting = ImportReporting(
      log: self.log.path, file: file, rejected: rejected, report: report)
    try reporting.show(planWriter, on: console, resume: resume)
  }

  private var resume: Message.Step {
    Message.Step(
      "gridlog import \(log.path) \(file) --map \(map)",
      Phrase(en: "goes on: what is in the log is recognised", zh: "可继续：已有内容会被识别"))
  }

  private func makeLog(_ zone: BusinessZone) throws(EventLogError) -> EventLog {
    try EventLog.create(
      at: log.path, options: EventLogOptions(catalogue: GovernanceEvent.catalogue), zone: zone,
      clock: .source)
  }

  private static func mapping(at path: String) throws(Message) -> Mapping {
    guard let data = FileManager.default.contents(atPath: path),
      let yaml = String(data: data, encoding: .utf8)
    else { throw Message(.unreadableFile, at: Phrase("\(path)")) }
    do {
      return try Mapping(yaml: yaml)
    } catch {
      throw Message(
        .badMapping, at: Phrase("\(path)"),
        detail: .lines(error.problems.map { Escaping.visible($0.description) }))
    }
  }

  private func plan(_ mapping: Mapping, _ zone: BusinessZone) throws(Message) -> ImportPlan {
    do {
      return try ImportPlan.prepare(
        ImportSource(path: file), mapping: mapping,
        businessZone: SourceZone(named: zone.name) ?? .shanghai)
    } catch {
      throw Message(error, file: file)
    }
  }

  private func imported(
    _ log: EventLog, _ mapping: Mapping, _ plan: ImportPlan, _ console: Console
  ) throws(Message) -> ImportReport {
    Interruption.listen()
    let line = console.progress(
      Phrase(en: "importing", zh: "导入"), total: nil, unit: Phrase(en: "rows", zh: "行"))
    defer { line.finish() }
    do {
      return try Importer(log: log, mapping: mapping).run(
        ImportSource(path: file), progress: { line.set(to: $0.done) },
        isCancelled: { Interruption.isRequested })
    } catch {
      switch error {
      case .source(let error): throw Message(error, file: file)
      case .append(let error, let report):
        console.note(
          Phrase(
            en: "\(grouped: report.eventsAppended) events had been appended.",
            zh: "此前已追加 \(grouped: report.eventsAppended) 个事件。"))
        throw Message(error, at: nil)
      case .log(let error): throw Message(error)
      }
    }
  }
}

extension Message {
  /// A file that cannot be imported with its mapping.
  init(_ error: ImportError, file: String) {
    switch error {
    case .input(let error): self.init(error)
    case .noHeader, .missingColumns:
      self.init(.notImportable, at: Phrase("\(file)"), detail: Phrase("\(error)"))
    }
  }
}
