// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Scenario 6 of domain §9: categories of two levels become categories of four.
struct CategoryChangeTests {
  /// The types that name a category, each with a second version.
  private static let changed = [
    IncidentReported.schema, TicketRegistered.schema, TicketRegraded.schema,
  ]

  /// `category/E01-01` → `category/E01-01-00-00`: what was not told is not invented.
  private static func fourLevels(_ category: ObjectName) -> ObjectName {
    let levels = category.key.split(separator: "-").count
    return ObjectName(
      .category, category.key + String(repeating: "-00", count: max(0, 4 - levels)))
  }

  /// The county's events as the next program knows them.
  private enum FourLevels: EventVocabulary {
    static let second = changed.map { schema in
      EventSchema(
        schema.type, version: 2, title: schema.title, stream: schema.streamRole, schema.fields)
    }
    static let catalogue = SchemaCatalogue(GovernanceEvent.catalogue.schemas + second)
    static let upcasters = changed.map { schema in
      Upcaster(schema.type, from: 1) { fields in
        guard case .object(let category)? = fields["category"] else { return }
        fields["category"] = .object(fourLevels(category))
      }
    }
  }

  /// Reports by category and by division, under one vocabulary or the other.
  private struct Reports<Words: EventVocabulary>: Projection {
    typealias Vocabulary = Words
    static var name: String { "reports" }
    static var version: Int { Words.self == FourLevels.self ? 2 : 1 }
    let categories = Table<ObjectID, Int>()
    let divisions = Table<ObjectID, Int>()

    func apply(_ event: borrowing RecordedEvent<Words>) throws(Refusal) {
      guard event.type == .incidentReported else { return }
      if let category = event.reference(.category) { categories[category, default: 0] += 1 }
      if let division = event.reference(.division) { divisions[division, default: 0] += 1 }
    }
  }

  private static func report(_ number: Int, _ category: ObjectName) -> IncidentReported {
    IncidentReported(
      ticket: ObjectName(.ticket, "\(number)"), origin: "gridWorker", channel: "app",
      category: category, division: number % 2 == 0 ? SmallCounty.village : SmallCounty.otherTown,
      text: "words")
  }

  @Test func `scenario 6: rebuilt side by side, only the names of categories differ`() throws {
    let directory = TemporaryDirectory("levels")
    let log = try EventLog.create(
      at: directory.path(of: "county.gridlog"),
      options: EventLogOptions(catalogue: FourLevels.catalogue))
    let categories: [ObjectName] = ["category/E01-01", "category/E07", "category/E01-01-02-03"]
    for number in 1...9 {
      let event = Self.report(number, categories[number % 2])
      try log.append(NewEvent(event, occurred: "2021-09-17T09:00:00+08:00"))
    }
    try log.project([Reports<GovernanceEvent>.self])
    let rebuilt = try log.rebuild(Reports<FourLevels>.self)
    let comparison = try #require(rebuilt.comparison)
    // Two categories by their old names gone, by their new ones there; no division differs.
    #expect([comparison.removed, comparison.added, comparison.changed] == [2, 2, 0])
    #expect(comparison.lines.allSatisfy { $0.contains("category/") }, "\(comparison.lines)")
    #expect([comparison.refusedBefore, comparison.refusedAfter] == [0, 0])
    #expect(
      lines(try log.replay(Reports<FourLevels>.self).rows, "value")
        == "E01-01-00-00: value 4\nE07-00-00-00: value 5")
    // Old and new reports stand in one view; the bytes of the old ones are as they were.
    let second = try #require(FourLevels.second.first)
    let report = Self.report(10, categories[2])
    try log.append(
      NewEvent(
        type: .incidentReported, version: 2, stream: report.ticket,
        occurred: "2021-09-18T09:00:00+08:00",
        body: second.encode([
          NamedValue("ticket", .object(report.ticket)), NamedValue("origin", .text("hotline")),
          NamedValue("channel", .text("phone")), NamedValue("category", .object(categories[2])),
          NamedValue("division", .object(report.division)), NamedValue("text", .text("words")),
          NamedValue("media", .list([])), NamedValue("anonymous", .bool(false)),
          NamedValue("selfSolved", .bool(false)),
        ])))
    try log.project([Reports<FourLevels>.self])
    #expect(
      lines(try log.storedView(Reports<FourLevels>.self).rows, "value")
        == "E01-01-00-00: value 4\nE01-01-02-03: value 1\nE07-00-00-00: value 5")
    #expect(try log.events().map(\.content.version) == Array(repeating: 1, count: 9) + [2])
    #expect(try log.verify().isIntact)
  }

  /// Six tickets of two categories: done in time, done late, and not done.
  private static func year() -> HistoryBuilder {
    var history = HistoryBuilder.smallCounty()
    for number in 1...6 {
      let ticket = ObjectName(.ticket, "\(number)")
      history.report(
        ticket, "08-02 09:00", category: number % 2 == 0 ? "category/E07" : "category/E01-01",
        due: "08-10 12:00")
      history.dispatch(ticket, "08-02 10:00", to: Body.office)
      guard number < 5 else { continue }
      history.complete(ticket, number < 3 ? "08-05 09:00" : "08-11 09:00")
      history.close(ticket, "08-12 09:00")
    }
    return history
  }

  @Test func `scenario 6: P5 over lifted events differs in the names of categories only`() throws {
    let history = Self.year()
    let old = try ReplayEngine(history).replay(HandlingIndicators.self)
    let new = try ReplayEngine(try Self.lifted(history)).replay(HandlingIndicators.self)
    #expect(new.quarantine.isEmpty)
    for table in old.tables {
      let (was, now) = (try old.rows(of: table), try new.rows(of: table))
      func others(_ rows: [ViewRow]) -> [String] {
        rows.filter { $0.key.values[0] != .text("category") }.map { "\($0.key.text): \($0)" }
      }
      func categories(_ rows: [ViewRow], _ name: (ObjectName) -> ObjectName) -> Set<String> {
        Set(
          rows.filter { $0.key.values[0] == .text("category") }.map { row in
            let key = row.key.values.map { value in
              guard case .object(let object) = value else { return value.description }
              return name(object).text
            }
            return "\(key): \(row)"
          })
      }
      #expect(others(was) == others(now), "\(table)")
      #expect(
        categories(was, Self.fourLevels) == categories(now) { $0 }, "\(table)")
    }
    #expect(
      old.rows.contains { $0.key.values[0] == .text("category") }, "no category is told")
  }

  /// The history as a program that upcasts reads it.
  private static func lifted(_ history: HistoryBuilder) throws -> HistoryBuilder {
    var lifted = HistoryBuilder(from: "2021-01-01T00:00:00+08:00")
    for event in history.events {
      var body = EventBody(
        references: event.content.references, payload: event.content.payload, clear: [])
      if changed.contains(where: { $0.type == event.content.type }) {
        body.references = body.references.map { reference in
          guard reference.role == .category else { return reference }
          return Reference(.category, fourLevels(reference.object))
        }
      }
      lifted.append(
        NewEvent(
          id: event.content.id, type: event.content.type, version: event.content.version,
          stream: event.content.stream, occurred: event.content.occurred,
          actor: event.content.actor, body: body), recorded: event.recorded)
    }
    return lifted
  }
}
