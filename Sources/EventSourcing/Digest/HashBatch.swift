// SPDX-License-Identifier: Apache-2.0
internal import CLMDB

/// Pieces of memory whose hashes are made together, some of them side by side.
///
/// The pieces are not copied: they must stay where they are until they are hashed.
struct HashBatch: ~Copyable {
  // Raw memory: one is added for each event of an append.
  fileprivate let pieces: UnsafeMutablePointer<clmdb_message>
  private let capacity: Int
  fileprivate(set) var count = 0

  /// - Parameter capacity: The most pieces that are added before they are hashed.
  init(capacity: Int) {
    pieces = .allocate(capacity: max(1, capacity))
    self.capacity = capacity
  }

  deinit { pieces.deallocate() }

  var isFull: Bool { count == capacity }

  @inline(__always)
  mutating func add(_ piece: UnsafeRawBufferPointer) {
    precondition(!isFull, "one piece too many")
    pieces[count] = clmdb_message(bytes: piece.baseAddress, size: piece.count)
    count += 1
  }
}

extension Digester {
  /// Writes the hashes of all pieces, 32 bytes each, in the order in which they were added; the
  /// batch is empty then.
  mutating func hash(_ batch: inout HashBatch, to target: UnsafeMutableRawBufferPointer) {
    precondition(target.count == batch.count * Digester.bytes, "room for the hashes, no more")
    defer { batch.count = 0 }
    guard !isByInstruction else {
      let room = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
      return clmdb_sha256_many(batch.pieces, batch.count, room)
    }
    for index in 0..<batch.count {
      let piece = batch.pieces[index]
      let place = index * Digester.bytes..<(index + 1) * Digester.bytes
      hash(
        UnsafeRawBufferPointer(start: piece.bytes, count: piece.size),
        to: UnsafeMutableRawBufferPointer(rebasing: target[place]))
    }
  }

  /// Whether whole messages are hashed here by the processor's own instructions, not by libcrypto.
  var isByInstruction: Bool { algorithm == .sha256 && clmdb_sha256_is_by_instruction() != 0 }

  /// Hashes one whole message by them; false where there are none.
  func hashByInstruction(
    _ piece: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer
  ) -> Bool {
    guard isByInstruction else { return false }
    var message = clmdb_message(bytes: piece.baseAddress, size: piece.count)
    clmdb_sha256_many(&message, 1, target.baseAddress?.assumingMemoryBound(to: UInt8.self))
    return true
  }
}
