// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import EventSourcing

/// What one commit leaves to the next is written over, never shared, and bounded.
@Suite struct KeptMemoryTests {
  private let memory = KeptMemory()

  /// Where a block of that many bytes stands that is given back at once.
  private func place(_ bytes: Int) -> UnsafeMutableRawPointer? {
    MemoryBlock(bytes, from: memory).bytes.baseAddress
  }

  @Test func `what was given back serves the next that fits`() {
    let first = place(300_000)
    #expect(place(280_000) == first)
    #expect(memory.bytes == 300_000)
    let larger = MemoryBlock(400_000, from: memory)
    #expect(larger.bytes.count >= 400_000)
    #expect(larger.bytes.baseAddress != first)
  }

  @Test func `of two that are held at a time each has its own`() {
    _ = place(10_000)
    let one = MemoryBlock(10_000, from: memory)
    let other = MemoryBlock(10_000, from: memory)
    #expect(one.bytes.baseAddress != other.bytes.baseAddress)
    #expect(memory.bytes == 0)
  }

  @Test func `the smallest block that is large enough is taken`() {
    var small: UnsafeMutableRawPointer?
    do {
      let one = MemoryBlock(50_000, from: memory)
      let other = MemoryBlock(500_000, from: memory)
      small = one.bytes.baseAddress
      #expect(other.bytes.count == 500_000)
    }
    #expect(place(40_000) == small)
  }

  @Test func `a very large commit does not leave its memory behind`() {
    for _ in 0..<3 {
      let one = MemoryBlock(KeptMemory.mostBytes / 2, from: memory)
      let other = MemoryBlock(KeptMemory.mostBytes, from: memory)
      #expect(other.bytes.count + one.bytes.count > KeptMemory.mostBytes)
    }
    #expect(memory.bytes <= KeptMemory.mostBytes)
  }

  @Test func `a buffer that grows keeps what was written`() {
    var buffer = ByteBuffer(capacity: 3_000, from: memory)
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    for start in stride(from: 0, to: bytes.count, by: 1_000) {
      bytes[start..<start + 1_000].withUnsafeBytes { buffer.append($0) }
    }
    #expect(buffer.bytes.elementsEqual(bytes))
  }
}
