// SPDX-License-Identifier: Apache-2.0
internal import CLMDB

/// CRC-32C (Castagnoli, RFC 3720 B.4): finds every burst of up to 32 bits, and any flipped bit.
package enum CRC32C {
  /// Whether the processor's own instruction computes it here.
  package static var isByInstruction: Bool { clmdb_crc32c_is_by_instruction() != 0 }

  /// The sum of `bytes`, going on from an earlier sum.
  package static func checksum(
    _ bytes: UnsafeRawBufferPointer, continuing sum: UInt32 = 0
  ) -> UInt32 {
    clmdb_crc32c(sum, bytes.baseAddress, bytes.count)
  }

  /// The sum of `bytes`, going on from an earlier sum.
  package static func checksum(_ bytes: RawSpan, continuing sum: UInt32 = 0) -> UInt32 {
    bytes.withUnsafeBytes { clmdb_crc32c(sum, $0.baseAddress, $0.count) }
  }

  /// The sum of `bytes`, going on from an earlier sum.
  package static func checksum(_ bytes: [UInt8], continuing sum: UInt32 = 0) -> UInt32 {
    bytes.withUnsafeBytes { clmdb_crc32c(sum, $0.baseAddress, $0.count) }
  }

  /// The same sum by tables alone: what other processors compute.
  package static func checksumByTable(_ bytes: [UInt8], continuing sum: UInt32 = 0) -> UInt32 {
    bytes.withUnsafeBytes { clmdb_crc32c_by_table(sum, $0.baseAddress, $0.count) }
  }
}
