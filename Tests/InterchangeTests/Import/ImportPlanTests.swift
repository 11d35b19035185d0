// SPDX-License-Identifier: Apache-2.0

import Foundation
import Interchange
import Testing

private let mapping = """
  gridlog-mapping: 1
  format: csv
  system: yunxi-ledger
  record: "{事件编号}"
  time: [yyyy/M/d ah:mm, yyyy/M/d H:mm]
  order: 上报时间
  columns:
    上报时间: { kind: time, required: true }
    办结时间: { kind: time }
    备注: { optional: true }
  checks:
    closed-before-reported: { doubt: "{办结时间} < {上报时间}", action: keep }
  defaults: { stream: "ticket/{事件编号}", occurred: 上报时间 }
  objects:
    - object: division/{所属乡镇|slug}
      role: division
      type: DivisionRegistered
      fields: { name: "{所属乡镇}" }
  events:
    - type: IncidentReported
      references: { division: "division/{所属乡镇|slug}" }
      sealed: { contact: "{上报人电话}", text: "{备注}" }
    - type: TicketClosed
      when: { filled: 办结时间 }
      occurred: 办结时间
  """

/// A ledger as a county's office keeps it.
private let ledger = """
  云溪县2024年3月事件台账,,,,\r
  事件编号,上报时间,所属乡镇,办结时间,上报人电话,处置单位\r
  YX-3,2024/3/7 9:12,东街道,2024/3/6 9:40,13900000000,\r
  YX-1,2024/3/5 上午9:12,城关镇,2024/3/5 下午1:40,13812340021,住建\r
  ,2024/3/5 8:00,城关镇,,,\r
  YX-2,2024/2/30 8:00,城关镇,,,\r
  YX-4,1986/5/4 2:30,安阳镇,,,\r
  YX-1,2024/3/8 8:00,城 关 镇,,,\r
  YX-5,"2024/3/9"8:00,城关镇,,,\r
  合计,,3,,,\r

  """

