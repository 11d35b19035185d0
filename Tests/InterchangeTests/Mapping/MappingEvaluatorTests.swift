// SPDX-License-Identifier: Apache-2.0

import Interchange
import Testing

private let columns = "id,at,due,town,body,kind,n,phone"

/// Head of a mapping over the columns above; tests add checks, objects and events.
private func evaluator(_ rest: String, zone: SourceZone = .shanghai) throws -> MappingEvaluator {
  let yaml = """
    gridlog-mapping: 1
    format: csv
    system: s
    record: "{id}"
    time: yyyy-MM-dd HH:mm
    lookups:
      kinds: { 甲: a, 乙: b }
    columns:
      due: { kind: time, optional: true }
      n: { kind: number, optional: true, empty: [无, "-"] }
      at: { kind: time }
    defaults: { stream: "ticket/{id}", occurred: at }

    """
  let mapping = try Mapping(yaml: yaml + rest + "\n" + unusedColumns)
  return MappingEvaluator(mapping, header: try header(columns), businessZone: zone)
}

/// Keeps the described columns in use in every test.
private let unusedColumns = """
  checks:
    overdue: { doubt: "{due} < {at}" }
    many: { doubt: "{n} > 9.50" }
    refused: { doubt: { equals: { kind: 丙 } }, action: reject }
  """

