// SPDX-License-Identifier: Apache-2.0

/// All events of a segment with their columns widened: what scans read from.
///
/// One allocation that is used again for every segment of a scan.
final class SegmentRows {
  typealias Column = SegmentLayout.Column

  // Raw memory: 256 numbers a column, written and read in loops without bounds.
  private let numbers: UnsafeMutablePointer<UInt64>
  /// Where the objects of each event begin; one more than there are events.
  let objectStart: UnsafeMutablePointer<Int>
  /// As many as `Shape.leastRoom` may be read from any event's first one on.
  private(set) var objects: UnsafeMutablePointer<UInt32>
  private var objectCapacity = SegmentLayout.events * 8
  /// Where payload and extras of each event begin in the heap; one more than there are events.
  let heapStart: UnsafeMutablePointer<Int>
  /// The log's shape numbers and slot counts by the segment's own.
  private let shapeSymbols: UnsafeMutablePointer<UInt32>
  private let shapeSlots: UnsafeMutablePointer<Int>
  /// Where the objects of a group's events begin, shape by shape, and where each shape's end.
  private let targets: UnsafeMutablePointer<Int>
  private let shapeEnds: UnsafeMutablePointer<Int>
  private var view: SegmentView?
  /// The heap of the segment in clear, if it is deflated and was asked for.
  private var inflated: [UInt8]?
  private var hasObjects = false

  init() {
    numbers = .allocate(capacity: Column.allCases.count * SegmentLayout.events)
    objectStart = .allocate(capacity: SegmentLayout.events + 1)
    heapStart = .allocate(capacity: SegmentLayout.events + 1)
    objects = .allocate(capacity: objectCapacity + Shape.leastRoom)
    shapeSymbols = .allocate(capacity: SegmentLayout.events)
    shapeSlots = .allocate(capacity: SegmentLayout.events)
    targets = .allocate(capacity: SegmentLayout.groupEvents)
    shapeEnds = .allocate(capacity: SegmentLayout.events + 1)
  }

  deinit {
    numbers.deallocate()
    objectStart.deallocate()
    heapStart.deallocate()
    objects.deallocate()
    shapeSymbols.deallocate()
    shapeSlots.deallocate()
    targets.deallocate()
    shapeEnds.deallocate()
  }

  @inline(__always)
  func column(_ column: Column) -> UnsafeMutablePointer<UInt64> {
    numbers + column.rawValue * SegmentLayout.events
  }

  /// The log's number of the shape of an event.
  @inline(__always)
  func shapeSymbol(_ row: Int) -> UInt32 { shapeSymbols[Int(column(.shape)[row])] }

  /// Widens the columns and object numbers of a segment; its payloads stay in the map.
  func load(_ view: SegmentView) throws(SegmentDamage) {
    try loadColumns(view)
    try loadObjects()
  }

  /// Widens the columns alone, whose objects may be put somewhere else at once.
  func loadColumns(_ view: SegmentView) throws(SegmentDamage) {
    view.forEachShape { index, shape in
      shapeSymbols[index] = shape.symbol
      shapeSlots[index] = shape.slots
    }
    for group in 0..<SegmentLayout.groups { try widen(view, view.group(group), group) }
    try layOut(view)
    self.view = view
    inflated = nil
    hasObjects = false
  }

  /// Widens the object numbers of the segment whose columns were loaded, once.
  func loadObjects() throws(SegmentDamage) {
    guard !hasObjects else { return }
    reserve(objectStart[SegmentLayout.events])
    try putObjects(into: objects) { _, _ in 0 }
    hasObjects = true
  }

  /// Puts the object numbers of the segment whose columns were loaded to a place where there is
  /// room for all of them, each with the bits that its slot adds.
  @inline(__always)
  func putObjects<Number: FixedWidthInteger & UnsignedInteger>(
    into target: UnsafeMutablePointer<Number>, bits: (_ shape: UInt32, _ slot: Int) -> Number
  ) throws(SegmentDamage) {
    guard let view else { return }
    for group in 0..<SegmentLayout.groups {
      // The group was checked when its columns were widened.
      try scatter(view, view.columns(ofGroup: group).bytes, group, into: target, bits)
    }
  }

  /// The log's shapes of the segment, each with its slots.
  func forEachShape(_ body: (_ symbol: UInt32, _ slots: Int) -> Void) {
    for index in 0..<(view?.shapeCount ?? 0) { body(shapeSymbols[index], shapeSlots[index]) }
  }

  private func widen(
    _ view: SegmentView, _ bytes: UnsafeRawBufferPointer, _ group: Int
  ) throws(SegmentDamage) {
    var source = bytes.baseAddress ?? view.base
    var left = bytes.count
    for index in 0..<Column.allCases.count {
      let frame = view.frame(index)
      let size = frame.width * SegmentLayout.groupEvents
      guard size <= left else { throw SegmentDamage("its columns are cut off") }
      frame.widen(
        source, count: SegmentLayout.groupEvents,
        into: numbers + index * SegmentLayout.events + group * SegmentLayout.groupEvents)
      source += size
      left -= size
    }
  }

