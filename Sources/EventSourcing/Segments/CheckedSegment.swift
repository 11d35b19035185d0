// SPDX-License-Identifier: Apache-2.0

/// A segment and which of its parts were found sound in this transaction.
///
/// Neighbours in a stream often stand in one segment, even in one block. What a transaction sees
/// does not change, so a part is checked once for all that is read of it.
struct CheckedSegment {
  let view: SegmentView
  // One bit a part.
  private var soundGroups: UInt8 = 0
  private var soundBlocks: UInt16 = 0

  init(_ view: SegmentView) { self.view = view }

  /// The columns of a group of 64 events, checked.
  mutating func group(_ group: Int) throws(SegmentDamage) -> UnsafeRawBufferPointer {
    let bit = UInt8(1) << UInt8(group)
    if soundGroups & bit != 0 { return view.columns(ofGroup: group).bytes }
    let bytes = try view.group(group)
    soundGroups |= bit
    return bytes
  }

  /// The payloads of a block of 16 events of a plain heap, checked.
  mutating func block(_ block: Int) throws(SegmentDamage) -> UnsafeRawBufferPointer {
    let bit = UInt16(1) << UInt16(block)
    if soundBlocks & bit != 0 { return view.payloads(ofBlock: block).bytes }
    let bytes = try view.block(block)
    soundBlocks |= bit
    return bytes
  }
}
