// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// I-17 and I-38 against a log on disk: what a dispatch needs is read from the lists.
struct AdmissionGateTests {
  let place: CountyLog

  init() throws { place = try CountyLog() }

  static let day: Instant = "2021-06-01T10:00:00+08:00"

  private func lists(_ command: ListsCommand) throws {
    try place.county.acting(as: Body.county).lists.execute(command, at: Self.day)
  }

  /// A ticket at the county's centre, registered.
  private func registered(
    _ number: String, grade: TicketGrade = .normal, listItem: ObjectName? = nil,
    duty: TicketRegistered.Duty? = nil
  ) throws -> Ticket {
    let ticket = place.centre.ticket(number)
    try ticket.report(
      origin: "hotline", category: "category/E01-01", division: SmallCounty.village,
      text: "words", at: Self.day)
    try ticket.accept(at: Self.day)
    try ticket.execute(.register(grade: grade, listItem: listItem, duty: duty), at: Self.day)
    return ticket
  }

  static func push(
    _ ground: DispatchGround, listItem: ObjectName? = nil, power: ObjectName? = nil,
    admission: ObjectName? = nil, to unit: ObjectName = Body.town,
    of department: ObjectName? = Body.department
  ) -> TicketCommand {
    .dispatch(
      DispatchOrder(
        to: unit, by: "rule/limits", onBehalfOf: department, ground: ground, listItem: listItem,
        power: power, admission: admission))
  }

  private func pushed(
    _ number: String, _ command: TicketCommand, at moment: Instant = day
  ) throws -> Rejection? {
    let ticket = try registered(number)
    return try rejection { try ticket.execute(command, at: moment) }
  }

  private func refusals() throws -> Int { try place.log.events(.types(.commandRefused)).count }

  // MARK: I-17

