// SPDX-License-Identifier: Apache-2.0

/// The columns of a batch: what one event of it is read from, with two words in registers.
@usableFromInline struct BatchColumns {
  // Raw memory, because a fold reads these per event: no array bounds, no retain and release.
  @usableFromInline let position: UnsafeMutablePointer<UInt64>
  @usableFromInline let recorded: UnsafeMutablePointer<Int64>
  @usableFromInline let occurred: UnsafeMutablePointer<Int64>
  @usableFromInline let type: UnsafeMutablePointer<UInt16>
  @usableFromInline let version: UnsafeMutablePointer<UInt16>
  @usableFromInline let flags: UnsafeMutablePointer<UInt16>
  @usableFromInline let streamVersion: UnsafeMutablePointer<UInt64>
  @usableFromInline let idHigh: UnsafeMutablePointer<UInt64>
  @usableFromInline let idLow: UnsafeMutablePointer<UInt64>
  let shape: UnsafeMutablePointer<Unmanaged<Shape>>
  let objectStart: UnsafeMutablePointer<Int>
  let payload: UnsafeMutablePointer<ByteRange>
  let extras: UnsafeMutablePointer<ByteRange>
  @usableFromInline var objects: UnsafeMutablePointer<UInt64>
  var arena: UnsafeMutablePointer<UInt8>
  @usableFromInline let zone: BusinessZone
  unowned(unsafe) let directory: any ObjectDirectory
  let catalogue: SchemaCatalogue
}

struct ByteRange {
  var start: Int
  var count: Int
}

