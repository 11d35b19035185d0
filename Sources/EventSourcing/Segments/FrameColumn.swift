// SPDX-License-Identifier: Apache-2.0

/// A column of whole numbers as a base and differences to it, of the fewest bytes that hold them
/// all (frame of reference).
struct FrameColumn: Hashable {
  let base: UInt64
  /// Bytes of a difference, 0 to 8; 0 where all numbers are the base.
  let width: Int

  init(base: UInt64, width: Int) {
    self.base = base
    self.width = width
  }

  /// The narrowest frame from `base` for differences up to `largest`.
  init(base: UInt64, largestDifference largest: UInt64) {
    self.base = base
    width = (UInt64.bitWidth - largest.leadingZeroBitCount + 7) / 8
  }

  /// Writes the difference of one number; the room must have eight bytes from `offset` on.
  @inline(__always)
  func write(_ number: UInt64, to target: UnsafeMutableRawPointer, at offset: Int) {
    // Eight bytes at once; what is too much is written over by the next number.
    target.storeBytes(of: (number &- base).littleEndian, toByteOffset: offset, as: UInt64.self)
  }

  /// The number at `index` of a column that begins at `source`; eight bytes from there on must
  /// be readable.
  @inline(__always)
  func read(_ source: UnsafeRawPointer, at index: Int) -> UInt64 {
    guard width > 0 else { return base }
    let word = UInt64(
      littleEndian: source.loadUnaligned(fromByteOffset: index &* width, as: UInt64.self))
    return base &+ (word & mask)
  }

  @inline(__always)
  private var mask: UInt64 { UInt64.max >> UInt64(64 &- 8 &* width) }

  /// Reads a column from its beginning.
  @inline(__always)
  func widen(
    _ source: UnsafeRawPointer, count: Int, into target: UnsafeMutablePointer<UInt64>
  ) {
    // The common widths in loops of their own, which the compiler makes wide.
    switch width {
    case 0: target.update(repeating: base, count: count)
    case 1:
      for index in 0..<count {
        target[index] =
          base &+ UInt64(source.loadUnaligned(fromByteOffset: index, as: UInt8.self))
      }
    case 2:
      for index in 0..<count {
        let word = source.loadUnaligned(fromByteOffset: 2 &* index, as: UInt16.self)
        target[index] = base &+ UInt64(UInt16(littleEndian: word))
      }
    case 4:
      for index in 0..<count {
        let word = source.loadUnaligned(fromByteOffset: 4 &* index, as: UInt32.self)
        target[index] = base &+ UInt64(UInt32(littleEndian: word))
      }
    default:
      for index in 0..<count { target[index] = read(source, at: index) }
    }
  }
}
