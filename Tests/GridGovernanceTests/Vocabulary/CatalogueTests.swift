// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Testing

@Suite struct CatalogueTests {
  static let table = "domain/events.tsv"
  static let rows = SharedFiles.table(table)

  @Test func `I-1 every event type belongs to exactly one module`() {
    let types = Module.allCases.flatMap(\.events).map { $0.type }
    #expect(Set(types).count == types.count)
    for type in types { #expect(GovernanceEvent.module(of: type) != nil, "\(type)") }
    #expect(GovernanceEvent.catalogue.schemas.count == types.count)
    #expect(GovernanceEvent.module(of: "Nonsense") == nil)
  }

  @Test(.enabled(if: SharedFiles.exists(table), "shared/domain/events.tsv is missing"))
  func `the catalogue has the listed events, in their modules`() {
    let listed = Self.rows.map { "\($0["module"] ?? "") \($0["event"] ?? "")" }
    let titles: [Module: String] = [
      .organisation: "M1 Organisation", .rules: "M2 Rules and calendars", .grid: "M3 Grid",
      .lists: "M4 Lists, powers, gate", .tickets: "M5 Tickets and command",
      .enforcement: "M6 Enforcement", .approval: "M7 Approval", .assessment: "M8 Assessment",
      .data: "M9 Data", .duties: "Log duties",
    ]
    let ours = Module.allCases.flatMap { module in
      module.events.map { "\(titles[module] ?? "") \($0.type)" }
    }
    #expect(ours == listed)
  }

  @Test(
    .enabled(if: SharedFiles.exists(table), "shared/domain/events.tsv is missing"),
    arguments: rows.isEmpty ? [] : rows.compactMap { $0["event"] })
  func `a type has the fields of the catalogue`(event: String) throws {
    let row = try #require(Self.rows.first { $0["event"] == event })
    let schema = try #require(GovernanceEvent.catalogue.newest(EventType(event)))
    #expect(schema.title.hasPrefix((row["chinese"] ?? "?") + " "))
    #expect(schema.fields.map { described($0) } == expected(row))
    let fields = row["fields"] ?? ""
    #expect(schema.carriesForeignReferences == fields.hasSuffix("every reference of the target"))
  }

  /// The row's fields in our words, with what was decided since the table was written.
  private func expected(_ row: [String: String]) -> [String] {
    let event = row["event"] ?? ""
    var text = row["fields"] ?? ""
    text.replace(
      "ticket, case, application or other", with: "ticket or case or application or other")
    if event == "ExternalRecordImported" { text += ", sourceStatus?: Code, doubts: Set<Code>" }
    text.replace(" (restricted, never assessable)", with: "")
    if event == "TicketUnmerged" { text += ", survivorClosed: Bool" }
    if event == "RuleSetPublished" { text += ", source?: Text, unverified?: Bool" }
    if event == "CaseFiled" { text += ", partyKind?: Enum(person, entity)" }
    var number = 0
    return CatalogueField.fields(of: text).map { field in
      if field.mark != "@" { number += 1 }
      return withCases(field.described(number: number), event)
    }
  }

  /// A bare `Enum` of the table is the list of the event that it belongs with.
  private func withCases(_ description: String, _ event: String) -> String {
    let lists = [
      "RoleEnded": "Enum(\(names(PersonRole.self)))",
      "GridReleased": "Enum(\(names(GridForce.self)))",
      "TicketRegraded": "Enum(\(names(TicketGrade.self)))",
    ]
    guard let list = lists[event], description.contains(" Enum ") else { return description }
    return description.replacing(" Enum ", with: " \(list) ")
  }

  private func names<E: Enumeration>(_: E.Type) -> String {
    E.allCases.map(\.rawValue).joined(separator: ", ")
  }

  @Test func `the numbers of an enumeration go from 1 and lead back`() {
    for level in Level.allCases { #expect(Level(number: level.number) == level) }
    #expect(Level.allCases.map(\.number) == [1, 2, 3])
    #expect(Level(number: 0) == nil)
    #expect(Level(number: 4) == nil)
    #expect(Level.county.above == nil)
  }

  @Test func `a set is kept in one order without repeats`() {
    let excluded = TicketExcluded(
      ticket: "ticket/1", indicators: ["closing", "accuracy", "closing"], ground: "x",
      document: "document/1")
    #expect(excluded.indicators == ["accuracy", "closing"])
  }
}
