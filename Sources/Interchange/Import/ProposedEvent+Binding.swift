// SPDX-License-Identifier: Apache-2.0
public import EventSourcing
internal import GridGovernance

extension ProposedEvent {
  /// The event in the engine's form, checked against its newest schema.
  ///
  /// - Throws: ``BindingError`` if the type is unknown, a field does not fit, or an object has no
  ///   proper name. Values are not part of the error.
  public func event(in catalogue: SchemaCatalogue) throws(BindingError) -> NewEvent {
    guard let schema = catalogue.newest(EventType(type)) else {
      throw BindingError(type: type, detail: "this event type is not known")
    }
    do {
      let body = try schema.encode(try values(schema))
      return NewEvent(
        id: .imported(
          system: system, externalID: externalID, type: schema.type, ordinal: ordinal),
        type: schema.type, version: schema.version, stream: try name(stream),
        occurred: Instant(microseconds: occurred.microseconds), actor: try actorParts(),
        source: Source(
          system: ObjectName("system", system), externalID: externalID, mode: sourceMode),
        body: body)
    } catch let error as BindingError {
      throw error
    } catch {
      throw BindingError(type: type, detail: "\(error)")
    }
  }

  private var sourceMode: Source.Mode { mode == .reentered ? .reentered : .imported }

  private func name(_ text: String) throws(BindingError) -> ObjectName {
    guard let name = ObjectName(text) else {
      throw BindingError(type: type, detail: "an object has no name of the form kind/key")
    }
    return name
  }

  private func actorParts() throws(BindingError) -> Actor {
    guard let actor else { return Actor() }
    let object = try name(actor)
    switch object.kind.name {
    case "person": return Actor(person: object)
    case "post": return Actor(post: object)
    default: return Actor(body: object)
    }
  }

  private func values(_ schema: EventSchema) throws -> [NamedValue] {
    guard !schema.isPlain || sealed.isEmpty else {
      throw BindingError(type: type, detail: "a plain event has no sealed fields")
    }
    let members =
      fields.map { JSONMember($0.name, $0.value) }
      + sealed.map { JSONMember($0.name, $0.value) }
    var values = try FieldJSON.values(.object(members), of: schema)
    for field in schema.fields {
      guard case .reference(let role, _, let repeats) = field.place else { continue }
      let objects = try references.filter { $0.role == role.name }.map {
        Value.object(try name($0.object))
      }
      if repeats {
        values.append(NamedValue(field.name, .list(objects)))
      } else if let first = objects.first {
        values.append(NamedValue(field.name, first))
      }
    }
    let known = Set(
      schema.fields.compactMap { field -> String? in
        guard case .reference(let role, _, _) = field.place else { return nil }
        return role.name
      })
    if let stray = references.first(where: { !known.contains($0.role) }) {
      throw BindingError(type: type, detail: "the schema has no role \(stray.role)")
    }
    return values
  }
}

/// Why a proposed event is none: which type, and what does not fit.
public struct BindingError: Error, Hashable, Sendable, CustomStringConvertible {
  public let type: String
  public let detail: String

  public init(type: String, detail: String) {
    self.type = type
    self.detail = detail
  }

  public var description: String { "\(type): \(detail)" }
}
