// SPDX-License-Identifier: Apache-2.0

extension EventBatch {
  /// The type of the event in that row.
  func type(_ row: Int) -> EventType { EventType(number: columns.pointee.type[row]) }

  func version(_ row: Int) -> Int { Int(columns.pointee.version[row]) }

  func position(_ row: Int) -> Position { Position(columns.pointee.position[row]) }

  func recorded(_ row: Int) -> Instant { Instant(microseconds: columns.pointee.recorded[row]) }

  func id(_ row: Int) -> EventID {
    EventID(high: columns.pointee.idHigh[row], low: columns.pointee.idLow[row])
  }

  func objects(_ row: Int) -> [ObjectID] {
    let objects = columns.pointee.objects + columns.pointee.objectStart[row]
    return shape(row).slots.indices.map { ObjectID(rawValue: objects[$0]) }
  }

  func shape(_ row: Int) -> Shape { columns.pointee.shape[row].takeUnretainedValue() }

  func stream(_ row: Int) -> ObjectID {
    ObjectID(rawValue: columns.pointee.objects[columns.pointee.objectStart[row]])
  }

  func payload(_ row: Int) -> [UInt8] { bytes(columns.pointee.payload[row]) }

  func extras(_ row: Int) -> [UInt8] { bytes(columns.pointee.extras[row]) }

  private func bytes(_ range: ByteRange) -> [UInt8] {
    Array(UnsafeBufferPointer(start: columns.pointee.arena + range.start, count: range.count))
  }

  /// The references of that row, apart from the header's objects.
  func references(_ row: Int) -> [Reference] {
    zip(shape(row).slots, objects(row)).compactMap { slot, object in
      HeaderRole.all.contains(slot.role)
        ? nil : Reference(slot.role, columns.pointee.directory.name(of: object))
    }
  }
}
