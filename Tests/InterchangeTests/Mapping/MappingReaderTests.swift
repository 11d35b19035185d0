// SPDX-License-Identifier: Apache-2.0

import Interchange
import Testing

/// A small valid mapping, with places to break it.
private let sound = """
  gridlog-mapping: 1
  format: csv
  system: county-311
  record: "{编号}"
  lookups:
    kinds: { 甲: a, "*": other }
  columns:
    上报时间: { time: [yyyy/M/d H:mm, iso8601], required: true }
  checks:
    late: { doubt: "{上报时间} > {到期}", action: keep }
  defaults:
    stream: ticket/{编号}
    occurred: 上报时间
  events:
    - type: IncidentReported
      when: { filled: 编号 }
      references: { category: "category/{类别|lookup:kinds}" }
      fields: { hop: 1, anonymous: false, channel: "{来源|lower|or:none}" }
      sealed: { contact: "{电话}" }
  """
  .replacingOccurrences("{到期}", "{上报时间}")

extension String {
  fileprivate func replacingOccurrences(_ old: String, _ new: String) -> String {
    split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }
}

struct MappingReaderTests {
  @Test func `a mapping names its columns, their uses and what is personal`() throws {
    let mapping = try Mapping(yaml: sound)
    #expect(mapping.format == .csv && mapping.system == "county-311" && mapping.mode == .batch)
    #expect(mapping.columns.map(\.name) == ["上报时间", "编号", "类别", "来源", "电话"])
    #expect(mapping.columns.map(\.isPersonal) == [false, false, false, false, true])
    #expect(mapping.columns[4].uses == ["IncidentReported.contact"])
    #expect(mapping.eventTypes == ["IncidentReported"])
    #expect(mapping.checks.map(\.name) == ["late"])
  }

  @Test(arguments: [
    ("format: csv", "formt: csv", "line 2: the key \"formt\"", "format"),
    ("system: county-311", "system: County 311", "line 3: system: must be small letters", nil),
    (
      "format: csv", "format: xlsx", "line 2: format: the value \"xlsx\" is none of csv, open311",
      nil
    ),
    ("lookup:kinds", "lookup:kind", "events[0].references.category: the lookup \"kind\"", "kinds"),
    ("|lower", "|lowr", "fields.channel: the filter \"lowr\"", "lower"),
    ("filled:", "filed:", "events[0].when: the condition \"filed\"", "filled"),
    ("fields: {", "felds: {", "events[0]: the key \"felds\"", "fields"),
    ("occurred: 上报时间", "occured: 上报时间", "defaults: the key \"occured\"", "occurred"),
    ("yyyy/M/d H:mm", "yyyy/M/D H:mm", "\"D\" has no meaning in a time pattern", nil),
    ("action: keep", "action: drop", "checks.late.action: the value \"drop\"", nil),
    ("{电话}", "{电话", "sealed.contact: a \"{\" is never closed", nil),
    ("{电话}", "电话}", "a \"}\" closes nothing", nil), ("{电话}", "{}", "a column name must stand", nil),
    ("> {上", "~ {上", "checks.late.doubt: must compare two values", nil),
    ("record: \"{编号}\"", "zone: UTC", "the key \"record\" is missing", nil),
    ("gridlog-mapping: 1", "gridlog-mapping: 2", "must be 1, the version of this format", nil),
    ("required: true", "required: yes", "columns.上报时间.required: must be true or false", nil),
    ("format: csv", "format: csv\nzone: America/New_York", "has no rules pinned", nil),
    ("format: csv", "format: csv\neach: { path: notes, as: note }", "only records of format", nil),
  ])
  func `a mistake is told with its line, key and what may be meant`(
    old: String, new: String, message: String, suggestion: String?
  ) throws {
    let error = try #require(throws: MappingRefused.self) {
      try Mapping(yaml: sound.replacingOccurrences(old, new))
    }
    let told = error.problems.first { $0.description.contains(message) }
    #expect(told != nil, "\(error)")
    if let suggestion { #expect(told?.suggestion == suggestion) }
  }

