// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance
import Interchange
import Reports
import TerminalText

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: say(
      "Write a period's report as one HTML file to print on A4.",
      "生成一个期间的报告：单个 HTML 文件，可按 A4 打印。"),
    discussion: say(
      """
      The figures are those of gridlog view for the same period and moment. Nothing is read but \
      the log: the same log, period and moment give the same bytes. The page has no script and \
      asks for nothing.
      """,
      """
      数字与 gridlog view 在同一期间、同一时点的结果一致。只读取台账：台账、期间、时点相同，输出逐字节相同。\
      页面不含脚本，不发出任何请求。
      """))

  @OptionGroup var log: LogArgument

  @Option(
    help: help(
      "The period: 2021-08, 2021Q3, 2021H1, 2021.", "期间：2021-08、2021Q3、2021H1、2021。",
      value: "period"))
  var period: String

  @Option(
    help: help(
      "Only this town: its code or its name.", "仅此乡镇：代码或名称。", value: "code|name"))
  var town: String?

  @OptionGroup var moments: MomentOptions

  @Option(
    name: [.customShort("o"), .customLong("out")],
    help: help(
      "Write the page into this new file; standard output if not given.",
      "将页面写入此新文件；省略则输出到标准输出。", value: "file"))
  var file: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    guard let period = AssessmentPeriod(written: period) else {
      throw Message(.notAPeriod, at: Phrase("\(self.period)"))
    }
    let log = try log.opened()
    let console = Console(output)
    let report = try report(log, period, console)
    let language = ReportLanguage(console.out.language)
    let html: String
    do {
      html = try report.html(in: language)
    } catch {
      throw Message(error, log: self.log.path)
    }
    if let file { try OutputFile.write(html, to: file) }
    if output.json {
      console.result(try document(report, html, language, log).json)
    } else if file == nil {
      console.result(html)
    }
    if let file { console.note(Phrase(en: "report in \(file)", zh: "报告已写入 \(file)")) }
    if let warning = warning(report) { console.tell(warning) }
  }

  private func report(
    _ log: EventLog, _ period: AssessmentPeriod, _ console: Console
  ) throws -> Report {
    let known = try moments.known()
    let happened = try moments.happened()
    // A page has no clock of its own: deadlines are looked at as of what it knows.
    let clock = moments.clock == nil ? nil : try moments.clock(for: known, in: log)
    let (options, finish) = try StoredViews([], console).options(
      Phrase(en: "folding", zh: "折叠"))
    defer { finish() }
    do {
      return try Report(
        of: log, period: period, town: town, asOf: known, happenedBy: happened, clock: clock,
        options: options)
    } catch {
      throw Message(error, log: self.log.path)
    }
  }

  private func warning(_ report: Report) -> Message? {
    let events = report.quarantine
    guard !events.isEmpty else { return nil }
    return Message(
      .quarantined, at: Phrase("\(grouped: events.count)"),
      detail: .lines(
        events.prefix(5).map {
          Escaping.visible("\($0.view): \($0.event.position) \($0.event.stream)")
        }))
  }

  private func document(
    _ report: Report, _ html: String, _ language: ReportLanguage, _ log: EventLog
  ) throws -> Document {
    var document = Document("report")
    document.add("path", self.log.path)
    document.add("period", report.period.json(in: log.identity.zone))
    document.add("town", orNull: report.town?.text)
    document.add("lang", language.rawValue)
    document.add(report.moment, head: try log.head)
    document.add("root", report.head.root.description)
    document.add("quarantined", report.quarantine.count)
    document.add("bytes", html.utf8.count)
    document.add("file", orNull: file)
    document.add("html", orNull: file == nil ? html : nil)
    return document
  }
}

extension ReportLanguage {
  fileprivate init(_ language: Language) {
    switch language {
    case .en: self = .en
    case .zh: self = .zh
    }
  }
}

extension Message {
  /// What keeps a report from being written.
  init(_ error: ReportError, log: String) {
    switch error {
    case .replay(let error): self.init(error)
    case .period(let error): self.init(error)
    case .log(let error): self.init(error)
    case .proof(let error): self.init(error, log: log)
    case .noSuchTown(let asked, let known):
      let towns = known.map { [$0.code, $0.name].compactMap(\.self).joined(separator: " ") }
      self.init(
        .noSuchTown, at: Phrase("\(asked)"),
        detail: known.isEmpty
          ? Phrase(en: "The log knows none as of that moment.", zh: "台账在该时点没有乡镇。")
          : Phrase(
            en: "There are \(towns.joined(separator: ", ")).",
            zh: "可选：\(towns.joined(separator: "、"))。"))
    }
  }
}
