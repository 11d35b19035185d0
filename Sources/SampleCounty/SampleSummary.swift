// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What a sample county holds.
public struct SampleSummary: Hashable, Sendable {
  /// Towns and the development zone 镇区.
  public let towns: Int
  public let villages: Int
  /// Comprehensive and dedicated grids together.
  public let grids: Int
  public let tickets: Int
  public let events: Int
  /// Days with tickets.
  public let days: Int
  /// The first and the last of these days.
  public let period: ClosedRange<CivilDate>
}
