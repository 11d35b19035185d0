// SPDX-License-Identifier: Apache-2.0

/// An event on its way into the log.
///
/// Without an id the log gives a version 7 UUID; without a time, the recorded time. Give the id
/// yourself if the append may be retried: then a second append is recognised.
public struct NewEvent: Hashable, Sendable {
  public var id: EventID?
  public var type: EventType
  public var version: Int
  public var stream: ObjectName
  public var occurred: Instant?
  public var actor: Actor
  public var source: Source?
  public var causation: EventID?
  public var correlation: EventID?
  public var body: EventBody

  public init(
    id: EventID? = nil, type: EventType, version: Int, stream: ObjectName,
    occurred: Instant? = nil, actor: Actor = Actor(), source: Source? = nil,
    causation: EventID? = nil, correlation: EventID? = nil, body: EventBody
  ) {
    self.id = id
    self.type = type
    self.version = version
    self.stream = stream
    self.occurred = occurred
    self.actor = actor
    self.source = source
    self.causation = causation
    self.correlation = correlation
    self.body = body
  }

  /// A typed event; its stream is the object in its schema's stream role unless given.
  ///
  /// - Throws: ``SchemaError`` if a field does not fit, or if no stream is given or named.
  public init(
    _ event: some Event, id: EventID? = nil, stream: ObjectName? = nil,
    occurred: Instant? = nil, actor: Actor = Actor(), source: Source? = nil,
    causation: EventID? = nil, correlation: EventID? = nil
  ) throws(SchemaError) {
    let schema = Swift.type(of: event).schema
    let body = try schema.encode(event)
    guard let stream = stream ?? schema.stream(in: body.references) else {
      throw SchemaError(schema.type, version: schema.version, field: "stream", .missing)
    }
    self.init(
      id: id, type: schema.type, version: schema.version, stream: stream, occurred: occurred,
      actor: actor, source: source, causation: causation, correlation: correlation, body: body)
  }
}

extension EventSchema {
  /// The object in the role that names the stream.
  public func stream(in references: [Reference]) -> ObjectName? {
    guard let streamRole else { return nil }
    return references.first { $0.role == streamRole }?.object
  }
}
