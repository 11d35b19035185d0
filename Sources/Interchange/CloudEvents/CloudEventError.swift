// SPDX-License-Identifier: Apache-2.0
public import EventSourcing
internal import GridGovernance

/// Why a CloudEvents object is not taken in, and which part of it is to blame.
///
/// Values are never part of the text: they may be personal.
public struct CloudEventError: Error, Equatable, Sendable {
  /// What is wrong.
  public let reason: Reason
  /// The part as a JSON pointer (RFC 6901); empty for the whole object.
  public let pointer: String

  public init(_ reason: Reason, at pointer: String = "") {
    self.reason = reason
    self.pointer = pointer
  }

  /// What can be wrong with a CloudEvents object.
  public enum Reason: Equatable, Sendable {
    /// The text is not the JSON we accept.
    case json(JSONError)
    /// A required attribute is absent or null.
    case missing
    /// A value of another JSON type was expected.
    case wrongType(expected: String, found: String)
    /// The text does not have the form that the specification asks for.
    case malformed(expected: String)
    /// An attribute that neither CloudEvents nor gridlog defines.
    case unknownAttribute
    /// The catalogue has no such event type; one that may have been meant, if any is similar.
    case unknownType(suggestion: String?)
    /// A text has more than `limit` bytes.
    case tooLong(bytes: Int, limit: Int)
    /// Two parts say different things.
    case contradicts(String)
    /// A sealed field as an export shows it, which cannot be read in.
    case sealed
    /// A field has another form than its schema says.
    case field(FieldJSONError)
    /// The data does not fit the schema of its type.
    case schema(SchemaError)
    /// An earlier line has the same id and says something else.
    case idRepeated(line: Int)
  }
}

extension CloudEventError {
  /// A fault of the data, with the pointer made from the path of its field.
  init(_ error: SchemaError) {
    switch error.reason {
    case .unknownVersion: self.init(.schema(error), at: "/dataschema")
    default: self.init(.schema(error), at: CloudEventError.pointer(toField: error.field))
    }
  }

  /// A fault of one field's form.
  init(_ error: FieldJSONError) {
    self.init(.field(error), at: error.pointer == "/" ? "/data" : "/data" + error.pointer)
  }

  /// `a.b[2]` in the data is `/data/a/b/2` in the object.
  static func pointer(toField path: String?) -> String {
    guard let path else { return "/data" }
    let steps = path.replacing("[", with: ".").replacing("]", with: "").split(separator: ".")
    return "/data" + steps.map { "/\($0)" }.joined()
  }
}

extension CloudEventError: CustomStringConvertible {
  public var description: String {
    pointer.isEmpty ? reason.description : "\(pointer): \(reason)"
  }
}

extension CloudEventError.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .json(let error): error.description
    case .missing: "this attribute is required and absent"
    case .wrongType(let expected, let found): "expected \(expected), found \(found)"
    case .malformed(let expected): "this is not \(expected)"
    case .unknownAttribute: "this attribute is not known; leave it out or have it ignored"
    case .unknownType(let suggestion):
      "this event type is not known"
        + (suggestion.map { "; did you mean \($0)?" } ?? "; check the spelling against schemas/")
    case .tooLong(let bytes, let limit): "has \(bytes) bytes; the limit is \(limit)"
    case .contradicts(let other): "says something else than \(other)"
    case .sealed: "a sealed field cannot be read in; only clear text can be appended"
    case .field(let error): "expected \(error.expected.english), found \(error.found.english)"
    case .schema(let error): error.description
    case .idRepeated(let line): "line \(line) has the same id and says something else"
    }
  }
}
