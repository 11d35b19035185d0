// SPDX-License-Identifier: Apache-2.0

/// An event as a mapping proposes it: names and plain values, before any schema has seen it.
public struct ProposedEvent: Equatable, Sendable {
  /// The event type, such as `TicketDispatched`.
  public let type: String
  /// The stream, an object name such as `ticket/18-00269879`.
  public let stream: String
  /// When it happened, with the text as written and what had to be decided to read it.
  public let occurred: SourceTime
  /// Who did it, an object name such as `body/balt-transportation`; nil if the source is silent.
  public let actor: String?
  /// The source system.
  public let system: String
  /// How the record arrived.
  public let mode: Mapping.Mode
  /// The number of the record at the source; the object's name for events that register objects.
  public let externalID: String
  /// Which event of its type within the record it is, from 1; with system, external id and type
  /// it makes the identity of the event.
  public let ordinal: Int
  /// The references in order; a role may repeat.
  public let references: [Reference]
  /// The plain fields in the order of the mapping; absent ones are left out.
  public let fields: [Field]
  /// The fields to be sealed.
  public let sealed: [SealedField]
  /// The doubts about the record and about this event, in order, each once.
  public let doubts: [String]
  /// What the event rests on.
  public let basis: Basis
  /// The line of the record or element in the file, from 1.
  public let line: Int

  /// What an event rests on.
  public enum Basis: String, CaseIterable, Sendable {
    /// It registers an object before its first use.
    case object
    /// The source states it.
    case stated
    /// The source implies it: a step without which the stated ones could not have happened.
    case implied
  }

  /// An object in a role.
  public struct Reference: Equatable, Sendable {
    /// The role, such as `handler`.
    public let role: String
    /// The object's name, such as `body/balt-transportation`.
    public let object: String
  }

  /// A field with its value; times are RFC 3339 in UTC, dates `2024-01-05`.
  public struct Field: Equatable, Sendable {
    /// The field's name.
    public let name: String
    /// The field's value.
    public let value: JSONValue
  }

  /// A field whose value is personal.
  public struct SealedField: Equatable, Sendable {
    /// The field's name.
    public let name: String
    /// The value in clear; it must not be stored or printed as it is.
    public let value: JSONValue
    /// The object under whose key it is sealed.
    public let subject: String
  }

  /// The value of the field called `name`, or nil.
  public func field(_ name: String) -> JSONValue? { fields.first { $0.name == name }?.value }

  /// The first object in `role`, or nil.
  public func reference(_ role: String) -> String? {
    references.first { $0.role == role }?.object
  }
}

/// A record that became events.
public struct MappedRecord: Equatable, Sendable {
  /// The line on which the record begins, from 1.
  public let line: Int
  /// The number of the record at the source.
  public let externalID: String
  /// The doubts about the record that its mapping keeps, in the order of the checks.
  public let doubts: [String]
  /// The events in the order in which they are to be appended.
  public let events: [ProposedEvent]
}

/// A record that became no events.
public struct RejectedRecord: Equatable, Sendable {
  /// The line on which the record begins, from 1.
  public let line: Int
  /// Why.
  public let problem: RecordProblem
  /// The record as it stood in the file: personal text, for the file of rejected rows only.
  public let rawText: String
}

/// Why a record is rejected.
public struct RecordProblem: Error, Equatable, Sendable {
  /// What is wrong.
  public let reason: Reason
  /// The column it was found in, by the header's name.
  public let column: String?
  /// The text of the cell: possibly personal, never part of ``description``.
  public let text: String?

  init(_ reason: Reason, column: String? = nil, text: String? = nil) {
    self.reason = reason
    self.column = column
    self.text = text
  }

  /// What can be wrong with a record.
  public enum Reason: Equatable, Sendable {
    /// The form of the row is broken.
    case malformed(CSVFault)
    /// A required column is empty.
    case required
    /// The record has no number of 1–256 bytes.
    case noNumber
    /// A text is no time.
    case time(SourceTimeError)
    /// An event has no time: the column is empty.
    case noTime(event: String)
    /// A text is no number of the kind wanted.
    case number
    /// A lookup has no entry for the text.
    case lookup(String)
    /// A list or object stands where a single value is needed.
    case notSingle
    /// The stream of an event is empty.
    case noStream(event: String)
    /// A text in role `role` is no object name `kind/key` of at most 200 bytes.
    case object(role: String)
    /// A check of this name rejects it.
    case check(String)
    /// The list that is iterated is missing or is no list.
    case noList(String)
  }
}

extension RecordProblem: CustomStringConvertible {
  public var description: String { (column.map { "column \($0): " } ?? "") + reason.description }
}

extension RecordProblem.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .malformed(let fault): fault.description
    case .required: "is empty, but required"
    case .noNumber: "the record has no number of its own, 1 to 256 bytes long"
    case .time(let error): error.description
    case .noTime(let event): "\(event) has no time"
    case .number: "is no number"
    case .lookup(let name): "has no entry in the lookup \(name); add it or a \"*\""
    case .notSingle: "holds a list or object where one value is needed"
    case .noStream(let event): "\(event) has no stream"
    case .object(let role): "\(role) is no object name of the form kind/key, at most 200 bytes"
    case .check(let name): "the check \(name) rejects it"
    case .noList(let path): "\(path) is missing or is no list"
    }
  }
}
