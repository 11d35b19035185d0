// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What stands on a register from day to day: each entry holds until the next one's day; an entry
/// without a value says that it has ended.
///
/// Give the facts in the order in which they were recorded: of one day, the later one counts.
public struct Standing<Value: Hashable & Sendable>: Hashable, Sendable {
  /// A value, or the end, and its first day.
  public struct Entry: Hashable, Sendable {
    /// The first day.
    public let from: CivilDate
    /// What holds; `nil` for the end.
    public let value: Value?
  }

  /// Ascending by day.
  public private(set) var entries: [Entry] = []

  public init() {}

  /// It is so from that day on, until the next entry.
  public mutating func set(_ value: Value?, from day: CivilDate) {
    let index = entries.lastIndex { $0.from <= day }.map { $0 + 1 } ?? 0
    entries.insert(Entry(from: day, value: value), at: index)
  }

  /// It is so from that day on, whatever was to come later: a decision that replaces the earlier
  /// ones from its own day.
  public mutating func replace(with value: Value?, from day: CivilDate) {
    entries.removeAll { $0.from >= day }
    entries.append(Entry(from: day, value: value))
  }

  /// What holds on that day; `nil` before the first entry and after the end.
  public func value(on day: CivilDate) -> Value? { entries.last { $0.from <= day }?.value }

  /// What holds on that day or will hold later.
  public func values(from day: CivilDate) -> [Value] {
    let now = value(on: day).map { [$0] } ?? []
    return now + entries.filter { $0.from > day }.compactMap(\.value)
  }

  /// The first day of the next entry after that day; `nil` if there is none.
  public func change(after day: CivilDate) -> CivilDate? { entries.first { $0.from > day }?.from }

  /// The first day of the unbroken run of values that the day is in; `nil` if nothing holds then.
  public func since(_ day: CivilDate) -> CivilDate? {
    let begun = entries.prefix { $0.from <= day }
    guard begun.last?.value != nil else { return nil }
    // An end that another entry of the same day takes back broke nothing.
    let end = begun.indices.dropLast().last { index in
      begun[index].value == nil && begun[index].from < begun[index + 1].from
    }
    return begun[end.map { $0 + 1 } ?? 0].from
  }
}

extension Standing: Codable where Value: Codable {}
extension Standing.Entry: Codable where Value: Codable {}
extension Standing: TableRow where Value: Codable {}
