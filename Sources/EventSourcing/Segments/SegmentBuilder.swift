// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Gathers 256 events and packs them into one segment (docs/FORMAT.md §2.5).
///
/// Header fields and object numbers become columns; payloads and the rarely read rest are put one
/// behind the other in a heap. The same entries give the same bytes. A commit adds its events as
/// they are made; those that stand in the tail are put in front when the segment is full.
struct SegmentBuilder: ~Copyable {
  fileprivate typealias Column = SegmentLayout.Column

  private var first: UInt64
  /// The rows that were added; those before them stand in the tail.
  private(set) var rows: Range<Int>
  // Raw memory: every number of every event passes through these columns.
  private let room: MemoryBlock
  private let columns: UnsafeMutablePointer<UInt64>
  /// Where the object numbers of each event begin.
  private let objectStarts: UnsafeMutablePointer<Int>
  /// Where the objects of a group's events of one shape begin, while they are written.
  private let members: UnsafeMutablePointer<Int>
  /// Object numbers, four bytes each.
  private var objects: ByteBuffer
  private var heap: ByteBuffer
  private var directory = SegmentDirectory()

  /// - Parameters:
  ///   - segment: Its number, from 0.
  ///   - inTail: How many of its events stand in the tail.
  ///   - events: About how many are added.
  ///   - memory: What to write into; `nil` for new memory.
  init(
    segment: UInt64, inTail: Int = 0, events: Int = SegmentLayout.events,
    memory: KeptMemory? = nil
  ) {
    let expected = max(1, min(events, SegmentLayout.events))
    first = SegmentLayout.firstPosition(of: segment)
    rows = inTail..<inTail
    let (numbers, starts) = (Column.allCases.count * SegmentLayout.events, SegmentLayout.events)
    room = MemoryBlock((numbers + starts + SegmentLayout.groupEvents) * 8, from: memory)
    let words = room.elements(UInt64.self).base
    columns = words
    let places = UnsafeMutableRawPointer(words + numbers)
      .bindMemory(to: Int.self, capacity: starts + SegmentLayout.groupEvents)
    objectStarts = places
    members = places + starts
    objects = ByteBuffer(capacity: 32 * expected, from: memory)
    heap = ByteBuffer(capacity: 192 * expected, from: memory)
  }

  /// Begins another segment, of which nothing stands in the tail.
  mutating func begin(segment: UInt64) {
    first = SegmentLayout.firstPosition(of: segment)
    rows = 0..<0
    objects.clear()
    heap.clear()
  }

  var isFull: Bool { rows.upperBound == SegmentLayout.events }

  // MARK: Adding

  /// Adds the next event.
  @inline(__always)
  mutating func add(
    _ entry: Entry, objects numbers: UnsafeBufferPointer<UInt32>,
    payload: UnsafeRawBufferPointer, extras: [UInt8]
  ) {
    precondition(!isFull, "one event too many")
    put(entry, UnsafeRawBufferPointer(numbers), row: rows.upperBound)
    heap.append(payload)
    if !extras.isEmpty { extras.withUnsafeBytes { heap.append($0) } }
    rows = rows.lowerBound..<rows.upperBound + 1
  }

  /// Puts the entries that stand in the tail in front.
  ///
  /// - Returns: Whether they were as many as was said.
  mutating func putInFront(
    _ entries: [(entry: Entry, value: UnsafeRawBufferPointer)]
  ) -> Bool {
    guard entries.count == rows.lowerBound else { return false }
    var front = ByteBuffer(capacity: 48 << 10, from: room.source)
    for (row, (entry, value)) in entries.enumerated() {
      let end = value.count - entry.storedHeapBytes
      put(entry, UnsafeRawBufferPointer(rebasing: value[Entry.headerBytes..<end]), row: row)
      front.append(UnsafeRawBufferPointer(rebasing: value[end...]))
    }
    front.append(heap.bytes)
    heap = front
    rows = 0..<rows.upperBound
    return true
  }

  @inline(__always)
  private mutating func put(_ entry: Entry, _ numbers: UnsafeRawBufferPointer, row: Int) {
    let place = columns + row
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
    // The log's number of it, until the shapes of the segment are numbered.
    put(.shape, UInt64(entry.shape))
    put(.payload, UInt64(entry.payloadBytes))
    put(.extras, UInt64(entry.extraBytes))
    objectStarts[row] = objects.count / 4
    objects.append(numbers)
  }

  private func number(_ column: Column, _ row: Int) -> UInt64 {
    columns[column.rawValue * SegmentLayout.events + row]
  }

  private func storedHeapBytes(_ row: Int) -> Int {
    Entry.storedHeapBytes(
      payload: UInt32(truncatingIfNeeded: number(.payload, row)),
      extras: UInt32(truncatingIfNeeded: number(.extras, row)))
  }