  @Test func `I-17 a live list item lets the towns work that lead or support it`() throws {
    try lists(.list(Listed.item()))
    try lists(
      .list(Listed.item("listItem/2", supporter: [Body.otherTown], town: [SmallCounty.town])))
    try lists(.list(Listed.item("listItem/3", .supportDuty, supporter: [])))
    try lists(.list(Listed.item("listItem/4", .supportDuty, town: [SmallCounty.otherTown])))
    let allowed: [ObjectName] = ["listItem/1", "listItem/3"]
    for (index, item) in allowed.enumerated() {
      #expect(try pushed("a\(index)", Self.push(.listItem, listItem: item)) == nil, "\(item)")
    }
    let refused: [ObjectName] = ["listItem/2", "listItem/4", "listItem/unheard-of"]
    for (index, item) in refused.enumerated() {
      #expect(
        try pushed("r\(index)", Self.push(.listItem, listItem: item))?.rule == "I-17", "\(item)")
    }
    #expect(try pushed("none", Self.push(.listItem))?.rule == "I-17")
    // The item is of another list than the ground says, and once removed it is of none.
    #expect(try pushed("own", Self.push(.ownDuty, listItem: "listItem/1"))?.rule == "I-17")
    try lists(.remove(Listed.removed(from: "2021-06-01")))
    #expect(
      try pushed("gone", Self.push(.listItem, listItem: "listItem/1"))?.rule == "I-17")
  }

  @Test func `I-17 the duty is of the kind for which the ticket was registered`() throws {
    try lists(.list(Listed.item()))
    let support = try registered("1", listItem: "listItem/1", duty: .support)
    try support.execute(Self.push(.listItem), at: Self.day)
    let lead = try registered("2", listItem: "listItem/1", duty: .lead)
    #expect(
      try rejection { try lead.execute(Self.push(.listItem), at: Self.day) }?.rule == "I-17")
  }

  @Test func `I-17 a live power, the town's own duty and a live admission let work through`()
    throws
  {
    let power = Self.push(.devolvedPower, power: "power/1")
    let own = Self.push(.ownDuty, listItem: "listItem/1")
    let admitted = Self.push(.admission, admission: "admission/1")
    for (index, command) in [power, own, admitted].enumerated() {
      #expect(try pushed("before\(index)", command)?.rule == "I-17")
    }
    try lists(.devolve(Listed.power()))
    try lists(.list(Listed.item("listItem/1", .basicDuty, lead: [Body.town], supporter: [])))
    try lists(.requestAdmission(Listed.request()))
    #expect(try pushed("asked", admitted)?.rule == "I-17")
    try lists(.decideAdmission(Listed.decision()))
    for (index, command) in [power, own, admitted].enumerated() {
      #expect(try pushed("after\(index)", command) == nil)
    }
    // The next day the power is withdrawn, and in September the admission has expired.
    try lists(.withdraw(Listed.withdrawn(on: "2021-06-02")))
    #expect(
      try pushed("withdrawn", power, at: "2021-06-02T10:00:00+08:00")?.rule == "I-17")
    #expect(
      try pushed("lastDay", admitted, at: "2021-08-31T23:00:00+08:00") == nil)
    #expect(
      try pushed("expired", admitted, at: "2021-09-01T00:00:00+08:00")?.rule == "I-17")
    // Another department's work is not admitted.
    let other = Self.push(.admission, admission: "admission/1", of: Body.county)
    #expect(try pushed("other", other)?.rule == "I-17")
  }

  @Test func `I-17 an emergency passes; work that was taken back never does`() throws {
    let emergency = try registered("1", grade: .emergency)
    try emergency.execute(Self.push(.emergency), at: Self.day)
    try lists(.requestAdmission(Listed.request()))
    try lists(.decideAdmission(Listed.decision()))
    try lists(.list(Listed.item("listItem/9", .takenBack, supporter: [])))
    let push = Self.push(.admission, listItem: "listItem/9", admission: "admission/1")
    let no = try pushed("2", push)
    #expect(no?.rule == "I-17")
    #expect(no?.message.english.contains("taken this work back") == true)
    // Registered under the item, and urgent: no better.
    let urgent = try registered("3", grade: .emergency, listItem: "listItem/9")
    #expect(
      try rejection { try urgent.execute(Self.push(.emergency), at: Self.day) }?.rule == "I-17")
  }

  @Test func `I-17 a category under an item that was taken back is refused as well`() throws {
    try place.log.append(
      NewEvent(
        RuleSetPublished(
          rule: "rule/categories", kind: .categories,
          content: RuleContent(categories: [
            CategoryRule(code: "E01", name: "市容环境", listItem: "9"),
            CategoryRule(code: "E01-01", name: "暴露垃圾", parent: "E01"),
          ]), effectiveFrom: "2021-01-01"), occurred: Self.day))
    try lists(.list(Listed.item("listItem/9", .takenBack, supporter: [])))
    try lists(.devolve(Listed.power()))
    let no = try pushed("1", Self.push(.devolvedPower, power: "power/1"))
    #expect(no?.message.english.contains("taken this work back") == true)
  }

  @Test func `I-17 a refused push is recorded once, also after a retry, a redirect as well`()
    throws
  {
    let ticket = try registered("1")
    let id = EventID(high: 9, low: 1)
    for _ in 0..<3 {
      let no = try rejection {
        try ticket.execute(
          Self.push(.admission, admission: "admission/1"), at: Self.day, commandID: id)
      }
      #expect(no?.rule == "I-17")
    }
    #expect(try refusals() == 1)
    try ticket.dispatch(to: Body.department, by: "rule/limits", at: Self.day)
    let order = DispatchOrder(
      to: Body.town, by: "rule/limits", onBehalfOf: Body.department, ground: .admission,
      admission: "admission/1")
    let redirect = EventID(high: 9, low: 2)
    for _ in 0..<2 {
      let no = try rejection {
        try ticket.execute(.redirect(order), at: Self.day, commandID: redirect)
      }
      #expect(no?.rule == "I-17")
    }
    #expect(try refusals() == 2)
    // With an admission the same redirect goes through.
    try lists(.requestAdmission(Listed.request()))
    try lists(.decideAdmission(Listed.decision()))
    try ticket.execute(.redirect(order), at: Self.day)
    #expect(try refusals() == 2)
  }

  @Test func `scenario 10: an off-list push, work taken back, and an emergency`() throws {
    // A dispatch on behalf of a department to a town with none of the five grounds is refused …
    let off = try registered("1")
    let id = EventID(high: 9, low: 10)
    for ground in DispatchGround.allCases {
      #expect(
        try rejection { try off.execute(Self.push(ground), at: Self.day, commandID: id) }?.rule
          == "I-17", "\(ground)")
    }
    // … and one CommandRefused stands, also after a retry.
    #expect(try refusals() == 1)
    // An item on the takenBack list is refused even with an admission.
    try lists(.requestAdmission(Listed.request("admission/2")))
    try lists(.decideAdmission(Listed.decision("admission/2")))
    try lists(.list(Listed.item("listItem/9", .takenBack, supporter: [])))
    #expect(
      try pushed(
        "2", Self.push(.admission, listItem: "listItem/9", admission: "admission/2"))?.rule
        == "I-17")
    #expect(try pushed("3", Self.push(.admission, admission: "admission/2")) == nil)
    // In an emergency it passes, and is to be regularised within the rule set's days.
    try place.log.append(
      NewEvent(
        RuleSetPublished(
          rule: "rule/procedure", kind: .procedure,
          content: RuleContent(tickets: TicketPolicies(emergencyDays: 3)),
          effectiveFrom: "2021-05-01"), occurred: Self.day))
    let department = Body.otherDepartment
    try place.county.acting(as: Body.county).organisation.execute(
      .registerBody(
        Registered.body(department, .department, .county, in: SmallCounty.county)), at: Self.day)
    try registered("4", grade: .emergency).execute(
      Self.push(.emergency, of: department), at: Self.day)
    func due() throws -> Regularisation {
      try place.county.lists.regularisation(
        of: department, in: SmallCounty.town, pushedOn: "2021-06-01")
    }
    #expect(try due() == Regularisation(due: "2021-06-04"))
    #expect(try due().isOverdue(on: "2021-06-05"))
    var request = Listed.request("admission/3", from: "2021-06-01")
    request.department = department
    try lists(.requestAdmission(request))
    var decision = Listed.decision("admission/3")
    decision.department = department
    try lists(.decideAdmission(decision))
    #expect(try due().admission == "admission/3")
    #expect(try !due().isOverdue(on: "2021-06-05"))
  }

  // MARK: I-38

  @Test func `I-38 a village is sent what its own list has, while it has it`() throws {
    func sent(_ number: String, _ item: ObjectName?) throws -> Rejection? {
      let ticket = place.town.ticket(number)
      try ticket.report(
        origin: "gridWorker", category: "category/E01-01", division: SmallCounty.village,
        text: "words", at: Self.day)
      try ticket.accept(at: Self.day)
      try ticket.register(at: Self.day)
      return try rejection {
        try ticket.execute(
          Self.push(.listItem, listItem: item, to: Body.station, of: nil), at: Self.day)
      }
    }
    #expect(try sent("1", "listItem/1")?.rule == "I-38")
    try lists(
      .list(Listed.item("listItem/1", .basicDuty, lead: [], town: [SmallCounty.village])))
    try lists(.list(Listed.item("listItem/2", .basicDuty, lead: [])))
    #expect(try sent("2", "listItem/1") == nil)
    #expect(try sent("3", "listItem/2")?.rule == "I-38")
    #expect(try sent("4", nil)?.rule == "I-38")
    try lists(.remove(Listed.removed(from: "2021-06-01")))
    #expect(try sent("5", "listItem/1")?.rule == "I-38")
  }

  // MARK: At once

  @Test(.timeLimit(.minutes(30)), arguments: 0..<6)
  func `I-17 an admission annulled while a dispatch relies on it: the dispatch came first or not`(
    attempt: Int
  ) throws {
    try lists(.requestAdmission(Listed.request()))
    try lists(.decideAdmission(Listed.decision()))
    let decided = try #require(try place.log.events(.types(.taskAdmissionDecided)).first)
    let annulment = try NewEvent.repairing(
      decided,
      with: EventAnnulled(
        target: decided.content.id, ground: "wrong", document: "document/1"),
      occurred: Self.day)
    try expectOrder(
      annulment, against: Self.push(.admission, admission: "admission/1"), attempt)
  }

  @Test(.timeLimit(.minutes(30)), arguments: 0..<6)
  func `I-17 a power withdrawn while a dispatch relies on it: the dispatch came first or not`(
    attempt: Int
  ) throws {
    try lists(.devolve(Listed.power()))
    try expectOrder(
      try NewEvent(Listed.withdrawn(), occurred: Self.day),
      against: Self.push(.devolvedPower, power: "power/1"), attempt)
  }

  /// Runs both at once: a dispatch never stands behind what took its ground away.
  private func expectOrder(
    _ end: NewEvent, against push: TicketCommand, _ attempt: Int
  ) throws {
    _ = try registered("1")
    let log = place.log
    let results = Results()
    runAtOnce(5) { index in
      do throws(CommandError<Rejection>) {
        if index == attempt % 5 {
          do throws(AppendError) {
            try log.append(end)
          } catch {
            throw .notAppended(error)
          }
        } else {
          let centre = County(log, scope: .county)
            .acting(as: Body.county, person: "person/c-leader")
          try centre.ticket("1").execute(push, at: Self.day)
          results.note(nil)
        }
      } catch {
        results.note(error)
      }
    }
    #expect(results.successes <= 1)
    let types: Set<EventType> = [.ticketDispatched, end.type]
    let order = try log.events(Query([Query.Item(types: types)])).map(\.content.type)
    #expect(order == [.ticketDispatched, end.type] || order == [end.type])
    #expect((order.count == 2) == (results.successes == 1))
    // Whoever asks now is refused, unless the ticket went its way before.
    if order.count == 1 {
      let again = try rejection {
        try place.centre.ticket("1").execute(push, at: Self.day)
      }
      #expect(again?.rule == "I-17")
    }
  }

  @Test func `I-17 a dispatch depends on the lists it was decided by, and on no others`() throws {
    try lists(.devolve(Listed.power()))
    let ticket = try registered("1")
    let head = try place.log.head
    // What the door appends on, seen from outside: another power's withdrawal does not matter.
    try lists(.devolve(Listed.power("power/2")))
    try lists(.withdraw(Listed.withdrawn("power/2")))
    #expect(try place.log.head > head)
    try ticket.execute(Self.push(.devolvedPower, power: "power/1"), at: Self.day)
    #expect(try place.types("ticket/1").last == "TicketDispatched")
  }

  // MARK: I-37

  @Test func `I-37 who covers the dispatcher by AB dispatches in those days`() throws {
    let ticket = try registered("1")
    _ = ticket
    let standIn = place.county.acting(as: Body.county, person: "person/b")
    let order = TicketCommand.dispatch(DispatchOrder(to: Body.department, by: "rule/limits"))
    #expect(
      try rejection { try standIn.ticket("1").execute(order, at: Self.day) }?.rule == "I-37")
    try place.log.append(
      NewEvent(
        AbCoverDeclared(
          covered: "person/c-leader", person: "person/b", body: Body.county,
          postA: "dispatcher", postB: "clerk", effectiveFrom: "2021-06-01",
          effectiveTo: "2021-06-05", ground: "leave"), occurred: Self.day))
    #expect(
      try rejection {
        try standIn.ticket("1").execute(order, at: "2021-06-06T00:00:00+08:00")
      }?.rule == "I-37")
    try standIn.ticket("1").execute(order, at: Self.day)
  }
}
