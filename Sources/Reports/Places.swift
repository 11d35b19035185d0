// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// Names of divisions and bodies for showing, and the town under which a body's row is put.
///
/// Names are the last that the log knows; where a body belongs is read as of the period's last day,
/// by the rule of the views: a town is what its kind says, or what lies directly under the county.
struct Places {
  private var divisions: [ObjectName: [DivisionRegistered]] = [:]
  private var bodies: [ObjectName: [BodyRegistered]] = [:]
  private let day: CivilDate

  init(_ log: EventLog, through: Position, on day: CivilDate) throws(EventLogError) {
    self.day = day
    let query = Query.types(.divisionRegistered, .bodyRegistered)
    for event in try log.events(query, through: through) {
      if let division = try? event.decode(DivisionRegistered.self) {
        divisions[division.division, default: []].append(division)
      } else if let body = try? event.decode(BodyRegistered.self) {
        bodies[body.body, default: []].append(body)
      }
    }
  }

  /// The public name; `nil` for objects that have none, as persons.
  func name(of object: ObjectName) -> String? {
    divisions[object]?.last?.name ?? bodies[object]?.last?.name
  }

  /// The county; `nil` if none is registered, or several are.
  var county: ObjectName? {
    let counties = divisions.values.compactMap(\.last).filter { $0.kind == .county }
    return counties.count == 1 ? counties[0].division : nil
  }

  /// The towns in the order of their codes.
  var towns: [ObjectName] {
    divisions.keys.filter { town(of: $0) == $0 }.sorted { $0.key < $1.key }
  }

  /// The town that people mean by its code, its name as an object, or its public name.
  func town(named text: String) -> ObjectName? {
    let found = towns.filter { $0.key == text || $0.text == text || name(of: $0) == text }
    return found.count == 1 ? found[0] : nil
  }

  /// The town that a body belongs to; `nil` for bodies of the county and unknown ones.
  func town(ofBody body: ObjectName) -> ObjectName? {
    live(bodies[body]) { $0.effectiveFrom }.flatMap { town(of: $0.division) }
  }

  private func town(of division: ObjectName) -> ObjectName? {
    var current = division
    // More steps than there are tiers: registrations that run in a circle end somewhere.
    for _ in 0..<8 {
      guard let span = live(divisions[current], from: { $0.effectiveFrom }) else { return current }
      switch span.kind {
      case .county: return nil
      case .town, .subdistrict, .developmentZone: return current
      case .village, .community: break
      }
      guard let parent = span.parent else { return current }
      if live(divisions[parent], from: { $0.effectiveFrom })?.kind == .county { return current }
      current = parent
    }
    return current
  }

  /// What holds on the day; before the first registration, the first.
  private func live<E>(_ versions: [E]?, from: (E) -> CivilDate) -> E? {
    guard let versions else { return nil }
    var found: E?
    for version in versions where from(version) <= day {
      if let current = found, from(version) < from(current) { continue }
      found = version
    }
    return found ?? versions.first
  }
}