struct ImportPlanTests {
  private func bytes() throws -> [UInt8] {
    let gb18030 = String.Encoding(rawValue: 0x8000_0632)
    return Array(try #require(ledger.data(using: gb18030)))
  }

  private func plan(_ bytes: [UInt8], _ yaml: String = mapping) throws -> ImportPlan {
    try ImportPlan.prepare(ImportSource(bytes: bytes), mapping: Mapping(yaml: yaml))
  }

  @Test func `an office's ledger is understood in every respect`() throws {
    let plan = try plan(try bytes())
    #expect(plan.source.encoding.encoding == .gb18030 && !plan.source.isGzip)
    #expect(plan.source.encoding.reason == .validGB18030Only)
    #expect(plan.headerLine == 2 && plan.titles.map(\.text) == ["云溪县2024年3月事件台账"])
    #expect(plan.counts.records == 6 && plan.counts.malformed == 1 && plan.counts.totals == 1)
    #expect(plan.mappedCount + plan.rejectedCount == plan.counts.records + plan.counts.malformed)
    #expect(plan.firstRecords.map(\.externalID) == ["YX-4", "YX-1", "YX-3", "YX-1"])
    #expect(plan.repeatedNumbers == 1)
    #expect(
      plan.rejected.map { "\($0.line) \($0.problem)" } == [
        "5 the record has no number of its own, 1 to 256 bytes long",
        "6 column 上报时间: there is no day 2024-2-30; correct it at the source",
        "9 cell 2: text follows the closing quote; double the quotes inside the cell",
      ])
    #expect(plan.rejected[1].rawText == "YX-2,2024/2/30 8:00,城关镇,,,")
    #expect(
      plan.doubts.map { "\($0.name) \($0.records) \($0.firstLine ?? 0)" } == [
        "closed-before-reported 1 3", "skipped-time 1 7",
      ])
    #expect(plan.timeNotes.map(\.note) == [.skippedTime])
    #expect(plan.timeNotes[0].events == 2)
  }

  @Test func `columns are shown with their use and a sample, personal ones masked`() throws {
    let plan = try plan(try bytes())
    #expect(
      plan.columns.map(\.name) == ["事件编号", "上报时间", "所属乡镇", "办结时间", "上报人电话", "处置单位"])
    #expect(
      plan.columns.map { $0.sample ?? "–" } == [
        "YX-4", "1986/5/4 2:30", "安阳镇", "2024/3/5 下午1:40", "138****0021", "住建",
      ])
    #expect(plan.columns.map(\.isPersonal) == [false, false, false, false, true, false])
    #expect(plan.columns[5].uses.isEmpty && plan.columns[5].filled == 1)
    #expect(plan.columns[4].uses == ["IncidentReported.contact"])
  }

  @Test func `two spellings of one town are told, not merged in silence`() throws {
    let plan = try plan(try bytes())
    // 城 关 镇 with blanks gives another object: the slug keeps them apart.
    #expect(plan.collisions.isEmpty)
    let towns = plan.firstRecords.flatMap(\.events).filter { $0.type == "DivisionRegistered" }
    #expect(
      towns.map(\.stream) == [
        "division/安阳镇", "division/城关镇", "division/东街道",
        "division/城-关-镇",
      ])
    let merged = try self.plan(
      Array("事件编号,上报时间,所属乡镇,办结时间,上报人电话\n1,2024/3/5 8:00,A B,,\n2,2024/3/5 8:00,a-b,,\n".utf8))
    #expect(merged.collisions.map(\.texts) == [["A B"]])
    #expect(merged.collisions.map(\.others) == [["a-b"]])
  }

  @Test func `columns the file lacks are told with what it has instead`() throws {
    let text = "事件编号,上报日期,所属乡镇,办结时间\n1,2024/3/5 8:00,a,\n"
    let error = try #require(throws: ImportError.self) { try plan(Array(text.utf8)) }
    guard case .missingColumns(let missing) = error else { throw error }
    #expect(missing.map(\.name) == ["上报时间", "上报人电话"])
    #expect(missing.map(\.suggestion) == ["上报日期", nil])
  }

  @Test func `a file that is no text or has no header is refused`() throws {
    #expect(throws: ImportError.noHeader) { try plan([]) }
    #expect(throws: ImportError.self) { try plan([0xFF, 0xFF, 0x0A]) }
    #expect(throws: ImportError.input(.unreadable(path: "/no/such", reason: .notFound))) {
      try ImportPlan.prepare(ImportSource(path: "/no/such"), mapping: Mapping(yaml: mapping))
    }
  }

  @Test func `gzip makes no difference but is told`() throws {
    let plain = try plan(try bytes())
    let packed = try plan(gzip(try bytes()))
    #expect(packed.source.isGzip)
    #expect(packed.firstRecords == plain.firstRecords && packed.rejected == plain.rejected)
  }

  @Test(arguments: [11, 2_024, 330_106] as [UInt64])
  func `whatever a ledger holds, every record is mapped or rejected`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let mapping = try Mapping(yaml: mapping)
    let header = "事件编号,上报时间,所属乡镇,办结时间,上报人电话\n"
    let pieces = [
      "1", "YX-2", "2024/3/5 8:00", "2024/3/5 上午9:12", "２０２４/1/1 24:00", "", " ",
      "\"", "\"\"", ",", ",,", "\n", "\r\n", "合计", "\u{0}", "\u{FEFF}", "城关镇", "𠀀", "60",
      "9999/12/31 24:00", "事件编号",
    ]
    for round in 0..<400 {
      let text =
        header
        + (0..<Int.random(in: 0...30, using: &random)).map { _ in
          pieces.randomElement(using: &random)!
        }.joined(separator: Bool.random(using: &random) ? "," : "")
      guard let run = try? ImportRun(ImportSource(bytes: Array(text.utf8)), mapping: mapping) else {
        continue
      }
      var outcome = (mapped: 0, rejected: 0, other: 0)
      while let row = try run.next() {
        switch row {
        case .mapped: outcome.mapped += 1
        case .rejected: outcome.rejected += 1
        case .other: outcome.other += 1
        }
      }
      let counts = run.counts
      let told = Comment(rawValue: "seed \(seed), round \(round)")
      #expect(outcome.mapped + outcome.rejected == counts.records + counts.malformed, told)
      #expect(outcome.mapped + outcome.rejected + outcome.other == counts.sum, told)
    }
  }
}
