// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// The names that a catalogue speaks of: what a stranger's file may bring into the process.
///
/// Types, roles and kinds are numbered for the life of the process, 65,535 of each; a file with
/// invented ones must meet an error and not the end of the table.
struct KnownNames: Sendable {
  let types: [String: EventType]
  let roles: [String: Role]
  let kinds: Set<String>

  init(_ catalogue: SchemaCatalogue, kinds more: Set<ObjectKind> = []) {
    var types: [String: EventType] = [:]
    var roles: [String: Role] = [:]
    // Objects of the header, which no schema lists.
    var kinds: Set<String> = ["system", "body", "person", "post"]
    kinds.formUnion(more.map(\.name))
    for schema in catalogue.schemas {
      types[schema.type.name] = schema.type
      if let role = schema.streamRole { roles[role.name] = role }
      for field in schema.fields {
        guard case .reference(let role, let named, _) = field.place else { continue }
        roles[role.name] = role
        kinds.formUnion(named.map(\.name))
      }
    }
    self.types = types
    self.roles = roles
    self.kinds = kinds
  }

  func role(_ name: String) -> Role? { roles[name] }

  /// The object of that name if its kind is known.
  func object(_ text: String) -> ObjectName? {
    guard let name = ObjectName(text), kinds.contains(String(text.prefix { $0 != "/" })) else {
      return nil
    }
    return name
  }
}
