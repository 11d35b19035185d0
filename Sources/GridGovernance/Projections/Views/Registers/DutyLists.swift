// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 责任清单 (P14): who leads, supports, guides, supervises as at a moment — the four "who" 四谁?
///
/// One row a list item, and one a power and town, in `duties`; in `months` the registered tickets
/// that fell under an item and under none; `totals` counts what is in force by list, by domain,
/// and by department and town. Folded in happened order; what is in force is read at the asked
/// moment. A later decision replaces the earlier ones of an item from its own day on.
public struct DutyLists: Totalling {
  public static let name = "duty-lists"
  public static let version = 1
  public static let golden = Digest(
    "sha256:0e523d0a621faf3224676c1bc0742e895d562a2d9f26f4b36895ce4f2b9eeb0c")
  public static let order = FoldOrder.happened
  public static let types: Set<EventType>? = [
    .trainingCompleted, .dutyItemListed, .dutyItemRemoved, .powerDevolved, .powerUptakeReviewed,
    .powerWithdrawn, .ticketRegistered, .ticketDispatched, .ticketRedirected, .supervisionIssued,
  ]
  public static let rules = ViewColumns.dutyListsRules.mapValues(\.en)

  public let duties = Table<DutyKey, DutyRow>()
  public let months = Table<DutyMonthKey, DutyMonth>()
  let versions = Workspace<ObjectID, Standing<DutyVersion>>()
  let grants = Workspace<DutyKey, DutyGrants>()
  let holders = Workspace<ObjectID, [ObjectID]>()
  let tickets = Workspace<ObjectID, TicketDuty>()
  let zones = Workspace<Int, ZoneName>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    switch event.type {
    case .ticketRegistered: return register(event)
    case .ticketDispatched, .ticketRedirected: return dispatch(event)
    case .supervisionIssued: return supervise(event)
    default: zones.note(event.zone)
    }
    switch event.type {
    case .dutyItemListed: try list(event)
    case .dutyItemRemoved: try remove(event)
    case .powerDevolved: try devolve(event)
    case .powerWithdrawn: try withdraw(event)
    case .powerUptakeReviewed: try review(event)
    default: train(event)
    }
  }

  // MARK: Items

  private func list(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let item = event.reference(.listItem),
      let list = event.enumeration(DutyItemListed.Field.list).flatMap(
        DutyItemListed.List.init(number:)),
      let day = event.date(DutyItemListed.Field.effectiveFrom)
    else { throw Refusal("DutyItemListed without item, list or date") }
    let version = DutyVersion(
      list: list, domain: event.text(DutyItemListed.Field.domain) ?? "",
      clause: event.text(DutyItemListed.Field.clause) ?? "",
      number: event.int(DutyItemListed.Field.itemVersion) ?? 0,
      binds: event.references(.town), lead: event.references(.lead),
      support: event.references(.supporter), guide: event.references(.guide),
      supervisor: event.references(.supervisor))
    set(version, of: item, from: day)
  }

  private func remove(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let item = event.reference(.listItem),
      let day = event.date(DutyItemRemoved.Field.effectiveFrom)
    else { throw Refusal("DutyItemRemoved without item or date") }
    set(nil, of: item, from: day)
  }

  private func set(_ version: DutyVersion?, of item: ObjectID, from day: CivilDate) {
    let run = versions.update(item, default: Standing()) { standing in
      standing.replace(with: version, from: day)
      return standing.lastRun
    }
    duties.update(DutyKey(subject: item), default: DutyRow()) { $0.show(run) }
  }

  // MARK: Powers

  private func devolve(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let power = event.reference(.power), let transferor = event.reference(.transferor),
      let supervisor = event.reference(.supervisor)
    else { throw Refusal("PowerDevolved without power, transferor or supervisor") }
    let devolved = try event.decode(PowerDevolved.self)
    let grant = DutyGrant(
      kind: devolved.kind, mode: devolved.mode, ground: devolved.ground, transferor: transferor,
      supervisor: supervisor, approver: event.reference(.approver),
      span: DaySpan(from: devolved.effectiveFrom, through: devolved.delegationTo))
    for town in event.references(.town) {
      let key = DutyKey(subject: power, town: town)
      let last = grants.update(key, default: DutyGrants()) { grants in
        grants.add(grant)
        return grants.shown(on: nil)
      }
      duties.update(key, default: DutyRow()) { $0.show(last, town) }
      holders[power, default: []].note(town)
    }
  }

  private func withdraw(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let power = event.reference(.power),
      let day = event.date(PowerWithdrawn.Field.effectiveFrom),
      let pending = event.enumeration(PowerWithdrawn.Field.pending).flatMap(
        PowerWithdrawn.Pending.init(number:))
    else { throw Refusal("PowerWithdrawn without power, date or pending") }
    for town in event.references(.town) {
      let key = DutyKey(subject: power, town: town)
      let last = grants.updateExisting(key) { grants in
        grants.withdraw(on: day, pending)
        return grants.shown(on: nil)
      }
      if let last { duties.updateExisting(key) { $0.show(last, town) } }
    }
  }

  private func review(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let power = event.reference(.power), let town = event.reference(.town) else {
      throw Refusal("PowerUptakeReviewed without power or town")
    }
    let outcome = event.enumeration(PowerUptakeReviewed.Field.outcome)
      .flatMap(PowerUptakeReviewed.Outcome.init(number:))
    let due = event.date(PowerUptakeReviewed.Field.reviewDue)
    duties.update(DutyKey(subject: power, town: town), default: DutyRow()) { row in
      row.reviewed = outcome
      row.reviewDue = due
    }
  }

  /// Counts for the towns that it names; where it names none, for all that have the power.
  private func train(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    let hours = event.decimal(TrainingCompleted.Field.hours) ?? ExactDecimal(0)
    let named = event.references(.town)
    for power in event.references(.power) {
      for town in named.isEmpty ? holders[power] ?? [] : named {
        duties.update(DutyKey(subject: power, town: town), default: DutyRow()) { row in
          row.trainings += 1
          row.trainingHours = row.trainingHours.adding(hours)
        }
      }
    }
  }

  // MARK: Tickets

  private func register(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    guard let ticket = event.reference(.ticket), tickets[ticket] == nil else { return }
    let month = Month(event.occurredOn)
    let item = event.reference(.listItem)
    tickets[ticket] = TicketDuty(month: month, item: item)
    months.update(DutyMonthKey(month), default: DutyMonth()) { row in
      row.registered += 1
      if item == nil { row.underNone += 1 } else { row.underItem += 1 }
    }
    if let item { duties.update(DutyKey(subject: item), default: DutyRow()) { $0.tickets += 1 } }
  }

  /// A ticket that fell under no item falls under that of its first dispatch that names one.
  private func dispatch(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    guard let item = event.reference(.listItem), let ticket = event.reference(.ticket),
      let known = tickets[ticket], known.item == nil
    else { return }
    tickets[ticket] = TicketDuty(month: known.month, item: item)
    months.updateExisting(DutyMonthKey(known.month)) { row in
      row.underNone -= 1
      row.underItem += 1
    }
    duties.update(DutyKey(subject: item), default: DutyRow()) { $0.tickets += 1 }
  }

  private func supervise(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    guard let ticket = event.reference(.ticket), let item = tickets[ticket]?.item else { return }
    duties.updateExisting(DutyKey(subject: item)) { $0.supervisions += 1 }
  }
}

