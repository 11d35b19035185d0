// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

extension WorkCalendarPublished {
  /// A day that differs from what its weekday says.
  public struct Day: Codable, Hashable, Sendable {
    /// The day.
    public var date: CivilDate
    /// Whether it is a day off.
    public var off: Bool

    public init(
      date: CivilDate, off: Bool = false
    ) {
      self.date = date
      self.off = off
    }

    /// The shape of this part of an event.
    public static let fields: [EventSourcing.Field] = [
      .init(1, "date", .date),
      .init(2, "off", .bool),
    ]
  }
}

extension WorkCalendarPublished {
  /// Working hours on some weekdays of a season; one span of a day each.
  public struct Hours: Codable, Hashable, Sendable {
    /// The first day.
    public var from: CivilDate
    /// The last day.
    public var to: CivilDate
    /// 1 for Monday … 7 for Sunday.
    public var weekdays: [Int]
    /// Minutes since midnight.
    public var open: Int
    /// Minutes since midnight.
    public var close: Int

    public init(
      from: CivilDate, to: CivilDate, weekdays: [Int] = [], open: Int, close: Int
    ) {
      self.from = from
      self.to = to
      self.weekdays = weekdays.canonicalSet
      self.open = open
      self.close = close
    }

    /// The shape of this part of an event.
    public static let fields: [EventSourcing.Field] = [
      .init(1, "from", .date),
      .init(2, "to", .date),
      .init(3, "weekdays", .set(.int)),
      .init(4, "open", .timeOfDay),
      .init(5, "close", .timeOfDay),
    ]
  }
}
