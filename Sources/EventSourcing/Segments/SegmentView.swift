// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// What is wrong with the bytes of a segment.
struct SegmentDamage: Error, Hashable {
  let what: String

  init(_ what: String) { self.what = what }
}

/// A sealed segment where it lies in the map: valid as long as its transaction.
///
/// The directory is checked when the view is made, a group of columns or a block of payloads
/// when it is read; no bytes, whatever they are, lead outside of the segment.
struct SegmentView {
  // Into the map: segments are read where they lie.
  let base: UnsafeRawPointer
  let first: UInt64
  let laneCount: Int
  let shapeCount: Int
  let heapForm: SegmentLayout.HeapForm
  private let shapesOffset: Int
  private let partsOffset: Int
  private let areaOffset: Int
  let heapOffset: Int
  let heapBytes: Int

  /// - Parameter segment: The number that it is expected to have.
  init(_ bytes: UnsafeRawBufferPointer, segment: UInt64) throws(SegmentDamage) {
    guard bytes.count > SegmentLayout.headerBytes + 4, let base = bytes.baseAddress else {
      throw SegmentDamage("it is too short")
    }
    self.base = base
    let directory = Int(base.little(0, as: UInt32.self))
    guard directory > SegmentLayout.headerBytes + 4, directory <= bytes.count,
      base.little(directory - 4, as: UInt32.self)
        == CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes[..<(directory - 4)]))
    else { throw SegmentDamage("its directory does not fit its check") }
    guard base.load(fromByteOffset: 6, as: UInt8.self) == SegmentLayout.version,
      let form = SegmentLayout.HeapForm(rawValue: base.load(fromByteOffset: 7, as: UInt8.self)),
      Int(base.little(4, as: UInt16.self)) == SegmentLayout.events
    else { throw SegmentDamage("it is of a layout that this program does not know") }
    first = base.little(8, as: UInt64.self)
    guard first == SegmentLayout.firstPosition(of: segment) else {
      throw SegmentDamage("it is another segment, from #\(first) on")
    }
    heapForm = form
    laneCount = Int(base.little(16, as: UInt16.self))
    shapeCount = Int(base.little(18, as: UInt16.self))
    heapBytes = Int(base.little(20, as: UInt32.self))
    shapesOffset =
      SegmentLayout.headerBytes
      + SegmentLayout.frameBytes * SegmentLayout.Column.allCases.count
      + SegmentLayout.laneBytes * laneCount
    let blocks = form == .plain ? SegmentLayout.blocks : 1
    partsOffset = directory - 4 - 8 * (SegmentLayout.groups + blocks)
    areaOffset = directory
    heapOffset = bytes.count - SegmentLayout.padding - heapBytes
    try checkDirectory()
  }

  private func checkDirectory() throws(SegmentDamage) {
    let columns = SegmentLayout.Column.allCases.count
    guard shapesOffset <= partsOffset, shapeCount <= SegmentLayout.events,
      laneCount <= SegmentLayout.mostLanes, heapOffset >= areaOffset,
      (0..<columns).allSatisfy({ frame($0).width <= 8 }),
      (0..<laneCount).allSatisfy({ laneFrame($0).width <= 4 })
    else { throw SegmentDamage("its directory contradicts itself") }
    var offset = shapesOffset
    for _ in 0..<shapeCount {
      guard offset + 6 <= partsOffset else { throw SegmentDamage("its shapes are cut off") }
      let shape = shape(at: offset)
      guard offset + 6 + shape.slots <= partsOffset,
        (0..<shape.slots).allSatisfy({ Int(shape.lanes[$0]) < laneCount })
      else { throw SegmentDamage("a shape leads nowhere") }
      offset = shape.next
    }
    guard offset == partsOffset else { throw SegmentDamage("its directory has room left over") }
    var end = 0
    for group in 0..<SegmentLayout.groups {
      let part = part(group)
      guard part.end >= end else { throw SegmentDamage("its groups overlap") }
      end = part.end
    }
    guard areaOffset + end == heapOffset else {
      throw SegmentDamage("its columns do not end where its heap begins")
    }
    end = 0
    for block in 0..<(heapForm == .plain ? SegmentLayout.blocks : 1) {
      let part = part(SegmentLayout.groups + block)
      guard part.end >= end else { throw SegmentDamage("its blocks overlap") }
      end = part.end
    }
    guard end == heapBytes else { throw SegmentDamage("its heap is not what its blocks say") }
  }

  // MARK: Directory

  @inline(__always)
  func frame(_ column: Int) -> FrameColumn {
    let offset = SegmentLayout.headerBytes + SegmentLayout.frameBytes * column
    return FrameColumn(
      base: base.little(offset, as: UInt64.self),
      width: Int(base.load(fromByteOffset: offset + 8, as: UInt8.self)))
  }

  @inline(__always)
  func frame(_ column: SegmentLayout.Column) -> FrameColumn { frame(column.rawValue) }

  @inline(__always)
  func laneFrame(_ lane: Int) -> FrameColumn {
    let offset =
      SegmentLayout.headerBytes
      + SegmentLayout.frameBytes * SegmentLayout.Column.allCases.count
      + SegmentLayout.laneBytes * lane
    return FrameColumn(
      base: UInt64(base.little(offset, as: UInt32.self)),
      width: Int(base.load(fromByteOffset: offset + 4, as: UInt8.self)))
  }

  /// One shape of the directory.
  struct ShapeEntry {
    /// The log's number of it.
    let symbol: UInt32
    let slots: Int
    // One byte a slot, in the map.
    let lanes: UnsafePointer<UInt8>
    /// Where the next one begins.
    let next: Int
  }

  @inline(__always)
  private func shape(at offset: Int) -> ShapeEntry {
    let slots = Int(base.little(offset + 4, as: UInt16.self))
    return ShapeEntry(
      symbol: base.little(offset, as: UInt32.self), slots: slots,
      lanes: (base + offset + 6).assumingMemoryBound(to: UInt8.self), next: offset + 6 + slots)
  }

  /// The first shape; there must be one.
  var onlyShape: ShapeEntry { shape(at: shapesOffset) }

  /// Hands the shapes over in their order.
  @inline(__always)
  func forEachShape(_ body: (Int, ShapeEntry) -> Void) {
    var offset = shapesOffset
    for index in 0..<shapeCount {
      let shape = shape(at: offset)
      body(index, shape)
      offset = shape.next
    }
  }

  @inline(__always)
  private func part(_ index: Int) -> (end: Int, check: UInt32) {
    let offset = partsOffset + 8 * index
    return (Int(base.little(offset, as: UInt32.self)), base.little(offset + 4, as: UInt32.self))
  }

  // MARK: Checked parts

  /// Where the columns of a group stand, and the check they should have.
  @inline(__always)
  func columns(ofGroup group: Int) -> (bytes: UnsafeRawBufferPointer, check: UInt32) {
    let start = group == 0 ? 0 : part(group - 1).end
    let part = part(group)
    return (
      UnsafeRawBufferPointer(start: base + areaOffset + start, count: part.end - start), part.check
    )
  }

  /// Where the payloads of a block stand, and the check they should have.
  @inline(__always)
  func payloads(ofBlock block: Int) -> (bytes: UnsafeRawBufferPointer, check: UInt32) {
    let start = block == 0 ? 0 : part(SegmentLayout.groups + block - 1).end
    let part = part(SegmentLayout.groups + block)
    return (
      UnsafeRawBufferPointer(start: base + heapOffset + start, count: part.end - start), part.check
    )
  }

  /// The columns of a group of 64 events, checked.
  func group(_ group: Int) throws(SegmentDamage) -> UnsafeRawBufferPointer {
    let (bytes, check) = columns(ofGroup: group)
    guard CRC32C.checksum(bytes) == check else {
      throw SegmentDamage("columns from #\(first + UInt64(64 * group)) do not fit their check")
    }
    return bytes
  }

  /// The payloads of a block of 16 events, checked; of a deflated heap, block 0 is all of it.
  func block(_ block: Int) throws(SegmentDamage) -> UnsafeRawBufferPointer {
    let (bytes, check) = payloads(ofBlock: block)
    guard CRC32C.checksum(bytes) == check else {
      throw SegmentDamage("payloads from #\(first + UInt64(16 * block)) do not fit their check")
    }
    return bytes
  }
}

