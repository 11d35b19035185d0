// SPDX-License-Identifier: Apache-2.0
import Foundation
import LMDB

/// Writes a `HEAD` that is ahead of its store, byte by byte as docs/FORMAT.md §3 says.
struct HeadFileForgery {
  let path: String

  func claim(position: UInt64, transaction: UInt64) throws {
    var slot = Array("GLHD".utf8) + [0, 0, 0, 0]
    for number in [position, transaction] {
      slot += (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
    let sum = CRC32C.checksum(slot)
    slot += (0..<4).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) } + [0, 0, 0, 0]
    try Data(slot + slot).write(to: URL(fileURLWithPath: path))
  }
}
