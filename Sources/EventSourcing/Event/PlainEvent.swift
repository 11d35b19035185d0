// SPDX-License-Identifier: Apache-2.0

/// A typed event without a schema of its own: any `Codable` struct, its payload canonical JSON.
///
/// ```swift
/// struct ParcelScanned: PlainEvent {
///   static let type: EventType = "ParcelScanned", version = 1
///   static let harmless = "weights and speeds"
///   static let references: [Field] = [.reference("depot", "depot")]
///   var depot: ObjectName
///   var weight: Int
/// }
/// ```
///
/// In a catalogue, a fold, a correction and CloudEvents it is an event like any other; a fold
/// decodes it whole, for its fields have no numbers. It costs more bytes and time than an
/// ``Event`` with a schema, and its fields are a contract only as far as the struct is one.
///
/// Properties are whole numbers of 64 bits, texts, the library's value types, and structs,
/// enumerations, lists and dictionaries of these. Binary floating point, gaps in lists and
/// ``SealedText`` are refused when the event is made.
public protocol PlainEvent: Event {
  /// The name in the log: storage format, never renamed.
  static var type: EventType { get }
  /// 1 unless declared. Raise it when the properties change, and give an ``Upcaster``.
  static var version: Int { get }
  /// Why its text cannot name a person; never empty.
  ///
  /// The payload stands in clear for ever. Whoever has personal words to keep declares an
  /// ``Event`` with a sealed field (design §3).
  static var harmless: String { get }
  /// The properties that name objects: they live in the references alone, where conditions,
  /// indexes and folds find them. None unless declared.
  static var references: [Field] { get }
  /// The role whose object is the event's stream; none unless declared.
  static var stream: Role? { get }
}

extension PlainEvent {
  @available(*, unavailable, message: "declare the name under which the log keeps the event")
  public static var type: EventType { preconditionFailure("a plain event names its type") }
  public static var version: Int { 1 }
  public static var references: [Field] { [] }
  public static var stream: Role? { nil }
  /// What catalogues take.
  public static var schema: EventSchema { EventSchema(of: Self.self) }
}
