// SPDX-License-Identifier: Apache-2.0

/// A moment as people name one: an instant, or a day, which means the day's end.
///
/// Written in code as text: `"2021-10-01"` is the last microsecond of that business day in the
/// log's zone, `"2021-10-01T08:00:00+08:00"` that instant; both are inclusive (design §5).
public enum Moment: Hashable, Sendable {
  case instant(Instant)
  case endOf(CivilDate)

  /// Reads a date or an RFC 3339 time with an offset; `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    if let date = CivilDate(text) {
      self = .endOf(date)
    } else if let instant = Instant(text) {
      self = .instant(instant)
    } else {
      return nil
    }
  }

  /// The instant that is meant where business days begin in `zone`.
  public func instant(in zone: BusinessZone) -> Instant {
    switch self {
    case .instant(let instant): instant
    case .endOf(let date): zone.end(of: date)
    }
  }
}

extension Moment: ExpressibleByStringLiteral, CustomStringConvertible {
  /// A moment written in code; a wrong one is a programmer's error and traps.
  public init(stringLiteral text: String) {
    guard let moment = Moment(text) else {
      preconditionFailure("\(text) is neither a date nor a time with an offset")
    }
    self = moment
  }

  public var description: String {
    switch self {
    case .instant(let instant): instant.description
    case .endOf(let date): date.description
    }
  }
}

/// How much of the log an answer may know.
public enum AsOf: Hashable, Sendable {
  /// Everything recorded so far.
  case head
  /// The events up to and including that position.
  case position(Position)
  /// The events recorded up to and including that moment.
  case recorded(Moment)
}

/// The moment an answer was asked for, in all its parts, as it is printed with the answer.
public struct ViewMoment: Hashable, Sendable {
  /// The last position that the answer knows.
  public let position: Position
  /// When that became known: the moment asked, or the recorded time at `position`.
  public let known: Instant
  /// Events that happened later were left out; `nil` for no such cut.
  public let happenedBy: Instant?
  /// The time at which columns that change with time alone were read.
  public let clock: Instant
  /// The feed's last place that the answer knows: `position`, moved on by what a what-if adds.
  let limit: Position

  init(
    position: Position, known: Instant, happenedBy: Instant?, clock: Instant,
    limit: Position? = nil
  ) {
    self.position = position
    self.known = known
    self.happenedBy = happenedBy
    self.clock = clock
    self.limit = limit ?? position
  }
}
