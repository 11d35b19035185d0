// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 重复与热点 (P7): what keeps coming back?
///
/// By category, grid (the division where a report names none) and month. A threshold of the rule set
/// live on the day of a report says how many reports of one category in one grid within how many
/// natural days make a hotspot: `repeats` counts the reports with which it is reached, `clusters` how
/// often it is reached anew. Without a rule there are reports and no clusters. A category that is
/// put right takes the report with it; voided reports do not count. In happened order.
public struct Hotspots: Projection {
  public static let name = "hotspots"
  public static let version = 1
  public static let golden = Digest(
    "sha256:7e4af06f5ca87012b2e27b0bf9d9af7cd2560aa1b18653e9f6ee8b13694d4cb2")
  public static let order = FoldOrder.happened
  public static let types: Set<EventType>? = [
    .divisionRegistered, .ruleSetPublished, .incidentReported, .ticketRegraded, .reporterSpoke,
    .ticketReopened, .ticketMerged, .ticketUnmerged, .ticketVoided,
  ]

  public let places = Table<HotspotKey, HotspotRow>()
  let tickets = Workspace<ObjectID, HotTicket>()
  let reports = Workspace<CategoryPlace, ReportMarks>()
  let rules = Workspace<Int, HotspotEditions>()
  let parents = Workspace<ObjectID, ObjectID>()
  let divisions = Workspace<ObjectID, DivisionSpans>()
  let bodies = Workspace<ObjectID, BodySpans>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let ticket = event.reference(.ticket) else {
      try PlaceBook(divisions: divisions, bodies: bodies).take(event)
      return try publish(event)
    }
    let month = Month(event.occurredOn)
    switch event.type {
    case .incidentReported: report(event, ticket)
    case .ticketRegraded:
      guard let category = event.reference(.category) else { return }
      move(ticket, to: category)
    case .reporterSpoke:
      guard event.enumeration(ReporterSpoke.Field.kind) == ReporterSpoke.Kind.urge.number else {
        return
      }
      count(ticket, month) { $0.urgings += 1 }
    case .ticketReopened: count(ticket, month) { $0.reopenings += 1 }
    case .ticketMerged, .ticketUnmerged: merge(ticket, event.type == .ticketMerged)
    case .ticketVoided: void(ticket)
    default: break
    }
  }

  private func report(_ event: borrowing RecordedEvent<GovernanceEvent>, _ name: ObjectID) {
    guard !tickets.contains(name), let category = event.reference(.category),
      let division = event.reference(.division)
    else { return }
    let day = event.occurredOn
    let places = PlaceBook(divisions: divisions, bodies: bodies)
    let ticket = HotTicket(
      category: category, grid: event.reference(.grid) ?? division, day: day,
      town: places.town(of: division, on: day))
    tickets[name] = ticket
    count(ticket, Month(day)) { $0.reports += 1 }
    // Reports come in the order in which they happened: only the last one is to be judged.
    reports.update(ticket.place, default: ReportMarks()) {
      $0.marks.append(ReportMark(ticket: name, day: day))
      judge($0.marks.count - 1, of: &$0.marks, ticket)
    }
  }

  private func count(_ name: ObjectID, _ month: Month, _ change: (inout HotspotRow) -> Void) {
    if let ticket = tickets[name] { count(ticket, month, change) }
  }

  private func count(
    _ ticket: HotTicket, _ month: Month, _ change: (inout HotspotRow) -> Void
  ) {
    places.update(ticket.key(in: month), default: HotspotRow()) { row in
      row.town = ticket.town
      change(&row)
      row.settle()
    }
  }

  private func merge(_ name: ObjectID, _ isMerged: Bool) {
    guard let ticket = tickets[name], ticket.isMerged != isMerged else { return }
    tickets[name]?.isMerged = isMerged
    guard !ticket.isVoided else { return }
    count(ticket, Month(ticket.day)) { $0.merged += isMerged ? 1 : -1 }
  }

  private func void(_ name: ObjectID) {
    guard let ticket = tickets[name], !ticket.isVoided else { return }
    take(ticket, name)
    tickets[name]?.isVoided = true
  }

  private func move(_ name: ObjectID, to category: ObjectID) {
    guard let ticket = tickets[name], ticket.category != category else { return }
    if !ticket.isVoided { take(ticket, name) }
    var moved = ticket
    moved.category = category
    tickets[name] = moved
    guard !moved.isVoided else { return }
    count(moved, Month(moved.day)) { row in
      row.reports += 1
      if moved.isMerged { row.merged += 1 }
    }
    rejudge(moved) { marks in
      let index = marks.firstIndex { $0.day > moved.day } ?? marks.count
      marks.insert(ReportMark(ticket: name, day: moved.day), at: index)
    }
  }

  /// Takes a report out of its place.
  private func take(_ ticket: HotTicket, _ name: ObjectID) {
    count(ticket, Month(ticket.day)) { row in
      row.reports -= 1
      if ticket.isMerged { row.merged -= 1 }
    }
    rejudge(ticket) { $0.removeAll { $0.ticket == name } }
  }

  // MARK: Thresholds

  /// Judges all reports of a place again after a change of which there are.
  private func rejudge(_ ticket: HotTicket, _ change: (inout [ReportMark]) -> Void) {
    reports.update(ticket.place, default: ReportMarks()) { list in
      for month in Set(list.marks.map { Month($0.day) }).sorted() {
        places.updateExisting(ticket.key(in: month)) { row in
          row.clusters = 0
          row.repeats = 0
        }
      }
      change(&list.marks)
      for index in list.marks.indices { judge(index, of: &list.marks, ticket) }
    }
  }

  /// Whether the threshold is reached with that report; those before it are judged.
  private func judge(_ index: Int, of marks: inout [ReportMark], _ ticket: HotTicket) {
    let day = marks[index].day
    marks[index].isOver = false
    guard let limit = limit(of: ticket.category, on: day), limit.reports > 0 else { return }
    let first = day.daysSinceEpoch - max(1, limit.days) + 1
    var number = 0
    var earlier = index
    var continues = false
    while earlier >= 0, marks[earlier].day.daysSinceEpoch >= first {
      number += 1
      if earlier < index, marks[earlier].isOver { continues = true }
      earlier -= 1
    }
    let isOver = number >= limit.reports
    marks[index].isOver = isOver
    places.updateExisting(ticket.key(in: Month(day))) { row in
      row.threshold = limit.reports
      row.days = limit.days
      if isOver { row.repeats += 1 }
      if isOver, !continues { row.clusters += 1 }
    }
  }

  /// The threshold for a category on that day: its own, else that of a class above, else of all.
  private func limit(of category: ObjectID, on day: CivilDate) -> HotspotLimit? {
    var best: (depth: Int, limit: HotspotLimit)?
    var seen: [ObjectID] = []
    for edition in rules[0]?.editions.reversed() ?? []
    where edition.from <= day && !seen.contains(edition.rule) {
      seen.append(edition.rule)
      for limit in edition.rows {
        guard let depth = depth(of: limit.category, above: category) else { continue }
        if depth < best?.depth ?? .max { best = (depth, limit) }
      }
    }
    return best?.limit
  }

  private func depth(of wanted: ObjectID?, above category: ObjectID) -> Int? {
    guard let wanted else { return 9 }
    var current = category
    for depth in 0..<8 {
      if current == wanted { return depth }
      guard let parent = parents[current] else { return nil }
      current = parent
    }
    return nil
  }

  private func publish(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard event.type == .ruleSetPublished, let rule = event.reference(.rule),
      let kind = event.enumeration(RuleSetPublished.Field.kind).flatMap(RuleKind.init(number:)),
      kind == .hotspots || kind == .categories
    else { return }
    let published = try event.decode(RuleSetPublished.self)
    for category in published.content.categories ?? [] {
      guard let parent = category.parent else { continue }
      parents[event.object(ObjectName(.category, category.code))] =
        event.object(ObjectName(.category, parent))
    }
    guard kind == .hotspots else { return }
    var rows: [HotspotLimit] = []
    for row in published.content.hotspots ?? [] {
      rows.append(
        HotspotLimit(
          category: row.category.map { event.object(ObjectName(.category, $0)) },
          reports: row.reports, days: row.days))
    }
    let edition = HotspotEdition(from: published.effectiveFrom, rule: rule, rows: rows)
    rules.update(0, default: HotspotEditions()) { $0.editions.insertByDay(edition) }
  }
}
