// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A value that changes on given days: each holds from its day until the next one's.
///
/// Give the facts in the order in which they were decided: a later decision replaces the earlier
/// ones from its own day on, even those that were to begin after it (domain §7.1, "replaces").
public struct Dated<Value: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
  /// A value and its first day.
  public struct Entry: Codable, Hashable, Sendable {
    /// The first day.
    public let from: CivilDate
    /// What holds.
    public let value: Value
  }

  /// A run of days under one value.
  public struct Span: Codable, Hashable, Sendable {
    /// The first day.
    public let from: CivilDate
    /// How many days; at least 1.
    public let days: Int
    /// What holds.
    public let value: Value
  }

  /// Ascending by day.
  public private(set) var entries: [Entry] = []

  public init() {}

  /// Decides that `value` holds from `day` on.
  public mutating func set(_ value: Value, from day: CivilDate) {
    entries.removeAll { $0.from >= day }
    entries.append(Entry(from: day, value: value))
  }

  /// The value in force on that day; `nil` before the first.
  public func value(on day: CivilDate) -> Value? {
    entries.last { $0.from <= day }?.value
  }

  /// The values in force in these days, in order; days before the first value are left out.
  public func spans(in days: Range<CivilDate>) -> [Span] {
    entries.indices.compactMap { index in
      let end = index + 1 < entries.count ? entries[index + 1].from : days.upperBound
      let from = max(entries[index].from, days.lowerBound)
      let length = min(end, days.upperBound).daysSinceEpoch - from.daysSinceEpoch
      return length > 0 ? Span(from: from, days: length, value: entries[index].value) : nil
    }
  }
}

extension Dated: TableRow {}

extension Range<CivilDate> {
  /// How many days.
  public var dayCount: Int { upperBound.daysSinceEpoch - lowerBound.daysSinceEpoch }

  /// The last day; traps for an empty range.
  public var lastDay: CivilDate {
    precondition(!isEmpty, "an empty range has no last day")
    return upperBound.adding(days: -1)
  }
}
