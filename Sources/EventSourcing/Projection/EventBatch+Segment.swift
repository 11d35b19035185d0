// SPDX-License-Identifier: Apache-2.0

extension EventBatch {
  /// Whether a scan should go on: there is room for an event, and payloads are not too many.
  func hasRoom(bytes: Int) -> Bool { !isFull && arenaBytes < bytes }

  /// Adds the wanted ones of some events of a segment, whose columns are loaded.
  ///
  /// It stops in front of an event that it cannot read: of a symbol that is not known yet, or
  /// whose payload stands apart; and where the batch is full.
  /// - Returns: The first row that it is not done with.
  func append(
    _ rows: SegmentRows, _ range: Range<Int>, from first: UInt64,
    _ symbols: borrowing EntrySymbols, bytes mostBytes: Int
  ) throws(SegmentDamage) -> Int {
    if try appendWhole(rows, range, from: first, symbols, bytes: mostBytes) {
      return range.upperBound
    }
    try rows.loadObjects()
    let stop = symbols.types.withUnsafeBufferPointer { types in
      symbols.shapes.withUnsafeBufferPointer { shapes in
        appendColumns(rows, range, from: first, types, shapes, bytes: mostBytes)
      }
    }
    return stop.next > range.lowerBound ? try fillPayloads(rows, stop) : stop.next
  }

  /// Adds a segment of which every event is wanted and can be read, column by column.
  /// - Returns: False, and nothing added, for every other one.
  private func appendWhole(
    _ rows: SegmentRows, _ range: Range<Int>, from first: UInt64,
    _ symbols: borrowing EntrySymbols, bytes mostBytes: Int
  ) throws(SegmentDamage) -> Bool {
    guard range == 0..<SegmentLayout.events, count == 0,
      arenaBytes + rows.heapStart[range.upperBound] <= mostBytes,
      symbols.shapes.withUnsafeBufferPointer({ hasShapes(of: rows, $0) }),
      symbols.types.withUnsafeBufferPointer({ putTypes(of: rows, $0) })
    else { return false }
    reserveObjects(rows.objectStart[range.upperBound] + Shape.leastRoom)
    var filler = filler
    try symbols.shapes.withUnsafeBufferPointer { shapes throws(SegmentDamage) in
      try filler.addWhole(rows, shapes)
    }
    keep(filler)
    columns.pointee.copy(rows, range, from: first, to: 0)
    _ = try fillPayloads(rows, Added(rows: [range], start: 0, next: range.upperBound))
    return true
  }

  private func hasShapes(
    of rows: SegmentRows, _ shapes: UnsafeBufferPointer<EntrySymbols.ShapeOfEntry>
  ) -> Bool {
    var isKnown = true
    rows.forEachShape { symbol, slots in
      if Int(symbol) >= shapes.count || shapes[Int(symbol)].count != slots { isKnown = false }
    }
    return isKnown
  }

  /// False if an event is of a type that is not known or not wanted, or its payload stands apart.
  private func putTypes(
    of rows: SegmentRows, _ types: UnsafeBufferPointer<EntrySymbols.TypeOfEntry>
  ) -> Bool {
    let (numbers, payloads) = (rows.column(.type), rows.column(.payload))
    let columns = columns.pointee
    for row in 0..<SegmentLayout.events {
      let number = Int(truncatingIfNeeded: numbers[row])
      guard number < types.count, types[number].isWanted,
        payloads[row] & UInt64(Entry.apart) == 0
      else { return false }
      columns.type[row] = types[number].number
      columns.version[row] = types[number].version
    }
    return true
  }

  /// Which rows of a segment were added, and where in the batch they begin.
  struct Added {
    /// Neighbours together, ascending.
    var rows: [Range<Int>] = []
    var start = 0
    /// The first row that was not looked at.
    var next = 0

    @inline(__always)
    mutating func append(_ row: Int) {
      if let last = rows.last, last.upperBound == row {
        rows[rows.count - 1] = last.lowerBound..<row + 1
      } else {
        rows.append(row..<row + 1)
      }
    }
  }

