// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import GridGovernance
import Testing

/// The invariants of class S: what the log and its folds are by their build (domain §1.9).
struct StructuralInvariantTests {
  let place: CountyLog

  init() throws { place = try CountyLog() }

  /// Every file under the log, by name.
  private func files() throws -> [String: Data] {
    let root = place.directory.path(of: "county.gridlog")
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: root) {
      // Readers take places in LMDB's lock files, which are nobody's facts.
      guard !name.hasSuffix("lock.mdb") else { continue }
      files[name] = FileManager.default.contents(atPath: root + "/" + name)
    }
    return files
  }

  @Test func `I-24 an event is never changed or removed, a repair is one more that names it`()
    throws
  {
    _ = try place.dispatched()
    let before = try place.log.events(.all)
    let size = UInt64(before.count)
    let root = try place.log.treeHead()
    let wrong = before[before.count - 1]
    try place.centre.repairs.execute(
      .correct(
        FactCorrected(
          target: wrong.content.id, field: "ground", new: .text("list"), ground: "typo")))
    try place.centre.repairs.execute(
      .annul(
        EventAnnulled(target: wrong.content.id, ground: "wrong", document: "document/1")))
    let after = try place.log.events(.all)
    #expect(after.count == before.count + 2)
    #expect(Array(after.prefix(before.count)) == before)
    #expect(try place.log.treeHead(at: size) == root)
    let repairs = after.suffix(2)
    #expect(repairs.allSatisfy { $0.content.stream == wrong.content.stream })
    #expect(
      try repairs.map { event in
        try (try? event.decode(FactCorrected.self).target)
          ?? event.decode(EventAnnulled.self).target
      } == [wrong.content.id, wrong.content.id])
  }

  @Test func `I-25 recorded time never goes back, occurred may, and the future is no act`()
    throws
  {
    _ = try place.dispatched()
    try place.town.ticket("late").report(
      origin: "gridWorker", category: "category/E07", division: SmallCounty.village,
      text: "words", at: "2021-02-01T09:00:00+08:00")
    let events = try place.log.events(.all)
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.recorded <= $1.recorded })
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.position < $1.position })
    #expect(try #require(events.last).content.occurred < events[events.count - 2].content.occurred)

    // By the machine's clock: an act of tomorrow is refused, history of it is kept and flagged.
    let path = place.directory.path(of: "now.gridlog")
    _ = try EventLog.create(
      at: path, options: EventLogOptions(catalogue: GovernanceEvent.catalogue))
    let log = try EventLog(at: path)
    let tomorrow = try log.now().adding(microseconds: 86_400_000_000)
    let division = DivisionMeasured(
      division: SmallCounty.town, population: 1, measuredOn: "2021-01-01")
    #expect {
      try log.append(NewEvent(division, occurred: tomorrow))
    } throws: { error in
      if case AppendError.occurredInFuture = error { true } else { false }
    }
    try log.append(
      NewEvent(
        division, occurred: tomorrow,
        source: Source(system: "system/archive", externalID: "1", mode: .imported)))
    #expect(try log.events(.all).map(\.flags) == [.occurredLater])
  }

  @Test func `I-26 a ticket's state is a fold of its stream, whatever another system says`()
    throws
  {
    let ticket = try place.dispatched()
    try place.centre.data.execute(
      .take(
        ExternalRecord(
          system: "system/12345", externalID: "7", mode: .feed,
          sourceTime: "2021-09-17T09:00:00+08:00", sourceStatus: "closed"), mapping: ticket))
    #expect(try place.county.ticket("1").state().status == .dispatched)
    let row = try place.county.view(TicketStatusView.self).rows[0]
    #expect(
      lines([row], "state", "sourceStatus") == "1: state dispatched, sourceStatus closed")
    // No event can say a state: none has a field that lists the states.
    let states = Set(TicketStatus.allCases.map(\.rawValue))
    for schema in GovernanceEvent.catalogue.schemas {
      for field in schema.fields {
        guard case .enumeration(let cases) = field.type else { continue }
        let shared = states.intersection(cases.map(\.name))
        #expect(shared.count <= 3, "\(schema.name).\(field.name) tells states: \(shared)")
      }
    }
  }

  @Test func `I-27 overdue, expired and deemed are computed, never events`() throws {
    _ = try place.dispatched()
    let head = try place.log.head
    func shown(_ clock: Instant) throws -> String {
      lines(
        try place.county.view(TicketStatusView.self, clock: clock).rows, "overdue", "light",
        "deemedAccepted")
    }
    let due = try place.county.view(TicketStatusView.self).rows[0]["due"]
    guard case .instant(let deadline)? = due else { throw NoDeadline() }
    #expect(
      try shown("2021-09-17T11:00:00+08:00")
        == "1: overdue false, light green, deemedAccepted –")
    #expect(
      try shown(deadline.adding(microseconds: 1)).hasPrefix("1: overdue true, light red"))
    #expect(try place.log.head == head)
    let words = ["overdue", "expired", "deemed", "lapsed"]
    for type in Module.allCases.flatMap(\.events).map({ $0.type.name.lowercased() }) {
      #expect(!words.contains { type.contains($0) }, "\(type)")
    }
  }

  private struct NoDeadline: Error {}

  @Test func `I-34 replaying the same prefix twice gives the same bytes, in any process`() throws {
    _ = try place.dispatched("1")
    _ = try place.dispatched("2")
    try place.office.ticket("2").complete(result: "done", at: "2021-09-18T10:00:00+08:00")
    let views = ViewCatalogue.views.map(\.projection)
    let other = try EventLog(at: place.directory.path(of: "county.gridlog"))
    for position in [Position.origin, Position(5), try place.log.head] {
      let once = try place.log.replay(views, asOf: .position(position)).map(\.digest)
      let twice = try place.log.replay(views, asOf: .position(position)).map(\.digest)
      let alone = try views.reversed().map {
        try other.replay([$0], asOf: .position(position))[0].digest
      }
      #expect(once == twice)
      #expect(once == alone.reversed())
    }
  }

  @Test func `I-35 a replay does nothing outside: no file changes, no key is destroyed`() throws {
    try place.centre.ticket("1").report(
      origin: "hotline", category: "category/E07", division: SmallCounty.village, text: "words",
      reporter: "person/r-1", at: "2021-09-17T09:00:00+08:00")
    try place.centre.ticket("2").report(
      origin: "hotline", category: "category/E07", division: SmallCounty.village, text: "others",
      reporter: "person/r-2", at: "2021-09-17T09:00:00+08:00")
    // On record only: as if the process had died before it destroyed the key.
    try place.log.append(
      NewEvent(PersonalDataErased(person: ["person/r-2"], ground: "g"), actor: Actor()))
    let before = try files()
    let views = ViewCatalogue.views.map(\.projection)
    for view in try place.log.replay(views) {
      for row in view.rows.prefix(3) { _ = try view.explain(row.key) }
    }
    #expect(try files() == before)
    let said = try place.log.events(.stream("ticket/2"))[0].decode(IncidentReported.self).text
    #expect(try place.log.open(said, for: "a test") == "others")
  }
}
