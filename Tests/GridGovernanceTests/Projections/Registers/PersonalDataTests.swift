// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Which events hold data of this person; erased, restricted, held (P26)?
@Suite struct PersonalDataTests {
  private func view(
    _ history: HistoryBuilder, on day: CivilDate = "2022-12-31"
  ) throws -> View<PersonalDataRegister> {
    try ReplayEngine(history).replay(
      PersonalDataRegister.self, clock: BusinessZone.shanghai.end(of: day))
  }

  private func events(
    _ view: View<PersonalDataRegister>, of person: ObjectName, _ names: String...
  ) -> String {
    view.rows.filter { $0.key.fields[0].value == .object(person) }.map { row in
      names.map { "\($0) \(row[$0]?.description ?? "–")" }.joined(separator: ", ")
    }.joined(separator: "\n")
  }

  @Test func `each event that names a person stands once, with every role`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(Registered.post("person/a"))
    history.add(
      AbCoverDeclared(
        covered: "person/a", person: "person/b", body: Body.office, postA: "x", postB: "y",
        effectiveFrom: "2021-05-01", effectiveTo: "2021-05-02", ground: "leave"))
    history.add(
      TrainingCompleted(
        person: ["person/a", "person/b"], trainer: Body.county, topic: .grid, form: .course,
        hours: "2"))
    history.add(
      TicketSignedFor(ticket: "ticket/1", hop: 1), by: Body.office)
    let view = try self.view(history)
    #expect(
      events(view, of: "person/a", "event", "roles") == """
        event PersonPosted, roles [person]
        event AbCoverDeclared, roles [covered]
        event TrainingCompleted, roles [person]
        """)
    #expect(events(view, of: "person/b", "event", "roles").hasPrefix("event AbCoverDeclared"))
    #expect(
      try lines(view.rows(of: "subjects"), "events", "sealedEvents")
        == "a: events 3, sealedEvents 0\nb: events 2, sealedEvents 0")
  }

  @Test func `a restriction and its last day are shown, and an annulled one is not`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(Registered.post("person/a"))
    let restricted = history.add(
      PersonalDataRestricted(
        person: ["person/a"], ground: "purposeMet", retainUntil: "2022-06-30"))
    func first(_ day: CivilDate) throws -> String? {
      events(
        try self.view(history, on: day), of: "person/a", "restricted", "retainUntil",
        "retentionReached"
      ).split(separator: "\n").first.map(String.init)
    }
    #expect(
      try first("2022-06-30")
        == "restricted true, retainUntil 2022-06-30, retentionReached false")
    #expect(try first("2022-07-01")?.hasSuffix("retentionReached true") == true)
    history.correct(restricted, "retainUntil", .date("2023-01-01"))
    #expect(try first("2022-07-01")?.contains("retainUntil 2023-01-01") == true)
    history.annul(restricted)
    #expect(try first("2022-07-01") == "restricted false, retainUntil –, retentionReached –")
  }

  @Test func `a hold covers the person or the stream, from its day until it is lifted`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(
      TicketSignedFor(ticket: "ticket/1", hop: 1, worker: "person/a"), by: Body.office)
    history.add(
      RetentionHoldSet(subject: ["ticket/1"], ground: "audit", effectiveFrom: "2021-09-01"))
    history.add(
      RetentionHoldLifted(subject: ["ticket/1"], ground: "audit"),
      at: "2021-11-05T09:00:00+08:00", recorded: "2021-11-05T09:00:00+08:00")
    func hold(_ day: CivilDate) throws -> String {
      events(try self.view(history, on: day), of: "person/a", "hold")
    }
    #expect(try hold("2021-08-31") == "hold false")
    #expect(try hold("2021-09-01") == "hold true")
    #expect(try hold("2021-11-04") == "hold true")
    #expect(try hold("2021-11-05") == "hold false")
  }

  @Test func `an erasure is listed for good and takes no event away`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(Registered.post("person/a"))
    let before = try self.view(history).rows.count
    let erased = history.add(
      PersonalDataErased(person: ["person/a"], ground: "withdrawn", document: "document/1"))
    history.annul(erased)
    let view = try self.view(history)
    #expect(view.rows.count == before + 2, "the erasure and its annulment name the person too")
    let row = try #require(try view.rows(of: "subjects").first)
    #expect(row["erased"] == .bool(true), "a destroyed key does not come back")
  }

  @Test func `whom a correction puts in place is listed with the correction`() throws {
    var history = HistoryBuilder.smallCounty()
    let signed = history.add(
      TicketSignedFor(ticket: "ticket/1", hop: 1, worker: "person/a"), by: Body.office)
    history.correct(signed, "worker", .object("person/b"))
    let view = try self.view(history)
    #expect(events(view, of: "person/b", "event", "roles") == "event FactCorrected, roles [new]")
    #expect(events(view, of: "person/a", "event").contains("FactCorrected"))
  }

  /// Every feed of the catalogue, and nothing that cannot speak of a person.
  @Test func `the view reads what the catalogue says that it reads`() throws {
    try #require(
      SharedFiles.exists("domain/events.tsv"), "shared/domain/events.tsv is missing")
    let fed = SharedFiles.table("domain/events.tsv").filter {
      ($0["views"] ?? "").split(separator: ",").contains("P26")
    }.compactMap { $0["event"] }
    let types = Set((PersonalDataRegister.types ?? []).map(\.name))
    for name in fed { #expect(types.contains(name), "\(name)") }
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `rows are exactly the references to persons`(seed: UInt64) throws {
    var history = RandomTickets(seed: seed, steps: 200, wild: 20, repaired: 10).history
    for stored in RandomRegisters(seed: seed, steps: 120, mostly: .organisation, wild: 20)
      .history.events
    {
      history.readd(stored)
    }
    let view = try self.view(history)
    var expected: Set<String> = []
    let types = PersonalDataRegister.types ?? []
    for event in history.events where types.contains(event.content.type) {
      var people = event.content.references.map(\.object).filter { $0.kind == .person }
      if event.content.type == .factCorrected,
        case .object(let name) = try event.decode(FactCorrected.self).new, name.kind == .person
      {
        people.append(name)
      }
      if !people.isEmpty, let actor = event.content.actor.person { people.append(actor) }
      for person in people { expected.insert("\(person) \(event.position)") }
    }
    let shown = view.entries(of: \.events).map {
      "\(view.name(of: $0.key.subject)) \($0.key.position)"
    }
    #expect(Set(shown) == expected, "seed \(seed)")
    #expect(shown.count == expected.count, "seed \(seed)")
    let counted = view.entries(of: \.subjects).reduce(0) { $0 + $1.row.events }
    #expect(counted == shown.count, "seed \(seed): persons and events agree")
  }
}