  /// Sums up how many objects and how much heap the events before each one have.
  private func layOut(_ view: SegmentView) throws(SegmentDamage) {
    let (shapes, payloads, extras) = (column(.shape), column(.payload), column(.extras))
    var object = 0
    var heap = 0
    for row in 0..<SegmentLayout.events {
      guard shapes[row] < UInt64(view.shapeCount) else {
        throw SegmentDamage("a shape is not in its directory")
      }
      objectStart[row] = object
      object += shapeSlots[Int(shapes[row])]
      heapStart[row] = heap
      heap += Entry.storedHeapBytes(
        payload: UInt32(truncatingIfNeeded: payloads[row]),
        extras: UInt32(truncatingIfNeeded: extras[row]))
    }
    objectStart[SegmentLayout.events] = object
    heapStart[SegmentLayout.events] = heap
    guard view.heapForm == .deflated || heap == view.heapBytes else {
      throw SegmentDamage("its heap is not as long as its payloads")
    }
  }

  private func reserve(_ count: Int) {
    guard count > objectCapacity else { return }
    objects.deallocate()
    objectCapacity = count
    objects = .allocate(capacity: count + Shape.leastRoom)
  }

  /// Puts the object numbers of a group, which stand shape by shape, at their events.
  @inline(__always)
  private func scatter<Number: FixedWidthInteger & UnsignedInteger>(
    _ view: SegmentView, _ bytes: UnsafeRawBufferPointer, _ group: Int,
    into target: UnsafeMutablePointer<Number>, _ bits: (UInt32, Int) -> Number
  ) throws(SegmentDamage) {
    sortTargets(view, group)
    var source = bytes.baseAddress ?? view.base
    var left = bytes.count
    for index in 0..<Column.allCases.count {
      source += view.frame(index).width * SegmentLayout.groupEvents
      left -= view.frame(index).width * SegmentLayout.groupEvents
    }
    var isWhole = true
    var first = 0
    view.forEachShape { index, shape in
      let members = targets + first
      let count = shapeEnds[index] - first
      first += count
      guard count > 0, isWhole else { return }
      for slot in 0..<shape.slots {
        let frame = view.laneFrame(Int(shape.lanes[slot]))
        guard frame.width * count <= left else {
          isWhole = false
          return
        }
        let (column, more) = (target + slot, bits(shape.symbol, slot))
        for member in 0..<count {
          column[members[member]] =
            Number(truncatingIfNeeded: frame.read(source, at: member)) | more
        }
        source += frame.width * count
        left -= frame.width * count
      }
    }
    guard isWhole, left == 0 else {
      throw SegmentDamage("its object numbers are not as many as its shapes say")
    }
  }

  /// Sorts the places of a group's objects by shape, as their columns stand: a counting sort,
  /// for a comparison an event and shape is mispredicted each time.
  private func sortTargets(_ view: SegmentView, _ group: Int) {
    let row = group * SegmentLayout.groupEvents
    let shapes = column(.shape) + row
    shapeEnds.update(repeating: 0, count: view.shapeCount + 1)
    for place in 0..<SegmentLayout.groupEvents { shapeEnds[Int(shapes[place]) + 1] += 1 }
    for shape in 0..<view.shapeCount { shapeEnds[shape + 1] += shapeEnds[shape] }
    for place in 0..<SegmentLayout.groupEvents {
      let shape = Int(shapes[place])
      targets[shapeEnds[shape]] = objectStart[row + place]
      shapeEnds[shape] += 1
    }
  }

  /// The checked heap bytes of some neighbouring events, block by block: `body` gets the rows and
  /// the bytes that they have together, valid as long as the transaction.
  func forEachHeap(
    _ rows: Range<Int>, _ body: (Range<Int>, UnsafeRawBufferPointer) -> Void
  ) throws(SegmentDamage) {
    guard let view else { return }
    guard view.heapForm == .plain else { return try forEachInflated(view, rows, body) }
    var row = rows.lowerBound
    while row < rows.upperBound {
      let block = row / SegmentLayout.blockEvents
      let bytes = try view.block(block)
      let start = heapStart[block * SegmentLayout.blockEvents]
      let end = min(rows.upperBound, (block + 1) * SegmentLayout.blockEvents)
      guard heapStart[end] - start <= bytes.count else {
        throw SegmentDamage("a payload is cut off")
      }
      body(
        row..<end,
        UnsafeRawBufferPointer(rebasing: bytes[heapStart[row] - start..<heapStart[end] - start]))
      row = end
    }
  }

  private func forEachInflated(
    _ view: SegmentView, _ rows: Range<Int>, _ body: (Range<Int>, UnsafeRawBufferPointer) -> Void
  ) throws(SegmentDamage) {
    if inflated == nil {
      inflated = try view.inflated(count: heapStart[SegmentLayout.events])
    }
    guard let clear = inflated else { return }
    clear.withUnsafeBytes { bytes in
      let range = heapStart[rows.lowerBound]..<heapStart[rows.upperBound]
      body(rows, UnsafeRawBufferPointer(rebasing: bytes[range]))
    }
  }
}
