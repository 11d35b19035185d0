// SPDX-License-Identifier: Apache-2.0

/// What rows of a table are found by: an object, a small packed value, or any plain struct.
///
/// A struct of the library's value types needs only the conformance: `struct TownMonth: TableKey`
/// is found by hashing. Conform to ``PackedKey`` where the key fits into 64 bits and the fold is
/// hot. Text belongs into a key only where no object stands for the thing.
public protocol TableKey: Hashable, Codable, Sendable {
  /// How a table finds the row of a key; follows from the protocol and is never written.
  associatedtype KeyIndex: TableIndex = HashedIndex<Self> where KeyIndex.Key == Self
}

/// A key that fits into 64 bits: found by open addressing, three times faster than by hashing.
public protocol PackedKey: TableKey, PackedConvertible where KeyIndex == PackedIndex<Self> {}

/// The 64 bits of a packed key, both ways.
public protocol PackedConvertible: Hashable {
  /// Equal keys give equal bits, different keys different bits.
  var packed: UInt64 { get }
  /// The key of those bits; `packed` of the result is `packed` again.
  init(packed: UInt64)
}

/// A key that is a small number already, as an object's: rows lie in pages under it.
public protocol DenseKey: TableKey, DenseConvertible where KeyIndex == DenseIndex<Self> {}

/// The number of a dense key, both ways.
public protocol DenseConvertible: Hashable {
  /// Numbers close to each other share pages; the upper 33 bits choose a bank of pages and
  /// should be few and small.
  var denseIndex: UInt64 { get }
  /// The key of that number.
  init(denseIndex: UInt64)
}

/// What a table holds under a key: plain values, or a struct or enum built from them.
///
/// Rows are compared, digested and exported field by field, in declaration order. No `Double`:
/// a row that holds one is refused when the projection is registered or its rows are read.
public protocol TableRow: Codable, Equatable, Sendable {}
