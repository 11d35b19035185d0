// SPDX-License-Identifier: Apache-2.0
package import EventSourcing

/// A feed that hands out batches of odd sizes, empty ones among them.
package final class ChoppyFeed: EventFeed {
  private let base: MemoryFeed
  private var random: SeededGenerator
  private let largest: UInt64

  /// - Parameter largest: How many positions a batch covers at most.
  package init(_ base: MemoryFeed, seed: UInt64, largest: UInt64 = 7) {
    self.base = base
    self.largest = largest
    random = SeededGenerator(seed: seed)
  }

  package var directory: any ObjectDirectory { base.directory }
  package var zone: BusinessZone { base.zone }
  package var head: Position { base.head }
  package var digestAlgorithm: DigestAlgorithm { base.digestAlgorithm }

  package func position(recordedAtOrBefore moment: Instant) throws(ReplayError) -> Position {
    try base.position(recordedAtOrBefore: moment)
  }

  package func fill(
    _ batch: EventBatch, after: Position, upTo limit: Position, types: Set<EventType>?
  ) throws(ReplayError) -> Position {
    let step = after.advanced(by: UInt64.random(in: 1...largest, using: &random))
    return try base.fill(batch, after: after, upTo: min(limit, step), types: types)
  }

  package func fill(_ batch: EventBatch, positions: ArraySlice<Position>) throws(ReplayError) {
    try base.fill(batch, positions: positions)
  }
}

/// Moves what is allocated next to other addresses.
///
/// The order of a `Dictionary` follows from where its storage lies: with the heap as it was, a
/// second fold would meet the same order and say nothing about it.
struct ShakenHeap {
  private var held: [[UInt8]] = []

  init(_ random: inout SeededGenerator) {
    var blocks: [[UInt8]] = []
    for size in stride(from: 8, through: 2048, by: 24) {
      for _ in 0..<Int.random(in: 4...12, using: &random) {
        blocks.append([UInt8](repeating: 0, count: size))
      }
    }
    blocks.shuffle(using: &random)
    // One half stays; the other is let go in this order, and handed out again in the reverse.
    held = Array(blocks.prefix(blocks.count / 2))
  }

  func hold() { withExtendedLifetime(held) {} }
}
