// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// Memory that one commit leaves to the next.
///
/// A commit of a thousand events writes its records and columns into some hundred kilobytes. Given
/// back in between, small blocks of the program settle in them, and each commit takes pages that
/// are new to the process: ninety for a thousand events, an eighth of its computing (measured).
final class KeptMemory: Sendable {
  private struct State {
    // Addresses and sizes; pointers may not be handed from one thread to another.
    var blocks: [(address: UInt, bytes: Int)] = []
    var bytes = 0
  }
  private let state = Mutex(State())

  /// Smaller blocks are taken from the system and given back.
  private static let leastBytes = 2 << 10
  /// So much is kept at most: what a commit of some ten thousand events needs.
  static let mostBytes = 8 << 20

  deinit {
    state.withLock { state in
      for block in state.blocks { UnsafeMutableRawPointer(bitPattern: block.address)?.deallocate() }
    }
  }

  /// Bytes that wait for the next commit.
  var bytes: Int { state.withLock { $0.bytes } }

  /// The smallest block that is large enough, or a new one.
  fileprivate func take(_ bytes: Int) -> UnsafeMutableRawBufferPointer {
    guard bytes >= KeptMemory.leastBytes else { return KeptMemory.new(bytes) }
    let kept = state.withLock { state -> (address: UInt, bytes: Int)? in
      var best: Int?
      for index in state.blocks.indices where state.blocks[index].bytes >= bytes {
        if best.map({ state.blocks[index].bytes < state.blocks[$0].bytes }) ?? true { best = index }
      }
      guard let best else { return nil }
      state.bytes -= state.blocks[best].bytes
      return state.blocks.remove(at: best)
    }
    guard let kept, let start = UnsafeMutableRawPointer(bitPattern: kept.address) else {
      return KeptMemory.new(bytes)
    }
    return UnsafeMutableRawBufferPointer(start: start, count: kept.bytes)
  }

  fileprivate func give(_ block: UnsafeMutableRawBufferPointer) {
    let isKept = state.withLock { state in
      guard block.count >= KeptMemory.leastBytes,
        state.bytes + block.count <= KeptMemory.mostBytes
      else { return false }
      state.blocks.append((UInt(bitPattern: block.baseAddress), block.count))
      state.bytes += block.count
      return true
    }
    if !isKept { block.deallocate() }
  }

  fileprivate static func new(_ bytes: Int) -> UnsafeMutableRawBufferPointer {
    .allocate(byteCount: bytes, alignment: 16)
  }
}

/// Raw memory with one owner; when that is gone, it goes back to where it is from.
struct MemoryBlock: ~Copyable {
  // Raw memory: what is written into it is the owner's.
  let bytes: UnsafeMutableRawBufferPointer
  let source: KeptMemory?

  /// - Parameters:
  ///   - count: At least so many bytes.
  ///   - source: Where it is taken from; `nil` for the system.
  init(_ count: Int, from source: KeptMemory?) {
    self.source = source
    bytes = source?.take(count) ?? KeptMemory.new(count)
  }

  /// The same for elements of one type: the first one's place, and how many have room.
  func elements<Element>(
    _: Element.Type
  ) -> (base: UnsafeMutablePointer<Element>, capacity: Int) {
    let bound = bytes.bindMemory(to: Element.self)
    guard let base = bound.baseAddress else { preconditionFailure("a block has bytes") }
    return (base, bound.count)
  }

  deinit {
    if let source { source.give(bytes) } else { bytes.deallocate() }
  }
}
