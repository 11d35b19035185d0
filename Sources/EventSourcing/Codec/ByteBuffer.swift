// SPDX-License-Identifier: Apache-2.0

/// Bytes that are written one behind the other into memory that is used again.
///
/// Raw memory, because an append writes some hundred bytes an event: an array would check for
/// uniqueness and bounds at each of them.
struct ByteBuffer: ~Copyable {
  private(set) var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0
  private var block: MemoryBlock

  init(capacity: Int = 1024, from memory: KeptMemory? = nil) {
    block = MemoryBlock(capacity, from: memory)
    (base, self.capacity) = block.elements(UInt8.self)
  }

  /// What was written since the last `clear`; valid until the next write.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// A part of it.
  @inline(__always)
  subscript(range: Range<Int>) -> UnsafeRawBufferPointer {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes that were written")
    return UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
  }

  mutating func clear() { count = 0 }

  /// Makes room for that many bytes; they are written through a ``WirePen`` or a pointer, and
  /// counted by `wrote`.
  @inline(__always)
  mutating func room(_ needed: Int) -> UnsafeMutablePointer<UInt8> {
    if count + needed > capacity { grow(needed) }
    return base + count
  }

  @inline(never)
  private mutating func grow(_ needed: Int) {
    let grown = MemoryBlock(max(capacity * 2, count + needed), from: block.source)
    grown.bytes.copyMemory(from: bytes)
    block = grown
    (base, capacity) = block.elements(UInt8.self)
  }

  /// Counts what was written into the room, up to `end`.
  @inline(__always)
  mutating func wrote(upTo end: UnsafeMutablePointer<UInt8>) {
    count = end - base
    assert(count <= capacity, "no more than there was room for")
  }

  /// Leaves room for bytes that are written later.
  @inline(__always)
  mutating func leave(_ bytes: Int) { wrote(upTo: room(bytes) + bytes) }

  @inline(__always)
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    UnsafeMutableRawPointer(room(bytes.count)).copyMemory(from: start, byteCount: bytes.count)
    count += bytes.count
  }
}

/// Writes wire format to where it points: there must be room.
struct WirePen {
  // Raw memory: kept in a register from one field to the next.
  var at: UnsafeMutablePointer<UInt8>

  @inline(__always)
  mutating func byte(_ value: UInt8) {
    at.pointee = value
    at += 1
  }

  @inline(__always)
  mutating func little(_ value: some FixedWidthInteger & UnsignedInteger) {
    UnsafeMutableRawPointer(at).storeBytes(of: value.littleEndian, as: type(of: value))
    at += value.bitWidth / 8
  }

  @inline(__always)
  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      byte(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    byte(UInt8(truncatingIfNeeded: rest))
  }

  @inline(__always)
  mutating func raw(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    UnsafeMutableRawPointer(at).copyMemory(from: start, byteCount: bytes.count)
    at += bytes.count
  }

  /// A field below 16 whose bytes follow.
  @inline(__always)
  mutating func open(_ field: UInt8, size: Int) {
    byte(field << 3 | 2)
    varint(UInt64(size))
  }

  @inline(__always)
  mutating func text(_ field: UInt8, _ value: String) {
    open(field, size: value.utf8.count)
    let copied: Void? = value.utf8.withContiguousStorageIfAvailable { raw(.init($0)) }
    if copied == nil { for byte in value.utf8 { self.byte(byte) } }
  }

  @inline(__always)
  mutating func bytes(_ field: UInt8, _ value: [UInt8]) {
    open(field, size: value.count)
    value.withUnsafeBytes { raw($0) }
  }

  @inline(__always)
  mutating func id(_ field: UInt8, _ id: EventID) {
    open(field, size: 16)
    let target = UnsafeMutableRawPointer(at)
    target.storeBytes(of: id.high.bigEndian, as: UInt64.self)
    target.storeBytes(of: id.low.bigEndian, toByteOffset: 8, as: UInt64.self)
    at += 16
  }
}
