// SPDX-License-Identifier: Apache-2.0
internal import CLMDB

/// Tells that a list or an id is certainly not in a run, but for about one in a hundred.
///
/// A Bloom filter whose bits for one key lie in one line of 64 bytes: a look is one miss of the
/// cache at most.
struct RunFilter: Hashable, Sendable {
  private var words: [UInt64]

  private static let lineWords = 8
  private static let bitsPerKey = 10
  private static let probes = 6

  /// An empty filter for about that many keys.
  init(keys: Int) {
    let lines = max(1, (keys * RunFilter.bitsPerKey + 511) / 512)
    words = Array(repeating: 0, count: lines * RunFilter.lineWords)
  }

  /// `nil` unless the bytes are whole lines.
  init?(_ bytes: [UInt8]) {
    guard !bytes.isEmpty, bytes.count.isMultiple(of: 64) else { return nil }
    words = bytes.withUnsafeBytes { buffer in
      stride(from: 0, to: buffer.count, by: 8).map {
        UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: $0, as: UInt64.self))
      }
    }
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(words.count * 8)
    for word in words { bytes.appendLittleEndian(word) }
    return bytes
  }

  mutating func insert(_ key: UInt64) {
    var hash = RunFilter.hash(key)
    let line = RunFilter.line(of: hash, words.count)
    words.withUnsafeMutableBufferPointer { words in
      for _ in 0..<RunFilter.probes {
        words[line + Int(hash >> 6 & 7)] |= 1 &<< (hash & 63)
        hash >>= 9
      }
    }
  }

  func mayContain(_ key: UInt64) -> Bool {
    words.withUnsafeBufferPointer { RunFilter.mayContain(key, $0) }
  }

  /// Has the memory fetch what a look for the key reads.
  func prefetch(_ key: UInt64) {
    words.withUnsafeBufferPointer { words in
      let line = RunFilter.line(of: RunFilter.hash(key), words.count)
      clmdb_prefetch(words.baseAddress.map { $0 + line }, 8 * RunFilter.lineWords)
    }
  }

  @inline(__always)
  private static func mayContain(_ key: UInt64, _ words: UnsafeBufferPointer<UInt64>) -> Bool {
    var hash = RunFilter.hash(key)
    let line = line(of: hash, words.count)
    for _ in 0..<RunFilter.probes {
      if words[line + Int(hash >> 6 & 7)] & 1 &<< (hash & 63) == 0 { return false }
      hash >>= 9
    }
    return true
  }

  /// Adds the places of those ids whose short forms are in the range and may be in the run.
  func suspects(
    among ids: [EventID], _ range: ClosedRange<UInt64>, _ found: inout [Int]
  ) {
    words.withUnsafeBufferPointer { words in
      for place in ids.indices {
        let short = ids[place].shortForm
        if range.contains(short), RunFilter.mayContain(short, words) { found.append(place) }
      }
    }
  }

  /// The line by a second mixing, so that it does not follow from the bits.
  @inline(__always)
  private static func line(of hash: UInt64, _ words: Int) -> Int {
    let lines = UInt64(words / RunFilter.lineWords)
    return Int((hash &* 0xC2B2_AE3D_27D4_EB4F).multipliedFullWidth(by: lines).high)
      * RunFilter.lineWords
  }

  /// The finisher of MurmurHash3: every bit of the key reaches every bit of the hash.
  @inline(__always)
  private static func hash(_ key: UInt64) -> UInt64 {
    var hash = key
    hash ^= hash >> 33
    hash &*= 0xFF51_AFD7_ED55_8CCD
    hash ^= hash >> 33
    hash &*= 0xC4CE_B9FE_1A85_EC53
    hash ^= hash >> 33
    return hash
  }
}
