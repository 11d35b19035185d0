// SPDX-License-Identifier: Apache-2.0

/// One difference between a frozen schema file and the code.
public struct SchemaChange: Hashable, Sendable {
  /// Whether events that are stored, or files that others made, could no longer be read.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    // Breaking.
    case schemaRemoved = "schema-removed"
    case fieldRemoved = "field-removed"
    case requiredFieldAdded = "required-field-added"
    case fieldRequired = "field-required"
    case numberChanged = "number-changed"
    case typeChanged = "type-changed"
    case placeChanged = "place-changed"
    case roleChanged = "role-changed"
    case kindRemoved = "kind-removed"
    case caseRemoved = "case-removed"
    case caseRenumbered = "case-renumbered"
    case sealingChanged = "sealing-changed"
    case typeMeaningChanged = "type-meaning-changed"
    case upcasterMissing = "upcaster-missing"
    // Compatible.
    case typeAdded = "type-added"
    case versionAdded = "version-added"
    case optionalFieldAdded = "optional-field-added"
    case fieldOptional = "field-optional"
    case kindAdded = "kind-added"
    case caseAdded = "case-added"
    case wordsChanged = "words-changed"

    public var isBreaking: Bool {
      switch self {
      case .typeAdded, .versionAdded, .optionalFieldAdded, .fieldOptional, .kindAdded, .caseAdded,
        .wordsChanged:
        false
      default: true
      }
    }
  }

  /// `TicketDispatched.v1`
  public let schema: String
  /// The field by its path, `items[].clause`; `nil` for the type itself.
  public let field: String?
  public let kind: Kind
  /// What the file says, and what the code says; `nil` where one says nothing.
  public let frozen: String?
  public let code: String?

  public init(
    _ schema: String, field: String? = nil, _ kind: Kind, frozen: String? = nil,
    code: String? = nil
  ) {
    self.schema = schema
    self.field = field
    self.kind = kind
    self.frozen = frozen
    self.code = code
  }
}
