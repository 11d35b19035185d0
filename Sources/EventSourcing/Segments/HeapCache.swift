// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// A deflated heap in clear: what all events of a segment have of payloads and extras.
struct InflatedHeap: Sendable {
  /// The first position of the segment.
  let first: UInt64
  private let bytes: [UInt8]
  /// Where each event's part begins; one more than there are events.
  private let starts: [Int]

  init(_ view: SegmentView) throws(SegmentDamage) {
    first = view.first
    var starts = [0]
    starts.reserveCapacity(SegmentLayout.events + 1)
    for group in 0..<SegmentLayout.groups {
      let bytes = try view.group(group)
      let columns = GroupColumns(view, bytes)
      guard columns.bytes <= bytes.count else { throw SegmentDamage("its columns are cut off") }
      for place in 0..<SegmentLayout.groupEvents {
        let size = Entry.storedHeapBytes(
          payload: UInt32(truncatingIfNeeded: columns.number(.payload, place)),
          extras: UInt32(truncatingIfNeeded: columns.number(.extras, place)))
        starts.append((starts.last ?? 0) + size)
      }
    }
    self.starts = starts
    bytes = try view.inflated(count: starts.last ?? 0)
  }

  /// Payload and extras of one event.
  func bytes(_ row: Int) -> ArraySlice<UInt8> { bytes[starts[row]..<starts[row + 1]] }
}

/// The last few heaps that point reads have inflated: one who asks for an old ticket's history
/// inflates each segment once.
final class HeapCache: Sendable {
  private static let kept = 4

  /// The one inflated last stands at the end.
  private let heaps = Mutex<[InflatedHeap]>([])

  func heap(of view: SegmentView) throws(SegmentDamage) -> InflatedHeap {
    // Sealed events never change, so what was inflated once stays true.
    let known = heaps.withLock { heaps in heaps.first { $0.first == view.first } }
    if let known { return known }
    let heap = try InflatedHeap(view)
    heaps.withLock { heaps in
      if heaps.count >= HeapCache.kept { heaps.removeFirst() }
      heaps.append(heap)
    }
    return heap
  }
}

extension SegmentView {
  /// The deflated heap in clear, which has that many bytes.
  func inflated(count: Int) throws(SegmentDamage) -> [UInt8] {
    let stored = try block(0)
    guard count <= ShippedBlock.mostBytes, let clear = Deflate.restored(stored, count: count)
    else { throw SegmentDamage("its payloads cannot be inflated") }
    return clear
  }
}
