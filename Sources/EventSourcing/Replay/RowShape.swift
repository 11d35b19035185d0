// SPDX-License-Identifier: Apache-2.0

/// The fields of rows, whether or not the rows at hand have them all.
enum RowShape {
  /// Fields in declaration order: from a row's properties, else from the rows themselves.
  static func columns(_ store: AnyTableStore, rows: [ViewRow]) -> [String] {
    var columns = TypeProbe.fields(of: store.rowType) ?? ["value"]
    for row in rows {
      for field in row.fields where !columns.contains(field.name) { columns.append(field.name) }
    }
    return columns
  }

  static func keyColumns(_ store: AnyTableStore) -> [String] {
    TypeProbe.fields(of: store.keyType) ?? ["key"]
  }
}
