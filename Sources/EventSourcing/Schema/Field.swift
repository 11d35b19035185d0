// SPDX-License-Identifier: Apache-2.0

/// The type of a field's value, as schemas name it.
public indirect enum FieldType: Hashable, Sendable {
  case bool
  case int
  case decimal
  case rational
  case instant
  case date
  /// Minutes since midnight, 0…1440; `08:30` in JSON.
  case timeOfDay
  /// One of a closed list; the number stands in the bytes, the name in the schema.
  case enumeration([EnumerationCase])
  /// A short name that a rule set lists; ASCII or Chinese letters, never a person's words.
  case code
  case text
  /// Hexadecimal in JSON.
  case bytes
  case eventID
  /// Any plain value with its type beside it: what a correction puts in place.
  case anyValue
  case message([Field])
  case list(FieldType)
  /// A list without order: stored ascending, without repeats.
  case set(FieldType)
}

/// One name of an enumeration and the number that stands for it for ever.
public struct EnumerationCase: Hashable, Sendable {
  public let number: Int
  public let name: String

  public init(_ number: Int, _ name: String) {
    self.number = number
    self.name = name
  }
}

/// Where a field of an event lives.
public enum FieldPlace: Hashable, Sendable {
  /// In the payload, under its number.
  case payload
  /// Only in the event's references, under this role and one of these kinds (empty: any).
  case reference(role: Role, kinds: [ObjectKind], repeats: Bool)
  /// In the sealed section, under the key of the first of these roles that the event has.
  ///
  /// `purpose` names the group that is sealed and opened together.
  case sealed(subjects: [Role], purpose: String)
}

/// One field of an event type: its number, name, type, place, and whether it may be absent.
public struct Field: Hashable, Sendable {
  /// 1…2²⁹−1 in the payload and the sealed section; 0 for references, which have none.
  public let number: Int
  public let name: String
  public let type: FieldType
  public let place: FieldPlace
  public let isOptional: Bool
  /// Why text in clear cannot name a person; every clear text field must say so (design §3).
  public let harmless: String?

  public init(
    _ number: Int, _ name: String, _ type: FieldType, place: FieldPlace = .payload,
    optional: Bool = false, harmless: String? = nil
  ) {
    self.number = number
    self.name = name
    self.type = type
    self.place = place
    self.isOptional = optional
    self.harmless = harmless
  }

  /// A field that lives only in the references, in the role of the same name unless given.
  public static func reference(
    _ name: String, _ kinds: ObjectKind..., role: Role? = nil, optional: Bool = false
  ) -> Field {
    Field(
      0, name, .text,
      place: .reference(role: role ?? Role(name), kinds: kinds, repeats: false),
      optional: optional)
  }

  /// Any number of references in one role; not optional means at least one.
  public static func references(
    _ name: String, _ kinds: ObjectKind..., role: Role? = nil, optional: Bool = true
  ) -> Field {
    Field(
      0, name, .list(.text),
      place: .reference(role: role ?? Role(name), kinds: kinds, repeats: true),
      optional: optional)
  }

  /// Text sealed under the key of the first of `subjects` that the event has.
  public static func sealed(
    _ number: Int, _ name: String, subjects: [Role], purpose: String, optional: Bool = false
  ) -> Field {
    Field(
      number, name, .text, place: .sealed(subjects: subjects, purpose: purpose),
      optional: optional)
  }
}
