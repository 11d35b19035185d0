// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What the rules of lists read from outside their own register, as plain values.
public struct ListsContext: Hashable, Sendable {
  /// When the act happens.
  public var now: Instant
  /// In which business days begin and end.
  public var zone: BusinessZone
  /// Who acts.
  public var actor: Actor
  /// Towns and villages.
  public var divisions: DivisionBook
  /// Departments and offices.
  public var bodies: BodyBook

  public init(
    now: Instant, zone: BusinessZone = .shanghai, actor: Actor = Actor(),
    divisions: DivisionBook, bodies: BodyBook
  ) {
    self.now = now
    self.zone = zone
    self.actor = actor
    self.divisions = divisions
    self.bodies = bodies
  }

  /// The business day of the act.
  public var day: CivilDate { zone.date(of: now) }
}
