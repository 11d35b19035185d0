// SPDX-License-Identifier: Apache-2.0

extension ObjectID: DenseKey, TableRow {
  @inlinable public var denseIndex: UInt64 { rawValue }
  @inlinable public init(denseIndex: UInt64) { self.init(rawValue: denseIndex) }

  /// The object in 48 bits, for packed keys of your own; it means nothing outside this process.
  @inlinable public var packed: UInt64 { rawValue }
  /// The object of those 48 bits; higher bits are cut off.
  @inlinable public init(packed: UInt64) { self.init(rawValue: packed & 0xFFFF_FFFF_FFFF) }
}

extension Int: PackedKey, TableRow {
  @inlinable public var packed: UInt64 { UInt64(bitPattern: Int64(self)) }
  @inlinable public init(packed: UInt64) { self = Int(Int64(bitPattern: packed)) }
}

extension CivilDate: PackedKey, TableRow {
  @inlinable public var packed: UInt64 { daysSinceEpoch.packed }
  @inlinable public init(packed: UInt64) { self.init(daysSinceEpoch: Int(packed: packed)) }
}

extension Instant: PackedKey, TableRow {
  @inlinable public var packed: UInt64 { UInt64(bitPattern: microseconds) }
  @inlinable public init(packed: UInt64) {
    self.init(microseconds: Int64(bitPattern: packed))
  }
}

extension Position: PackedKey, TableRow {
  @inlinable public var packed: UInt64 { rawValue }
  @inlinable public init(packed: UInt64) { self.init(packed) }
}

extension EventType: PackedKey, TableRow {
  /// The type in 16 bits, for packed keys of your own; it means nothing outside this process.
  @inlinable public var packed: UInt64 { UInt64(number) }
  /// The type of those 16 bits; higher bits are cut off.
  @inlinable public init(packed: UInt64) { self.init(number: UInt16(truncatingIfNeeded: packed)) }
}

extension String: TableKey, TableRow {}
extension EventID: TableKey, TableRow {}
extension ObjectName: TableKey, TableRow {}
extension Bool: TableKey, TableRow {}
extension ExactDecimal: TableRow {}
extension Rational: TableRow {}
extension Bytes: TableRow {}
extension Optional: TableRow where Wrapped: TableRow {}
extension Array: TableRow where Element: TableRow {}
