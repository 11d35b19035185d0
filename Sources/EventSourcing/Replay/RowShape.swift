// SPDX-License-Identifier: Apache-2.0

/// The fields of rows, whether or not the rows at hand have them all.
enum RowShape {
  /// Fields in declaration order: the properties of a row, else what the type says of itself.
  static func columns(_ store: AnyTableStore, rows: [ViewRow]) -> [String] {
    if let described = store.described { return described.columns }
    var columns = properties(store.anyRow()) ?? TypeProbe.fields(of: store.rowType) ?? ["value"]
    let written = Set(rows.flatMap { $0.fields.map(\.name) })
    // A row with coding keys of its own names its fields otherwise than its properties.
    if !written.isSubset(of: columns) { columns = [] }
    for row in rows {
      for field in row.fields where !columns.contains(field.name) { columns.append(field.name) }
    }
    return columns
  }

  static func keyColumns(_ store: AnyTableStore) -> [String] {
    store.described?.keyColumns ?? TypeProbe.fields(of: store.keyType) ?? ["key"]
  }

  private static func properties(_ row: Any?) -> [String]? {
    guard let row, !(row is any PlainValue), !(row is ObjectID) else { return nil }
    let mirror = Mirror(reflecting: row)
    return mirror.displayStyle == .struct ? mirror.children.compactMap(\.label) : nil
  }
}
