// SPDX-License-Identifier: Apache-2.0

extension EventBatch {
  /// Whether a scan should go on: there is room for an event, and payloads are not too many.
  func hasRoom(bytes: Int) -> Bool { !isFull && arenaBytes < bytes }

  /// Adds the wanted ones of some events of a segment.
  ///
  /// It stops in front of an event that it cannot read: of a symbol that is not known yet, or
  /// whose payload stands apart; and where the batch is full.
  /// - Returns: The first row that it is not done with.
  func append(
    _ rows: SegmentRows, _ range: Range<Int>, from first: UInt64,
    _ symbols: borrowing EntrySymbols, bytes mostBytes: Int
  ) throws(SegmentDamage) -> Int {
    let stop = symbols.types.withUnsafeBufferPointer { types in
      symbols.shapes.withUnsafeBufferPointer { shapes in
        appendColumns(rows, range, from: first, types, shapes, bytes: mostBytes)
      }
    }
    return stop.next > range.lowerBound ? try fillPayloads(rows, stop) : stop.next
  }

  /// Which rows of a segment were added, and where in the batch they begin.
  struct Added {
    var rows: [UInt8] = []
    var start = 0
    /// The first row that was not looked at.
    var next = 0
  }

  private func appendColumns(
    _ rows: SegmentRows, _ range: Range<Int>, from first: UInt64,
    _ types: UnsafeBufferPointer<EntrySymbols.TypeOfEntry>,
    _ shapes: UnsafeBufferPointer<EntrySymbols.ShapeOfEntry>, bytes mostBytes: Int
  ) -> Added {
    var added = Added(start: count, next: range.lowerBound)
    added.rows.reserveCapacity(range.count)
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
        filler.add(rows, row, at: first + UInt64(row), types[typeNumber], shape)
        added.rows.append(UInt8(row))
      }
      added.next = row + 1
    }
    return added
  }

  /// Copies the payloads of the added rows, block by block.
  private func fillPayloads(
    _ rows: SegmentRows, _ added: Added
  ) throws(SegmentDamage) -> Int {
    var index = 0
    while index < added.rows.count {
      // Neighbours are copied together.
      var end = index + 1
      while end < added.rows.count, added.rows[end] == added.rows[end - 1] + 1 { end += 1 }
      let range = Int(added.rows[index])..<Int(added.rows[end - 1]) + 1
      var batchRow = added.start + index
      let payloads = rows.column(.payload)
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
      index = end
    }
    return added.next
  }
}

extension BatchFiller {
  /// Writes the header and the objects of one event of a segment.
  @inline(__always)
  mutating func add(
    _ rows: SegmentRows, _ source: Int, at position: UInt64, _ type: EntrySymbols.TypeOfEntry,
    _ shape: EntrySymbols.ShapeOfEntry
  ) {
    columns.position[row] = position
    columns.recorded[row] = Int64(bitPattern: rows.column(.recorded)[source])
    columns.occurred[row] = Int64(bitPattern: rows.column(.occurred)[source])
    columns.idHigh[row] = rows.column(.idHigh)[source]
    columns.idLow[row] = rows.column(.idLow)[source]
    columns.streamVersion[row] = rows.column(.streamVersion)[source]
    columns.type[row] = type.number
    columns.version[row] = type.version
    columns.flags[row] = UInt16(truncatingIfNeeded: rows.column(.flags)[source])
    columns.shape[row] = shape.shape
    columns.objectStart[row] = objectCount
    let objects = rows.objects + rows.objectStart[source]
    for slot in 0..<shape.count {
      columns.objects[objectCount &+ slot] = shape.kinds[slot] | UInt64(objects[slot])
    }
    objectCount &+= shape.count
    row &+= 1
  }
}
