// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Which powers are live in which town, day by day: the fold of `PowerDevolved` and
/// `PowerWithdrawn` 赋权台账.
public struct PowerBook: Hashable, Sendable {
  /// By power, in the order in which they were decided.
  private var grants: [ObjectName: [LivePower]] = [:]

  public init() {}

  /// The power as it is live for the town on that day; `nil` if it is not.
  public func live(
    _ power: ObjectName, for town: ObjectName, on day: CivilDate
  ) -> LivePower? {
    grants[power]?.last { $0.town == town && $0.span.contains(day) }
  }

  /// The town's live powers of a kind on that day, by name.
  public func live(
    _ kind: PowerDevolved.Kind, for town: ObjectName, on day: CivilDate
  ) -> [LivePower] {
    grants.keys.sorted().compactMap { power in
      live(power, for: town, on: day).flatMap { $0.kind == kind ? $0 : nil }
    }
  }

  /// Whether work begun on one day may be decided on another: the power is live then too, or was
  /// withdrawn in between with `pending: finish` (I-6, I-19).
  public func mayFinish(
    _ power: ObjectName, for town: ObjectName, begunOn day: CivilDate, on other: CivilDate
  ) -> Bool {
    if live(power, for: town, on: other) != nil { return true }
    return live(power, for: town, on: day)?.pending == .finish
  }

  /// The towns that exercise the power on that day, by name (谁行权、谁担责: computed, I-23).
  public func exercisers(of power: ObjectName, on day: CivilDate) -> [ObjectName] {
    let towns = Set((grants[power] ?? []).filter { $0.span.contains(day) }.map(\.town))
    return towns.sorted()
  }

  /// What a power allows; `nil` if it was never devolved.
  public func kind(of power: ObjectName) -> PowerDevolved.Kind? { grants[power]?.last?.kind }

  /// What was granted of a power, live or not, in the order in which it was decided.
  public func history(of power: ObjectName) -> [LivePower] { grants[power] ?? [] }

  /// The powers that the town has on that day or will have later, by name.
  public func powers(of town: ObjectName, from day: CivilDate) -> [ObjectName] {
    grants.keys.sorted().filter { power in
      grants[power]?.contains { $0.town == town && $0.span.reaches(day) } ?? false
    }
  }

  /// A power comes down; a grant that was running in a town ends when the new one begins.
  public mutating func apply(_ event: PowerDevolved) {
    var known = grants[event.power] ?? []
    for index in known.indices
    where event.town.contains(known[index].town) && known[index].span.contains(event.effectiveFrom)
    {
      known[index].span.end(on: event.effectiveFrom)
    }
    grants[event.power] = known + event.town.map { LivePower(event, for: $0) }
  }

  /// A power goes back up: what is running or yet to begin in these towns ends on that day.
  public mutating func apply(_ event: PowerWithdrawn) {
    guard var known = grants[event.power] else { return }
    for index in known.indices
    where event.town.contains(known[index].town)
      && known[index].span.reaches(event.effectiveFrom)
    {
      known[index].span.end(on: event.effectiveFrom)
      known[index].pending = event.pending
    }
    grants[event.power] = known
  }
}

/// A power in the hands of one town, with the four "who" 四谁 (S68).
public struct LivePower: Hashable, Sendable {
  /// The power.
  public var power: ObjectName
  /// Who exercises it 谁行权.
  public var town: ObjectName
  /// Which of the kinds.
  public var kind: PowerDevolved.Kind
  /// Devolved for good, or delegated in writing.
  public var mode: PowerDevolved.Mode
  /// By which right.
  public var ground: PowerDevolved.Ground
  /// Whose power it was, who guides 谁移交、谁指导.
  public var transferor: ObjectName
  /// Who is in charge and supervises 谁主管、谁监管.
  public var supervisor: ObjectName
  /// Who approved it and answers for that 谁审批、谁负责.
  public var approver: ObjectName?
  /// When; a delegation ends by itself after its last day.
  public var span: DaySpan
  /// What becomes of work under way, once it is withdrawn; `nil` while it is not.
  public var pending: PowerWithdrawn.Pending?

  init(_ event: PowerDevolved, for town: ObjectName) {
    power = event.power
    self.town = town
    kind = event.kind
    mode = event.mode
    ground = event.ground
    transferor = event.transferor
    supervisor = event.supervisor
    approver = event.approver
    span = DaySpan(from: event.effectiveFrom, through: event.delegationTo)
  }

  /// Who answers for acts by it: the town, or for a delegation whoever delegated (Penalty Law
  /// art. 20, Licensing Law art. 24).
  public var accountable: ObjectName { mode == .delegated ? transferor : town }
}
