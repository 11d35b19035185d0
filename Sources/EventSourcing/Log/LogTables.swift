// SPDX-License-Identifier: Apache-2.0
package import LMDB

/// The tables of the log's store (docs/FORMAT.md §2).
///
/// A class, for each read hands it on several times: eleven tables with their names are a lot to
/// copy.
package final class LogTables: Sendable {
  /// Facts about the log itself, by name.
  let meta: LMDB.Table
  /// Position → entry, of events that are not sealed yet.
  package let tail: LMDB.Table
  /// Number of the segment → 256 events.
  package let segments: LMDB.Table
  /// Position → a payload too long to stand among the others.
  let payloads: LMDB.Table
  /// Level and number → root of a full subtree.
  let tree: LMDB.Table
  /// Run, list and first position → a block of posting lists.
  let postings: LMDB.Table
  /// Run and first id → a block of ids with their positions.
  let ids: LMDB.Table
  /// Run → the filters of its lists and ids.
  let filters: LMDB.Table
  /// Tag and number → kind, role, type and shape.
  let symbols: LMDB.Table
  /// Object → its name.
  let objects: LMDB.Table
  /// Name → its object.
  let names: LMDB.Table
  /// What point reads have inflated of cold segments.
  let heaps = HeapCache()
  /// The list of index runs that was read last.
  let lastRuns = RunCache()

  static let all = [
    "meta", "tail", "segments", "payloads", "tree", "postings", "ids", "filters", "symbols",
    "objects", "names",
  ]

  init(_ environment: Environment) throws(LMDBError) {
    meta = try environment.table("meta")
    tail = try environment.table("tail")
    segments = try environment.table("segments")
    payloads = try environment.table("payloads")
    tree = try environment.table("tree")
    postings = try environment.table("postings")
    ids = try environment.table("ids")
    filters = try environment.table("filters")
    symbols = try environment.table("symbols")
    objects = try environment.table("objects")
    names = try environment.table("names")
  }
}

/// Keys of the log's tables: big-endian numbers one after the other, so that bytes sort as they do.
struct KeyWriter {
  private(set) var bytes: [UInt8]

  init(capacity: Int = 24) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  mutating func append(_ value: UInt16) {
    bytes.append(UInt8(truncatingIfNeeded: value >> 8))
    bytes.append(UInt8(truncatingIfNeeded: value))
  }

  mutating func append(_ value: UInt32) {
    append(UInt16(truncatingIfNeeded: value >> 16))
    append(UInt16(truncatingIfNeeded: value))
  }

  mutating func append(_ value: UInt64) {
    append(UInt32(truncatingIfNeeded: value >> 32))
    append(UInt32(truncatingIfNeeded: value))
  }
}

/// Keys of objects, and what those of a kind begin with.
struct IndexPrefix: Hashable, Sendable {
  let bytes: [UInt8]

  static func kind(_ number: UInt16) -> IndexPrefix {
    var key = KeyWriter()
    key.append(number)
    return IndexPrefix(bytes: key.bytes)
  }

  static func object(kind: UInt16, number: UInt32) -> IndexPrefix {
    var key = KeyWriter()
    key.append(kind)
    key.append(number)
    return IndexPrefix(bytes: key.bytes)
  }
}

extension RawSpan {
  /// The big-endian number in the last eight bytes.
  var trailingNumber: UInt64? {
    guard byteCount >= 8 else { return nil }
    return bigEndian(at: byteCount - 8, bytes: 8)
  }

  func bigEndian(at offset: Int, bytes: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in offset..<offset + bytes {
      value = value << 8 | UInt64(unsafeLoadUnaligned(fromByteOffset: index, as: UInt8.self))
    }
    return value
  }

  func starts(with prefix: [UInt8]) -> Bool {
    guard byteCount >= prefix.count else { return false }
    for index in prefix.indices
    where unsafeLoadUnaligned(fromByteOffset: index, as: UInt8.self) != prefix[index] {
      return false
    }
    return true
  }

  var array: [UInt8] { withUnsafeBytes { Array($0) } }
}
