// SPDX-License-Identifier: Apache-2.0

/// One event of a segment, read without widening any column.
///
/// Looks at one group of columns and one block of payloads: a ticket's history does not pay for
/// the 255 others.
struct SegmentRow {
  private typealias Column = SegmentLayout.Column

  let entry: Entry
  let shape: SegmentView.ShapeEntry
  /// Payload and extras; the bytes of the payload come first.
  private let heap: Heap
  private let view: SegmentView
  // Where the object numbers of this shape begin in the group, in the map.
  private let objects: UnsafeRawPointer
  private let members: Int
  private let rank: Int

  /// Payload and extras of the event: in the map, or in memory where the heap is deflated.
  private enum Heap {
    case mapped(UnsafeRawBufferPointer)
    case inflated(ArraySlice<UInt8>)

    var count: Int {
      switch self {
      case .mapped(let bytes): bytes.count
      case .inflated(let bytes): bytes.count
      }
    }
  }

  init(_ view: SegmentView, row: Int, _ heaps: HeapCache) throws(SegmentDamage) {
    var segment = CheckedSegment(view)
    try self.init(&segment, row: row, heaps)
  }

  /// Checks only those parts that were not checked before.
  init(
    _ segment: inout CheckedSegment, row: Int, _ heaps: HeapCache
  ) throws(SegmentDamage) {
    view = segment.view
    let group = try segment.group(row / SegmentLayout.groupEvents)
    let place = row % SegmentLayout.groupEvents
    let columns = GroupColumns(view, group)
    guard columns.bytes <= group.count else { throw SegmentDamage("its columns are cut off") }
    let number = columns.number(.shape, place)
    guard number < UInt64(view.shapeCount) else {
      throw SegmentDamage("a shape is not in its directory")
    }
    let local = Int(number)
    let found = try SegmentRow.objects(view, group, columns, place, local)
    (objects, members, rank, shape) = found
    let payload = UInt32(truncatingIfNeeded: columns.number(.payload, place))
    let extras = UInt32(truncatingIfNeeded: columns.number(.extras, place))
    entry = Entry(
      recorded: Int64(bitPattern: columns.number(.recorded, place)),
      occurred: Int64(bitPattern: columns.number(.occurred, place)),
      id: EventID(high: columns.number(.idHigh, place), low: columns.number(.idLow, place)),
      streamVersion: columns.number(.streamVersion, place),
      type: UInt16(truncatingIfNeeded: columns.number(.type, place)),
      flags: UInt16(truncatingIfNeeded: columns.number(.flags, place)),
      shape: shape.symbol, payloadBytes: payload, extraBytes: extras)
    heap =
      view.heapForm == .plain
      ? .mapped(try SegmentRow.heap(&segment, columns, row, size: entry.storedHeapBytes))
      : .inflated(try heaps.heap(of: view).bytes(row))
  }

