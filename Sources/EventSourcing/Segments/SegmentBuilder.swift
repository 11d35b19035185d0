// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Packs 256 entries of the tail into one segment (docs/FORMAT.md §2.5).
///
/// Header fields and object numbers become columns; payloads and the rarely read rest are put one
/// behind the other in a heap. The same entries give the same bytes.
struct SegmentBuilder {
  private typealias Column = SegmentLayout.Column

  private let first: UInt64
  private var columns = [[UInt64]](repeating: [], count: SegmentLayout.Column.allCases.count)
  /// The shapes of the segment in order of first use, and the lanes of their slots.
  private var shapes: [(symbol: UInt32, lanes: [UInt8])] = []
  private var localShapes: [UInt32: Int] = [:]
  private var lanes: [Lane] = []
  private var laneOfSlot: [Shape.Slot: UInt8] = [:]
  private var objects: [UInt32] = []
  private var objectStarts: [Int] = []
  private var heap: [UInt8] = []
  private var blockEnds: [Int] = []

  /// The object numbers of one role and kind: neighbours in size, hence one frame.
  private struct Lane {
    var smallest = UInt32.max
    var largest: UInt32 = 0

    var frame: FrameColumn {
      FrameColumn(
        base: UInt64(min(smallest, largest)),
        largestDifference: UInt64(largest - min(smallest, largest)))
    }
  }

  /// - Parameter segment: Its number, from 0.
  init(segment: UInt64) {
    first = SegmentLayout.firstPosition(of: segment)
    for index in columns.indices { columns[index].reserveCapacity(SegmentLayout.events) }
    objectStarts.reserveCapacity(SegmentLayout.events + 1)
    heap.reserveCapacity(48 << 10)
  }

  var count: Int { objectStarts.count }

  /// Adds the next entry, a value of the tail whose shape has these slots.
  mutating func add(_ value: UnsafeRawBufferPointer, slots: [Shape.Slot]) {
    guard let entry = Entry(value) else { preconditionFailure("an entry without a header") }
    columns[Column.recorded.rawValue].append(UInt64(bitPattern: entry.recorded))
    columns[Column.occurred.rawValue].append(UInt64(bitPattern: entry.occurred))
    columns[Column.idHigh.rawValue].append(entry.id.high)
    columns[Column.idLow.rawValue].append(entry.id.low)
    columns[Column.streamVersion.rawValue].append(entry.streamVersion)
    columns[Column.type.rawValue].append(UInt64(entry.type))
    columns[Column.flags.rawValue].append(UInt64(entry.flags))
    columns[Column.payload.rawValue].append(UInt64(entry.payloadBytes))
    columns[Column.extras.rawValue].append(UInt64(entry.extraBytes))
    let shape = localShape(entry.shape, slots)
    columns[Column.shape.rawValue].append(UInt64(shape))
    addObjects(value, shapes[shape].lanes)
    heap.append(contentsOf: value[(Entry.headerBytes + 4 * slots.count)...])
    if count % SegmentLayout.blockEvents == 0 { blockEnds.append(heap.count) }
  }

  private mutating func localShape(_ symbol: UInt32, _ slots: [Shape.Slot]) -> Int {
    if let shape = localShapes[symbol] { return shape }
    let shape = shapes.count
    localShapes[symbol] = shape
    shapes.append((symbol, slots.map { lane(of: $0) }))
    return shape
  }

  /// Numbered by first use, so that the bytes do not depend on a dictionary's order.
  private mutating func lane(of slot: Shape.Slot) -> UInt8 {
    if let lane = laneOfSlot[slot] { return lane }
    guard lanes.count < SegmentLayout.mostLanes else {
      // The last one serves all that come after: wider, never wrong.
      return UInt8(SegmentLayout.mostLanes - 1)
    }
    let lane = UInt8(lanes.count)
    laneOfSlot[slot] = lane
    lanes.append(Lane())
    return lane
  }

  private mutating func addObjects(_ value: UnsafeRawBufferPointer, _ slotLanes: [UInt8]) {
    objectStarts.append(objects.count)
    for (slot, lane) in slotLanes.enumerated() {
      let number = value.loadUnaligned(
        fromByteOffset: Entry.headerBytes + 4 * slot, as: UInt32.self)
      objects.append(number)
      lanes[Int(lane)].smallest = min(lanes[Int(lane)].smallest, number)
      lanes[Int(lane)].largest = max(lanes[Int(lane)].largest, number)
    }
  }

  // MARK: Bytes

