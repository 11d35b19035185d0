// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What folds in recorded order know of procedures, guides and days of work; repairs are carried
/// out.
struct LawBook {
  let files: FileBook
  /// Rule sets and calendars, in the order in which each became known.
  let names: Workspace<Int, [ObjectID]>
  let books: Workspace<Int, ProcedureBook>
  let notices: Workspace<Int, NoticeBook>
  let zones: Workspace<Int, ZoneName>

  private static let rules = 0
  private static let calendars = 1
  private static let all = 0

  static let types: Set<EventType> = [.ruleSetPublished, .workCalendarPublished]

  var procedures: ProcedureBook { books[LawBook.all] ?? ProcedureBook() }
  var days: KnownDays { notices[LawBook.all]?.days ?? KnownDays() }
  var zone: BusinessZone {
    zones[LawBook.all].flatMap { BusinessZone(named: $0.name) } ?? .shanghai
  }

  /// Takes a rule set or a calendar; whether deadlines may have moved.
  func take(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) -> Bool {
    // Whoever presents a row has no event to ask; without rule sets nothing is due.
    zones[LawBook.all] = ZoneName(name: event.zone.name)
    if event.type == .ruleSetPublished {
      let kind = event.enumeration(RuleSetPublished.Field.kind).flatMap(RuleKind.init(number:))
      guard kind == .procedure || kind == .serviceGuide else { return false }
    }
    let isRule = event.type == .ruleSetPublished
    guard let key = event.reference(isRule ? .rule : .calendar), let fact = try AnyFact(event)
    else { return false }
    let list = isRule ? LawBook.rules : LawBook.calendars
    if names[list]?.contains(key) != true { names[list, default: []].append(key) }
    if files.note(fact, in: key) { return refold(isRule: isRule) }
    if let rule = fact.event.event as? RuleSetPublished {
      books.update(LawBook.all, default: ProcedureBook()) { $0.publish(rule) }
    } else if let notice = fact.event.event as? WorkCalendarPublished {
      notices.update(LawBook.all, default: NoticeBook()) { $0.take(notice) }
    }
    return true
  }

  /// Folds again after a repair of that file; whether it is one of these.
  func refold(_ key: ObjectID) -> Bool {
    guard key.kind == .rule || key.kind == .calendar else { return false }
    return refold(isRule: key.kind == .rule)
  }

  /// All of them again, in the order of the log: of one day the later published stands later.
  private func refold(isRule: Bool) -> Bool {
    let keys = names[isRule ? LawBook.rules : LawBook.calendars] ?? []
    let facts = keys.flatMap { files.live($0) }
    if isRule {
      books[LawBook.all] = ProcedureBook(facts.compactMap { $0.event.event as? RuleSetPublished })
    } else {
      var book = NoticeBook()
      for notice in facts.compactMap({ $0.event.event as? WorkCalendarPublished }) {
        book.take(notice)
      }
      notices[LawBook.all] = book
    }
    return true
  }
}

extension ProcedureBook: TableRow {}

/// Published days and hours of work, later ones last.
struct NoticeBook: TableRow {
  private(set) var dates: [WorkCalendarPublished.Day] = []
  private(set) var years: [Int] = []
  private(set) var hours: [WorkCalendarPublished.Hours] = []

  mutating func take(_ notice: WorkCalendarPublished) {
    dates += notice.days
    hours += notice.hours
    if let year = notice.announcedYear, !years.contains(year) { years.append(year) }
  }

  var days: KnownDays {
    KnownDays(
      off: Dictionary(dates.map { ($0.date, $0.off) }) { _, later in later }, years: Set(years),
      hours: hours)
  }
}
