// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Which divisions there are and where each belongs, day by day 区划台账.
public struct DivisionBook: Hashable, Sendable {
  private var divisions: [ObjectName: Standing<Division>] = [:]

  public init() {}

  /// The division as it stands on that day; `nil` if it does not.
  public func division(_ name: ObjectName, on day: CivilDate) -> Division? {
    divisions[name]?.value(on: day)
  }

  /// Whether it was ever registered.
  public func isKnown(_ name: ObjectName) -> Bool { divisions[name] != nil }

  /// The first day of a later entry of that division; `nil` if there is none.
  public func change(of name: ObjectName, after day: CivilDate) -> CivilDate? {
    divisions[name]?.change(after: day)
  }

  /// Since when the division stands without a break, as of that day; `nil` if it does not.
  public func since(_ name: ObjectName, on day: CivilDate) -> CivilDate? {
    divisions[name]?.since(day)
  }

  /// The divisions of a level that stand on that day, by name.
  public func divisions(of level: Level, on day: CivilDate) -> [ObjectName] {
    divisions.keys.sorted().filter { division($0, on: day)?.kind.level == level }
  }

  /// The divisions that lie directly in this one on that day or will later, by name.
  public func children(of name: ObjectName, from day: CivilDate) -> [ObjectName] {
    divisions.keys.sorted().filter { child in
      divisions[child]?.values(from: day).contains { $0.parent == name } ?? false
    }
  }

  /// Who has that statistics code on that day; `nil` if nobody has.
  public func holder(ofCode code: String, on day: CivilDate) -> ObjectName? {
    divisions.keys.sorted().first { division($0, on: day)?.statCode == code }
  }

  /// The town-level division that this one is or lies in; `nil` for the county and the unknown.
  public func town(of name: ObjectName, on day: CivilDate) -> ObjectName? {
    ancestors(of: name, on: day).first { division($0, on: day)?.kind.level == .town }
  }

  /// Whether a division is the other or lies in it.
  public func isInside(_ name: ObjectName, _ other: ObjectName, on day: CivilDate) -> Bool {
    name == other || ancestors(of: name, on: day).contains(other)
  }

  /// The division itself and those above it, upwards.
  public func ancestors(of name: ObjectName, on day: CivilDate) -> [ObjectName] {
    var path: [ObjectName] = []
    var current: ObjectName? = name
    // A circle of parents, which only an import can bring, ends where it closes.
    while let next = current, !path.contains(next), let division = division(next, on: day) {
      path.append(next)
      current = division.parent
    }
    return path
  }

  /// A division is registered or changed.
  public mutating func apply(_ event: DivisionRegistered) {
    divisions[event.division, default: Standing()].set(
      Division(kind: event.kind, parent: event.parent, statCode: event.statCode),
      from: event.effectiveFrom)
  }

  /// A division is abolished.
  public mutating func apply(_ event: DivisionAbolished) {
    divisions[event.division, default: Standing()].set(nil, from: event.effectiveFrom)
  }
}

/// A division as the rules see it.
public struct Division: Hashable, Sendable {
  /// Which of the kinds.
  public var kind: DivisionKind
  /// The division above.
  public var parent: ObjectName?
  /// The code of the statistics office.
  public var statCode: String?
}

extension DivisionKind {
  /// The level 村、镇、县 of such a division.
  public var level: Level {
    switch self {
    case .county: .county
    case .town, .subdistrict, .developmentZone: .town
    case .village, .community: .village
    }
  }
}