// What is read at the asked moment.
extension DutyLists {
  public func present(_ row: DutyRow, of key: DutyKey, at clock: Instant) -> DutyRow {
    let day = zones.day(of: clock)
    var row = row
    if let town = key.town {
      row.show(grants[key]?.shown(on: day), town)
      row.inForce = grants[key]?.live(on: day) != nil
    } else {
      let run = versions[key.subject]?.run(on: day)
      row.show(run)
      row.inForce = run?.isInForce ?? false
    }
    return row
  }

  public func totals(
    of rows: [(key: DutyKey, row: DutyRow)], at clock: Instant
  ) -> [(key: DutyTotalKey, row: DutyTotal)] {
    var totals = Totals<DutyTotalKey, DutyTotal>(DutyTotal())
    var domains: [DutySort: Set<String>] = [:]
    var powers: Set<ObjectID> = []
    for (key, row) in rows where row.inForce == true {
      guard let list = row.list else { continue }
      if key.town == nil {
        totals.update(DutyTotalKey(list: list)) { $0.count(row) }
        totals.update(DutyTotalKey(list: list, domain: row.domain)) { $0.count(row) }
        domains[list, default: []].insert(row.domain ?? "")
      } else {
        let isNew = powers.insert(key.subject).inserted
        totals.update(DutyTotalKey(list: list)) { $0.count(grant: isNew) }
      }
      for (part, changes) in row.parts(in: key) {
        let place = DutyTotalKey(list: list, department: part.department, town: part.town)
        totals.update(place) { changes(&$0) }
      }
    }
    for (list, codes) in domains {
      totals.update(DutyTotalKey(list: list)) { $0.domains = codes.count }
    }
    return totals.rows
  }
}

/// A department and a town.
struct DutyPart: Hashable {
  var department: ObjectID
  var town: ObjectID?
}

