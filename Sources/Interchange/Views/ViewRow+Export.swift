// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

extension ViewRow {
  /// The row as a JSON object: `key`, the key's components, then the fields.
  ///
  /// `key` is the text by which the row is asked for again. Whole numbers are numbers, decimals
  /// and fractions texts; an absent field is left out.
  public var json: JSONValue { .object(key.members + fields.map(RowKey.member)) }

  /// The cells under `columns`, which names components of the key and fields.
  public func cells(_ columns: [String]) -> [CSVWriter.Cell] {
    columns.map { column in
      guard let value = value(of: column) else { return .empty }
      switch value {
      case .int, .decimal: return .number(value.description)
      case .list, .message: return .text(JSONWriter.text(FieldJSON.plain(value)))
      default: return .text(value.description)
      }
    }
  }

  /// The component of the key or the field of that name.
  public func value(of column: String) -> Value? {
    key.fields.first { $0.name == column }?.value ?? self[column]
  }
}

extension RowKey {
  /// `key`, then the components under their names.
  public var members: [JSONMember] {
    [JSONMember("key", .string(text))] + fields.filter { $0.name != "key" }.map(RowKey.member)
  }

  fileprivate static func member(_ value: NamedValue) -> JSONMember {
    JSONMember(value.name, FieldJSON.plain(value.value))
  }
}

extension RowChange {
  /// The change as a JSON object: `table`, `key`, `kind`, and the row or the fields.
  public var json: JSONValue {
    var members = [JSONMember("table", .string(key.table))] + key.members
    switch kind {
    case .added(let row):
      members.append(JSONMember("kind", .string("added")))
      members.append(JSONMember("row", row.json))
    case .removed(let row):
      members.append(JSONMember("kind", .string("removed")))
      members.append(JSONMember("row", row.json))
    case .changed(let fields):
      members.append(JSONMember("kind", .string("changed")))
      members.append(JSONMember("fields", .array(fields.map(\.json))))
    }
    return .object(members)
  }
}

extension FieldChange {
  /// `name`, `old` and `new`; null where the field is absent.
  public var json: JSONValue {
    .object([
      JSONMember("name", .string(name)),
      JSONMember("old", old.map(FieldJSON.plain) ?? .null),
      JSONMember("new", new.map(FieldJSON.plain) ?? .null),
    ])
  }
}
