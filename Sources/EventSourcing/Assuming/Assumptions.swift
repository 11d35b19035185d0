// SPDX-License-Identifier: Apache-2.0

/// What an answer shall assume of the past, against the log: events left out, added, replaced.
///
/// Nothing of it is ever written. Added events take their place by recorded time, behind all
/// events recorded by then, and are called `+1`, `+2` … in the order of their places.
///
/// ```swift
/// var assumptions = Assumptions()
/// assumptions.leaveOut(.position(1204))
/// let view = try log.replay(TownWorkload.self, assuming: assumptions)
/// ```
public struct Assumptions: Hashable, Sendable {
  /// An event of the log.
  public enum Target: Hashable, Sendable, CustomStringConvertible {
    case position(Position)
    case id(EventID)

    /// Reads a position (`1204`, `#1204`) or an event's id; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
      if let id = EventID(uuid: text) {
        self = .id(id)
      } else if case .position(let position)? = AsOf(text) {
        self = .position(position)
      } else {
        return nil
      }
    }

    public var description: String {
      switch self {
      case .position(let position): position.description
      case .id(let id): id.description
      }
    }
  }

  /// An event that is added, and where.
  struct Addition: Hashable, Sendable {
    enum Place: Hashable, Sendable {
      /// Behind what was recorded by then; `nil` for the time at which the event happened.
      case recorded(Instant?)
      /// Where that event stands, which is left out.
      case insteadOf(Target)
    }

    let event: NewEvent
    let place: Place
  }

  /// The events left out, in the order given; those that others replace are not among them.
  public private(set) var leftOut: [Target] = []
  private(set) var additions: [Addition] = []

  public init() {}

  /// True if everything is as it was.
  public var isEmpty: Bool { leftOut.isEmpty && additions.isEmpty }

  /// Assumes that an event was never recorded.
  ///
  /// What corrected or annulled it stays, and changes nothing.
  public mutating func leaveOut(_ target: Target) { leftOut.append(target) }

  /// Assumes that one more event was recorded.
  ///
  /// - Parameter recorded: When; without it, when the event happened, and without that too, at
  ///   the end of the log.
  public mutating func add(_ event: NewEvent, recorded: Instant? = nil) {
    additions.append(Addition(event: event, place: .recorded(recorded)))
  }

  /// Assumes that another event was recorded instead of one of the log, in its very place.
  ///
  /// Without an id and a time it has those of the event that it replaces: corrections of that one
  /// are corrections of it.
  public mutating func replace(_ target: Target, by event: NewEvent) {
    additions.append(Addition(event: event, place: .insteadOf(target)))
  }
}

/// What a what-if assumed, as its answer knows it: printed with every such answer.
public struct AssumedHistory: Hashable, Sendable {
  /// The events of the log that are left out, replaced ones among them, by position.
  public let leftOut: [StoredEvent]
  /// The events that are added, by place; their positions are `+1`, `+2` …
  public let added: [StoredEvent]
  /// Which event of the log an added one stands for.
  public let replaced: [Position: Position]

  /// The added event of that position; `nil` for a position of the log.
  public func event(at position: Position) -> StoredEvent? {
    guard let number = position.assumedNumber, number <= added.count else { return nil }
    return added[Int(number) - 1]
  }
}

/// Why something cannot be assumed.
public enum AssumptionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no such event to leave out or replace.
  case noSuchEvent(Assumptions.Target)
  /// An added event does not fit its schema or a limit; `number` counts as they were given, from 1.
  case invalid(number: Int, AppendError)
  /// An added event has the id of an event of the log that is not left out, or of another added
  /// one; `number` counts as they were given, from 1.
  case idTaken(number: Int, id: EventID, by: Position?)

  public var description: String {
    switch self {
    case .noSuchEvent(let target): "there is no event \(target) to leave out"
    case .invalid(let number, .invalid(_, let error)): "added event \(number): \(error)"
    case .invalid(let number, .invalidHeader(_, let reason)): "added event \(number): \(reason)"
    case .invalid(let number, let error): "added event \(number): \(error)"
    case .idTaken(let number, let id, let position):
      "added event \(number): id \(id) is taken by "
        + (position.map { "\($0); leave that out, or give a new id" } ?? "another added event")
    }
  }
}
