// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Interchange
import TerminalText

/// What an import understood of a file, told before it writes; personal samples are masked.
struct PlanWriting {
  private let plan: ImportPlan
  private let file: String
  private let zone: BusinessZone

  init(_ plan: ImportPlan, file: String, zone: BusinessZone) {
    self.plan = plan
    self.file = file
    self.zone = zone
  }

  // MARK: For people

  func text(on terminal: Terminal) -> String {
    [
      TextTable.facts(facts(in: terminal.language), on: terminal), columns(on: terminal),
      events(on: terminal),
      doubts(on: terminal),
    ].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func facts(in language: Language) -> [(Phrase, String)] {
    let encoding = plan.source.encoding
    var facts = [
      (Phrase(en: "file", zh: "文件"), file + (plan.source.isGzip ? " (gzip)" : "")),
      (
        Phrase(en: "encoding", zh: "编码"),
        "\(encoding.encoding.rawValue) (\(encoding.reason.phrase.text(in: language)))"
      ),
    ]
    if let separator = plan.source.separator {
      facts.append((Phrase(en: "separator", zh: "分隔符"), "\(separator)"))
    }
    if let line = plan.headerLine {
      facts.append((Phrase(en: "header line", zh: "表头行"), String(line)))
    }
    for title in plan.titles.prefix(3) {
      facts.append((Phrase(en: "title", zh: "标题"), title.text))
    }
    facts.append((Phrase(en: "records", zh: "记录"), NumberText.grouped(plan.counts.records)))
    if let period {
      facts.append((Phrase(en: "period", zh: "期间"), "\(period.lowerBound) … \(period.upperBound)"))
    }
    return facts
  }

  private var period: ClosedRange<CivilDate>? {
    plan.period.map {
      zone.date(
        of: Instant(microseconds: $0.lowerBound))...zone.date(
          of: Instant(microseconds: $0.upperBound))
    }
  }

  private func columns(on terminal: Terminal) -> String {
    var table = TextTable([
      TextTable.Column(Phrase(en: "column", zh: "列"), maxWidth: 32),
      TextTable.Column(Phrase(en: "used for", zh: "用于"), minWidth: 12, maxWidth: 48),
      TextTable.Column(Phrase(en: "sample", zh: "样例"), minWidth: 8, maxWidth: 28),
      TextTable.Column(Phrase(en: "filled", zh: "非空"), .right),
    ])
    for column in plan.columns {
      let uses =
        column.uses.isEmpty
        ? TextTable.Cell.phrase(Phrase(en: "(ignored)", zh: "（忽略）"))
        : .text((column.isPersonal ? "[sealed] " : "") + column.uses.joined(separator: ", "))
      table.append([
        .text(column.name), uses, column.sample.map { .text($0) } ?? .noData,
        .number(column.filled),
      ])
    }
    return table.text(on: terminal)
  }

  private func events(on terminal: Terminal) -> String {
    var table = TextTable([
      TextTable.Column(Phrase(en: "event", zh: "事件")),
      TextTable.Column(Phrase(en: "stated", zh: "来源写明"), .right),
      TextTable.Column(Phrase(en: "implied", zh: "推断"), .right),
      TextTable.Column(Phrase(en: "objects", zh: "对象"), .right),
    ])
    for count in plan.events where count.sum > 0 {
      table.append([
        .text(count.type), .number(count.stated), .number(count.implied), .number(count.objects),
      ])
    }
    return table.text(on: terminal)
  }

  private func doubts(on terminal: Terminal) -> String {
    var lines: [Phrase] = plan.doubts.filter { $0.records > 0 }.map { doubt in
      let line = doubt.firstLine ?? 0
      let (en, zh) = doubt.action == .keep ? ("kept and flagged", "保留并标记") : ("rejected", "拒绝")
      return Phrase(
        en: "\(grouped: doubt.records) records: \(doubt.name), first line \(line) · \(en)",
        zh: "\(grouped: doubt.records) 条：\(doubt.name)，首行 \(line) · \(zh)")
    }
    lines += plan.timeNotes.map {
      Phrase(
        en: "\(grouped: $0.events) times: \($0.note.rawValue), first line \($0.firstLine)",
        zh: "\(grouped: $0.events) 个时间：\($0.note.rawValue)，首行 \($0.firstLine)")
    }
    if plan.rejectedCount > 0 {
      lines.append(
        Phrase(
          en: "\(grouped: plan.rejectedCount) records are rejected",
          zh: "\(grouped: plan.rejectedCount) 条记录将被拒绝"))
    }
    for rejected in plan.rejected.prefix(5) {
      lines.append(
        Phrase(
          en: "  line \(rejected.line): \(rejected.problem)",
          zh: "  第 \(rejected.line) 行：\(rejected.problem)"))
    }
    if plan.repeatedNumbers > 0 {
      lines.append(
        Phrase(
          en: "\(grouped: plan.repeatedNumbers) records repeat an earlier number",
          zh: "\(grouped: plan.repeatedNumbers) 条记录的编号与前面重复"))
    }
    return lines.map { terminal.marked(.warning, $0.text(in: terminal.language)) + "\n" }.joined()
  }

  // MARK: For programs

  func document(as name: String) -> Document {
    var document = Document(name)
    add(to: &document)
    return document
  }

  func add(to document: inout Document) {
    document.add("file", file)
    document.add("gzip", plan.source.isGzip)
    document.add("encoding", plan.source.encoding.encoding.rawValue)
    document.add("headerLine", plan.headerLine.map { .number(String($0)) } ?? .null)
    document.add("records", plan.counts.records)
    document.add("mapped", plan.mappedCount)
    document.add("rejectedByMapping", plan.rejectedCount)
    document.add("from", orNull: period?.lowerBound.description)
    document.add("to", orNull: period?.upperBound.description)
    document.add(
      "columns",
      plan.columns.map { column in
        var part = Document()
        part.add("name", column.name)
        part.add("uses", .array(column.uses.map { .string($0) }))
        part.add("personal", column.isPersonal)
        part.add("filled", column.filled)
        return part
      })
    document.add(
      "events",
      plan.events.map { count in
        var part = Document()
        part.add("type", count.type)
        part.add("stated", count.stated)
        part.add("implied", count.implied)
        part.add("objects", count.objects)
        return part
      })
    document.add(
      "doubts",
      plan.doubts.map { doubt in
        var part = Document()
        part.add("name", doubt.name)
        part.add("action", doubt.action == .keep ? "keep" : "reject")
        part.add("records", doubt.records)
        return part
      })
  }
}

extension TextEncodingFinding.Reason {
  fileprivate var phrase: Phrase {
    switch self {
    case .byteOrderMark: Phrase(en: "by its byte order mark", zh: "有字节序标记")
    case .validUTF8: Phrase(en: "all of it is valid UTF-8", zh: "全文是有效的 UTF-8")
    case .validGB18030Only:
      Phrase(en: "valid GB18030 and not UTF-8", zh: "是有效的 GB18030，不是 UTF-8")
    case .chosen: Phrase(en: "the mapping says so", zh: "由映射指定")
    }
  }
}
