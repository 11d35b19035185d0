// SPDX-License-Identifier: Apache-2.0

/// Which events are meant: any that matches one of the items.
public struct Query: Hashable, Sendable {
  /// One of these types, and all of these references; an empty list does not restrict.
  public struct Item: Hashable, Sendable {
    public var types: Set<EventType>
    public var references: [Reference]
    public var stream: ObjectName?

    public init(
      types: Set<EventType> = [], references: [Reference] = [], stream: ObjectName? = nil
    ) {
      self.types = types
      self.references = references
      self.stream = stream
    }
  }

  public var items: [Item]

  public init(_ items: [Item]) { self.items = items }

  /// Every event.
  public static let all = Query([Item()])

  public static func types(_ types: EventType...) -> Query { Query([Item(types: Set(types))]) }

  public static func stream(_ stream: ObjectName) -> Query { Query([Item(stream: stream)]) }

  /// Events that name the object in that role, of these types if any are given.
  public static func reference(
    _ role: Role, _ object: ObjectName, types: EventType...
  ) -> Query {
    Query([Item(types: Set(types), references: [Reference(role, object)])])
  }

  /// Events that match this query or the other.
  public func or(_ other: Query) -> Query { Query(items + other.items) }
}

/// What must still be true of the log for an append to take effect.
public struct AppendCondition: Hashable, Sendable {
  /// No event matches the query after the position.
  public var query: Query?
  /// Where the caller's knowledge ended; at most the head.
  public var after: Position
  /// The version the stream must have: 0 for a stream without events.
  public var expectedVersions: [ObjectName: UInt64]

  public static let none = AppendCondition(query: nil, after: .origin, expectedVersions: [:])

  /// The decision holds as long as no event matching `query` was recorded after `position`.
  public static func noEvents(
    matching query: Query, after position: Position
  ) -> AppendCondition {
    AppendCondition(query: query, after: position, expectedVersions: [:])
  }

  /// The stream has exactly this many events.
  public static func version(_ version: UInt64, of stream: ObjectName) -> AppendCondition {
    AppendCondition(query: nil, after: .origin, expectedVersions: [stream: version])
  }

  /// Both conditions must hold; of two queries, this one's is kept if the other has none.
  public func and(version: UInt64, of stream: ObjectName) -> AppendCondition {
    var both = self
    both.expectedVersions[stream] = version
    return both
  }
}

/// What an append did.
public struct Receipt: Hashable, Sendable {
  /// The place of each event of the request, in its order; of those known before, the old one.
  public let positions: [Position]
  /// How many were written now; the others were there already with equal content.
  public let appended: Int
  /// When the log took them in; for a request wholly known, when it did so first.
  public let recorded: Instant

  /// The last of the positions: what a reader of a projection waits for.
  public var last: Position { positions.max() ?? .origin }
  public var alreadyThere: Int { positions.count - appended }
}
