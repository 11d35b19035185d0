// SPDX-License-Identifier: Apache-2.0
public import EventSourcing
internal import GridGovernance

/// How the `id` and `source` of CloudEvents become an event's id and its system, and back.
public enum CloudEventIdentity {
  /// A UUID as it is; anything else the hash of source and id (design §3).
  public static func id(of envelope: CloudEvent) throws(CloudEventError) -> EventID {
    if let id = EventID(uuid: envelope.id) { return id }
    guard envelope.id.utf8.count <= 256 else {
      throw CloudEventError(.tooLong(bytes: envelope.id.utf8.count, limit: 256), at: "/id")
    }
    // No URI reference holds a zero byte, so two pairs never read the same.
    var digester = Digester(.sha256)
    digester.update(Array("cloudevents".utf8) + [0])
    digester.update(Array(envelope.source.utf8) + [0])
    return EventID.derived(fromDigest: digester.hash(Array(envelope.id.utf8)))
  }

  /// The source's own name for the event, where it is not a UUID that stands as the id.
  static func externalID(of envelope: CloudEvent) -> String? {
    EventID(uuid: envelope.id) == nil ? envelope.id : nil
  }

  /// The object of a source: `system/12345` as it is, any other reference as the key.
  static func system(_ source: String) throws(CloudEventError) -> ObjectName {
    let key = source.hasPrefix(prefix) ? URIText.unescaped(source.dropFirst(prefix.count)) : source
    guard let key, let name = ObjectName(prefix + key) else {
      guard source.utf8.count > 200 else {
        throw CloudEventError(.malformed(expected: "a source like system/NAME"), at: "/source")
      }
      throw CloudEventError(.tooLong(bytes: source.utf8.count, limit: 200), at: "/source")
    }
    return name
  }

  /// The reference that ``system(_:)`` reads as this object.
  static func uri(of system: ObjectName) -> String {
    let key = system.key
    let isReference =
      URIText.isAbsolute(key) || key.hasPrefix("/") || key.hasPrefix("#") || key.hasPrefix("?")
    let reads = isReference && URIText.isReference(key) && key != CloudEventBinding.nativeSource
    return reads ? key : prefix + URIText.escaped(key)
  }

  private static let prefix = "system/"
}

/// Reads the extension attributes that mean something to a log, and refuses all others.
struct ExtensionReader {
  private let members: [JSONMember]
  private let names: KnownNames

  private static let known: Set<String> = [
    "actorbody", "actorperson", "actorpost", "causationid", "correlationid", "sourcemode",
    "externalid",
  ]

  init(
    _ members: [JSONMember], ignored: Set<String>, _ names: KnownNames
  ) throws(CloudEventError) {
    for member in members
    where !ExtensionReader.known.contains(member.key)
      && !CloudEventBinding.placeAttributes.contains(member.key) && !ignored.contains(member.key)
    {
      throw CloudEventError(.unknownAttribute, at: "/\(member.key)")
    }
    self.members = members
    self.names = names
  }

  func text(_ name: String, limit: Int) throws(CloudEventError) -> String? {
    guard let value = members.first(where: { $0.key == name })?.value else { return nil }
    guard case .string(let text) = value else {
      throw CloudEventError(.wrongType(expected: "text", found: value.sort.english), at: "/\(name)")
    }
    guard !text.isEmpty else {
      throw CloudEventError(.malformed(expected: "a text that is not empty"), at: "/\(name)")
    }
    guard text.utf8.count <= limit else {
      throw CloudEventError(.tooLong(bytes: text.utf8.count, limit: limit), at: "/\(name)")
    }
    return text
  }

  func object(_ name: String) throws(CloudEventError) -> ObjectName? {
    guard let text = try text(name, limit: 233) else { return nil }
    guard let object = names.object(text) else {
      throw CloudEventError(.malformed(expected: "an object like kind/key"), at: "/\(name)")
    }
    return object
  }

  func id(_ name: String) throws(CloudEventError) -> EventID? {
    guard let text = try text(name, limit: 256) else { return nil }
    guard let id = EventID(uuid: text) else {
      throw CloudEventError(.malformed(expected: "a UUID"), at: "/\(name)")
    }
    return id
  }

  func mode() throws(CloudEventError) -> Source.Mode? {
    guard let text = try text("sourcemode", limit: 64) else { return nil }
    guard let mode = Source.Mode.allCases.first(where: { $0.name == text }) else {
      let names = Source.Mode.allCases.map(\.name).joined(separator: ", ")
      throw CloudEventError(.malformed(expected: "one of \(names)"), at: "/sourcemode")
    }
    return mode
  }
}