  private static func objects(
    _ view: SegmentView, _ group: UnsafeRawBufferPointer, _ columns: GroupColumns, _ place: Int,
    _ local: Int
  ) throws(SegmentDamage) -> (UnsafeRawPointer, Int, Int, SegmentView.ShapeEntry) {
    let (frame, numbers) = (view.frame(.shape), columns.column(.shape))
    var offset = columns.bytes
    if view.shapeCount == 1, frame == FrameColumn(base: 0, width: 0) {
      // All events of the segment are made alike, as mostly.
      return try sound(
        (offset, SegmentLayout.groupEvents, place, view.onlyShape), view, group)
    }
    var found: (Int, Int, Int, SegmentView.ShapeEntry)?
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: SegmentLayout.events) { members in
      members.initialize(repeating: 0)
      var rank = 0
      for row in 0..<SegmentLayout.groupEvents {
        let shape = Int(truncatingIfNeeded: frame.read(numbers, at: row) & 0xFF)
        members[shape] += 1
        if row < place, shape == local { rank += 1 }
      }
      view.forEachShape { index, shape in
        guard index <= local else { return }
        let count = Int(members[index])
        if index == local {
          found = (offset, count, rank, shape)
        } else if count > 0 {
          for slot in 0..<shape.slots {
            offset += count * view.laneFrame(Int(shape.lanes[slot])).width
          }
        }
      }
    }
    guard let found else { throw SegmentDamage("its object numbers are cut off") }
    return try sound(found, view, group)
  }

  /// Where the object numbers of a shape begin, how many events have it, which of them this one
  /// is: if they all stand in the group.
  private static func sound(
    _ found: (Int, Int, Int, SegmentView.ShapeEntry), _ view: SegmentView,
    _ group: UnsafeRawBufferPointer
  ) throws(SegmentDamage) -> (UnsafeRawPointer, Int, Int, SegmentView.ShapeEntry) {
    let bytes = (0..<found.3.slots).reduce(0) {
      $0 + found.1 * view.laneFrame(Int(found.3.lanes[$1])).width
    }
    guard let base = group.baseAddress, found.0 + bytes <= group.count else {
      throw SegmentDamage("its object numbers are cut off")
    }
    return (base + found.0, found.1, found.2, found.3)
  }

  private static func heap(
    _ segment: inout CheckedSegment, _ columns: GroupColumns, _ row: Int, size: Int
  ) throws(SegmentDamage) -> UnsafeRawBufferPointer {
    let view = segment.view
    let block = try segment.block(row / SegmentLayout.blockEvents)
    let first = row / SegmentLayout.blockEvents * SegmentLayout.blockEvents
    let (payloadFrame, payloads) = (view.frame(.payload), columns.column(.payload))
    let (extrasFrame, extras) = (view.frame(.extras), columns.column(.extras))
    var offset = 0
    for before in first..<row {
      let place = before % SegmentLayout.groupEvents
      offset += Entry.storedHeapBytes(
        payload: UInt32(truncatingIfNeeded: payloadFrame.read(payloads, at: place)),
        extras: UInt32(truncatingIfNeeded: extrasFrame.read(extras, at: place)))
    }
    guard offset + size <= block.count else { throw SegmentDamage("a payload is cut off") }
    return UnsafeRawBufferPointer(rebasing: block[offset..<offset + size])
  }

  /// The number of the object in a slot.
  @inline(__always)
  func object(_ slot: Int) -> UInt32 {
    var start = objects
    for before in 0..<slot { start += members * view.laneFrame(Int(shape.lanes[before])).width }
    return UInt32(
      truncatingIfNeeded: view.laneFrame(Int(shape.lanes[slot])).read(start, at: rank))
  }

  /// Lends payload and extras, one behind the other.
  @inline(__always)
  func withHeap<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    switch heap {
    case .mapped(let bytes): body(bytes)
    case .inflated(let bytes): bytes.withUnsafeBytes { body($0) }
    }
  }

  /// The entry as the tail had it.
  var bytes: [UInt8] {
    let size = Entry.headerBytes + 4 * shape.slots + heap.count
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      let target = UnsafeMutableRawBufferPointer(buffer)
      entry.writeHeader(to: target)
      for slot in 0..<shape.slots {
        target.storeBytes(
          of: object(slot), toByteOffset: Entry.headerBytes + 4 * slot, as: UInt32.self)
      }
      let room = UnsafeMutableRawBufferPointer(
        rebasing: target[(Entry.headerBytes + 4 * shape.slots)...])
      withHeap { room.copyBytes(from: $0) }
      count = size
    }
  }
}

/// Where the columns of a group begin.
struct GroupColumns {
  private let view: SegmentView
  private let start: UnsafeRawPointer
  /// Bytes of all columns together.
  let bytes: Int

  @inline(__always)
  init(_ view: SegmentView, _ group: UnsafeRawBufferPointer) {
    self.view = view
    // An empty group has no columns; the base of the segment stands in, nothing is read there.
    start = group.baseAddress ?? view.base
    bytes = (0..<SegmentLayout.Column.allCases.count).reduce(0) {
      $0 + SegmentLayout.groupEvents * view.frame($1).width
    }
  }

  @inline(__always)
  func column(_ column: SegmentLayout.Column) -> UnsafeRawPointer {
    var offset = 0
    for before in 0..<column.rawValue { offset += view.frame(before).width }
    return start + offset * SegmentLayout.groupEvents
  }

  /// The number of one event in a column.
  @inline(__always)
  func number(_ column: SegmentLayout.Column, _ place: Int) -> UInt64 {
    view.frame(column).read(self.column(column), at: place)
  }
}
