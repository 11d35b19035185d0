// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What the organisation's rules read from outside its register, as plain values.
public struct OrganisationContext: Hashable, Sendable {
  /// When the act happens.
  public var now: Instant
  /// In which business days begin and end.
  public var zone: BusinessZone
  /// Who acts.
  public var actor: Actor
  /// What of the other registers hangs on the division that a command abolishes, on that day or
  /// later: its grids, its powers; by name.
  public var dependents: [ObjectName]

  public init(
    now: Instant, zone: BusinessZone = .shanghai, actor: Actor = Actor(),
    dependents: [ObjectName] = []
  ) {
    self.now = now
    self.zone = zone
    self.actor = actor
    self.dependents = dependents
  }

  /// The business day of the act.
  public var day: CivilDate { zone.date(of: now) }
}