  private func appendColumns(
    _ rows: SegmentRows, _ range: Range<Int>, from first: UInt64,
    _ types: UnsafeBufferPointer<EntrySymbols.TypeOfEntry>,
    _ shapes: UnsafeBufferPointer<EntrySymbols.ShapeOfEntry>, bytes mostBytes: Int
  ) -> Added {
    var added = Added(start: count, next: range.lowerBound)
    reserveObjects(
      rows.objectStart[range.upperBound] - rows.objectStart[range.lowerBound] + Shape.leastRoom)
    var filler = filler
    defer { keep(filler) }
    var heap = arenaBytes
    let typeColumn = rows.column(.type)
    let payloadColumn = rows.column(.payload)
    for row in range {
      let typeNumber = Int(truncatingIfNeeded: typeColumn[row])
      let shapeNumber = Int(rows.shapeSymbol(row))
      guard typeNumber < types.count, shapeNumber < shapes.count else { break }
      let shape = shapes[shapeNumber]
      guard rows.objectStart[row + 1] &- rows.objectStart[row] == shape.count,
        payloadColumn[row] & UInt64(Entry.apart) == 0
      else { break }
      if types[typeNumber].isWanted {
        guard filler.row < EventBatch.capacity, heap < mostBytes else { break }
        heap += rows.heapStart[row + 1] - rows.heapStart[row]
        filler.add(rows, row, types[typeNumber], shape)
        added.append(row)
      }
      added.next = row + 1
    }
    var target = added.start
    for neighbours in added.rows {
      columns.pointee.copy(rows, neighbours, from: first, to: target)
      target += neighbours.count
    }
    return added
  }

  /// Copies the payloads of the added rows, block by block.
  private func fillPayloads(
    _ rows: SegmentRows, _ added: Added
  ) throws(SegmentDamage) -> Int {
    var batchRow = added.start
    let payloads = rows.column(.payload)
    for range in added.rows {
      try rows.forEachHeap(range) { neighbours, bytes in
        // One copy for a block; each event's part is where it was in it.
        let offset = store(bytes).start - rows.heapStart[neighbours.lowerBound]
        for row in neighbours {
          let payload = Int(UInt32(truncatingIfNeeded: payloads[row]))
          let start = offset + rows.heapStart[row]
          columns.pointee.payload[batchRow] = ByteRange(start: start, count: payload)
          columns.pointee.extras[batchRow] = ByteRange(
            start: start + payload, count: offset + rows.heapStart[row + 1] - start - payload)
          batchRow += 1
        }
      }
    }
    return added.next
  }
}

extension BatchFiller {
  /// Writes shapes and objects of all events of a segment, whose shapes are known, into an empty
  /// batch.
  @inline(__always)
  mutating func addWhole(
    _ rows: SegmentRows, _ shapes: UnsafeBufferPointer<EntrySymbols.ShapeOfEntry>
  ) throws(SegmentDamage) {
    for row in 0..<SegmentLayout.events {
      columns.shape[row] = shapes[Int(rows.shapeSymbol(row))].shape
      columns.objectStart[row] = objectCount &+ rows.objectStart[row]
    }
    try rows.putObjects(into: columns.objects + objectCount) { shape, slot in
      shapes[Int(shape)].kinds[slot]
    }
    objectCount &+= rows.objectStart[SegmentLayout.events]
    row = SegmentLayout.events
  }

  /// Writes what of an event of a segment hangs on its type and shape, and its objects.
  @inline(__always)
  mutating func add(
    _ rows: SegmentRows, _ source: Int, _ type: EntrySymbols.TypeOfEntry,
    _ shape: EntrySymbols.ShapeOfEntry
  ) {
    columns.type[row] = type.number
    columns.version[row] = type.version
    columns.shape[row] = shape.shape
    columns.objectStart[row] = objectCount
    let objects = UnsafeRawPointer(rows.objects + rows.objectStart[source])
    writeObjects(objects, mayReadAhead: true, shape)
    row &+= 1
  }
}

extension BatchColumns {
  /// Copies what is in a batch as it is in a segment: columns of neighbours at once.
  fileprivate func copy(
    _ rows: SegmentRows, _ range: Range<Int>, from first: UInt64, to target: Int
  ) {
    func signed(_ column: SegmentLayout.Column, _ to: UnsafeMutablePointer<Int64>) {
      let source = UnsafeRawPointer(rows.column(column) + range.lowerBound)
      UnsafeMutableRawPointer(to + target).copyMemory(from: source, byteCount: 8 * range.count)
    }
    func unsigned(_ column: SegmentLayout.Column, _ to: UnsafeMutablePointer<UInt64>) {
      (to + target).update(from: rows.column(column) + range.lowerBound, count: range.count)
    }
    signed(.recorded, recorded)
    signed(.occurred, occurred)
    unsigned(.idHigh, idHigh)
    unsigned(.idLow, idLow)
    unsigned(.streamVersion, streamVersion)
    let source = rows.column(.flags) + range.lowerBound
    for index in 0..<range.count {
      flags[target + index] = UInt16(truncatingIfNeeded: source[index])
      position[target + index] = first + UInt64(range.lowerBound + index)
    }
  }
}