extension SegmentView {
  /// The same segment with its heap as one deflate stream; `nil` if that is no shorter.
  ///
  /// Every part is checked on the way: damage is not given a check that fits it.
  func deflated() throws(SegmentDamage) -> [UInt8]? {
    guard heapForm == .plain else { return nil }
    var heap: [UInt8] = []
    heap.reserveCapacity(heapBytes)
    for group in 0..<SegmentLayout.groups { _ = try self.group(group) }
    for block in 0..<SegmentLayout.blocks { heap += try self.block(block) }
    let stored = Deflate.compressed(heap)
    guard stored.count < heap.count else { return nil }
    let groups = partsOffset + 8 * SegmentLayout.groups
    var rest = bytes(SegmentLayout.headerBytes..<groups)
    rest.appendLittleEndian(UInt32(stored.count))
    rest.appendLittleEndian(CRC32C.checksum(stored))
    var segment: [UInt8] = []
    segment.appendLittleEndian(UInt32(SegmentLayout.headerBytes + rest.count + 4))
    segment += bytes(4..<7)
    segment.append(SegmentLayout.HeapForm.deflated.rawValue)
    segment += bytes(8..<20)
    segment.appendLittleEndian(UInt32(stored.count))
    segment += rest
    segment.appendLittleEndian(CRC32C.checksum(segment))
    segment += bytes(areaOffset..<heapOffset)
    segment += stored
    return segment + [UInt8](repeating: 0, count: SegmentLayout.padding)
  }

  private func bytes(_ range: Range<Int>) -> [UInt8] {
    Array(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
  }
}

extension UnsafeRawPointer {
  /// A little-endian number at a byte offset.
  @inline(__always)
  func little<Number: FixedWidthInteger>(_ offset: Int, as type: Number.Type) -> Number {
    Number(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
  }
}