  // MARK: The tail

  /// Lends the entries of the rows that were added, in the form of the tail: the header, the
  /// bytes of the object numbers, those of the heap.
  borrowing func forEachEntry<E: Error>(
    _ body: (Entry, _ objects: UnsafeRawBufferPointer, _ heap: UnsafeRawBufferPointer)
      throws(E) -> Void
  ) throws(E) {
    var start = 0
    for row in rows {
      let entry = Entry(
        recorded: Int64(bitPattern: number(.recorded, row)),
        occurred: Int64(bitPattern: number(.occurred, row)),
        id: EventID(high: number(.idHigh, row), low: number(.idLow, row)),
        streamVersion: number(.streamVersion, row),
        type: UInt16(truncatingIfNeeded: number(.type, row)),
        flags: UInt16(truncatingIfNeeded: number(.flags, row)),
        shape: UInt32(truncatingIfNeeded: number(.shape, row)),
        payloadBytes: UInt32(truncatingIfNeeded: number(.payload, row)),
        extraBytes: UInt32(truncatingIfNeeded: number(.extras, row)))
      let end = start + storedHeapBytes(row)
      let objectsEnd = row + 1 < rows.upperBound ? 4 * objectStarts[row + 1] : objects.count
      try body(entry, objects[4 * objectStarts[row]..<objectsEnd], heap[start..<end])
      start = end
    }
  }

  // MARK: The segment

  /// Lends the segment's parts, which follow one another, and the bytes of all of them; all 256
  /// events must be there.
  ///
  /// - Parameter slots: What an event of a shape names, by the log's number of the shape.
  mutating func withParts<R, E: Error>(
    slots: (UInt32) -> [Shape.Slot],
    _ body: (_ parts: [UnsafeRawBufferPointer], _ size: Int) throws(E) -> R
  ) throws(E) -> R {
    precondition(isFull && rows.lowerBound == 0, "a segment is sealed when it is full")
    arrange(slots)
    var area = ByteBuffer(capacity: 24 << 10, from: room.source)
    let head = head(&area)
    let end: UInt64 = 0
    var result: Result<R, E>?
    withUnsafeBytes(of: end) { end in
      let parts = [head.bytes, area.bytes, heap.bytes, end]
      let size = parts.reduce(0) { $0 + $1.count }
      result = Result { () throws(E) in try body(parts, size) }
    }
    guard let result else { preconditionFailure("the closure ran") }
    return try result.get()
  }

  /// The segment; all 256 events must be there.
  mutating func bytes(slots: (UInt32) -> [Shape.Slot]) -> [UInt8] {
    withParts(slots: slots) { parts, _ in parts.flatMap(Array.init) }
  }

  /// Numbers the shapes of the segment and measures the lanes of their slots.
  private mutating func arrange(_ slots: (UInt32) -> [Shape.Slot]) {
    directory.clear()
    let symbols = columns + Column.shape.rawValue * SegmentLayout.events
    let numbers = objects.bytes.assumingMemoryBound(to: UInt32.self)
    for row in rows {
      let shape = directory.shape(UInt32(truncatingIfNeeded: symbols[row]), slots)
      symbols[row] = UInt64(shape)
      directory.measure(shape, UnsafeBufferPointer(rebasing: numbers[objectStarts[row]...]))
    }
  }

  /// Writes the columns and gives the directory.
  private func head(_ area: inout ByteBuffer) -> ByteBuffer {
    let frames = Column.allCases.map { frame(of: $0) }
    let lanes = directory.laneFrames
    var parts: [SegmentDirectory.Part] = []
    parts.reserveCapacity(SegmentLayout.groups + SegmentLayout.blocks)
    for group in 0..<SegmentLayout.groups {
      let start = area.count
      append(group: group, frames, lanes, to: &area)
      parts.append((area.count, CRC32C.checksum(area[start..<area.count])))
    }
    var start = 0
    for block in 0..<SegmentLayout.blocks {
      let rows = block * SegmentLayout.blockEvents..<(block + 1) * SegmentLayout.blockEvents
      let end = rows.reduce(start) { $0 + storedHeapBytes($1) }
      parts.append((end, CRC32C.checksum(heap[start..<end])))
      start = end
    }
    return directory.bytes(first: first, frames, lanes, parts, heapBytes: heap.count)
  }

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
    for shape in directory.shapes.indices {
      var count = 0
      for row in rows where shapeColumn[row] == UInt64(shape) {
        members[count] = objectStarts[row]
        count += 1
      }
      guard count > 0 else { continue }
      for (slot, lane) in directory.shapes[shape].lanes.enumerated() {
        append(laneFrames[Int(lane)], count: count, to: &area) {
          UInt64(objects[members[$0] + slot])
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
}
