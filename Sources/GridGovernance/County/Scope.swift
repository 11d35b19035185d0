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

  /// Whether a row belongs to the scope, by its column or key `town`.
  func contains(_ row: ViewRow) -> Bool {
    guard case .towns(let towns) = self else { return true }
    let town = row.key.fields.first { $0.name == "town" }?.value ?? row["town"]
    guard case .object(let name)? = town else { return false }
    return towns.contains(name)
  }
}
