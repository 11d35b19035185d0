// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What folds know of who serves which towns: stationed bodies, and where people are posted.
struct StationingBook {
  let stationings: Workspace<ObjectID, Dated<Stationing>>
  let postings: Workspace<ObjectID, Dated<Posting>>
  let staff: Workspace<ObjectID, [ObjectID]>
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
        let part = Rational(span.days, days.dayCount)
        towns.update(town) {
          $0.add(
            equal: part / Rational(count), declared: span.value.shares.map { part * $0[index] })
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
      towns.update(town) {
        $0.add(equal: Rational(span.days, days.dayCount), declared: nil)
        $0.headDays += span.days
      }
    }
    return towns
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
  /// Changes a town's part, which begins here if it has none yet.
  fileprivate mutating func update(_ town: ObjectID, _ change: (inout ServedTown) -> Void) {
    guard let index = firstIndex(where: { $0.town == town }) else {
      append(ServedTown(town))
      return change(&self[count - 1])
    }
    change(&self[index])
  }
}