  @Test func `all mistakes are told at once, in the order of the file`() throws {
    let broken = sound.replacingOccurrences("format: csv", "format: xls")
      .replacingOccurrences("|lower", "|lowr").replacingOccurrences("filled:", "filed:")
    let error = try #require(throws: MappingRefused.self) { try Mapping(yaml: broken) }
    #expect(error.problems.map(\.line) == [2, 16, 18])
  }

  @Test(arguments: ["", "- a\n- b", "a: [1", "a: 1\na: 2", "? [1]\n: 2", "\"\\x"])
  func `what is no YAML mapping is refused with its line`(yaml: String) throws {
    let error = try #require(throws: MappingRefused.self) { try Mapping(yaml: yaml) }
    #expect(error.problems.allSatisfy { $0.line >= 1 })
  }

  @Test func `aliases that multiply are stopped`() throws {
    var bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for (name, before) in zip("bcdefg", "abcdef") {
      let ten = Array(repeating: "*\(before)", count: 10).joined(separator: ", ")
      bomb += "\(name): &\(name) [\(ten)]\n"
    }
    let error = try #require(throws: MappingRefused.self) { try Mapping(yaml: bomb) }
    #expect(error.problems.first?.message.contains("aliases") == true)
  }

  @Test func `a described column that nothing uses is probably mistyped`() throws {
    let broken = sound.replacingOccurrences(
      "columns:\n", "columns:\n  来源渠: { trim: false }\n")
    let error = try #require(throws: MappingRefused.self) { try Mapping(yaml: broken) }
    #expect(error.problems.map(\.message) == ["the column \"来源渠\" is described but never used"])
  }

  @Test func `columns of an element are at hand for events of elements only`() throws {
    let yaml = """
      gridlog-mapping: 1
      format: open311
      system: s
      record: "{note.id}"
      each: { path: notes, as: note }
      events:
        - type: A
          for: record
          stream: ticket/{id}
          occurred: note.at
        - type: B
          stream: ticket/{note.id}
          occurred: note.at
        - type: C
          for: nte
          stream: ticket/{id}
          occurred: at
      """
    let error = try #require(throws: MappingRefused.self) { try Mapping(yaml: yaml) }
    #expect(
      error.problems.map(\.key) == ["record", "events[0].occurred", "events[2].for"])
    #expect(error.problems[2].suggestion == "note")
  }

  @Test func `the first mapping of the manual is one`() throws {
    let manual = try RepositoryFile.text("docs/MAPPING.md")
    let block = try #require(manual.split(separator: "```yaml\n").dropFirst().first)
    let yaml = try #require(block.split(separator: "```").first)
    let mapping = try Mapping(yaml: String(yaml))
    #expect(mapping.eventTypes == ["IncidentReported", "TicketClosed"])
    for name in TimeFormat.names { #expect(manual.contains("`\(name)`")) }
  }

  @Test func `quoted and YAML-only spellings stay text`() throws {
    let yaml = sound.replacingOccurrences(
      "{ hop: 1,", "{ hop: 1, a: \"1\", b: yes, c: 0x1F, d: 1_0, e: -1.50, f: 007, g: true, ")
    var evaluator = MappingEvaluator(
      try Mapping(yaml: yaml), header: try header("编号,上报时间,类别,来源,电话"))
    let record = try evaluator.evaluate(.row(try row("1,2024/1/5 9:05,甲,,")))
    let fields = record.events[0].fields
    #expect(
      fields.map { "\($0.name)=\(JSONWriter.text($0.value))" } == [
        "hop=1", "a=\"1\"", "b=\"yes\"", "c=\"0x1F\"", "d=\"1_0\"", "e=-1.50", "f=\"007\"",
        "g=true",
        "anonymous=false", "channel=\"none\"",
      ])
  }
}

/// The header of a table with these columns.
func header(_ line: String) throws -> CSVHeader { try CSVTable(MemorySource(line)).header }

/// One row of a table.
func row(_ line: String) throws -> CSVRecord {
  try #require(try CSVRecordReader(MemorySource(line), separator: .comma).nextRecord())
}
