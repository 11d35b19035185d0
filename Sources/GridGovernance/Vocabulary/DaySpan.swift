// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A run of days: from its first day up to, and without, the day on which it ends.
public struct DaySpan: Codable, Hashable, Sendable {
  /// The first day.
  public var from: CivilDate
  /// The first day that is no longer in it; absent while it is open.
  public var until: CivilDate?

  public init(from: CivilDate, until: CivilDate? = nil) {
    self.from = from
    self.until = until
  }

  /// As papers name it: with its last day.
  public init(from: CivilDate, through last: CivilDate?) {
    self.init(from: from, until: last?.adding(days: 1))
  }

  /// Whether the day is one of them.
  public func contains(_ day: CivilDate) -> Bool {
    from <= day && until.map { day < $0 } ?? true
  }

  /// Whether any day at or after that one is one of them.
  public func reaches(_ day: CivilDate) -> Bool {
    !isEmpty && until.map { day < $0 } ?? true
  }

  /// Whether they have a day in common.
  public func overlaps(_ other: DaySpan) -> Bool {
    !isEmpty && !other.isEmpty && other.until.map { from < $0 } ?? true
      && until.map { other.from < $0 } ?? true
  }

  /// Whether it ended before it began.
  public var isEmpty: Bool { until.map { $0 <= from } ?? false }

  /// Ends it, unless it ends earlier already.
  public mutating func end(on day: CivilDate) { until = until.map { min($0, day) } ?? day }
}