/// Up to 256 events with their header fields side by side: what projections are folded over.
///
/// A batch owns copies of what it holds, so that no transaction stays open while a fold runs.
package final class EventBatch {
  package static let capacity = 256

  package private(set) var count = 0
  let columns: UnsafeMutablePointer<BatchColumns>
  private var objectCount = 0
  private var objectCapacity = EventBatch.capacity * 8
  private var arenaCount = 0
  private var arenaCapacity = EventBatch.capacity * 256
  /// Keeps the directory alive as long as events of it can be read.
  private let directory: any ObjectDirectory

  package init(directory: any ObjectDirectory, zone: BusinessZone, catalogue: SchemaCatalogue) {
    func column<T>(_ type: T.Type) -> UnsafeMutablePointer<T> {
      .allocate(capacity: EventBatch.capacity)
    }
    self.directory = directory
    columns = .allocate(capacity: 1)
    columns.initialize(
      to: BatchColumns(
        position: column(UInt64.self), recorded: column(Int64.self),
        occurred: column(Int64.self), type: column(UInt16.self), version: column(UInt16.self),
        flags: column(UInt16.self), streamVersion: column(UInt64.self),
        idHigh: column(UInt64.self), idLow: column(UInt64.self),
        shape: column(Unmanaged<Shape>.self), objectStart: column(Int.self),
        payload: column(ByteRange.self), extras: column(ByteRange.self),
        objects: .allocate(capacity: objectCapacity), arena: .allocate(capacity: arenaCapacity),
        zone: zone, directory: directory, catalogue: catalogue))
  }

  deinit {
    let columns = self.columns.pointee
    columns.position.deallocate()
    columns.recorded.deallocate()
    columns.occurred.deallocate()
    columns.type.deallocate()
    columns.version.deallocate()
    columns.flags.deallocate()
    columns.streamVersion.deallocate()
    columns.idHigh.deallocate()
    columns.idLow.deallocate()
    columns.shape.deallocate()
    columns.objectStart.deallocate()
    columns.payload.deallocate()
    columns.extras.deallocate()
    columns.objects.deallocate()
    columns.arena.deallocate()
    self.columns.deinitialize(count: 1)
    self.columns.deallocate()
  }

  package func removeAll() {
    count = 0
    objectCount = 0
    arenaCount = 0
  }

  package var isFull: Bool { count == EventBatch.capacity }
  var arenaBytes: Int { arenaCount }

  /// The header fields of one event on its way into a batch.
  package struct Header {
    package var position: UInt64
    package var recorded: Int64
    package var occurred: Int64
    package var id: EventID
    package var type: EventType
    package var version: UInt16
    package var flags: UInt16
    package var streamVersion: UInt64

    package init(
      position: UInt64, recorded: Int64, occurred: Int64, id: EventID, type: EventType,
      version: UInt16, flags: UInt16, streamVersion: UInt64
    ) {
      self.position = position
      self.recorded = recorded
      self.occurred = occurred
      self.id = id
      self.type = type
      self.version = version
      self.flags = flags
      self.streamVersion = streamVersion
    }
  }

  /// Adds an event; the batch must not be full.
  ///
  /// `objects` follow the slots of `shape`, which must outlive the process's folds. `extras` are
  /// the wire bytes of the rarely read parts (FORMAT §2.4).
  package func append(
    _ header: Header, shape: Shape, objects: some Sequence<ObjectID>,
    payload: UnsafeRawBufferPointer, extras: UnsafeRawBufferPointer
  ) {
    precondition(count < EventBatch.capacity, "the batch is full")
    let row = count
    let columns = self.columns
    columns.pointee.position[row] = header.position
    columns.pointee.recorded[row] = header.recorded
    columns.pointee.occurred[row] = header.occurred
    columns.pointee.type[row] = header.type.number
    columns.pointee.version[row] = header.version
    columns.pointee.flags[row] = header.flags
    columns.pointee.streamVersion[row] = header.streamVersion
    columns.pointee.idHigh[row] = header.id.high
    columns.pointee.idLow[row] = header.id.low
    columns.pointee.shape[row] = .passUnretained(shape)
    reserveObjects(shape.slots.count)
    columns.pointee.objectStart[row] = append(objects)
    columns.pointee.payload[row] = store(payload)
    columns.pointee.extras[row] = store(extras)
    count += 1
  }

  /// Stores object numbers; the index of the first.
  func append(_ objects: some Sequence<ObjectID>) -> Int {
    let start = objectCount
    for object in objects {
      reserveObjects(1)
      columns.pointee.objects[objectCount] = object.rawValue
      objectCount += 1
    }
    return start
  }

  /// Makes room for entries of together this many bytes.
  func reserve(entries: Int, bytes: Int) {
    // An object takes four bytes of its entry.
    let most = min(bytes / 4, entries * (SchemaLimits.references + HeaderRole.all.count))
    reserveObjects(most + Shape.leastRoom)
    reserveArena(bytes)
  }

  var filler: BatchFiller {
    BatchFiller(
      columns: columns.pointee, objectCapacity: objectCapacity, row: count,
      objectCount: objectCount, arenaCount: arenaCount)
  }

  /// Takes over what was filled in.
  func keep(_ filler: BatchFiller) {
    count = filler.row
    objectCount = filler.objectCount
    arenaCount = filler.arenaCount
  }

  func reserveObjects(_ needed: Int) {
    guard objectCount + needed > objectCapacity else { return }
    objectCapacity = max(objectCapacity * 2, objectCount + needed)
    let grown = UnsafeMutablePointer<UInt64>.allocate(capacity: objectCapacity)
    grown.update(from: columns.pointee.objects, count: objectCount)
    columns.pointee.objects.deallocate()
    columns.pointee.objects = grown
  }

  private func reserveArena(_ needed: Int) {
    guard arenaCount + needed > arenaCapacity else { return }
    arenaCapacity = max(arenaCapacity * 2, arenaCount + needed)
    let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: arenaCapacity)
    grown.update(from: columns.pointee.arena, count: arenaCount)
    columns.pointee.arena.deallocate()
    columns.pointee.arena = grown
  }

  func store(_ bytes: UnsafeRawBufferPointer) -> ByteRange {
    reserveArena(bytes.count)
    let range = ByteRange(start: arenaCount, count: bytes.count)
    if let base = bytes.baseAddress {
      UnsafeMutableRawPointer(columns.pointee.arena + arenaCount)
        .copyMemory(from: base, byteCount: bytes.count)
    }
    arenaCount += bytes.count
    return range
  }
}
