// SPDX-License-Identifier: Apache-2.0
import LMDB
import Testing

struct ChecksumTests {
  static let vectors: [([UInt8], UInt32)] = [
    ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
    ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43),
    ([UInt8](0..<32), 0x46dd_794e),
    ([UInt8]((0..<32).reversed()), 0x113f_db5c),
    (Array("123456789".utf8), 0xe306_9283),
  ]

  @Test(arguments: vectors)
  func `the sums of RFC 3720 come out`(bytes: [UInt8], sum: UInt32) {
    #expect(CRC32C.checksum(bytes) == sum)
    #expect(CRC32C.checksumByTable(bytes) == sum)
  }

  @Test(arguments: [7, 2026] as [UInt64])
  func `instruction and tables agree at every length and start`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bytes = (0..<40_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    for _ in 0..<200 {
      let start = Int.random(in: 0..<64, using: &random)
      let count = Int.random(in: 0..<(bytes.count - start), using: &random)
      let part = Array(bytes[start..<start + count])
      #expect(
        CRC32C.checksum(part) == CRC32C.checksumByTable(part),
        "seed \(seed), start \(start), count \(count)")
    }
  }

  @Test(arguments: [3, 11] as [UInt64])
  func `a sum goes on from the sum of the part before`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bytes = (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    for _ in 0..<50 {
      let cut = Int.random(in: 0...bytes.count, using: &random)
      let first = CRC32C.checksum(Array(bytes[..<cut]))
      let both = CRC32C.checksum(Array(bytes[cut...]), continuing: first)
      #expect(both == CRC32C.checksum(bytes), "seed \(seed), cut \(cut)")
    }
  }
}
