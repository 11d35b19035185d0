// SPDX-License-Identifier: Apache-2.0

/// What a row of a view is found by, as plain values.
public struct RowKey: Hashable, Sendable, CustomStringConvertible {
  /// The table that the row is of.
  public let table: String
  /// The components in declaration order; one called `key` if the key is a single value.
  public let fields: [NamedValue]

  init(table: String, key: Value) {
    self.table = table
    if case .message(let fields) = key {
      self.fields = fields
    } else {
      fields = [NamedValue("key", key)]
    }
  }

  /// The components' values.
  public var values: [Value] { fields.map(\.value) }

  /// The components joined by `:`, objects as `kind/key`.
  public var text: String { fields.map(\.value.description).joined(separator: ":") }

  /// The same with the kinds of objects left out: how people write a key.
  public var shortText: String {
    fields.map { field in
      if case .object(let name) = field.value { return name.key }
      return field.value.description
    }.joined(separator: ":")
  }

  public var description: String { text }
}

/// One row of a view as plain values: the form in which every view is shown and exported.
public struct ViewRow: Hashable, Sendable {
  public let key: RowKey
  /// In declaration order, absent ones left out; one called `value` if the row is one value.
  public let fields: [NamedValue]

  init(table: String, key: Value, row: Value?) {
    self.key = RowKey(table: table, key: key)
    switch row {
    case .message(let fields)?: self.fields = fields.map { NamedValue($0.name, $0.value.plainCase) }
    case let value?: fields = [NamedValue("value", value)]
    case nil: fields = []
    }
  }

  /// The value of a field, `nil` if it is absent.
  public subscript(name: String) -> Value? { fields.first { $0.name == name }?.value }
}

extension ViewRow: CustomStringConvertible {
  /// `received 12, closed 3`: the fields without the key.
  public var description: String {
    fields.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
  }
}

extension Value {
  /// An enum's case without values, which Swift encodes as an empty group, as its name.
  fileprivate var plainCase: Value {
    if case .message(let fields) = self, fields.count == 1, fields[0].value == .message([]) {
      return .text(fields[0].name)
    }
    return self
  }
}
