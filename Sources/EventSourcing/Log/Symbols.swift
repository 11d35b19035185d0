// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// The sorts of symbols and the byte under which each stands in the table.
enum SymbolTag: UInt8, CaseIterable {
  case kind = 0x6B
  case role = 0x72
  case type = 0x74
  case shape = 0x73

  func key(_ number: Int) -> [UInt8] {
    var key = KeyWriter()
    key.append(UInt32(number))
    return [rawValue] + key.bytes
  }
}

extension LogDictionary.State {
  /// Reads on from what is known; symbols are only ever added.
  mutating func readSymbols<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T, _ table: LMDB.Table, _ path: String
  ) throws(LMDBError) {
    while let bytes = try transaction.bytes(table, key: SymbolTag.kind.key(kinds.symbols.count)) {
      kinds.append(ObjectKind(String(decoding: bytes, as: UTF8.self)))
    }
    while let bytes = try transaction.bytes(table, key: SymbolTag.role.key(roles.symbols.count)) {
      roles.append(Role(String(decoding: bytes, as: UTF8.self)))
    }
    while let bytes = try transaction.bytes(table, key: SymbolTag.type.key(types.symbols.count)) {
      guard let symbol = TypeSymbol(bytes) else {
        throw LMDBError(.damaged(page: nil, table: "symbols", what: "a type symbol"), path: path)
      }
      types.append(symbol)
    }
    while let bytes = try transaction.bytes(table, key: SymbolTag.shape.key(shapes.symbols.count)) {
      guard let shape = shape(bytes) else {
        throw LMDBError(.damaged(page: nil, table: "symbols", what: "a shape"), path: path)
      }
      shapes.append(shape)
    }
  }

  private func shape(_ bytes: [UInt8]) -> Shape? {
    guard bytes.count.isMultiple(of: 4) else { return nil }
    var slots: [Shape.Slot] = []
    for start in stride(from: 0, to: bytes.count, by: 4) {
      let role = Int(bytes[start]) << 8 | Int(bytes[start + 1])
      let kind = Int(bytes[start + 2]) << 8 | Int(bytes[start + 3])
      guard role < roles.symbols.count, kind < kinds.symbols.count else { return nil }
      slots.append(Shape.Slot(roles.symbols[role], kinds.symbols[kind]))
    }
    return SharedShapes.shape(slots)
  }
}

extension TypeSymbol {
  /// Version, two bytes big-endian, then the name.
  var bytes: [UInt8] {
    [UInt8(version >> 8), UInt8(truncatingIfNeeded: version)] + Array(type.name.utf8)
  }

  init?(_ bytes: [UInt8]) {
    guard bytes.count > 2 else { return nil }
    type = EventType(String(decoding: bytes[2...], as: UTF8.self))
    version = Int(bytes[0]) << 8 | Int(bytes[1])
  }
}
