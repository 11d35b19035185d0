// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import LMDB
import Testing

@testable import EventSourcing

/// A segment gives back what was sealed, to the byte, and no bytes whatever lead astray.
@Suite struct SegmentTests {
  private static let slotNames: [Shape.Slot] = (0..<12).map {
    Shape.Slot(Role("segment-role-\($0)"), ObjectKind("kind\($0 % 5)"))
  }

  /// 256 entries of a few shapes with numbers from narrow to as wide as they can be.
  private static func entries(
    _ generator: inout SeededGenerator, wild: Bool
  ) -> (values: [[UInt8]], slots: [[Shape.Slot]]) {
    let shapes = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
      (0..<Int.random(in: 1...7, using: &generator)).map { _ in
        slotNames.randomElement(using: &generator) ?? slotNames[0]
      }
    }
    var values: [[UInt8]] = []
    var slots: [[Shape.Slot]] = []
    for row in 0..<256 {
      let shape = Int.random(in: shapes.indices, using: &generator)
      let payload = bytes(Int.random(in: 0...40, using: &generator), &generator)
      let extras = bytes(Int.random(in: 0...9, using: &generator), &generator)
      let entry = Entry(
        recorded: wild ? Int64.random(in: .min ... .max, using: &generator) : Int64(row) * 1000,
        occurred: Int64.random(in: -5_000_000...5_000_000, using: &generator),
        id: EventID(
          high: UInt64.random(in: 0 ... .max, using: &generator),
          low: UInt64.random(in: 0 ... .max, using: &generator)),
        streamVersion: wild ? .random(in: 0 ... .max, using: &generator) : UInt64(row % 9),
        type: UInt16.random(in: 0...(wild ? .max : 70), using: &generator),
        flags: UInt16.random(in: 0...(wild ? .max : 1), using: &generator),
        shape: UInt32(shape) + 100, payloadBytes: UInt32(payload.count),
        extraBytes: UInt32(extras.count))
      let objects = shapes[shape].map { _ in
        UInt32.random(in: 0...(wild ? .max : 900), using: &generator)
      }
      var value = [UInt8](repeating: 0, count: entry.size(objects: objects.count))
      value.withUnsafeMutableBytes { target in
        objects.withUnsafeBytes { objects in
          (payload + extras).withUnsafeBytes {
            entry.write(objects: objects, heap: $0, to: target)
          }
        }
      }
      values.append(value)
      slots.append(shapes[shape])
    }
    return (values, slots)
  }

  private static func bytes(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
  }

  private static func sealed(
    _ values: [[UInt8]], _ slots: [[Shape.Slot]], segment: UInt64 = 7, inTail: Int = 100
  ) -> [UInt8] {
    // Some of them stand in the tail, the others are added; the bytes must be the same.
    var builder = SegmentBuilder(segment: segment, inTail: inTail)
    var shapes: [UInt32: [Shape.Slot]] = [:]
    var lent: [UnsafeMutableRawBufferPointer] = []
    defer { lent.forEach { $0.deallocate() } }
    var front: [(entry: Entry, value: UnsafeRawBufferPointer)] = []
    for (row, (value, slots)) in zip(values, slots).enumerated() {
      let place = UnsafeMutableRawBufferPointer.allocate(byteCount: value.count, alignment: 8)
      place.copyBytes(from: value)
      lent.append(place)
      guard let entry = Entry(UnsafeRawBufferPointer(place)) else { continue }
      shapes[entry.shape] = slots
      guard row >= inTail else {
        front.append((entry, UnsafeRawBufferPointer(place)))
        continue
      }
      let objects = slots.indices.map {
        place.loadUnaligned(fromByteOffset: Entry.headerBytes + 4 * $0, as: UInt32.self)
      }
      let heap = value[(Entry.headerBytes + 4 * slots.count)...]
      objects.withUnsafeBufferPointer { objects in
        heap.prefix(Int(entry.payloadBytes)).withUnsafeBytes { payload in
          builder.add(
            entry, objects: objects, payload: payload,
            extras: Array(heap.dropFirst(Int(entry.payloadBytes))))
        }
      }
    }
    let isWhole = builder.putInFront(front)
    #expect(isWhole)
    return builder.bytes { shapes[$0] ?? [] }
  }

  /// Every row by itself.
  private static func rows(_ bytes: [UInt8]) throws(SegmentDamage) -> [[UInt8]] {
    var result: Result<[[UInt8]], SegmentDamage> = .success([])
    bytes.withUnsafeBytes { buffer in
      result = Result { () throws(SegmentDamage) in
        let view = try SegmentView(buffer, segment: 7)
        return try (0..<256).map { row throws(SegmentDamage) in
          try SegmentRow(view, row: row, HeapCache()).bytes
        }
      }
    }
    return try result.get()
  }

  /// Every row of a scan, put together again.
  private static func scanned(_ bytes: [UInt8]) throws(SegmentDamage) -> [[UInt8]] {
    var result: Result<[[UInt8]], SegmentDamage> = .success([])
    bytes.withUnsafeBytes { buffer in
      result = Result { () throws(SegmentDamage) in
        let scan = SegmentRows()
        try scan.load(try SegmentView(buffer, segment: 7))
        var found: [[UInt8]] = []
        var heaps = [[UInt8]](repeating: [], count: 256)
        try scan.forEachHeap(0..<256) { rows, heap in
          for row in rows {
            let start = scan.heapStart[row] - scan.heapStart[rows.lowerBound]
            let end = scan.heapStart[row + 1] - scan.heapStart[rows.lowerBound]
            heaps[row] = Array(heap[start..<end])
          }
        }
        for row in 0..<256 {
          let entry = Entry(
            recorded: Int64(bitPattern: scan.column(.recorded)[row]),
            occurred: Int64(bitPattern: scan.column(.occurred)[row]),
            id: EventID(high: scan.column(.idHigh)[row], low: scan.column(.idLow)[row]),
            streamVersion: scan.column(.streamVersion)[row],
            type: UInt16(truncatingIfNeeded: scan.column(.type)[row]),
            flags: UInt16(truncatingIfNeeded: scan.column(.flags)[row]),
            shape: scan.shapeSymbol(row),
            payloadBytes: UInt32(truncatingIfNeeded: scan.column(.payload)[row]),
            extraBytes: UInt32(truncatingIfNeeded: scan.column(.extras)[row]))
          var value = [UInt8](repeating: 0, count: Entry.headerBytes)
          value.withUnsafeMutableBytes { entry.writeHeader(to: $0) }
          for object in scan.objectStart[row]..<scan.objectStart[row + 1] {
            value.appendLittleEndian(scan.objects[object])
          }
          found.append(value + heaps[row])
        }
        return found
      }
    }
    return try result.get()
  }

  @Test(arguments: [3, 99, 20_261_123] as [UInt64])
  func `what was sealed comes back to the byte, row by row and in a scan`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for round in 0..<12 {
      let (values, slots) = SegmentTests.entries(&generator, wild: round % 3 == 0)
      let bytes = SegmentTests.sealed(values, slots)
      #expect(try SegmentTests.rows(bytes) == values, "seed \(seed), round \(round)")
      #expect(try SegmentTests.scanned(bytes) == values, "seed \(seed), round \(round)")
      #expect(bytes == SegmentTests.sealed(values, slots), "the same entries, the same bytes")
    }
  }

  @Test func `a flipped bit is damage or lies in the room nobody reads`() throws {
    var generator = SeededGenerator(seed: 5)
    let (values, slots) = SegmentTests.entries(&generator, wild: false)
    let whole = SegmentTests.sealed(values, slots)
    var unnoticed = 0
    for _ in 0..<4000 {
      var bytes = whole
      let place = Int.random(in: bytes.indices, using: &generator)
      bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      let scanned = try? SegmentTests.scanned(bytes)
      #expect(scanned == nil || scanned == values, "byte \(place)")
      if scanned != nil { unnoticed += 1 }
    }
    // Eight zero bytes at the end belong to no block.
    #expect(unnoticed < 8)
  }

  /// What a hostile file could hold: the check is right, the numbers are not.
  @Test func `a forged directory is refused or read within its bounds`() throws {
    var generator = SeededGenerator(seed: 6)
    let (values, slots) = SegmentTests.entries(&generator, wild: false)
    let whole = SegmentTests.sealed(values, slots)
    let directory = Int(whole[0]) | Int(whole[1]) << 8 | Int(whole[2]) << 16
    var refused = 0
    for _ in 0..<4000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        bytes[Int.random(in: 4..<directory - 4, using: &generator)] = UInt8.random(
          in: 0 ... .max, using: &generator)
      }
      var check: [UInt8] = []
      check.appendLittleEndian(CRC32C.checksum(Array(bytes[..<(directory - 4)])))
      bytes.replaceSubrange(directory - 4..<directory, with: check)
      let scanned = try? SegmentTests.scanned(bytes)
      let rows = try? SegmentTests.rows(bytes)
      if scanned == nil || rows == nil { refused += 1 }
    }
    #expect(refused > 2000)
  }
}
