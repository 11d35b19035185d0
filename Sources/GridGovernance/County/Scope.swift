// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Whose rows a reader may see: every read of a county has one (reliability §3.2).
///
/// It makes reading safe by default; it cannot stop someone who can read the file.
public enum Scope: Hashable, Sendable {
  /// Everything.
  case county
  /// Rows of these towns.
  case towns(Set<ObjectName>)
  /// Rows of these grids.
  case grids(Set<ObjectName>)

  /// Whether a row belongs to the scope, by its key or column `town` or `grid`.
  ///
  /// A row that says neither belongs to the county alone.
  func contains(_ row: ViewRow) -> Bool {
    switch self {
    case .county: true
    case .towns(let towns): row.object("town").map(towns.contains) ?? false
    case .grids(let grids): row.object("grid").map(grids.contains) ?? false
    }
  }
}

extension ViewRow {
  /// The object in a component of the key, else in a column, of that name.
  fileprivate func object(_ name: String) -> ObjectName? {
    guard
      case .object(let object)? = key.fields.first(where: { $0.name == name })?.value
        ?? self[name]
    else { return nil }
    return object
  }
}
