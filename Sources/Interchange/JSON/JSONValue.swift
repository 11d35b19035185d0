// SPDX-License-Identifier: Apache-2.0

/// A JSON value exactly as it was written: numbers keep their digits, objects their order.
///
/// Two values are equal if their texts are, scalar by scalar: `"é"` written as one scalar is not
/// `"é"` written as two, and `1.0` is not `1`. Nothing is ever turned into a `Double`.
public enum JSONValue: Sendable {
  /// The word `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number as it stood in the text, such as `-0.50` or `1e999`.
  case number(String)
  /// A text, unescaped.
  case string(String)
  /// The elements in order.
  case array([JSONValue])
  /// The members in the order of the text; keys are distinct.
  case object([JSONMember])
}

/// One key of an object with its value.
public struct JSONMember: Sendable, Equatable {
  /// The key, unescaped.
  public let key: String
  /// The value behind the key.
  public let value: JSONValue

  /// Pairs a key with a value.
  public init(_ key: String, _ value: JSONValue) {
    self.key = key
    self.value = value
  }

  public static func == (left: JSONMember, right: JSONMember) -> Bool {
    sameScalars(left.key, right.key) && left.value == right.value
  }
}

extension JSONValue: Equatable {
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)), (.string(let a), .string(let b)): sameScalars(a, b)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    default: false
    }
  }
}

/// Compares texts scalar by scalar; `==` would take canonically equivalent texts as equal.
private func sameScalars(_ left: String, _ right: String) -> Bool {
  left.utf8.elementsEqual(right.utf8)
}

extension JSONValue {
  /// The value behind `key`, or nil if this is no object or has no such key.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { sameScalars($0.key, key) }?.value
  }

  /// The element at `index`, or nil if this is no array or is shorter.
  public subscript(index: Int) -> JSONValue? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// The text of a string, or nil.
  public var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The value of a number written as a plain integer within 64 bits, or nil.
  public var integer: Int64? {
    guard case .number(let digits) = self else { return nil }
    return Int64(digits)
  }

  /// The truth value, or nil.
  public var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// The elements of an array, or nil.
  public var elements: [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// The members of an object in the order of the text, or nil.
  public var members: [JSONMember]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  /// The value at the end of a path of keys and array indexes, such as `["notes", "0", "type"]`.
  ///
  /// - Returns: nil if a step does not exist.
  public func value(at path: some Sequence<String>) -> JSONValue? {
    var value = self
    for step in path {
      guard let next = value[step] ?? Int(step).flatMap({ value[$0] }) else { return nil }
      value = next
    }
    return value
  }
}
