// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What folds know of divisions and bodies: where each belongs, from which day on.
///
/// A division counts as a town 镇级 if its kind says so, if it lies directly under the county, or
/// if nothing is known to stand above it: a city's neighbourhoods are its towns.
struct PlaceBook {
  let divisions: Workspace<ObjectID, DivisionSpans>
  let bodies: Workspace<ObjectID, BodySpans>

  /// Takes `DivisionRegistered` and `BodyRegistered`; other types are not its.
  func take(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    if event.type == .divisionRegistered {
      guard let division = event.reference(.division),
        let kind = event.enumeration(DivisionRegistered.Field.kind).flatMap(
          DivisionKind.init(number:)),
        let from = event.date(DivisionRegistered.Field.effectiveFrom)
      else { throw Refusal("DivisionRegistered without division, kind or date") }
      let span = DivisionSpan(from: from, kind: kind, parent: event.reference(.parent))
      divisions.update(division, default: DivisionSpans()) { $0.spans.insertByDay(span) }
    } else if event.type == .bodyRegistered {
      guard let body = event.reference(.body), let division = event.reference(.division),
        let kind = event.enumeration(BodyRegistered.Field.kind).flatMap(BodyKind.init(number:)),
        let level = event.enumeration(BodyRegistered.Field.level).flatMap(Level.init(number:)),
        let from = event.date(BodyRegistered.Field.effectiveFrom)
      else { throw Refusal("BodyRegistered without body, kind, level, division or date") }
      let span = BodySpan(from: from, kind: kind, level: level, division: division)
      bodies.update(body, default: BodySpans()) { $0.spans.insertByDay(span) }
    }
  }

  /// The body as it stood on that day; `nil` if nothing has been said of it.
  func body(_ body: ObjectID, on day: CivilDate) -> BodySpan? {
    bodies[body]?.spans.live(on: day)
  }

  /// The town in which a division lies, or that it is; `nil` for the county itself.
  func town(of division: ObjectID, on day: CivilDate) -> ObjectID? {
    var current = division
    // More steps than there are tiers: registrations that run in a circle end somewhere.
    for _ in 0..<8 {
      guard let span = divisions[current]?.spans.live(on: day) else { return current }
      switch span.kind {
      case .county: return nil
      case .town, .subdistrict, .developmentZone: return current
      case .village, .community: break
      }
      guard let parent = span.parent else { return current }
      if divisions[parent]?.spans.live(on: day)?.kind == .county { return current }
      current = parent
    }
    return current
  }

  /// The town that a unit belongs to; `nil` for bodies of the county and unknown ones.
  func town(ofBody body: ObjectID, on day: CivilDate) -> ObjectID? {
    self.body(body, on: day).flatMap { town(of: $0.division, on: day) }
  }

  /// The town that a report enters: that of the body which took it in, if it is known; where an
  /// import does not say, that of the place itself (domain §2.2, note 5).
  func entry(actor: ObjectID?, place: ObjectID?, on day: CivilDate) -> ObjectID? {
    guard let actor, let body = body(actor, on: day) else { return place }
    return town(of: body.division, on: day)
  }
}

/// What a row of a book must say to be found by day.
protocol DatedSpan {
  /// The first day of the effect.
  var from: CivilDate { get }
}

/// A division over time.
struct DivisionSpans: TableRow {
  var spans: [DivisionSpan] = []
}

/// A division from one day on.
struct DivisionSpan: Codable, Hashable, Sendable, DatedSpan {
  var from: CivilDate
  var kind: DivisionKind
  var parent: ObjectID?
}

/// A body over time.
struct BodySpans: TableRow {
  var spans: [BodySpan] = []
}

/// A body from one day on.
struct BodySpan: Codable, Hashable, Sendable, DatedSpan {
  var from: CivilDate
  var kind: BodyKind
  var level: Level
  var division: ObjectID
}

extension Array where Element: DatedSpan {
  /// Keeps the days ascending; of one day, the one that became known last stands last.
  mutating func insertByDay(_ span: Element) {
    let index = lastIndex { $0.from <= span.from }.map { $0 + 1 } ?? 0
    insert(span, at: index)
  }

  /// The last one that had begun by that day; before the first, the first: a thing that acts is
  /// there, whatever day its paper names.
  func live(on day: CivilDate) -> Element? { last { $0.from <= day } ?? first }
}
