// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Interchange

/// A JSON document of the program: its schema's name first, then its members in order.
///
/// docs/CLI_JSON.md is the contract; a member once released keeps its name and meaning.
struct Document {
  private var members: [JSONMember]

  /// `name` is the document's own, such as `stat`; `version` rises when a reader must change.
  init(_ name: String, version: Int = 1) {
    members = [JSONMember("schema", .string("gridlog.\(name)/\(version)"))]
  }

  /// A part of a document.
  init() { members = [] }

  var json: JSONValue { .object(members) }

  mutating func add(_ name: String, _ value: JSONValue) { members.append(JSONMember(name, value)) }
  mutating func add(_ name: String, _ text: String) { add(name, .string(text)) }
  mutating func add(_ name: String, _ number: Int) { add(name, .number(String(number))) }
  mutating func add(_ name: String, _ number: UInt64) { add(name, .number(String(number))) }
  mutating func add(_ name: String, _ flag: Bool) { add(name, .bool(flag)) }
  mutating func add(_ name: String, _ position: Position) { add(name, position.json) }
  mutating func add(_ name: String, _ instant: Instant) { add(name, instant.description) }
  mutating func add(_ name: String, _ parts: [Document]) {
    add(name, .array(parts.map(\.json)))
  }

  /// Null stands for what there is none of, so that every member is always there.
  mutating func add(_ name: String, orNull instant: Instant?) {
    add(name, instant.map { .string($0.description) } ?? .null)
  }
  mutating func add(_ name: String, orNull position: Position?) {
    add(name, position?.json ?? .null)
  }
  mutating func add(_ name: String, orNull text: String?) {
    add(name, text.map { .string($0) } ?? .null)
  }
}

extension Position {
  /// A number; the text `+1` for an event that a what-if adds.
  var json: JSONValue {
    assumedNumber == nil ? .number(String(rawValue)) : .string(description)
  }
}
