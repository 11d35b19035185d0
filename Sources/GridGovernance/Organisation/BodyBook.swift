// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Which public bodies there are and which towns the stationed ones serve, day by day 机构台账.
public struct BodyBook: Hashable, Sendable {
  private var bodies: [ObjectName: Standing<RegisteredBody>] = [:]
  private var assignments: [ObjectName: Standing<Assignment>] = [:]

  public init() {}

  /// The body as it stands on that day; `nil` if it does not.
  public func body(_ name: ObjectName, on day: CivilDate) -> RegisteredBody? {
    bodies[name]?.value(on: day)
  }

  /// Whether it was ever registered.
  public func isKnown(_ name: ObjectName) -> Bool { bodies[name] != nil }

  /// The first day of a later entry of that body; `nil` if there is none.
  public func change(of name: ObjectName, after day: CivilDate) -> CivilDate? {
    bodies[name]?.change(after: day)
  }

  /// The bodies of a kind in a division on that day, by name.
  public func bodies(
    _ kind: BodyKind, in division: ObjectName, on day: CivilDate
  ) -> [ObjectName] {
    bodies.keys.sorted().filter { name in
      body(name, on: day).map { $0.kind == kind && $0.division == division } ?? false
    }
  }

  /// The bodies that are in a division on that day or will be later, by name.
  public func bodies(in division: ObjectName, from day: CivilDate) -> [ObjectName] {
    bodies.keys.sorted().filter { name in
      bodies[name]?.values(from: day).contains { $0.division == division } ?? false
    }
  }

  /// The bodies that stand under this one on that day or will later, by name.
  public func subordinates(of name: ObjectName, from day: CivilDate) -> [ObjectName] {
    bodies.keys.sorted().filter { other in
      bodies[other]?.values(from: day).contains { $0.superior == name } ?? false
    }
  }

  /// The body itself and those above it, upwards.
  public func superiors(of name: ObjectName, on day: CivilDate) -> [ObjectName] {
    var path: [ObjectName] = []
    var current: ObjectName? = name
    while let next = current, !path.contains(next), let body = body(next, on: day) {
      path.append(next)
      current = body.superior
    }
    return path
  }

  /// Which department stations the body in which towns on that day; `nil` if none does.
  public func assignment(of name: ObjectName, on day: CivilDate) -> Assignment? {
    assignments[name]?.value(on: day)
  }

  /// The bodies that this department stations on that day or will later, by name.
  public func stationed(by department: ObjectName, from day: CivilDate) -> [ObjectName] {
    assignments.keys.sorted().filter { name in
      assignments[name]?.values(from: day).contains { $0.department == department } ?? false
    }
  }

  /// The bodies that are stationed in a town on that day or will be later, by name.
  public func stationed(in town: ObjectName, from day: CivilDate) -> [ObjectName] {
    assignments.keys.sorted().filter { name in
      assignments[name]?.values(from: day).contains { $0.towns.contains(town) } ?? false
    }
  }

  /// A body is registered or changed.
  public mutating func apply(_ event: BodyRegistered) {
    bodies[event.body, default: Standing()].set(
      RegisteredBody(
        kind: event.kind, level: event.level, division: event.division, superior: event.superior),
      from: event.effectiveFrom)
  }

  /// A body is abolished or merged: it is stationed nowhere any more either.
  public mutating func apply(_ event: BodyAbolished) {
    bodies[event.body, default: Standing()].set(nil, from: event.effectiveFrom)
    assignments[event.body]?.set(nil, from: event.effectiveFrom)
  }

  /// A body is stationed; it replaces its earlier stationing.
  public mutating func apply(_ event: StationedBodyAssigned) {
    var standing = assignments[event.body] ?? Standing()
    let later = event.effectiveTo.map { $0.adding(days: 1) }
    standing.set(
      Assignment(department: event.department, towns: event.town), from: event.effectiveFrom)
    if let later, standing.change(after: event.effectiveFrom).map({ later < $0 }) ?? true {
      standing.set(nil, from: later)
    }
    assignments[event.body] = standing
  }
}

/// A public body as the rules see it.
public struct RegisteredBody: Hashable, Sendable {
  /// Which of the kinds.
  public var kind: BodyKind
  /// The level to which it belongs.
  public var level: Level
  /// The division in which it is.
  public var division: ObjectName
  /// The body above.
  public var superior: ObjectName?
}

/// Where a body is stationed 派驻.
public struct Assignment: Hashable, Sendable {
  /// Whose body it is.
  public var department: ObjectName
  /// The towns that it serves.
  public var towns: [ObjectName]
}
