// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Who leads, supports, guides, supervises as at a moment (P14)?
@Suite struct DutyListsTests {
  private func view(
    _ history: HistoryBuilder, on day: CivilDate, asOf: AsOf = .head
  ) throws -> View<DutyLists> {
    try ReplayEngine(history).replay(
      DutyLists.self, asOf: asOf, clock: BusinessZone.shanghai.end(of: day))
  }

  private func register(
    _ history: inout HistoryBuilder, _ number: Int, item: ObjectName? = nil,
    at moment: Instant = "2021-08-02T09:00:00+08:00"
  ) {
    history.add(
      TicketRegistered(
        ticket: ObjectName(.ticket, "\(number)"), category: "category/E07", grade: .normal,
        listItem: item),
      at: moment, by: Body.town)
  }

  @Test func `a revised item has its new parties from its own day on`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(Listed.item())
    history.add(
      Listed.item(lead: [Body.town], supporter: [Body.department], version: 2, from: "2021-06-01"))
    history.add(Listed.removed(from: "2021-09-01"))
    func row(_ day: CivilDate) throws -> String {
      lines(try self.view(history, on: day).rows, "version", "lead", "inForce")
    }
    #expect(
      try row("2021-05-31")
        == "1:null: version 1, lead [body/c-department], inForce true"
        .replacing(":null", with: try keyTail(history)))
    #expect(try row("2021-06-01").hasSuffix("version 2, lead [body/t-centre], inForce true"))
    #expect(try row("2021-09-01").hasSuffix("inForce false"))
    #expect(try row("2021-01-31").hasSuffix("inForce false"))
  }

  /// How an absent town is written in a key.
  private func keyTail(_ history: HistoryBuilder) throws -> String {
    let key = try self.view(history, on: "2021-05-31").rows[0].key.shortText
    return String(key.dropFirst())
  }

  @Test func `items and domains in force are counted by list`() throws {
    var history = HistoryBuilder.smallCounty()
    for (number, domain) in ["market", "market", "ecology"].enumerated() {
      var item = Listed.item(ObjectName(.listItem, "\(number)"), supporter: [])
      item.domain = domain
      history.add(item)
    }
    history.add(Listed.item("listItem/9", .takenBack, lead: [], supporter: []))
    let view = try self.view(history, on: "2021-03-05")
    func total(_ key: DutyTotalKey) -> DutyTotal? { view.totals.first { $0.key == key }?.row }
    let shared = total(DutyTotalKey(list: .sharedResponsibility))
    #expect(shared?.items == 3 && shared?.domains == 2)
    #expect(total(DutyTotalKey(list: .sharedResponsibility, domain: "market"))?.items == 2)
    #expect(total(DutyTotalKey(list: .takenBack))?.items == 1)
    let department = view.object(Body.department)
    let led = total(DutyTotalKey(list: .sharedResponsibility, department: department))
    #expect(led?.leads == 3 && led?.items == 3 && led?.supports == nil)
  }

  @Test func `a power shows the four who, and ends with its withdrawal`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(
      Listed.power(
        "power/1", .penalty, to: [SmallCounty.town, SmallCounty.otherTown], from: "2021-02-01"))
    history.add(Listed.withdrawn("power/1", from: [SmallCounty.town], on: "2021-06-01"))
    func live(_ day: CivilDate) throws -> DutyTotal? {
      try self.view(history, on: day).totals.first { $0.key == DutyTotalKey(list: .penalty) }?.row
    }
    #expect(try live("2021-05-31")?.items == 1)
    #expect(try live("2021-05-31")?.grants == 2)
    #expect(try live("2021-06-01")?.grants == 1)
    let row = try self.view(history, on: "2021-06-01").row(matching: "1:t")
    #expect(row["transferor"] == .object(Body.department))
    #expect(row["accountable"] == .object(SmallCounty.town))
    #expect(row["pending"] == .text("finish") && row["inForce"] == .bool(false))
  }

  @Test func `tickets fall under an item by registration or by a later dispatch`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(Listed.item())
    register(&history, 1, item: "listItem/1")
    register(&history, 2)
    register(&history, 3)
    history.add(
      TicketDispatched(
        ticket: "ticket/2", hop: 1, handler: Body.office, rule: "rule/limits", ground: .listItem,
        listItem: "listItem/1"),
      at: "2021-09-03T09:00:00+08:00", by: Body.town)
    history.add(
      SupervisionIssued(
        supervision: "supervision/1", ticket: "ticket/2", handler: Body.office, grade: .yellow),
      at: "2021-09-04T09:00:00+08:00", by: Body.county)
    let view = try self.view(history, on: "2021-12-31")
    #expect(view.rows[0]["tickets"] == .int(2) && view.rows[0]["supervisions"] == .int(1))
    #expect(
      try lines(view.rows(of: "months"), "registered", "underItem", "underNone")
        == "2021-08: registered 3, underItem 2, underNone 1")
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `what is in force equals the register's own book`(seed: UInt64) throws {
    let county = try LateRegisters(seed: seed, mostly: .lists)
    let books = county.books.lists
    let items = (1...6).map { ObjectName(.listItem, "r\($0)") }
    for day in county.days {
      let view = try county.view(DutyLists.self, on: day)
      #expect(view.quarantine.isEmpty, "seed \(seed)")
      for (key, row) in view.entries(of: \.duties) {
        let shown = view.projection.present(row, of: key, at: view.moment.clock)
        let subject = view.name(of: key.subject)
        let note: Comment = "seed \(seed), \(subject) on \(day)"
        if let town = view.name(key.town) {
          let live = books.powers.live(subject, for: town, on: day)
          #expect((shown.inForce == true) == (live != nil), note)
          if let live {
            #expect(view.name(shown.transferor) == live.transferor, note)
            #expect(view.name(shown.accountable) == live.accountable, note)
          }
        } else {
          let item = books.duties.item(subject, on: day)
          #expect((shown.inForce == true) == (item != nil), note)
          if let item { #expect(view.names(shown.lead) == item.leads, note) }
        }
      }
      for list in DutyItemListed.List.allCases {
        let expected = items.count { books.duties.item($0, on: day)?.list == list }
        let key = DutyTotalKey(list: try #require(DutySort(rawValue: list.rawValue)))
        let shown = view.totals.first { $0.key == key }?.row.items ?? 0
        #expect(shown == expected, "seed \(seed), \(list) on \(day)")
      }
      for kind in PowerDevolved.Kind.allCases {
        let live = (1...3).map { ObjectName(.power, "\(kind.rawValue)-\($0)") }
          .count { !books.powers.exercisers(of: $0, on: day).isEmpty }
        let key = DutyTotalKey(list: try #require(DutySort(rawValue: kind.rawValue)))
        #expect(view.totals.first { $0.key == key }?.row.items ?? 0 == live, "seed \(seed) \(day)")
      }
    }
  }
}