struct MappingEvaluatorTests {
  @Test func `a template with an empty column is absent, alternatives step in`() throws {
    var evaluator = try evaluator(
      """
      events:
        - type: A
          actor: body/{body|slug}
          references:
            division: { first-of: ["division/{town|slug}", division/county] }
            grid: grid/{kind}
            supportUnit: ["body/{body|slug}", body/second]
          fields: { list: ["{town}", fixed, "{kind}"], first: { first-of: ["{kind}", "{town|upper}"] } }
      """)
    let full = try evaluator.evaluate(.row(try row("1,2024-01-05 09:05,,Butcher's Hill,X & Y,k,,")))
    #expect(
      full.events[0].references.map { "\($0.role) \($0.object)" } == [
        "division division/butchers-hill", "grid grid/k", "supportUnit body/x-y",
        "supportUnit body/second",
      ])
    #expect(full.events[0].actor == "body/x-y")
    let bare = try evaluator.evaluate(.row(try row("2,2024-01-05 09:05,,　,,,,")))
    #expect(
      bare.events[0].references.map(\.object) == ["division/county", "body/second"])
    #expect(bare.events[0].actor == nil)
    #expect(bare.events[0].field("list") == .array([.string("fixed")]))
    #expect(bare.events[0].field("first") == nil)
  }

  @Test func `times are placed in the zone of the log and written in UTC`() throws {
    let rules = "events:\n  - type: A\n    fields: { due: { time: due }, on: { date: due } }"
    for (zone, utc) in [
      (SourceZone.shanghai, "2024-01-04T23:05:00Z"), (.utc, "2024-01-05T07:05:00Z"),
    ] {
      var evaluator = try evaluator(rules, zone: zone)
      let event = try evaluator.evaluate(
        .row(try row("1,2024-01-05 07:05,2024-01-05 07:05,,,,,"))
      ).events[0]
      #expect(event.field("due") == .string(utc))
      #expect(event.field("on") == .string("2024-01-05"))
      #expect(event.occurred.text == "2024-01-05 07:05")
      #expect(InstantText.utc(microsecondsSince1970: event.occurred.microseconds) == utc)
    }
  }

  @Test func `ordinals count the events of one type in one record`() throws {
    var evaluator = try evaluator(
      "events:\n  - type: A\n  - type: B\n    implied: true\n  - type: A\n    when: { filled: kind }"
    )
    let first = try evaluator.evaluate(.row(try row("7,2024-01-05 07:05,,,,k,,")))
    #expect(
      first.events.map { "\($0.type) \($0.ordinal) \($0.basis.rawValue)" } == [
        "A 1 stated", "B 1 implied", "A 2 stated",
      ])
    #expect(first.events.allSatisfy { $0.externalID == "7" && $0.system == "s" })
    let second = try evaluator.evaluate(.row(try row("8,2024-01-05 07:05,,,,,,")))
    #expect(second.events.map(\.ordinal) == [1, 1])
  }

  @Test func `an object is registered once, before its first use, and not by rejected records`()
    throws
  {
    var evaluator = try evaluator(
      """
      objects:
        - object: body/{body|slug}
          role: body
          type: BodyRegistered
          references: { division: division/county }
          fields: { name: "{body}", effectiveFrom: { date: at } }
      events:
        - type: A
          references: { handler: "body/{body|slug}" }
          fields: { n: { integer: n } }
      """)
    #expect(throws: RecordProblem.self) {
      try evaluator.evaluate(.row(try row("1,2024-01-05 07:05,,,Roads,,x,")))
    }
    let first = try evaluator.evaluate(.row(try row("2,2024-01-06 07:05,,,Roads,,1,")))
    #expect(first.events.map(\.type) == ["BodyRegistered", "A"])
    let body = first.events[0]
    #expect(body.stream == "body/roads" && body.externalID == "body/roads" && body.basis == .object)
    #expect(body.references.map(\.role) == ["body", "division"])
    #expect(body.field("effectiveFrom") == .string("2024-01-06"))
    let again = try evaluator.evaluate(.row(try row("3,2024-01-07 07:05,,,roads!,,1,")))
    #expect(again.events.map(\.type) == ["A"])
    #expect(evaluator.collisions.map(\.object) == ["body/roads"])
    #expect(evaluator.collisions[0].texts == ["Roads"])
    #expect(evaluator.collisions[0].others == ["roads!"])
  }

  @Test func `doubts flag the record or reject it`() throws {
    var evaluator = try evaluator(
      "events:\n  - type: A\n    fields: { doubts: { doubts: all }, some: { doubts: [many] } }")
    let doubtful = try evaluator.evaluate(
      .row(try row("1,2024-01-05 07:05,2024-01-04 07:05,,,,9.51,")))
    #expect(doubtful.doubts == ["overdue", "many"])
    #expect(doubtful.events[0].doubts == ["overdue", "many"])
    #expect(doubtful.events[0].field("some") == .array([.string("many")]))
    let clean = try evaluator.evaluate(.row(try row("2,2024-01-05 07:05,,,,,9.5000,")))
    #expect(clean.doubts.isEmpty && clean.events[0].field("doubts") == .array([]))
    #expect(problem(&evaluator, "3,2024-01-05 07:05,,,,丙,,")?.reason == .check("refused"))
    #expect(problem(&evaluator, "4,2024-01-05 07:05,,,,,无,") == nil)
  }

  @Test func `what is missing for an expected event becomes a doubt`() throws {
    var evaluator = try evaluator(
      """
      events:
        - type: Opened
          when: { equals: { kind: o } }
        - type: Closed
          when: { equals: { kind: c } }
          stream: ticket/{town}
          expects: { type: Opened, doubt: never-opened }
      """)
    #expect(try evaluator.evaluate(.row(try row("1,2024-01-05 07:05,,,,o,,"))).doubts.isEmpty)
    let known = try evaluator.evaluate(.row(try row("2,2024-01-05 07:05,,1,,c,,")))
    #expect(known.events[0].doubts.isEmpty)
    let unknown = try evaluator.evaluate(.row(try row("3,2024-01-05 07:05,,9,,c,,")))
    #expect(unknown.events[0].doubts == ["never-opened"])
  }

  @Test func `reasons for rejecting name the column and never its text`() throws {
    var evaluator = try evaluator(
      """
      events:
        - type: A
          references: { handler: "{body}" }
          fields: { n: { integer: n }, kind: { lookup: kinds, of: "{kind}" } }
      """)
    for (line, reason, column) in [
      (",2024-01-05 07:05,,,,,,", RecordProblem.Reason.noNumber, nil),
      ("1,,,,,,,", .noTime(event: "A"), "at"),
      ("1,2024-02-30 07:05,,,,,,", .time(.noSuchDay(year: 2024, month: 2, day: 30)), "at"),
      ("1,2024-01-05 07:05,,,,,12a,", .number, "n"), ("1,2024-01-05 07:05,,,,,1.5,", .number, "n"),
      ("1,2024-01-05 07:05,,,,丁,,", .lookup("kinds"), nil),
      ("1,2024-01-05 07:05,,,秘密,,,", .object(role: "handler"), nil),
      ("1,\"2024\"x,,,,,,", .malformed(.textAfterQuote(cell: 2)), nil),
    ] as [(String, RecordProblem.Reason, String?)] {
      let problem = problem(&evaluator, line)
      #expect(problem?.reason == reason, "\(line)")
      #expect(problem?.column == column, "\(line)")
      #expect(problem?.description.contains("秘密") == false)
    }
  }

  @Test func `full-width digits are numbers, separators of thousands are not`() throws {
    var evaluator = try evaluator("events:\n  - type: A\n    fields: { n: { decimal: n } }")
    let wide = try evaluator.evaluate(.row(try row("1,2024-01-05 07:05,,,,,－１２．５,")))
    #expect(wide.events[0].field("n") == .number("-12.5"))
    #expect(problem(&evaluator, "1,2024-01-05 07:05,,,,,\"1,234\",")?.reason == .number)
    #expect(problem(&evaluator, "1,2024-01-05 07:05,,,,,1e3,")?.reason == .number)
  }

  @Test func `sealed fields carry the key they are sealed under`() throws {
    var evaluator = try evaluator(
      """
      events:
        - type: A
          sealed: { contact: "{phone}" }
        - type: B
          subject: person/{n}
          sealed: { contact: "{phone}" }
      """)
    let record = try evaluator.evaluate(.row(try row("1,2024-01-05 07:05,,,,,5,13812340021")))
    #expect(record.events.map { $0.sealed.first?.subject } == ["ticket/1", "person/5"])
    #expect(record.events[0].sealed.first?.value == .string("13812340021"))
    #expect(record.events.allSatisfy { $0.fields.isEmpty })
  }

  @Test func `composed and decomposed spellings are one name, other characters are not`() throws {
    var evaluator = try evaluator(
      """
      objects:
        - { object: "division/{town|slug}", type: DivisionRegistered }
      events:
        - type: A
          when: { equals: { kind: \u{E9} } }
          fields: { town: "{town}" }
      """)
    let composed = try evaluator.evaluate(.row(try row("1,2024-01-05 07:05,,Ré,,\u{E9},,")))
    let decomposed = try evaluator.evaluate(
      .row(try row("2,2024-01-05 07:05,,Re\u{301},,e\u{301},,")))
    #expect(composed.events.map(\.type) == ["DivisionRegistered", "A"])
    #expect(decomposed.events.map(\.type) == ["A"])
    #expect(decomposed.events[0].field("town") == .string("Re\u{301}"), "the text stays as it was")
    let variant = try evaluator.evaluate(.row(try row("3,2024-01-05 07:05,,臺,,,,")))
    let other = try evaluator.evaluate(.row(try row("4,2024-01-05 07:05,,台,,,,")))
    #expect(
      variant.events.map(\.stream) + other.events.map(\.stream) == ["division/臺", "division/台"])
  }

  @Test func `conditions combine`() throws {
    var evaluator = try evaluator(
      """
      events:
        - type: A
          when:
            any:
              - { filled: [town, body], not: { equals: { kind|upper: X } } }
              - { all: [{ empty: town }, { one-of: { kind: [p, q] } }, { compare: "{n} >= 2" }] }
          fields: { b: { bool: { filled: town } }, c: { if: { filled: town }, then: yes, else: no } }
      """)
    let cases = [
      ("t,b,k,", true), ("t,b,x,", false), ("t,,k,", false), (",,p,2.0", true), (",,p,10", true),
      (",,p,1.99", false), (",,p,", false), (",,r,5", false), ("t,,p,5", false),
    ]
    for (cells, expected) in cases {
      let record = try evaluator.evaluate(.row(try row("1,2024-01-05 07:05,,\(cells),")))
      #expect(record.events.isEmpty == !expected, "\(cells)")
      if let event = record.events.first {
        let hasTown = cells.hasPrefix("t")
        #expect(event.field("b") == .bool(hasTown))
        #expect(event.field("c") == .string(hasTown ? "yes" : "no"))
      }
    }
  }

  private func problem(_ evaluator: inout MappingEvaluator, _ line: String) -> RecordProblem? {
    do {
      _ = try evaluator.evaluate(.row(try row(line)))
      return nil
    } catch {
      return error as? RecordProblem
    }
  }
}
