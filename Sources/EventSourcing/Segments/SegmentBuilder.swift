// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Packs 256 entries of the tail into one segment (docs/FORMAT.md §2.5).
///
/// Header fields and object numbers become columns; payloads and the rarely read rest are put one
/// behind the other in a heap. The same entries give the same bytes.
struct SegmentBuilder: ~Copyable {
  private typealias Column = SegmentLayout.Column

  private let first: UInt64
  private var count = 0
  // Raw memory: every number of every event passes through these columns.
  private let columns: UnsafeMutablePointer<UInt64>
  /// Where the object numbers of each event begin.
  private let objectStarts: UnsafeMutablePointer<Int>
  /// Object numbers, four bytes each.
  private var objects = ByteBuffer(capacity: 32 * SegmentLayout.events)
  private var heap = ByteBuffer(capacity: 48 << 10)
  private var blockEnds: [Int] = []
  /// The shapes of the segment in order of first use, and the lanes of their slots.
  private var shapes: [(symbol: UInt32, lanes: [UInt8])] = []
  /// The shape of the event before: its own number.
  private var lastShape = 0
  private var lanes: [Lane] = []
  private var laneOfSlot: [Shape.Slot: UInt8] = [:]

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
    columns = .allocate(capacity: Column.allCases.count * SegmentLayout.events)
    objectStarts = .allocate(capacity: SegmentLayout.events)
    blockEnds.reserveCapacity(SegmentLayout.blocks)
  }

  deinit {
    columns.deallocate()
    objectStarts.deallocate()
  }

  /// Adds the next entry, a value of the tail whose shape has these slots.
  mutating func add(_ value: UnsafeRawBufferPointer, slots: [Shape.Slot]) {
    guard let entry = Entry(value), count < SegmentLayout.events,
      value.count >= Entry.headerBytes + 4 * slots.count
    else { preconditionFailure("an entry without its parts, or one too many") }
    let shape = localShape(entry.shape, slots)
    let place = columns + count
    func put(_ column: Column, _ number: UInt64) {
      place[column.rawValue * SegmentLayout.events] = number
    }
    put(.recorded, UInt64(bitPattern: entry.recorded))
    put(.occurred, UInt64(bitPattern: entry.occurred))
    put(.idHigh, entry.id.high)
    put(.idLow, entry.id.low)
    put(.streamVersion, entry.streamVersion)
    put(.type, UInt64(entry.type))
    put(.flags, UInt64(entry.flags))
    put(.shape, UInt64(shape))
    put(.payload, UInt64(entry.payloadBytes))
    put(.extras, UInt64(entry.extraBytes))
    addObjects(value, shape)
    let end = Entry.headerBytes + 4 * slots.count
    heap.append(UnsafeRawBufferPointer(rebasing: value[end...]))
    count += 1
    if count % SegmentLayout.blockEvents == 0 { blockEnds.append(heap.count) }
  }

  @inline(__always)
  private mutating func localShape(_ symbol: UInt32, _ slots: [Shape.Slot]) -> Int {
    if lastShape < shapes.count, shapes[lastShape].symbol == symbol { return lastShape }
    if let known = shapes.firstIndex(where: { $0.symbol == symbol }) {
      lastShape = known
    } else {
      lastShape = shapes.count
      shapes.append((symbol, slots.map { lane(of: $0) }))
    }
    return lastShape
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

  @inline(__always)
  private mutating func addObjects(_ value: UnsafeRawBufferPointer, _ shape: Int) {
    objectStarts[count] = objects.count / 4
    shapes[shape].lanes.withUnsafeBufferPointer { slotLanes in
      lanes.withUnsafeMutableBufferPointer { lanes in
        for slot in slotLanes.indices {
          let number = value.loadUnaligned(
            fromByteOffset: Entry.headerBytes + 4 * slot, as: UInt32.self)
          let lane = Int(slotLanes[slot])
          lanes[lane].smallest = min(lanes[lane].smallest, number)
          lanes[lane].largest = max(lanes[lane].largest, number)
        }
      }
      objects.append(
        UnsafeRawBufferPointer(
          rebasing: value[Entry.headerBytes..<Entry.headerBytes + 4 * slotLanes.count]))
    }
  }

  // MARK: Bytes

  /// Writes the columns and gives the directory; all 256 entries must have been added.
  private func head(_ area: inout ByteBuffer) -> [UInt8] {
    precondition(count == SegmentLayout.events, "a segment is sealed when it is full")
    let frames = Column.allCases.map { frame(of: $0) }
    let laneFrames = lanes.map(\.frame)
    var groups: [(end: Int, check: UInt32)] = []
    for group in 0..<SegmentLayout.groups {
      let start = area.count
      append(group: group, frames, laneFrames, to: &area)
      groups.append((area.count, CRC32C.checksum(area[start..<area.count])))
    }
    var blocks: [(end: Int, check: UInt32)] = []
    var start = 0
    for end in blockEnds {
      blocks.append((end, CRC32C.checksum(heap[start..<end])))
      start = end
    }
    return directory(frames, laneFrames, groups, blocks)
  }

  /// Lends the segment's parts, which follow one another, and the bytes of all of them.
  func withParts<R, E: Error>(
    _ body: (_ parts: [UnsafeRawBufferPointer], _ size: Int) throws(E) -> R
  ) throws(E) -> R {
    var area = ByteBuffer(capacity: 24 << 10)
    let directory = head(&area)
    let end = [UInt8](repeating: 0, count: SegmentLayout.padding)
    var result: Result<R, E>?
    directory.withUnsafeBytes { directory in
      end.withUnsafeBytes { end in
        let parts = [directory, area.bytes, heap.bytes, end]
        let size = parts.reduce(0) { $0 + $1.count }
        result = Result { () throws(E) in try body(parts, size) }
      }
    }
    guard let result else { preconditionFailure("the closure ran") }
    return try result.get()
  }

  /// The segment; all 256 entries must have been added.
  func bytes() -> [UInt8] { withParts { parts, _ in parts.flatMap(Array.init) } }

  private func frame(of column: Column) -> FrameColumn {
    let numbers = UnsafeBufferPointer(
      start: columns + column.rawValue * SegmentLayout.events, count: SegmentLayout.events)
    var base = numbers[0]
    switch column {
    case .recorded, .occurred:
      // Times are signed; the differences are not.
      for number in numbers where Int64(bitPattern: number) < Int64(bitPattern: base) {
        base = number
      }
    default:
      for number in numbers { base = min(base, number) }
    }
    var largest: UInt64 = 0
    for number in numbers { largest = max(largest, number &- base) }
    return FrameColumn(base: base, largestDifference: largest)
  }

  private func append(
    group: Int, _ frames: [FrameColumn], _ laneFrames: [FrameColumn], to area: inout ByteBuffer
  ) {
    let rows = group * SegmentLayout.groupEvents..<(group + 1) * SegmentLayout.groupEvents
    for column in frames.indices {
      let numbers = columns + column * SegmentLayout.events + rows.lowerBound
      append(frames[column], count: rows.count, to: &area) { numbers[$0] }
    }
    let shapeColumn = columns + Column.shape.rawValue * SegmentLayout.events
    let objects = objects.bytes.assumingMemoryBound(to: UInt32.self)
    for shape in shapes.indices {
      let starts = rows.filter { shapeColumn[$0] == UInt64(shape) }.map { objectStarts[$0] }
      for (slot, lane) in shapes[shape].lanes.enumerated() {
        append(laneFrames[Int(lane)], count: starts.count, to: &area) {
          UInt64(objects[starts[$0] + slot])
        }
      }
    }
  }

  @inline(__always)
  private func append(
    _ frame: FrameColumn, count: Int, to area: inout ByteBuffer, number: (Int) -> UInt64
  ) {
    guard frame.width > 0, count > 0 else { return }
    // Eight bytes more: each number is written whole, the next one over what is too much.
    let target = area.room(count * frame.width + 8)
    for index in 0..<count {
      frame.write(number(index), to: UnsafeMutableRawPointer(target), at: index &* frame.width)
    }
    area.wrote(upTo: target + count * frame.width)
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