  /// The segment; all 256 entries must have been added.
  func bytes() -> [UInt8] {
    precondition(count == SegmentLayout.events, "a segment is sealed when it is full")
    let frames = columns.indices.map { frame(of: $0) }
    let laneFrames = lanes.map(\.frame)
    var area: [UInt8] = []
    area.reserveCapacity(24 << 10)
    var groups: [(end: Int, check: UInt32)] = []
    for group in 0..<SegmentLayout.groups {
      let start = area.count
      append(group: group, frames, laneFrames, to: &area)
      groups.append((area.count, CRC32C.checksum(area[start...])))
    }
    var blocks: [(end: Int, check: UInt32)] = []
    var start = 0
    for end in blockEnds {
      blocks.append((end, CRC32C.checksum(heap[start..<end])))
      start = end
    }
    var bytes = directory(frames, laneFrames, groups, blocks)
    bytes += area
    bytes += heap
    bytes += [UInt8](repeating: 0, count: SegmentLayout.padding)
    return bytes
  }

  private func frame(of column: Int) -> FrameColumn {
    let numbers = columns[column]
    let base: UInt64
    switch Column(rawValue: column) {
    case .recorded, .occurred:
      // Times are signed; the differences are not.
      base = UInt64(bitPattern: numbers.lazy.map { Int64(bitPattern: $0) }.min() ?? 0)
    default: base = numbers.min() ?? 0
    }
    return FrameColumn(
      base: base, largestDifference: numbers.reduce(0) { max($0, $1 &- base) })
  }

  private func append(
    group: Int, _ frames: [FrameColumn], _ laneFrames: [FrameColumn], to area: inout [UInt8]
  ) {
    let rows = group * SegmentLayout.groupEvents..<(group + 1) * SegmentLayout.groupEvents
    for column in frames.indices {
      append(frames[column], count: rows.count, to: &area) { columns[column][rows.lowerBound + $0] }
    }
    let shapeColumn = columns[Column.shape.rawValue]
    for shape in shapes.indices {
      let members = rows.filter { shapeColumn[$0] == UInt64(shape) }
      for (slot, lane) in shapes[shape].lanes.enumerated() {
        append(laneFrames[Int(lane)], count: members.count, to: &area) {
          UInt64(objects[objectStarts[members[$0]] + slot])
        }
      }
    }
  }

  @inline(__always)
  private func append(
    _ frame: FrameColumn, count: Int, to area: inout [UInt8], number: (Int) -> UInt64
  ) {
    guard frame.width > 0, count > 0 else { return }
    let start = area.count
    // Eight bytes more: each number is written whole, the next one over what is too much.
    area.append(contentsOf: repeatElement(0, count: count * frame.width + 8))
    area.withUnsafeMutableBytes { bytes in
      guard let target = bytes.baseAddress else { return }
      for index in 0..<count {
        frame.write(number(index), to: target, at: start + index * frame.width)
      }
    }
    area.removeLast(8)
  }

  private func directory(
    _ frames: [FrameColumn], _ laneFrames: [FrameColumn],
    _ groups: [(end: Int, check: UInt32)], _ blocks: [(end: Int, check: UInt32)]
  ) -> [UInt8] {
    var rest: [UInt8] = []
    for frame in frames {
      rest.appendLittleEndian(frame.base)
      rest.append(UInt8(frame.width))
    }
    for lane in laneFrames {
      rest.appendLittleEndian(UInt32(lane.base))
      rest.append(UInt8(lane.width))
    }
    for shape in shapes {
      rest.appendLittleEndian(shape.symbol)
      rest.appendLittleEndian(UInt16(shape.lanes.count))
      rest += shape.lanes
    }
    for part in groups + blocks {
      rest.appendLittleEndian(UInt32(part.end))
      rest.appendLittleEndian(part.check)
    }
    var bytes: [UInt8] = []
    bytes.appendLittleEndian(UInt32(SegmentLayout.headerBytes + rest.count + 4))
    bytes.appendLittleEndian(UInt16(count))
    bytes.append(SegmentLayout.version)
    bytes.append(SegmentLayout.HeapForm.plain.rawValue)
    bytes.appendLittleEndian(first)
    bytes.appendLittleEndian(UInt16(lanes.count))
    bytes.appendLittleEndian(UInt16(shapes.count))
    bytes.appendLittleEndian(UInt32(heap.count))
    bytes += rest
    bytes.appendLittleEndian(CRC32C.checksum(bytes))
    return bytes
  }
}

extension CRC32C {
  /// The sum of a slice of bytes.
  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.withUnsafeBytes { checksum($0) }
  }
}
