// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// A key of at most 16 bytes, made in registers: an append puts several a event, and an array
/// for each would cost more than the put.
struct IndexKey {
  /// The bytes, the first ones highest, zeros behind the last.
  let high: UInt64
  let low: UInt64
  let count: Int

  static func position(_ position: UInt64) -> IndexKey {
    IndexKey(high: position, low: 0, count: 8)
  }

  static func id(_ id: EventID) -> IndexKey { IndexKey(high: id.high, low: id.low, count: 16) }

  static func stream(kind: UInt16, number: UInt32, version: UInt64) -> IndexKey {
    let prefix = UInt64(kind) << 48 | UInt64(number) << 16
    return IndexKey(high: prefix | version >> 48, low: version << 16, count: 14)
  }

  static func type(_ type: UInt16, position: UInt64) -> IndexKey {
    IndexKey(high: UInt64(type) << 48 | position >> 16, low: position << 48, count: 10)
  }

  static func reference(_ reference: UInt64, position: UInt64) -> IndexKey {
    IndexKey(high: reference, low: position, count: 16)
  }

  /// Role, kind and number: what a posting is under.
  static func reference(role: UInt16, kind: UInt16, number: UInt32) -> UInt64 {
    UInt64(role) << 48 | UInt64(kind) << 32 | UInt64(number)
  }

  /// Lends the bytes.
  func withBytes<R>(
    _ body: (UnsafeRawBufferPointer) throws(LMDBError) -> R
  ) throws(LMDBError) -> R {
    let words = (high.bigEndian, low.bigEndian)
    return try withUnsafeBytes(of: words) { (bytes) throws(LMDBError) -> R in
      try body(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
    }
  }
}

extension IndexKey: Comparable {
  /// The order of the table; only keys of one table are compared.
  static func < (left: IndexKey, right: IndexKey) -> Bool {
    left.high != right.high ? left.high < right.high : left.low < right.low
  }
}

/// Index keys that wait to be put, table by table in ascending order: neighbours share a page,
/// so a run costs a fraction of the same keys put event by event.
struct IndexBuffer {
  private struct Waiting {
    let key: IndexKey
    let position: UInt64
  }

  private var ids: [Waiting] = []
  private var streams: [Waiting] = []
  private var types: [Waiting] = []
  private var references: [Waiting] = []
  private var keys: [UInt8] = []
  private var values: [UInt8] = []

  mutating func add(id: EventID, at position: UInt64) {
    ids.append(Waiting(key: .id(id), position: position))
  }

  mutating func add(stream: IndexKey, at position: UInt64) {
    streams.append(Waiting(key: stream, position: position))
  }

  mutating func add(type: UInt16, at position: UInt64) {
    types.append(Waiting(key: .type(type, position: position), position: position))
  }

  mutating func add(reference: UInt64, at position: UInt64) {
    references.append(
      Waiting(key: .reference(reference, position: position), position: position))
  }

  /// Puts everything that waits.
  mutating func flush(
    _ tables: LogTables, _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    try put(ids, hasValues: true, tables.ids, &transaction)
    try put(streams, hasValues: true, tables.streams, &transaction)
    try put(types, hasValues: false, tables.types, &transaction)
    try put(references, hasValues: false, tables.references, &transaction)
    ids.removeAll(keepingCapacity: true)
    streams.removeAll(keepingCapacity: true)
    types.removeAll(keepingCapacity: true)
    references.removeAll(keepingCapacity: true)
  }

  private mutating func put(
    _ waiting: [Waiting], hasValues: Bool, _ table: LMDB.Table,
    _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    guard !waiting.isEmpty else { return }
    keys.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    for entry in waiting.sorted(by: { $0.key < $1.key }) {
      try entry.key.withBytes { keys.append(contentsOf: $0) }
      if hasValues {
        withUnsafeBytes(of: entry.position.bigEndian) { values.append(contentsOf: $0) }
      }
    }
    try keys.withBuffer { (keys) throws(LMDBError) in
      try values.withBuffer { (values) throws(LMDBError) in
        try transaction.putRun(table, keys: keys, values: values, count: waiting.count)
      }
    }
  }
}
