// SPDX-License-Identifier: Apache-2.0

/// Why an event does not fit its schema: the type, the field, and what was expected there.
///
/// Field values are never part of the text: they may be personal.
public struct SchemaError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Reason: Hashable, Sendable {
    case unknownType
    case unknownVersion(newest: Int)
    case unknownField
    case missing
    case wrongType(expected: String, found: String)
    case notInList(allowed: [String])
    case wrongKind(expected: [String], found: String)
    case tooLong(bytes: Int, limit: Int)
    case tooMany(count: Int, limit: Int)
    case notUnique
    case outOfRange(String)
    case noSubject(roles: [String])
    case bytes(WireError)
  }

  public let type: EventType
  public let version: Int
  /// The path of the field, dots between names; `nil` if the event as a whole is meant.
  public let field: String?
  public let reason: Reason

  public init(_ type: EventType, version: Int, field: String? = nil, _ reason: Reason) {
    self.type = type
    self.version = version
    self.field = field
    self.reason = reason
  }

  public var description: String {
    let place = "\(type.name) v\(version)" + (field.map { ", field \($0)" } ?? "")
    return "\(place): \(what)"
  }

  private var what: String {
    switch reason {
    case .unknownType:
      "this event type is not known; check the spelling against schemas/"
    case .unknownVersion(let newest):
      "this version is not known, the newest is \(newest); a newer gridlog may read it"
    case .unknownField: "the schema has no such field; leave it out or check its spelling"
    case .missing: "the field is required and absent"
    case .wrongType(let expected, let found): "expected \(expected), found \(found)"
    case .notInList(let allowed): "is not one of \(allowed.joined(separator: ", "))"
    case .wrongKind(let expected, let found):
      "expects an object of kind \(expected.joined(separator: " or ")), found kind \(found)"
    case .tooLong(let bytes, let limit): "has \(bytes) bytes; the limit is \(limit)"
    case .tooMany(let count, let limit):
      "has \(count) references; the limit is \(limit)"
    case .notUnique: "holds the same element twice, and is a set"
    case .outOfRange(let range): "is outside \(range)"
    case .noSubject(let roles):
      "has personal text but no subject; name one of \(roles.joined(separator: ", "))"
    case .bytes(let error): error.description
    }
  }
}
