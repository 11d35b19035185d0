// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What a county keeps as read, for the rules: one book a register.
struct CountyBooks: Sendable {
  let register: Book<CountyRegister>
  let organisation: Book<OrganisationState>
  let grids: Book<GridState>
  let lists: Book<ListsState>
  let grades: Book<GradeBook>
  let data: Book<DataState>
  let duties: Book<LogDutyState>
  let rules: Book<RulesState>

  init(_ log: EventLog) {
    register = Book(log)
    organisation = Book(log)
    grids = Book(log)
    lists = Book(log)
    grades = Book(log)
    data = Book(log)
    duties = Book(log)
    rules = Book(log)
  }
}

extension OrganisationState: BookContents {
  static var events: [any Event.Type] { Module.organisation.events }

  mutating func take(_ event: any Event) { OrganisationEvent(event).map { apply($0) } }
}

extension GridState: BookContents {
  static var events: [any Event.Type] { Module.grid.events.filter { $0 != GridPatrolled.self } }

  mutating func take(_ event: any Event) { GridEvent(event).map { apply($0) } }
}

extension ListsState: BookContents {
  static var events: [any Event.Type] { Module.lists.events }

  mutating func take(_ event: any Event) { ListsEvent(event).map { apply($0) } }
}

/// An event of a register, of which the county has one.
protocol RegisterHappening: Happening {
  /// What a decision to record it is decided by.
  var readings: [Query.Item] { get }
}

extension OrganisationEvent: RegisterHappening {}
extension GridEvent: RegisterHappening {}
extension ListsEvent: RegisterHappening {}

extension County {
  /// Carries out a command of a register: reads, decides, and appends if nothing that it was
  /// decided by has changed meanwhile.
  func record<Event: RegisterHappening>(
    as commandID: EventID?, at moment: Instant?,
    _ decide: (CommandDoor.Request) throws(CommandError<Rejection>) -> [Fact<Event>]
  ) throws(CommandError<Rejection>) -> Receipt {
    let door = door
    return try door.carryOut(as: commandID, at: moment) {
      request throws(CommandError<Rejection>) in
      let facts = try decide(request)
      try requireScope(of: facts, at: request.now)
      return CommandDoor.Decision(
        facts: facts,
        condition: .noEvents(
          matching: Query(facts.flatMap(\.event.readings)), after: request.head))
    }
  }

  /// What a book holds now.
  func contents<Contents: BookContents>(
    of book: Book<Contents>
  ) throws(CommandError<Rejection>) -> Contents {
    try door.read { _ throws(EventLogError) in try book.current().contents }
  }
}
