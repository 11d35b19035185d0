// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What folds know of time limits, of categories and of working days.
struct LimitBook {
  /// By stage; return windows stand under ``LimitBook/returnWindow``.
  let limits: Workspace<Int, LimitLists>
  let parents: Workspace<ObjectID, ObjectID>
  let calendar: Workspace<CivilDate, Bool>
  let years: Workspace<Int, Bool>
  let hours: Workspace<Int, WorkingHours>

  /// The key of return windows (K12), which are no stage of their own.
  private static let returnWindow = 0
  private static let allHours = 0

  /// Takes rule sets of limits, categories and procedure, and calendars; others are not its.
  ///
  /// - Returns: What clocks that already run may have to be computed again for; `nil` if none.
  @discardableResult
  func take(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> ClockChange? {
    if event.type == .workCalendarPublished {
      return take(try event.decode(WorkCalendarPublished.self))
    }
    guard event.type == .ruleSetPublished,
      let kind = event.enumeration(RuleSetPublished.Field.kind).flatMap(RuleKind.init(number:)),
      kind == .limits || kind == .categories || kind == .procedure
    else { return nil }
    let published = try event.decode(RuleSetPublished.self)
    switch kind {
    case .limits: return takeLimits(published, event)
    case .categories: takeCategories(published, event)
    default: takeWindow(published, event)
    }
    return nil
  }

  private func take(_ published: WorkCalendarPublished) -> ClockChange? {
    for day in published.days { calendar[day.date] = day.off }
    if let year = published.announcedYear { years[year] = true }
    if !published.hours.isEmpty {
      hours.update(LimitBook.allHours, default: WorkingHours()) { $0.spans += published.hours }
    }
    return ClockChange(published)
  }

  private func takeCategories(
    _ published: RuleSetPublished, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) {
    for category in published.content.categories ?? [] {
      guard let parent = category.parent else { continue }
      let code = event.object(ObjectName(.category, category.code))
      parents[code] = event.object(ObjectName(.category, parent))
    }
  }

  private func takeLimits(
    _ published: RuleSetPublished, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) -> ClockChange? {
    guard let rule = event.reference(.rule) else { return nil }
    for stage in ClockStage.allCases {
      var rows: [StageLimit] = []
      for row in published.content.limits ?? [] where row.stage == stage {
        rows.append(
          StageLimit(
            category: row.category.map { event.object(ObjectName(.category, $0)) },
            grade: row.grade, level: row.level, handlerKind: row.handlerKind,
            terms: ClockTerms(row.amount, row.unit, row.policies, of: published.content.clocks)))
      }
      // An edition without rows for a stage ends those of the edition before.
      guard !rows.isEmpty || limits.contains(stage.number) else { continue }
      let list = LimitList(
        from: published.effectiveFrom, rule: rule, movesOpen: published.appliesToOpen, rows: rows)
      limits.update(stage.number, default: LimitLists()) { $0.lists.insertByDay(list) }
    }
    guard published.appliesToOpen else { return nil }
    return ClockChange(openSince: published.effectiveFrom)
  }

  private func takeWindow(
    _ published: RuleSetPublished, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) {
    guard let policies = published.content.tickets, let rule = event.reference(.rule) else {
      return
    }
    var rows: [StageLimit] = []
    if let amount = policies.returnWindow {
      rows = [StageLimit(terms: ClockTerms(amount, policies.returnWindowUnit ?? .workingDay))]
    }
    let list = LimitList(
      from: published.effectiveFrom, rule: rule, movesOpen: false, rows: rows)
    limits.update(LimitBook.returnWindow, default: LimitLists()) { $0.lists.insertByDay(list) }
  }

  /// The terms live on that day for such work: the most exact row; of equals, the later (domain
  /// §2.3: a limit is read from the rule set live at the stage's start).
  func terms(_ stage: ClockStage, _ work: LimitedWork, on day: CivilDate) -> ClockTerms? {
    terms(stage.number, work, on: day)
  }

  /// The window in which such a dispatch may be returned (K12).
  func returnWindow(on day: CivilDate) -> ClockTerms? {
    terms(LimitBook.returnWindow, LimitedWork(), on: day)
  }

  /// The editions that move a clock which began on that day, in order (K1).
  func revisions(
    _ stage: ClockStage, _ work: LimitedWork, after day: CivilDate
  ) -> [Clock.Revision] {
    (limits[stage.number]?.lists ?? []).compactMap { list in
      guard list.movesOpen, list.from > day else { return nil }
      return terms(stage, work, on: list.from).map { Clock.Revision(from: list.from, terms: $0) }
    }
  }

  private func terms(_ key: Int, _ work: LimitedWork, on day: CivilDate) -> ClockTerms? {
    guard let lists = limits[key]?.lists else { return nil }
    var best: (rank: Int, terms: ClockTerms)?
    var seen: [ObjectID] = []
    for list in lists.reversed() where list.from <= day && !seen.contains(list.rule) {
      seen.append(list.rule)
      for row in list.rows {
        guard row.fits(work), let depth = depth(of: row.category, above: work.category)
        else { continue }
        let rank = row.exactness - 100 * depth
        if rank > best?.rank ?? .min { best = (rank, row.terms) }
      }
    }
    return best?.terms
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
      spans: hours[LimitBook.allHours]?.spans ?? [])
  }
}

/// What a limit looks at.
struct LimitedWork {
  var category: ObjectID?
  var grade: TicketGrade?
  var level: Level?
  var handlerKind: BodyKind?
}

/// Every published list of limits of a stage.
struct LimitLists: TableRow {
  var lists: [LimitList] = []
}

/// One published list of limits; it replaces earlier ones of the same rule from its day on.
struct LimitList: Codable, Hashable, Sendable, DatedSpan {
  var from: CivilDate
  var rule: ObjectID
  /// Whether clocks that run on its first day move (K1).
  var movesOpen: Bool
  var rows: [StageLimit]
}

/// How long a stage may take for work of one sort.
struct StageLimit: Codable, Hashable, Sendable {
  var category: ObjectID?
  var grade: TicketGrade?
  var level: Level?
  var handlerKind: BodyKind?
  var terms: ClockTerms

  /// How many of the conditions beside the category the row states.
  var exactness: Int {
    (grade == nil ? 0 : 1) + (level == nil ? 0 : 1) + (handlerKind == nil ? 0 : 1)
  }

  func fits(_ work: LimitedWork) -> Bool {
    (grade == nil || grade == work.grade) && (level == nil || level == work.level)
      && (handlerKind == nil || handlerKind == work.handlerKind)
  }
}

/// Every published span of working hours, later ones last.
struct WorkingHours: TableRow {
  var spans: [WorkCalendarPublished.Hours] = []
}