extension DutyRow {
  /// What the row adds to each department and town.
  fileprivate func parts(
    in key: DutyKey
  ) -> [(part: DutyPart, change: (inout DutyTotal) -> Void)] {
    let towns = key.town.map { [Optional($0)] } ?? binds.map { $0.map { Optional($0) } } ?? [nil]
    let roles: [([ObjectID], WritableKeyPath<DutyTotal, Int?>)] = [
      (lead ?? [], \.leads), (support ?? [], \.supports), (guide ?? [], \.guides),
      (supervisor ?? [], \.supervises), (transferor.map { [$0] } ?? [], \.transfers),
    ]
    var parts: [(part: DutyPart, change: (inout DutyTotal) -> Void)] = []
    for town in towns {
      var seen: Set<ObjectID> = []
      for (departments, path) in roles {
        for department in departments {
          let isNew = seen.insert(department).inserted
          parts.append(
            (
              DutyPart(department: department, town: town),
              { total in
                if isNew { total.items += 1 }
                total[keyPath: path] = (total[keyPath: path] ?? 0) + 1
              }
            ))
        }
      }
    }
    return parts
  }

  fileprivate mutating func show(_ run: StandingRun<DutyVersion>?) {
    list = (run?.value.list).map { DutySort($0) }
    domain = run?.value.domain
    clause = run?.value.clause
    version = run?.value.number
    from = run?.from
    until = run?.until
    binds = run?.value.binds.orNil
    lead = run?.value.lead.orNil
    support = run?.value.support.orNil
    guide = run?.value.guide.orNil
    supervisor = run?.value.supervisor.orNil
  }

  fileprivate mutating func show(_ grant: DutyGrant?, _ town: ObjectID) {
    list = (grant?.kind).map { DutySort($0) }
    mode = grant?.mode
    ground = grant?.ground
    from = grant?.span.from
    until = grant?.span.until
    transferor = grant?.transferor
    supervisor = grant.map { [$0.supervisor] }
    approver = grant?.approver
    accountable = grant.map { $0.mode == .delegated ? $0.transferor : town }
    pending = grant?.pending
  }
}

extension DutyTotal {
  fileprivate mutating func count(_ row: DutyRow) {
    items += 1
    tickets += row.tickets
    supervisions += row.supervisions
  }

  fileprivate mutating func count(grant isNewPower: Bool) {
    if isNewPower { items += 1 }
    grants = (grants ?? 0) + 1
  }
}

/// A version of a list item.
struct DutyVersion: Codable, Hashable, Sendable {
  var list: DutyItemListed.List
  var domain: String
  var clause: String
  var number: Int
  var binds: [ObjectID]
  var lead: [ObjectID]
  var support: [ObjectID]
  var guide: [ObjectID]
  var supervisor: [ObjectID]
}

/// A power in the hands of one town, for some days.
struct DutyGrant: Codable, Hashable, Sendable {
  var kind: PowerDevolved.Kind
  var mode: PowerDevolved.Mode
  var ground: PowerDevolved.Ground
  var transferor: ObjectID
  var supervisor: ObjectID
  var approver: ObjectID?
  var span: DaySpan
  var pending: PowerWithdrawn.Pending?
}

/// What one town was given of one power, in the order in which it was decided.
struct DutyGrants: TableRow {
  private(set) var grants: [DutyGrant] = []

  /// A grant that was running ends when the new one begins.
  mutating func add(_ grant: DutyGrant) {
    for index in grants.indices where grants[index].span.contains(grant.span.from) {
      grants[index].span.end(on: grant.span.from)
    }
    grants.append(grant)
  }

  /// What is running or yet to begin ends on that day.
  mutating func withdraw(on day: CivilDate, _ pending: PowerWithdrawn.Pending) {
    for index in grants.indices where grants[index].span.reaches(day) {
      grants[index].span.end(on: day)
      grants[index].pending = pending
    }
  }

  func live(on day: CivilDate) -> DutyGrant? { grants.last { $0.span.contains(day) } }

  /// The live one, else the last that had begun, else the first to come; without a day the last.
  func shown(on day: CivilDate?) -> DutyGrant? {
    guard let day else { return grants.last }
    return live(on: day) ?? grants.last { $0.span.from <= day } ?? grants.first
  }
}

/// When a ticket was registered, and the list item under which it falls.
struct TicketDuty: TableRow {
  var month: Month
  var item: ObjectID?
}

extension ExactDecimal? {
  /// The sum, exact; a part that does not fit any more is left out.
  func adding(_ other: ExactDecimal) -> ExactDecimal? {
    let sum = (self ?? ExactDecimal(0)).rational + other.rational
    return sum.rounded(places: max(self?.scale ?? 0, other.scale)) ?? self
  }
}
