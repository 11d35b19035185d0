// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

// How the rows are made from what is known.
extension ApprovalDesk {
  func refresh(
    _ key: ObjectID, since before: ApplicationState?,
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) {
    guard let state = states[key] else { return }
    count(before, refusedAs: applications[key], -1, event)
    var row = ApplicationRow()
    row.show(state) { event.object($0) }
    row.notAccepted = refusals[key]?.result
    row.ground = refusals[key]?.ground
    if let item = row.item {
      row.itemKind = fileBook.powers(item).kind(of: event.name(of: item))
      linkIndex.note(key, under: item)
    }
    applications[key] = row
    count(state, refusedAs: row, 1, event)
  }

  /// Puts an application into the numbers of its town and item, or takes it out.
  private func count(
    _ state: ApplicationState?, refusedAs row: ApplicationRow?, _ number: Int,
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) {
    guard let state, let town = state.town, let item = state.item else { return }
    let key = TownItem(town: event.object(town), item: event.object(item))
    items.update(key, default: ItemRow()) { items in
      items.received += number
      if row?.notAccepted != nil { items.notAccepted += number }
      if row?.ground == .notDevolved { items.notDevolved += number }
      switch state.result {
      case .granted: items.granted += number
      case .refused: items.refused += number
      case .withdrawn: items.withdrawn += number
      case nil: break
      }
    }
    towns.update(key.town, default: HallRow()) { $0.received += number }
  }

  // MARK: Halls

  /// What is listed for which town, and the kind of the item in its applications.
  func refreshPower(_ power: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>) {
    let book = fileBook.powers(power)
    let name = event.name(of: power)
    let grants = book.history(of: name)
    var towns = grants.map { event.object($0.town) }
    towns += event.references(.town)
    var seen: Set<ObjectID> = []
    for town in towns where seen.insert(town).inserted {
      let townName = event.name(of: town)
      let spans = grants.filter { $0.town == townName && $0.kind.isOfHalls && !$0.span.isEmpty }
      let key = TownItem(town: town, item: power)
      // Nobody applies for a power to punish.
      guard !spans.isEmpty || items.contains(key) else { continue }
      change(key) { row in
        row.kind = grants.last { $0.town == townName }?.kind
        row.listed = spans.map(\.span)
      }
    }
    for key in linkIndex.rows(under: power) {
      applications.updateExisting(key) { $0.itemKind = book.kind(of: name) }
    }
  }

  /// What a stationed body offers at the halls of its towns.
  func refreshStation(_ body: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>) {
    var assigned = Dated<Station>()
    for fact in fileBook.live(body) {
      if let station = fact.event.event as? StationedBodyAssigned {
        let isAtHall = station.place == .serviceHall
        let keys = isAtHall ? station.keys { event.object($0) } : []
        assigned.set(Station(items: keys), from: station.effectiveFrom)
        if let last = station.effectiveTo { assigned.set(Station(), from: last.adding(days: 1)) }
      } else if let end = fact.event.event as? BodyAbolished {
        assigned.set(Station(), from: end.effectiveFrom)
      }
    }
    let old = stations[body] ?? []
    let new = assigned.entries.flatMap(\.value.items)
    stations[body] = new
    var seen: Set<TownItem> = []
    for key in old + new where seen.insert(key).inserted {
      var given = (offers[key] ?? []).filter { $0.body != body }
      for (index, entry) in assigned.entries.enumerated() where entry.value.items.contains(key) {
        let next = assigned.entries.dropFirst(index + 1).first
        given.append(
          ItemOffer(body: body, span: DaySpan(from: entry.from, until: next?.from)))
      }
      offers[key] = given
      change(key) { $0.offered = given }
    }
  }

  /// Changes what is listed or offered, and the town's numbers with it.
  private func change(_ key: TownItem, _ body: (inout ItemRow) -> Void) {
    var row = items[key] ?? ItemRow()
    let before = row
    body(&row)
    guard row != before else { return }
    items[key] = row
    towns.update(key.town, default: HallRow()) { hall in
      hall.add(before, -1)
      hall.add(row, 1)
    }
  }
}

/// What a stationed body offers in a run of days.
private struct Station: Codable, Hashable, Sendable {
  var items: [TownItem] = []
}

extension StationedBodyAssigned {
  fileprivate func keys(_ object: (ObjectName) -> ObjectID) -> [TownItem] {
    town.flatMap { town in
      serviceItem.map { TownItem(town: object(town), item: object($0)) }
    }
  }
}

extension PowerDevolved.Kind {
  /// Whether people apply for it at a hall.
  fileprivate var isOfHalls: Bool {
    self == .licence || self == .otherApproval || self == .publicService
  }
}

extension HallRow {
  fileprivate mutating func add(_ item: ItemRow, _ number: Int) {
    let isListed = item.listed.contains { $0.until == nil }
    let isOffered = item.offered.contains { $0.span.until == nil }
    if isListed { listed += number }
    if isListed, isOffered { offered += number }
    if !isListed, isOffered { offListed += number }
  }
}

extension ApplicationRow {
  fileprivate mutating func show(
    _ state: ApplicationState, _ object: (ObjectName) -> ObjectID
  ) {
    self.state = state.status
    town = state.town.map(object)
    window = state.window.map(object)
    item = state.item.map(object)
    guide = state.guide.map(object)
    received = state.received
    promised = state.promised
    notified = state.notified
    completed = state.completed
    accepted = state.accepted
    result = state.result
    decided = state.decided
    delivered = state.delivered
    rating = state.ratings.last
    suspended = state.time.isSuspended
    excludedTime = state.time.pauses
    extensions = state.time.granted
    openRequests = state.time.requests.filter { $0.outcome == nil }.map(\.name)
    anomaly = state.anomalies.first?.rule
  }
}

extension ApplicationState: TableRow {}
