// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Holds the numbers of objects against their names, batch after batch.
struct ObjectCheck {
  /// How many objects of each stored kind were seen: their numbers are 0 ..< count.
  private(set) var counts: [UInt16: UInt32] = [:]
  private let tables: LogTables
  /// Where the walk over all objects goes on; `nil` once it is through.
  private var next: [UInt8]? = [0]

  init(_ tables: LogTables) { self.tables = tables }

  /// Looks at objects not seen yet, first all there are, then what came since.
  ///
  /// - Returns: False if there may be more of the first walk: call again with a new transaction.
  mutating func check(
    _ limit: Int, _ report: inout VerifyReport, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> Bool {
    if let start = next {
      next = try walk(from: start, limit, &report, transaction)
      if next != nil { return false }
    }
    var kind: UInt16 = 0
    while let found = try firstKind(atOrAfter: kind, transaction) {
      try catchUp(found, &report, transaction)
      guard found < .max else { break }
      kind = found + 1
    }
    return true
  }

  /// No object and no name is left over.
  func checkCounts(
    _ report: inout VerifyReport, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) {
    let seen = counts.values.reduce(0) { $0 + Int($1) }
    if try transaction.count(tables.objects) != seen {
      report.add(VerifyReport.Problem(at: nil, "there are more objects than numbers"))
    }
    if try transaction.count(tables.names) != seen {
      report.add(VerifyReport.Problem(at: nil, "there are more names than objects"))
    }
  }

  /// - Returns: The key behind the last one looked at; `nil` at the end of the table.
  private mutating func walk(
    from start: [UInt8], _ limit: Int, _ report: inout VerifyReport,
    _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> [UInt8]? {
    var cursor = try transaction.cursor(tables.objects)
    var isThere = try start.withBuffer { buffer throws(LMDBError) in
      try cursor.seek(atOrAfter: buffer)
    }
    var seen = 0
    while isThere {
      let key = cursor.key.array
      if seen == limit { return key }
      try check(key, cursor.value.array, &report, transaction)
      seen += 1
      isThere = try cursor.next()
    }
    return nil
  }

  /// Looks at the objects that a kind has got since.
  private mutating func catchUp(
    _ kind: UInt16, _ report: inout VerifyReport, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) {
    while true {
      let key = IndexPrefix.object(kind: kind, number: counts[kind, default: 0]).bytes
      guard let name = try transaction.bytes(tables.objects, key: key) else { return }
      try check(key, name, &report, transaction)
    }
  }

  private func firstKind(
    atOrAfter kind: UInt16, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> UInt16? {
    var cursor = try transaction.cursor(tables.objects)
    let found = try IndexPrefix.kind(kind).bytes.withBuffer { buffer throws(LMDBError) in
      try cursor.seek(atOrAfter: buffer)
    }
    guard found, cursor.key.byteCount >= 2 else { return nil }
    return UInt16(cursor.key.bigEndian(at: 0, bytes: 2))
  }

  /// The object's number stands behind its name, and follows the one before it.
  private mutating func check(
    _ key: [UInt8], _ name: [UInt8], _ report: inout VerifyReport,
    _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) {
    guard key.count == 6 else {
      return report.add(VerifyReport.Problem(at: nil, "an object's key has \(key.count) bytes"))
    }
    let kind = UInt16(key[0]) << 8 | UInt16(key[1])
    let number = key[2...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let isName = ObjectName(String(decoding: name, as: UTF8.self)) != nil
    let back = try transaction.bytes(tables.names, key: name)
    if !isName || number != counts[kind, default: 0] || back != key {
      report.add(
        VerifyReport.Problem(
          at: nil, "object \(number) of kind \(kind) does not agree with the names"))
    }
    counts[kind, default: 0] += 1
  }
}
