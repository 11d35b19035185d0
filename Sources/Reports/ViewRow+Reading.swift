// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Rows of views by the names of their columns. A name that a view does not have is a mistake of
// this module, which its tests find: a count then reads as none.
extension ViewRow {
  /// The value of a component of the key, else of a column.
  func value(_ column: String) -> Value? {
    key.fields.first { $0.name == column }?.value ?? self[column]
  }

  /// A count; `nil` where the view has no data.
  func count(_ column: String) -> Int? {
    if case .int(let number)? = value(column) { return Int(number) }
    return nil
  }

  func decimal(_ column: String) -> ExactDecimal? {
    if case .decimal(let number)? = value(column) { return number }
    return nil
  }

  func object(_ column: String) -> ObjectName? {
    if case .object(let name)? = value(column) { return name }
    return nil
  }

  func text(_ column: String) -> String? {
    if case .text(let text)? = value(column) { return text }
    return nil
  }

  func instant(_ column: String) -> Instant? {
    if case .instant(let instant)? = value(column) { return instant }
    return nil
  }

  func flag(_ column: String) -> Bool { value(column) == .bool(true) }

  /// The case of an enumeration.
  func named<E: RawRepresentable<String>>(_ column: String) -> E? { text(column).flatMap(E.init) }
}

extension [ViewRow] {
  /// The sum of a column; `nil` if there is no row.
  func sum(_ column: String) -> Int? {
    isEmpty ? nil : reduce(0) { $0 + ($1.count(column) ?? 0) }
  }
}
