// SPDX-License-Identifier: Apache-2.0

/// A table whose rows are read by their own description: the projection's code is another
/// version's or gone.
final class FrozenTable: AnyTableStore {
  private var snapshot: GenerationSnapshot?
  private var rows: [PlainRow] = []
  private let column: GenerationState.Column

  init(_ number: Int, of snapshot: GenerationSnapshot) {
    self.snapshot = snapshot
    column = snapshot.state.tables[number]
    super.init()
    self.number = number
  }

  override var count: Int { column.rows }

  override var described: (keyColumns: [String], columns: [String])? {
    (column.keyColumns, column.columns)
  }

  override package func plainRows(
    _ encoder: ValueEncoder, presenting presenters: [Any]
  ) throws -> [PlainRow] { rows }

  override func detach() {
    guard let snapshot else { return }
    self.snapshot = nil
    snapshot.keeping { rows = try FrozenTable.read(column, number, snapshot) }
  }

  private static func read(
    _ column: GenerationState.Column, _ number: Int, _ snapshot: GenerationSnapshot
  ) throws -> [PlainRow] {
    var rows: [PlainRow] = []
    rows.reserveCapacity(column.rows)
    try snapshot.readBlocks(of: number) { block, reader in
      let known = try reader.uint16()
      let present = try reader.uint16()
      for place in 0..<16 where known >> UInt16(place) & 1 == 1 {
        let slot = block << 4 | UInt64(place)
        let key: Value? =
          column.form == .object
          ? .object(snapshot.directory.name(of: ObjectID(rawValue: slot))) : try reader.value()
        guard present >> UInt16(place) & 1 == 1 else { continue }
        guard let key else { throw reader.failure("a row without its key") }
        rows.append(PlainRow(slot: slot, key: key, row: try reader.value()))
      }
    }
    return rows
  }
}
