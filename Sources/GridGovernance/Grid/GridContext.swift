// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What the rules of grids read from outside the register of grids, as plain values.
public struct GridContext: Hashable, Sendable {
  /// When the act happens.
  public var now: Instant
  /// In which business days begin and end.
  public var zone: BusinessZone
  /// Who acts.
  public var actor: Actor
  /// Villages and towns.
  public var divisions: DivisionBook
  /// Social teams and police teams, where they are bodies.
  public var bodies: BodyBook
  /// The code schemes in force on the first day of the effect; without any, codes are free.
  public var codes: [GridCodeRule]

  public init(
    now: Instant, zone: BusinessZone = .shanghai, actor: Actor = Actor(),
    divisions: DivisionBook, bodies: BodyBook = BodyBook(), codes: [GridCodeRule] = []
  ) {
    self.now = now
    self.zone = zone
    self.actor = actor
    self.divisions = divisions
    self.bodies = bodies
    self.codes = codes
  }
}
