// SPDX-License-Identifier: Apache-2.0

/// What an event does to earlier events, for folds in happened order (design §5).
public enum EventEffect: Hashable, Sendable {
  case none
  /// Replaces one field of the event named by `target`.
  ///
  /// The three are names of fields of this event: an event id, the name of the amended field
  /// (`occurred` and `externalID` for the header), and the new value.
  case amends(target: String, field: String, value: String)
  /// The event named by the field `target` never happened.
  case retracts(target: String)
}

/// The shape of one version of an event type: the contract of its JSON form and its bytes.
public struct EventSchema: Hashable, Sendable {
  public let type: EventType
  /// 1 for the first version, then without gaps.
  public let version: Int
  /// The term in the language of the field, and what the event states in a few words.
  public let title: String
  public let fields: [Field]
  /// Those of the payload, by ascending number: the order of their bytes.
  let payloadFields: [Field]
  /// How the rest of the payload is written, where no field says it.
  let plain: PlainPayload?
  /// The role whose object is the event's stream, where the type decides it.
  public let streamRole: Role?
  public let effect: EventEffect
  /// Whether the event may carry references in roles that are none of its fields.
  ///
  /// A repair carries every reference of its target, so that conditions and indexes find it.
  public let carriesForeignReferences: Bool

  public init(
    _ type: EventType, version: Int = 1, title: String, stream: Role? = nil,
    effect: EventEffect = .none, carriesForeignReferences: Bool = false, _ fields: [Field]
  ) {
    self.init(
      type, version: version, title: title, stream: stream, effect: effect,
      carriesForeignReferences: carriesForeignReferences, fields, plain: nil)
  }

  init(
    _ type: EventType, version: Int, title: String, stream: Role?, effect: EventEffect = .none,
    carriesForeignReferences: Bool = false, _ fields: [Field], plain: PlainPayload?
  ) {
    self.type = type
    self.version = version
    self.title = title
    self.fields = fields
    payloadFields = fields.filter { $0.place == .payload }.sorted { $0.number < $1.number }
    self.plain = plain
    self.streamRole = stream
    self.effect = effect
    self.carriesForeignReferences = carriesForeignReferences
    preconditionValid()
  }

  /// The field of that name.
  public func field(named name: String) -> Field? { fields.first { $0.name == name } }

  /// `TicketDispatched.v1`: the name of the schema's file.
  public var name: String { "\(type.name).v\(version)" }

  private func preconditionValid() {
    precondition(version >= 1 && version < 65536, "\(name): versions start at 1")
    let numbers = fields.map(\.number).filter { $0 > 0 }
    precondition(Set(numbers).count == numbers.count, "\(name): a field number stands twice")
    precondition(
      Set(fields.map(\.name)).count == fields.count, "\(name): a field name stands twice")
  }
}

/// A typed event: a `Codable` struct whose properties are the fields of its schema.
///
/// Properties of payload fields have the library's value types; references are `ObjectName`,
/// `ObjectName?` or `[ObjectName]`; sealed fields are `SealedText`.
public protocol Event: Codable, Hashable, Sendable {
  static var schema: EventSchema { get }
}

extension Event {
  public static var type: EventType { schema.type }
}

/// All event types and versions that a program knows.
public struct SchemaCatalogue: Sendable {
  /// By type name, then version: the order of every listing.
  public let schemas: [EventSchema]
  private let byType: [EventType: [Int: EventSchema]]
  /// By the process number of the type: an append looks here for every event.
  private let fits: [[SchemaFit]]

  /// Traps if a type and version stands twice: two meanings for the same bytes.
  public init(_ schemas: [EventSchema]) {
    self.schemas = schemas.sorted { ($0.type, $0.version) < ($1.type, $1.version) }
    var byType: [EventType: [Int: EventSchema]] = [:]
    for schema in schemas {
      let previous = byType[schema.type, default: [:]].updateValue(schema, forKey: schema.version)
      precondition(previous == nil, "\(schema.name) stands twice in the catalogue")
    }
    self.byType = byType
    var fits = Array(
      repeating: [SchemaFit](), count: Int(schemas.map(\.type.number).max() ?? 0) + 1)
    for schema in self.schemas { fits[Int(schema.type.number)].append(SchemaFit(schema)) }
    self.fits = fits
  }

  /// What a type and version asks of an event; `nil` if the catalogue does not know it.
  func fit(_ type: EventType, version: Int) -> SchemaFit? {
    guard Int(type.number) < fits.count else { return nil }
    return fits[Int(type.number)].first { $0.version == version }
  }

  /// Whether an event surely fits its schema; if not, `EventSchema.check` tells.
  @inline(__always)
  func takes(_ event: UnsafePointer<NewEvent>) -> Bool {
    let (type, version) = (Int(event.pointee.type.number), event.pointee.version)
    guard type < fits.count else { return false }
    // Not lent to a closure: that would count the array for each event.
    let fits = fits[type].withUnsafeBufferPointer { $0 }
    for index in fits.indices where fits[index].version == version {
      return fits[index].takes(event.references, payload: event.payload)
    }
    return false
  }

  public func schema(_ type: EventType, version: Int) -> EventSchema? {
    byType[type]?[version]
  }

  /// The newest version of a type.
  public func newest(_ type: EventType) -> EventSchema? {
    byType[type]?.max { $0.key < $1.key }?.value
  }
}
