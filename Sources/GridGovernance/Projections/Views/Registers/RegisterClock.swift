// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// What every view of a register needs: the business day of the asked moment, shares of counts,
// and what a standing says of a day.

extension Workspace where Key == Int, Row == ZoneName {
  /// Remembers the log's zone: whoever presents a row has no event to ask.
  ///
  /// Written and never read while folding, so that no row is explained by events of others.
  func note(_ zone: BusinessZone) { self[0] = ZoneName(name: zone.name) }

  /// The log's zone; Shanghai before the first event.
  var zone: BusinessZone { self[0].flatMap { BusinessZone(named: $0.name) } ?? .shanghai }

  /// The business day of a moment.
  func day(of clock: Instant) -> CivilDate { zone.date(of: clock) }
}

extension ExactDecimal {
  /// So many of so many in per cent, two places; `nil` of none: no data is not zero.
  static func percent(_ part: Int, of whole: Int) -> ExactDecimal? {
    whole == 0 ? nil : (Rational(100 * part, whole)).rounded(places: 2)
  }
}

extension CivilDate {
  /// How many days from that day to this one, both counted.
  func days(since day: CivilDate) -> Int { daysSinceEpoch - day.daysSinceEpoch + 1 }
}

/// A run of days under one value of a standing.
struct StandingRun<Value: Hashable & Sendable> {
  let value: Value
  /// Since when the thing stands without a break.
  let from: CivilDate
  /// The first day on which it stands no more; `nil` while no end is known.
  let until: CivilDate?
  let isInForce: Bool
}

extension Standing {
  /// The value of that day, or where nothing stands then the last one before it, or the first to
  /// come; `nil` if there never is one.
  func run(on day: CivilDate) -> StandingRun<Value>? {
    let isInForce = value(on: day) != nil
    let place =
      entries.lastIndex { $0.from <= day && $0.value != nil }
      ?? entries.firstIndex { $0.value != nil }
    guard let place, let value = entries[place].value else { return nil }
    let from = since(entries[place].from) ?? entries[place].from
    let end = entries.indices[(place + 1)...].first { index in
      let next = index + 1
      let isTakenBack = next < entries.count && entries[next].from == entries[index].from
      return entries[index].value == nil && !isTakenBack
    }
    let until = end.map { entries[$0].from }
    return StandingRun(value: value, from: from, until: until, isInForce: isInForce)
  }

  /// The last value that was ever to stand, with its run.
  var lastRun: StandingRun<Value>? { entries.last.flatMap { run(on: $0.from) } }
}

extension PlaceBook {
  /// The county in which a division lies, or that it is; `nil` where none is registered.
  func county(of division: ObjectID, on day: CivilDate) -> ObjectID? {
    var current = division
    for _ in 0..<8 {
      guard let span = divisions[current]?.spans.live(on: day) else { return nil }
      if span.kind == .county { return current }
      guard let parent = span.parent else { return nil }
      current = parent
    }
    return nil
  }

  /// The town of a division and the county, upwards: where a row of it is summed up.
  func sums(of division: ObjectID?, on day: CivilDate) -> [ObjectID] {
    guard let division else { return [] }
    let town = town(of: division, on: day)
    let county = county(of: division, on: day)
    return [town, county].compactMap(\.self)
  }
}

/// A list that keeps each thing once, in the order in which it was first named.
extension Array where Element: Equatable {
  mutating func note(_ element: Element) {
    if !contains(element) { append(element) }
  }
}

extension Array {
  /// `nil` instead of an empty list: a cell without anything.
  var orNil: [Element]? { isEmpty ? nil : self }
}

extension Table {
  /// Notes that an event bears on a row whose fields it leaves as they are: what is read at the
  /// asked moment is then explained by it.
  func touch(_ key: Key, default row: Row) { update(key, default: row) { _ in } }
}
