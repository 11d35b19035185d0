// SPDX-License-Identifier: Apache-2.0

/// How the rows of a table are made fewer: which go together, and what they are together.
package protocol RowJoining {
  /// Where the row of that key goes; `nil` leaves it out.
  ///
  /// - Parameter spelled: The key as plain values.
  func place(
    of key: any TableKey, spelled: Value, holding row: any TableRow.Type
  ) -> JoinedPlace?

  /// Makes `row` what the two rows are together; `later` has the greater order.
  func add<Row: TableRow>(_ later: Row, to row: inout Row)

  /// A joined row as it is shown, where it is shown otherwise than a single one; else `nil`.
  func shown<Row: TableRow>(_ row: Row, of key: any TableKey) -> Row?
}

/// Under which key a row is counted, and where it stands among those counted there.
package struct JoinedPlace {
  package var key: Value
  package var order: Int

  package init(key: Value, order: Int) {
    self.key = key
    self.order = order
  }
}

extension AnyView {
  /// The types of a table's keys and rows.
  package func types(
    of table: String
  ) throws(ReplayError) -> (key: any TableKey.Type, row: any TableRow.Type) {
    let store = try answer(table).store
    return (store.keyType, store.rowType)
  }

  /// The rows of a table joined, sorted by key; columns that the clock changes follow from the
  /// joined row and from the last of its keys.
  package func rows(
    of table: String, joined joining: some RowJoining
  ) throws(ReplayError) -> [ViewRow] {
    let answer = try answer(table)
    guard let store = answer.store as? any TypedRows else { return [] }
    let directory = context.session.directory
    let encoder = ValueEncoder { directory.name(of: $0) }
    do {
      return try store.plainRows(encoder, presenting: presenters, joined: joining)
        .sorted { Value.precedes($0.key, $1.key) }
        .map { ViewRow(table: table, key: $0.key, row: $0.row) }
    } catch {
      let detail = ReplayError.detail(error)
      preconditionFailure("\(name).\(table): a row cannot be written: \(detail)")
    }
  }
}

/// A table whose types are known.
private protocol TypedRows {
  func plainRows(
    _ encoder: ValueEncoder, presenting presenters: [Any], joined joining: some RowJoining
  ) throws -> [PlainRow]
}

extension TableStore: TypedRows {
  fileprivate func plainRows(
    _ encoder: ValueEncoder, presenting presenters: [Any], joined joining: some RowJoining
  ) throws -> [PlainRow] {
    let present = presenters.lazy.compactMap { $0 as? (Row, Key) -> Row }.first
    var placed: [(place: JoinedPlace, slot: UInt64, key: Key, row: Row)] = []
    for entry in entries() {
      let spelled = try encoder.value(of: entry.key)
      guard let place = joining.place(of: entry.key, spelled: spelled, holding: Row.self)
      else { continue }
      placed.append((place, entry.slot, entry.key, entry.row))
    }
    placed.sort { left, right in
      let order = Value.compare(left.place.key, right.place.key)
      return order == 0 ? left.place.order < right.place.order : order < 0
    }
    var result: [PlainRow] = []
    var index = placed.startIndex
    while index < placed.endIndex {
      var (place, slot, key, row) = placed[index]
      index += 1
      while index < placed.endIndex, placed[index].place.key == place.key {
        joining.add(placed[index].row, to: &row)
        (slot, key) = (placed[index].slot, placed[index].key)
        index += 1
      }
      let shown = joining.shown(row, of: key) ?? present.map { $0(row, key) } ?? row
      result.append(
        PlainRow(slot: slot, key: place.key, row: try encoder.optionalValue(of: shown)))
    }
    return result
  }
}
