// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 来源结构 (P6): which of the four sources, which origin, which channel?
///
/// `towns`: a ticket enters a town as one of four sources (domain §2.2, note 5) and keeps that
/// source until it leaves; a town has a row for each source in every month in which one of its
/// tickets moved, so that zero is told from no data. `origins`: every report of the county by the
/// origin and channel that it names. Σ of a town's sources = ``TownWorkload`` received. Ends are
/// counted in the month in which they happened. In happened order.
public struct SourceMix: Projection, Presenting {
  public static let name = "source-mix"
  public static let version = 1
  public static let golden = Digest(
    "sha256:6eee00a064f8637b6bc6894f6ea2b1952c66c05bc4ee5a0c0dba795658ada6bd")
  public static let order = FoldOrder.happened
  public static let types: Set<EventType>? = CourseFact.types.union([
    .divisionRegistered, .bodyRegistered, .ruleSetPublished,
  ])
  public static let rules = ViewColumns.sourceMixRules.mapValues(\.en)

  public let towns = Table<TownSourceMonth, SourceMixRow>()
  public let origins = Table<OriginMonth, SourceMixRow>()
  let totals = Workspace<Int, Int>()
  let courses = Workspace<ObjectID, TicketCourse>()
  let entries = Workspace<ObjectID, MixedTicket>()
  let divisions = Workspace<ObjectID, DivisionSpans>()
  let bodies = Workspace<ObjectID, BodySpans>()
  let lists = Workspace<Int, OriginLists>()
  // Limits are of no account here; the shared fold asks for them, and finds none.
  let limits = Workspace<Int, LimitLists>()
  let parents = Workspace<ObjectID, ObjectID>()
  let calendar = Workspace<CivilDate, Bool>()
  let years = Workspace<Int, Bool>()
  let hours = Workspace<Int, WorkingHours>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let fact = try CourseFact(event) else {
      try places.take(event)
      return try OriginBook(origins: lists).take(event)
    }
    guard let ticket = event.reference(.ticket) else { return }
    let month = Month(event.zone.date(of: fact.occurred))
    if case .reported(let report) = fact.step, entries[ticket]?.origin == nil {
      let channel = event.text(IncidentReported.Field.channel) ?? ""
      entries.update(ticket, default: MixedTicket()) {
        $0.origin = report.origin
        $0.channel = channel
      }
      totals[month.index, default: 0] += 1
      origins.update(
        OriginMonth(origin: report.origin, channel: channel, month: month),
        default: SourceMixRow()
      ) { $0.received += 1 }
    }
    take(fact, of: ticket, in: month, event.zone)
  }

  private func take(
    _ fact: CourseFact, of ticket: ObjectID, in month: Month, _ zone: BusinessZone
  ) {
    let desk = CourseDesk(places: places, limits: noLimits, zone: zone)
    courses.update(ticket, default: TicketCourse()) { course in
      let before = course.openIn
      let wasOpen = !course.isTerminal
      let closing = course.closing(by: fact, desk)
      course.apply(fact, in: desk)
      let book = OriginBook(origins: lists)
      let movement = TownMovement(fact, from: before, to: course) {
        book.source(of: $0, on: zone.date(of: fact.occurred))
      }
      if let movement { move(movement, of: ticket, course.status, closing, in: month) }
      if wasOpen, course.isTerminal, let end = course.status, let key = origin(of: ticket, month) {
        origins.update(key, default: SourceMixRow()) { $0.count(end, closing) }
      }
    }
  }

  private func move(
    _ movement: TownMovement, of ticket: ObjectID, _ status: TicketStatus?,
    _ closing: MixedClosing?, in month: Month
  ) {
    if let town = movement.before {
      fill(town, month)
      let source = entries[ticket]?.source ?? .unlisted
      if let status {
        towns.updateExisting(TownSourceMonth(town: town, source: source, month: month)) {
          $0.count(status, closing)
        }
      }
    }
    guard let town = movement.after else { return }
    fill(town, month)
    guard let source = movement.entry.source else { return }
    entries.update(ticket, default: MixedTicket()) { $0.source = source }
    for other in EntrySource.allCases {
      towns.updateExisting(TownSourceMonth(town: town, source: other, month: month)) { row in
        row.of += 1
        if other == source { row.received += 1 }
        row.settle()
      }
    }
  }

  /// A town in which something moved has a row for every source.
  private func fill(_ town: ObjectID, _ month: Month) {
    guard !towns.contains(TownSourceMonth(town: town, source: .fromAbove, month: month)) else {
      return
    }
    for source in EntrySource.allCases {
      towns[TownSourceMonth(town: town, source: source, month: month)] = SourceMixRow()
    }
  }

  private func origin(of ticket: ObjectID, _ month: Month) -> OriginMonth? {
    guard let entry = entries[ticket], let origin = entry.origin else { return nil }
    return OriginMonth(origin: origin, channel: entry.channel, month: month)
  }

  private var places: PlaceBook { PlaceBook(divisions: divisions, bodies: bodies) }

  private var noLimits: LimitBook {
    LimitBook(limits: limits, parents: parents, calendar: calendar, years: years, hours: hours)
  }

  /// Adds the whole of which the reports of an origin are a share: all reports of that month.
  public func present(
    _ row: SourceMixRow, of key: OriginMonth, at clock: Instant
  ) -> SourceMixRow {
    present(row, of: key, in: key.month.index..<key.month.index + 1)
  }
}

extension SourceMix: PeriodPresenting {
  func present(
    _ row: SourceMixRow, of key: OriginMonth, in months: Range<Int>
  ) -> SourceMixRow {
    var row = row
    row.of = months.reduce(0) { $0 + (totals[$1] ?? 0) }
    row.settle()
    return row
  }
}

/// Where a ticket was closed, as the mix counts it.
enum MixedClosing {
  /// On the spot, or by a unit of village level.
  case inGrid
  /// At once, by whoever took the call 即时答复.
  case answered
  case other
}

/// What the mix must remember of a ticket.
struct MixedTicket: TableRow {
  /// As what it is in the town that has it, or had it last.
  var source: EntrySource?
  /// As it was reported; `nil` before the report.
  var origin: String?
  var channel = ""
}

extension TownEntry {
  /// As what the ticket is received; `nil` for the ways back, which keep what it was.
  fileprivate var source: EntrySource? {
    switch self {
    case .from(let source): EntrySource(source)
    case .unlisted: .unlisted
    case .reopened, .unmerged: nil
    }
  }
}

extension TicketCourse {
  /// What a close now would be; `nil` if this is none.
  fileprivate func closing(by fact: CourseFact, _ desk: CourseDesk) -> MixedClosing? {
    guard case .closed(let reason, _) = fact.step else { return nil }
    switch reason {
    case .solvedOnSpot: return .inGrid
    case .answered: return .answered
    default: break
    }
    let day = desk.zone.date(of: fact.occurred)
    let unit = deepest.flatMap { desk.places.body($0, on: day) }
    return unit?.level == .village ? .inGrid : .other
  }
}
