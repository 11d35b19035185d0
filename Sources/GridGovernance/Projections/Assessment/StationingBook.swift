// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What folds know of who serves which towns: stationed bodies, and where people are posted.
struct StationingBook {
  let stationings: Workspace<ObjectID, Dated<Stationing>>
  let postings: Workspace<ObjectID, Dated<Posting>>
  let staff: Workspace<ObjectID, [ObjectID]>
  let ends: Workspace<ObjectID, TownEnd>
  let places: PlaceBook

  /// Takes an event about stationings or postings; the subjects that it concerns.
  func take(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> [ObjectID] {
    switch event.type {
    case .stationedBodyAssigned: try station(event)
    case .personPosted: post(event)
    case .personLeft: leave(event)
    default: []
    }
  }

  private func station(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> [ObjectID] {
    guard let body = event.reference(.body) else { return [] }
    let assigned = try event.decode(StationedBodyAssigned.self)
    let towns = event.references(.town)
    let shares = assigned.shares.flatMap { $0.count == towns.count ? $0 : nil }
    stationings.update(body, default: Dated()) { dated in
      dated.set(Stationing(towns: towns, shares: shares), from: assigned.effectiveFrom)
      if let last = assigned.effectiveTo {
        dated.set(Stationing(), from: last.adding(days: 1))
      }
    }
    return [body]
  }

  /// The day of a transfer belongs to the new unit (domain A10).
  private func post(_ event: borrowing RecordedEvent<GovernanceEvent>) -> [ObjectID] {
    guard let person = event.reference(.person), let body = event.reference(.body),
      let place = event.reference(.place),
      let from = event.date(PersonPosted.Field.effectiveFrom)
    else { return [] }
    let earlier = bodies(of: person)
    postings.update(person, default: Dated()) {
      $0.set(Posting(body: body, place: place), from: from)
    }
    if !(staff[body]?.contains(person) ?? false) {
      staff[body, default: []].append(person)
    }
    return [person, body] + earlier.filter { $0 != body }
  }

  private func leave(_ event: borrowing RecordedEvent<GovernanceEvent>) -> [ObjectID] {
    guard let person = event.reference(.person), let body = event.reference(.body),
      let from = event.date(PersonLeft.Field.effectiveFrom)
    else { return [] }
    postings.update(person, default: Dated()) { $0.set(Posting(), from: from) }
    return [person, body]
  }

  private func bodies(of person: ObjectID) -> [ObjectID] {
    (postings[person]?.entries ?? []).compactMap(\.value.body)
  }

  /// The towns that a subject serves in these days, in the order in which that began.
  func towns(of subject: ObjectID, in days: Range<CivilDate>) -> [ServedTown] {
    if subject.kind == .person {
      return served(postings[subject]?.spans(in: days) ?? [], days)
    }
    var towns: [ServedTown] = []
    for span in stationings[subject]?.spans(in: days) ?? [] {
      let count = span.value.towns.count
      for (index, town) in span.value.towns.enumerated() {
        for stretch in stretches(of: town, from: span.from, days: span.days) {
          let part = stretch.days / Rational(days.dayCount)
          towns.update(stretch.town) {
            $0.add(
              equal: part / Rational(count),
              declared: span.value.shares.map { part * $0[index] })
          }
        }
      }
    }
    for person in staff[subject] ?? [] {
      for span in postings[person]?.spans(in: days) ?? [] where span.value.body == subject {
        guard let town = town(of: span.value, on: span.from),
          let index = towns.firstIndex(where: { $0.town == town })
        else { continue }
        towns[index].headDays += span.days
      }
    }
    return towns
  }

  /// A person serves the towns in which he or she is posted, by days.
  private func served(
    _ spans: [Dated<Posting>.Span], _ days: Range<CivilDate>
  ) -> [ServedTown] {
    var towns: [ServedTown] = []
    for span in spans {
      guard let town = town(of: span.value, on: span.from) else { continue }
      for stretch in stretches(of: town, from: span.from, days: span.days) {
        towns.update(stretch.town) {
          $0.add(equal: stretch.days / Rational(days.dayCount), declared: nil)
        }
      }
      towns.update(town) { $0.headDays += span.days }
    }
    return towns
  }

  /// Takes the end of a town in; false if it says no day.
  func end(_ event: borrowing RecordedEvent<GovernanceEvent>) -> Bool {
    guard let town = event.reference(.division),
      let from = event.date(DivisionAbolished.Field.effectiveFrom)
    else { return false }
    let rule = event.enumeration(DivisionAbolished.Field.shareRule)
      .flatMap(DivisionAbolished.ShareRule.init(number:))
    ends[town] = TownEnd(
      from: from, successors: event.references(.successor), keepsShare: rule == .declared)
    return true
  }

  /// Whose days a town's are: after its end those of its successors, in equal parts, unless its
  /// share was declared to stay under its old name (domain A19).
  private func stretches(
    of town: ObjectID, from first: CivilDate, days: Int, depth: Int = 0
  ) -> [(town: ObjectID, days: Rational)] {
    guard let end = ends[town], !end.keepsShare, depth < 8 else {
      return [(town, Rational(days))]
    }
    let before = min(max(0, end.from.daysSinceEpoch - first.daysSinceEpoch), days)
    guard before < days else { return [(town, Rational(days))] }
    var found: [(town: ObjectID, days: Rational)] = before > 0 ? [(town, Rational(before))] : []
    let start = first.adding(days: before)
    for heir in end.successors {
      for stretch in stretches(of: heir, from: start, days: days - before, depth: depth + 1) {
        found.append((stretch.town, stretch.days / Rational(end.successors.count)))
      }
    }
    return found
  }

  private func town(of posting: Posting, on day: CivilDate) -> ObjectID? {
    posting.place.flatMap { places.town(of: $0, on: day) }
  }
}

/// The towns that a body serves; none after its end.
struct Stationing: Codable, Hashable, Sendable {
  var towns: [ObjectID] = []
  /// One a town, together 1.
  var shares: [Rational]?
}

/// The end of a town.
struct TownEnd: TableRow {
  /// The first day without it.
  var from: CivilDate
  var successors: [ObjectID]
  /// Whether its share stays under its old name to the end of the period.
  var keepsShare: Bool
}

/// Where a person works; nowhere after leaving.
struct Posting: Codable, Hashable, Sendable {
  var body: ObjectID?
  var place: ObjectID?
}

/// A town and the part of it in a subject's period.
struct ServedTown {
  let town: ObjectID
  private(set) var equalShare = Rational.zero
  /// `nil` as soon as one stationing declares none.
  private(set) var declaredShare: Rational? = .zero
  var headDays = 0

  init(_ town: ObjectID) { self.town = town }

  mutating func add(equal: Rational, declared: Rational?) {
    equalShare += equal
    declaredShare = declaredShare.flatMap { sum in declared.map { sum + $0 } }
  }
}

extension [ServedTown] {
  /// Adds what somebody of the subject's line did in a town, for that part of the line's days.
  mutating func merge(_ other: ServedTown, _ part: Rational) {
    guard part != .one || contains(where: { $0.town == other.town }) else { return append(other) }
    update(other.town) { town in
      town.add(equal: part * other.equalShare, declared: other.declaredShare.map { part * $0 })
      town.headDays += other.headDays
    }
  }

  /// Changes a town's part, which begins here if it has none yet.
  fileprivate mutating func update(_ town: ObjectID, _ change: (inout ServedTown) -> Void) {
    guard let index = firstIndex(where: { $0.town == town }) else {
      append(ServedTown(town))
      return change(&self[count - 1])
    }
    change(&self[index])
  }
}
