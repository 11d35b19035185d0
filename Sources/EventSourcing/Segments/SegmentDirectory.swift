// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// The directory of a segment that is made: its shapes and lanes, numbered by first use, so that
/// the bytes do not depend on a dictionary's order.
struct SegmentDirectory {
  /// Where a group or a block ends, and its check.
  typealias Part = (end: Int, check: UInt32)

  /// The shapes of the segment, and the lanes of their slots.
  private(set) var shapes: [(symbol: UInt32, lanes: [UInt8])] = []
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

  mutating func clear() { self = SegmentDirectory() }

  /// The segment's own number of a shape of the log.
  @inline(__always)
  mutating func shape(_ symbol: UInt32, _ slots: (UInt32) -> [Shape.Slot]) -> Int {
    if lastShape < shapes.count, shapes[lastShape].symbol == symbol { return lastShape }
    if let known = shapes.firstIndex(where: { $0.symbol == symbol }) {
      lastShape = known
    } else {
      lastShape = shapes.count
      shapes.append((symbol, slots(symbol).map { lane(of: $0) }))
    }
    return lastShape
  }

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

  /// Takes in the object numbers of an event; there may be others behind them.
  @inline(__always)
  mutating func measure(_ shape: Int, _ numbers: UnsafeBufferPointer<UInt32>) {
    shapes[shape].lanes.withUnsafeBufferPointer { slotLanes in
      precondition(slotLanes.count <= numbers.count, "an entry without its parts")
      lanes.withUnsafeMutableBufferPointer { lanes in
        for slot in slotLanes.indices {
          let lane = Int(slotLanes[slot])
          lanes[lane].smallest = min(lanes[lane].smallest, numbers[slot])
          lanes[lane].largest = max(lanes[lane].largest, numbers[slot])
        }
      }
    }
  }

  var laneFrames: [FrameColumn] { lanes.map(\.frame) }

  /// The directory's bytes, its check included.
  func bytes(
    first: UInt64, _ frames: [FrameColumn], _ laneFrames: [FrameColumn], _ parts: [Part],
    heapBytes: Int
  ) -> ByteBuffer {
    let size =
      SegmentLayout.headerBytes + SegmentLayout.frameBytes * frames.count
      + SegmentLayout.laneBytes * laneFrames.count
      + shapes.reduce(0) { $0 + 6 + $1.lanes.count } + 8 * parts.count + 4
    var buffer = ByteBuffer(capacity: size)
    var pen = WirePen(at: buffer.room(size))
    pen.little(UInt32(size))
    pen.little(UInt16(SegmentLayout.events))
    pen.byte(SegmentLayout.version)
    pen.byte(SegmentLayout.HeapForm.plain.rawValue)
    pen.little(first)
    pen.little(UInt16(laneFrames.count))
    pen.little(UInt16(shapes.count))
    pen.little(UInt32(heapBytes))
    for frame in frames {
      pen.little(frame.base)
      pen.byte(UInt8(frame.width))
    }
    for lane in laneFrames {
      pen.little(UInt32(lane.base))
      pen.byte(UInt8(lane.width))
    }
    for shape in shapes {
      pen.little(shape.symbol)
      pen.little(UInt16(shape.lanes.count))
      shape.lanes.withUnsafeBytes { pen.raw($0) }
    }
    for part in parts {
      pen.little(UInt32(part.end))
      pen.little(part.check)
    }
    buffer.wrote(upTo: pen.at)
    let check = CRC32C.checksum(buffer.bytes)
    pen.little(check)
    buffer.wrote(upTo: pen.at)
    return buffer
  }
}
