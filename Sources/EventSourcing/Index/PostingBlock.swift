// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// A block of a run: neighbouring lists, one behind the other (docs/FORMAT.md §2.6).
///
/// A group is a list or, of a long one, a part: how far its posting is from the one before, how
/// many positions, how many bytes, and the positions as distances.
enum PostingBlock {
  /// Three blocks with their keys and checks fill a page.
  static let mostBytes = 1_320
  /// Run, posting and position, big-endian.
  static let keyBytes = 20

  static func key(run: UInt32, _ posting: Posting, position: UInt64) -> [UInt8] {
    var key = KeyWriter(capacity: keyBytes)
    key.append(run)
    key.append(posting.rawValue)
    key.append(position)
    return key.bytes
  }

  /// Run, first posting and first position of a block, from its key.
  struct Head: Hashable {
    let run: UInt32
    let posting: Posting
    let position: UInt64

    init(run: UInt32, posting: Posting, position: UInt64) {
      (self.run, self.posting, self.position) = (run, posting, position)
    }

    /// Lends the key, made without an array.
    func withKey<R>(
      _ body: (UnsafeRawBufferPointer) throws(LMDBError) -> R
    ) throws(LMDBError) -> R {
      // In three words of eight bytes, of which the first four are not the key's.
      let words = (
        UInt64(run).bigEndian, posting.rawValue.bigEndian, position.bigEndian
      )
      return try withUnsafeBytes(of: words) { (bytes) throws(LMDBError) -> R in
        try body(UnsafeRawBufferPointer(rebasing: bytes[4...]))
      }
    }

    init?(_ key: UnsafeRawBufferPointer) {
      guard key.count == PostingBlock.keyBytes, let base = key.baseAddress else { return nil }
      run = UInt32(bigEndian: base.loadUnaligned(fromByteOffset: 0, as: UInt32.self))
      posting = Posting(
        rawValue: UInt64(bigEndian: base.loadUnaligned(fromByteOffset: 4, as: UInt64.self)))
      position = UInt64(bigEndian: base.loadUnaligned(fromByteOffset: 12, as: UInt64.self))
    }
  }

  /// One group of a block.
  struct Group {
    let posting: Posting
    let count: Int
    fileprivate let distances: UnsafeRawBufferPointer
    /// Whether another group follows in this block.
    let isLast: Bool

    /// The positions, ascending; `nil` if they are not as many as the group says.
    func positions(from first: UInt64) -> [UInt64]? {
      var found: [UInt64] = []
      found.reserveCapacity(count)
      return forEachPosition(from: first) { found.append($0) } ? found : nil
    }

    /// Hands the positions over, ascending; false if they are not as many as the group says.
    @inline(__always)
    func forEachPosition(from first: UInt64, _ body: (UInt64) -> Void) -> Bool {
      var reader = BlockReader(distances)
      var position = first
      for index in 0..<count {
        guard let distance = reader.number(), index == 0 || distance > 0 else { return false }
        position &+= distance
        body(position)
      }
      return reader.isAtEnd
    }
  }

  /// Hands the groups over until `body` returns false; false if the bytes are not groups.
  static func forEachGroup(
    _ block: UnsafeRawBufferPointer, _ head: Head, _ body: (Group) -> Bool
  ) -> Bool {
    var reader = BlockReader(block)
    var posting = head.posting.rawValue
    while !reader.isAtEnd {
      guard let distance = reader.number(), let count = reader.number(),
        let size = reader.number(), let distances = reader.slice(size),
        count > 0, count <= UInt64(distances.count)
      else { return false }
      posting &+= distance
      let group = Group(
        posting: Posting(rawValue: posting), count: Int(count), distances: distances,
        isLast: reader.isAtEnd)
      guard body(group) else { return true }
    }
    return true
  }
}

/// Reads varints and slices; never beyond the end.
struct BlockReader {
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { offset == bytes.count }

  @inline(__always)
  mutating func number() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while offset < bytes.count, shift < 64 {
      let byte = bytes[offset]
      offset += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }

  mutating func slice(_ count: UInt64) -> UnsafeRawBufferPointer? {
    guard count <= UInt64(bytes.count - offset) else { return nil }
    defer { offset += Int(count) }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + Int(count)])
  }
}
