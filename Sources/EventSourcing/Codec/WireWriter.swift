// SPDX-License-Identifier: Apache-2.0

/// Writes Protocol Buffers wire format in its one canonical form (docs/FORMAT.md §1.3).
package struct WireWriter {
  package private(set) var bytes: [UInt8]

  package init(reservingCapacity capacity: Int = 64) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  package mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// A signed number, small magnitudes short.
  package mutating func zigzag(_ value: Int64) {
    varint(UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  package mutating func tag(_ field: Int, _ type: WireType) {
    varint(UInt64(field) << 3 | UInt64(type.rawValue))
  }

  package mutating func unsigned(_ field: Int, _ value: UInt64) {
    tag(field, .varint)
    varint(value)
  }

  package mutating func signed(_ field: Int, _ value: Int64) {
    tag(field, .varint)
    zigzag(value)
  }

  package mutating func text(_ field: Int, _ value: String) {
    tag(field, .lengthDelimited)
    varint(UInt64(value.utf8.count))
    bytes.append(contentsOf: value.utf8)
  }

  package mutating func bytes(_ field: Int, _ value: some Collection<UInt8>) {
    tag(field, .lengthDelimited)
    varint(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  package mutating func raw(_ value: some Collection<UInt8>) { bytes.append(contentsOf: value) }
}

/// The two wire types that the format uses; all others are refused.
package enum WireType: UInt8 {
  case varint = 0
  case lengthDelimited = 2
}
