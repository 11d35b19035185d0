// SPDX-License-Identifier: Apache-2.0

// Names and arrays are looked at where they stand. Copied out, or lent to a closure, each would be
// counted: two locked writes to memory that has only just been fetched, for each of the six names
// of an event that is appended. What is read through these pointers is valid as long as the event
// is, and as nobody changes it.

extension UnsafePointer<ObjectName> {
  /// The name's handle, not counted.
  @inline(__always)
  var handle: Unmanaged<ObjectNumber>? {
    guard let place = pointer(to: \.number) else { preconditionFailure("a stored property") }
    return UnsafeRawPointer(place).load(as: Unmanaged<ObjectNumber>?.self)
  }

  /// The object in that log, if the name is a handle of it that has its number.
  @inline(__always)
  func object(in log: UInt64) -> ObjectID? {
    handle?._withUnsafeGuaranteedRef { $0.object(in: log) }
  }

  /// The kind that the name's handle knows.
  @inline(__always)
  var handleKind: ObjectKind? { handle?._withUnsafeGuaranteedRef { $0.kind } }

  /// The text that the name's handle keeps.
  @inline(__always)
  var shortText: ShortText? { handle?._withUnsafeGuaranteedRef { $0.text } }
}

extension UnsafePointer {
  /// The place of what an optional holds, if it holds anything.
  @inline(__always)
  fileprivate func held<Held>() -> UnsafePointer<Held>? where Pointee == Held? {
    // An optional holds what it wraps at its beginning.
    pointee == nil ? nil : UnsafeRawPointer(self).assumingMemoryBound(to: Held.self)
  }
}

extension UnsafePointer<Reference> {
  @inline(__always)
  var object: UnsafePointer<ObjectName> {
    guard let place = pointer(to: \.object) else { preconditionFailure("a stored property") }
    return place
  }
}

extension UnsafePointer<Actor> {
  @inline(__always)
  var body: UnsafePointer<ObjectName>? { pointer(to: \.body)?.held() }
  @inline(__always)
  var person: UnsafePointer<ObjectName>? { pointer(to: \.person)?.held() }
  @inline(__always)
  var post: UnsafePointer<ObjectName>? { pointer(to: \.post)?.held() }
}

extension UnsafePointer<Source> {
  @inline(__always)
  fileprivate var system: UnsafePointer<ObjectName>? { pointer(to: \.system) }
}

extension UnsafePointer<NewEvent> {
  @inline(__always)
  var stream: UnsafePointer<ObjectName> {
    guard let place = pointer(to: \.stream) else { preconditionFailure("a stored property") }
    return place
  }

  @inline(__always)
  var actor: UnsafePointer<Actor> {
    guard let place = pointer(to: \.actor) else { preconditionFailure("a stored property") }
    return place
  }

  /// The system that it came from.
  @inline(__always)
  var system: UnsafePointer<ObjectName>? {
    let source: UnsafePointer<Source>? = pointer(to: \.source)?.held()
    return source?.system
  }

  /// The references, where they lie.
  @inline(__always)
  var references: UnsafeBufferPointer<Reference> {
    pointee.body.references.withUnsafeBufferPointer { $0 }
  }

  /// The payload, where it lies.
  @inline(__always)
  var payload: UnsafeRawBufferPointer { pointee.body.payload.withUnsafeBytes { $0 } }
}
