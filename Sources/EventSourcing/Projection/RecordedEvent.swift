// SPDX-License-Identifier: Apache-2.0

/// One event as a projection sees it: a borrowed view, two words wide.
///
/// It lives only during `apply` and cannot be kept. Header fields and references are ready;
/// payload fields are decoded when asked for. Look at `type` first, then decode.
public struct RecordedEvent<Vocabulary: EventVocabulary>: ~Copyable {
  // A borrowed pointer instead of copies: a view of 136 bytes was three times slower (measured).
  @usableFromInline let columns: UnsafePointer<BatchColumns>
  @usableFromInline let row: Int

  @inlinable init(columns: UnsafePointer<BatchColumns>, row: Int) {
    self.columns = columns
    self.row = row
  }

  /// The event's type.
  @inlinable public var type: EventType { EventType(number: columns.pointee.type[row]) }
  /// The version of the type that the fields are in.
  @inlinable public var version: Int { Int(columns.pointee.version[row]) }
  /// The event's place in the log.
  @inlinable public var position: Position { Position(columns.pointee.position[row]) }
  /// When the log took the event in.
  @inlinable public var recorded: Instant {
    Instant(microseconds: columns.pointee.recorded[row])
  }
  /// When the act happened; in happened order, as amended.
  @inlinable public var occurred: Instant {
    Instant(microseconds: columns.pointee.occurred[row])
  }
  /// The business day on which the act happened, in the log's zone.
  @inlinable public var occurredOn: CivilDate { columns.pointee.zone.date(of: occurred) }
  /// The event's id.
  @inlinable public var id: EventID {
    EventID(high: columns.pointee.idHigh[row], low: columns.pointee.idLow[row])
  }
  /// 1 for the first event of its stream.
  @inlinable public var streamVersion: UInt64 { columns.pointee.streamVersion[row] }
  /// What the log noticed when it took the event in.
  public var flags: RecordFlags { RecordFlags(rawValue: columns.pointee.flags[row]) }
  /// The log's zone of business days.
  @inlinable public var zone: BusinessZone { columns.pointee.zone }

  /// The event's stream.
  @inlinable public var stream: ObjectID { ObjectID(rawValue: objects[0]) }

  @usableFromInline var objects: UnsafeMutablePointer<UInt64> {
    columns.pointee.objects + columns.pointee.objectStart[row]
  }

  @usableFromInline var shape: Shape {
    columns.pointee.shape[row].takeUnretainedValue()
  }

  /// The first object in that role, `nil` if the event names none.
  public func reference(_ role: Role) -> ObjectID? {
    columns.pointee.shape[row]._withUnsafeGuaranteedRef { shape in
      guard Int(role.number) < shape.limit else { return nil }
      let slot = shape.firstSlot[Int(role.number)]
      return slot == Shape.none ? nil : ObjectID(rawValue: objects[Int(slot)])
    }
  }

  /// All objects in that role, in the event's order.
  public func references(_ role: Role) -> [ObjectID] {
    let slots = shape.slots
    return slots.indices.filter { slots[$0].role == role }
      .map { ObjectID(rawValue: objects[$0]) }
  }

  /// The body that acted, if the event says so.
  public var actorBody: ObjectID? { reference(HeaderRole.actorBody) }
  /// The person who acted, under a pseudonym.
  public var actorPerson: ObjectID? { reference(HeaderRole.actorPerson) }
  /// The post from which the person acted.
  public var actorPost: ObjectID? { reference(HeaderRole.actorPost) }
  /// The system that the event came from.
  public var system: ObjectID? { reference(HeaderRole.system) }

  /// The name of an object of this log.
  public func name(of object: ObjectID) -> ObjectName {
    columns.pointee.directory.name(of: object)
  }

  var payloadBytes: UnsafeRawBufferPointer {
    let range = columns.pointee.payload[row]
    return UnsafeRawBufferPointer(start: columns.pointee.arena + range.start, count: range.count)
  }

  var extraBytes: UnsafeRawBufferPointer {
    let range = columns.pointee.extras[row]
    return UnsafeRawBufferPointer(start: columns.pointee.arena + range.start, count: range.count)
  }
}

/// The event types that one application speaks, so that a fold knows what it can decode.
public protocol EventVocabulary: Sendable {
  /// All types and versions, newest last.
  static var catalogue: SchemaCatalogue { get }
  /// The steps from each old version to the next; none unless declared.
  static var upcasters: [Upcaster] { get }
}

extension EventVocabulary {
  public static var upcasters: [Upcaster] { [] }
}
