// SPDX-License-Identifier: Apache-2.0

/// How the records of one source become events: the contract of `docs/MAPPING.md` as a value.
///
/// A mapping knows names only as text. Whether its event types and fields exist is decided where
/// proposals are bound to a log's schemas.
public struct Mapping: Sendable {
  /// The form of the file.
  public let format: Format
  /// The name of the source system, part of every event's identity.
  public let system: String
  /// How the records arrive.
  public let mode: Mode
  /// The encoding to read with, or nil to find it.
  public let encoding: TextEncoding?
  /// The character between cells, or nil to find it.
  public let separator: CSVSeparator?
  /// The line of the header, or nil to find it.
  public let headerLine: Int?
  /// The columns that the mapping uses, in the order in which it first names them.
  public let columns: [MappingColumn]
  /// The doubts that the mapping can raise, in order.
  public let checks: [MappingCheck]

  let recordID: Template
  let order: ColumnID?
  let each: MappingEach?
  let lookups: [Lookup]
  let objects: [ObjectRule]
  let events: [EventRule]

  /// The forms of file that a mapping can describe.
  public enum Format: String, CaseIterable, Sendable {
    /// A table with one record a row.
    case csv
    /// A JSON array of GeoReport v2 service requests.
    case open311
  }

  /// How records come in: the words of `ExternalRecordImported`.
  public enum Mode: String, CaseIterable, Sendable {
    /// One by one, as they come about.
    case feed
    /// In a file now and then.
    case batch
    /// Typed in a second time.
    case reentered
  }

  /// The event types that the mapping can produce, each once, objects first.
  public var eventTypes: [String] {
    var types: [String] = []
    for type in objects.map(\.event.type) + events.map(\.type) where !types.contains(type) {
      types.append(type)
    }
    return types
  }
}

/// A place in ``Mapping/columns``.
typealias ColumnID = Int

/// A column of the source that the mapping uses.
public struct MappingColumn: Equatable, Sendable {
  /// The name in the header, or the path in a JSON record such as `note.type`.
  public let name: String
  /// What the column is used for, such as `TicketClosed.reason`; never empty.
  public internal(set) var uses: [String] = []
  /// Whether its texts are about persons: declared so, or used in sealed fields only.
  public internal(set) var isPersonal = false

  /// Whether the column may be missing in the file.
  public internal(set) var isOptional = false
  var isRequired = false
  var isDeclaredPersonal = false
  var isUsedInClear = false
  var trims = true
  var emptyTexts: [String] = []
  var defaultText: String?
  var lookup: Int?
  var formats: [TimeFormat] = []
  var zone = ZoneRule.wall
  var kind = Kind.text
  /// The steps to the value in a JSON record or element.
  var path: [String] = []
  /// Whether the value is looked for in the element that is iterated, not in the record.
  var isInElement = false

  /// How two values of the column are compared.
  enum Kind: String, CaseIterable, Sendable {
    case text
    case number
    case time
  }
}

/// Where civil times without an offset are read.
enum ZoneRule: Equatable, Sendable {
  /// In the business zone of the log that is imported into.
  case wall
  case zone(SourceZone)
}

/// A list inside each record of which every element is mapped by itself.
struct MappingEach: Equatable, Sendable {
  let path: [String]
  let name: String
}

/// Texts and what they stand for.
struct Lookup: Equatable, Sendable {
  let name: String
  let entries: [String: String]
  let otherwise: String?
}

/// A named doubt about a record.
public struct MappingCheck: Equatable, Sendable {
  /// The name under which the doubt is counted and recorded.
  public let name: String
  /// What happens to a record in doubt.
  public let action: Action
  let condition: Condition
  let isInElement: Bool

  /// What happens to a record in doubt.
  public enum Action: String, CaseIterable, Sendable {
    /// The record is kept and its events are flagged.
    case keep
    /// The record is rejected with the doubt as reason.
    case reject
  }
}

/// What holds or does not hold of a record.
indirect enum Condition: Equatable, Sendable {
  case filled(ColumnID)
  case oneOf(Operand, [String])
  case compare(Template, Comparison, Template, MappingColumn.Kind)
  case not(Condition)
  case all([Condition])
  case any([Condition])
}

/// A column with filters, as named in conditions.
struct Operand: Equatable, Sendable {
  let column: ColumnID
  let filters: [Filter]
}

/// How two values are compared.
enum Comparison: String, CaseIterable, Sendable {
  case lessOrEqual = "<="
  case greaterOrEqual = ">="
  case unequal = "!="
  case less = "<"
  case greater = ">"
  case equal = "="
}

/// A value of an event's field.
indirect enum FieldValue: Equatable, Sendable {
  case constant(JSONValue)
  case text(Template)
  case time(ColumnID)
  case date(ColumnID)
  case integer(ColumnID)
  case decimal(ColumnID)
  case bool(Condition)
  case lookup(Int, Template)
  case list([FieldValue])
  case firstOf([FieldValue])
  case choice(Condition, then: FieldValue, otherwise: FieldValue?)
  /// The names of the doubts raised about the record, all or only those listed.
  case doubts([String]?)
}

/// A field or reference with the rule for its value.
struct NamedRule<Rule: Equatable & Sendable>: Equatable, Sendable {
  let name: String
  let rule: Rule
}

/// How one event is made of a record or element.
struct EventRule: Equatable, Sendable {
  var type: String
  var isInElement = false
  var isImplied = false
  var when: Condition?
  var stream: [Template] = []
  var occurred = Occurred.column(0)
  var actor: [Template] = []
  /// Alternatives for one reference stand in one rule, repeated references in several.
  var references: [NamedRule<[Template]>] = []
  var fields: [NamedRule<FieldValue>] = []
  var sealed: [NamedRule<FieldValue>] = []
  /// Whose key seals the sealed fields; the stream if empty.
  var subject: [Template] = []
  var expects: Expectation?

  /// When an event happened.
  enum Occurred: Equatable, Sendable {
    case column(ColumnID)
    case at(SourceTime)
  }

  /// An event that must have come before in the same stream; otherwise the doubt is raised.
  struct Expectation: Equatable, Sendable {
    let type: String
    let doubt: String
  }
}

/// An object that is registered by an event before it is first used.
struct ObjectRule: Equatable, Sendable {
  let object: Template
  let role: String?
  let event: EventRule
}
