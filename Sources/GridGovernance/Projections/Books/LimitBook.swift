// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What folds know of time limits for handling, of categories and of working days.
struct LimitBook {
  let limits: Workspace<Int, LimitLists>
  let parents: Workspace<ObjectID, ObjectID>
  let calendar: Workspace<CivilDate, Bool>
  let years: Workspace<Int, Bool>
  let hours: Workspace<Int, WorkingHours>

  /// All lists stand under one key: a limit is looked for in those that are live.
  private static let all = 0

  /// Takes rule sets of limits and categories, and calendars; other events are not its.
  func take(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    if event.type == .workCalendarPublished {
      take(try event.decode(WorkCalendarPublished.self))
    } else if event.type == .ruleSetPublished,
      let kind = event.enumeration(RuleSetPublished.Field.kind).flatMap(RuleKind.init(number:)),
      kind == .limits || kind == .categories
    {
      let content = try event.decode(RuleSetPublished.self)
      if kind == .limits {
        take(content, event)
      } else {
        for category in content.content.categories ?? [] {
          guard let parent = category.parent else { continue }
          let code = event.object(ObjectName(.category, category.code))
          parents[code] = event.object(ObjectName(.category, parent))
        }
      }
    }
  }

  private func take(_ published: WorkCalendarPublished) {
    for day in published.days {
      calendar[day.date] = day.off
      years[day.date.year] = true
    }
    guard !published.hours.isEmpty else { return }
    hours.update(LimitBook.all, default: WorkingHours()) { $0.spans += published.hours }
  }

  private func take(
    _ published: RuleSetPublished, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) {
    var rows: [HandleLimit] = []
    for limit in published.content.limits ?? [] where limit.stage == .handle {
      rows.append(
        HandleLimit(
          category: limit.category.map { event.object(ObjectName(.category, $0)) },
          grade: limit.grade, level: limit.level, handlerKind: limit.handlerKind,
          amount: limit.amount, unit: limit.unit,
          yellowFrom: Share(limit.policies?.yellowFrom ?? published.content.clocks?.yellowFrom)))
    }
    guard let rule = event.reference(.rule) else { return }
    let list = LimitList(from: published.effectiveFrom, rule: rule, rows: rows)
    limits.update(LimitBook.all, default: LimitLists()) { $0.lists.insertByDay(list) }
  }

  /// The limit live on that day for work of that sort: the most exact row; of equals, the later.
  func limit(
    _ category: ObjectID?, _ grade: TicketGrade?, handler: BodySpan?, on day: CivilDate
  ) -> HandleLimit? {
    guard let lists = limits[LimitBook.all]?.lists else { return nil }
    var best: (rank: Int, limit: HandleLimit)?
    var seen: [ObjectID] = []
    for list in lists.reversed() where list.from <= day && !seen.contains(list.rule) {
      seen.append(list.rule)
      for row in list.rows {
        guard row.fits(grade, handler), let depth = depth(of: row.category, above: category)
        else { continue }
        let rank = row.exactness - 100 * depth
        if rank > best?.rank ?? .min { best = (rank, row) }
      }
    }
    return best?.limit
  }

  /// 0 for the category itself, one more a class above it, 9 for a row that names none.
  private func depth(of wanted: ObjectID?, above category: ObjectID?) -> Int? {
    guard let wanted else { return 9 }
    guard var current = category else { return nil }
    for depth in 0..<8 {
      if current == wanted { return depth }
      guard let parent = parents[current] else { return nil }
      current = parent
    }
    return nil
  }

  /// Working days and hours as known so far.
  var workCalendar: WorkCalendar {
    WorkCalendar(
      isOff: { calendar[$0] }, isAnnounced: { years[$0] ?? false },
      spans: hours[LimitBook.all]?.spans ?? [])
  }
}

/// Every published list of limits.
struct LimitLists: TableRow {
  var lists: [LimitList] = []
}

/// One published list of limits; it replaces earlier ones of the same rule from its day on.
struct LimitList: Codable, Hashable, Sendable, DatedSpan {
  var from: CivilDate
  var rule: ObjectID
  var rows: [HandleLimit]
}

/// How long handling may take for work of one sort.
struct HandleLimit: Codable, Hashable, Sendable {
  var category: ObjectID?
  var grade: TicketGrade?
  var level: Level?
  var handlerKind: BodyKind?
  var amount: Int
  var unit: TimeUnit
  var yellowFrom: Share

  /// How many of the conditions beside the category the row states.
  var exactness: Int {
    (grade == nil ? 0 : 1) + (level == nil ? 0 : 1) + (handlerKind == nil ? 0 : 1)
  }

  func fits(_ grade: TicketGrade?, _ handler: BodySpan?) -> Bool {
    (self.grade == nil || self.grade == grade)
      && (level == nil || level == handler?.level)
      && (handlerKind == nil || handlerKind == handler?.kind)
  }
}

/// Every published span of working hours, later ones last.
struct WorkingHours: TableRow {
  var spans: [WorkCalendarPublished.Hours] = []
}

/// A share in small numbers, for rows that are copied often.
struct Share: Codable, Hashable, Sendable {
  var numerator: Int
  var denominator: Int

  /// Four fifths, as sample platforms have it (domain §2.3), unless said or too fine to keep.
  init(_ share: Rational?) {
    guard let share, let top = share.numerator.int64, let bottom = share.denominator.int64 else {
      self.init(4, 5)
      return
    }
    self.init(Int(top), Int(bottom))
  }

  init(_ numerator: Int, _ denominator: Int) {
    self.numerator = numerator
    self.denominator = denominator
  }

  var rational: Rational { Rational(numerator, denominator) }
}
