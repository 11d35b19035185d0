// SPDX-License-Identifier: Apache-2.0

extension EventBatch {
  /// Gives a row its fields in another form: lifted to a newer version, or corrected.
  ///
  /// Header objects and all that is not named here stay. Only this copy changes, never the log.
  func rewrite(
    _ row: Int, version: Int, references: [Reference], payload: [UInt8],
    in directory: OverlayDirectory
  ) {
    var slots: [Shape.Slot] = []
    var numbers: [ObjectID] = []
    for (slot, object) in zip(shape(row).slots, objects(row))
    where HeaderRole.all.contains(slot.role) {
      slots.append(slot)
      numbers.append(object)
    }
    for reference in references {
      slots.append(Shape.Slot(reference.role, reference.object.kind))
      numbers.append(directory.number(of: reference.object))
    }
    columns.pointee.version[row] = UInt16(version)
    columns.pointee.shape[row] = .passUnretained(SharedShapes.shape(slots))
    columns.pointee.objectStart[row] = append(numbers)
    columns.pointee.payload[row] = payload.withUnsafeBytes { store($0) }
  }

  /// Gives a row another time of happening.
  func setOccurred(_ row: Int, _ microseconds: Int64) {
    columns.pointee.occurred[row] = microseconds
  }

  func setExtras(_ row: Int, _ bytes: [UInt8]) {
    columns.pointee.extras[row] = bytes.withUnsafeBytes { store($0) }
  }
}
