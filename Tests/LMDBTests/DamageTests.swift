// SPDX-License-Identifier: Apache-2.0
import LMDB
import Testing

/// Each test runs in a child process: a signal there is a failure here.
struct DamageTests {
  @Test func `a flipped bit on any page is an error or harmless`() async {
    await #expect(processExitsWith: .success) {
      let store = try DamagedStore(seed: 1)
      #expect(store.pageCount > 200)
      var random = SeededGenerator(seed: 41)
      var tally = Tally()
      for page in 0..<store.pageCount {
        let offset = Int.random(in: 0..<DamagedStore.pageSize, using: &random)
        let bit = UInt8.random(in: 0..<8, using: &random)
        var bytes = store.bytes
        bytes[page * DamagedStore.pageSize + offset] ^= 1 << bit
        tally.add(try store.outcome(of: bytes), "page \(page) offset \(offset) bit \(bit)")
      }
      tally.expect(tally.wrong.isEmpty && tally.refused > 0 && tally.exact > 0)
    }
  }

  @Test func `a flipped bit in any page header is an error or harmless`() async {
    await #expect(processExitsWith: .success) {
      let store = try DamagedStore(seed: 2)
      var random = SeededGenerator(seed: 42)
      var tally = Tally()
      for page in 0..<store.pageCount {
        let offset = Int.random(in: 0..<32, using: &random)
        let bit = UInt8.random(in: 0..<8, using: &random)
        var bytes = store.bytes
        bytes[page * DamagedStore.pageSize + offset] ^= 1 << bit
        tally.add(try store.outcome(of: bytes), "page \(page) offset \(offset) bit \(bit)")
      }
      tally.expect(tally.wrong.isEmpty && tally.refused > 0 && tally.exact > 0)
    }
  }

  @Test func `every bit of the newer meta page may flip`() async {
    await #expect(processExitsWith: .success) {
      let store = try DamagedStore(seed: 3)
      var tally = Tally()
      for page in 0..<2 {
        for offset in 0..<152 {
          var bytes = store.bytes
          bytes[page * DamagedStore.pageSize + offset] ^= 1 << UInt8(offset % 8)
          tally.add(try store.outcome(of: bytes), "meta \(page) offset \(offset)")
        }
      }
      tally.expect(tally.wrong.isEmpty && tally.refused > 100)
    }
  }

  @Test func `a zeroed page is an error or was not in use`() async {
    await #expect(processExitsWith: .success) {
      let store = try DamagedStore(seed: 4)
      var tally = Tally()
      for page in 0..<store.pageCount {
        var bytes = store.bytes
        bytes.replaceSubrange(
          store.page(page), with: [UInt8](repeating: 0, count: DamagedStore.pageSize))
        tally.add(try store.outcome(of: bytes), "page \(page)")
      }
      tally.expect(tally.wrong.isEmpty && tally.refused > 0 && tally.exact > 0)
    }
  }

  @Test func `swapped pages are an error or were not in use`() async {
    await #expect(processExitsWith: .success) {
      let store = try DamagedStore(seed: 5)
      var random = SeededGenerator(seed: 45)
      var tally = Tally()
      for _ in 0..<150 {
        let first = Int.random(in: 0..<store.pageCount, using: &random)
        let second = Int.random(in: 0..<store.pageCount, using: &random)
        var bytes = store.bytes
        bytes.replaceSubrange(store.page(first), with: store.bytes[store.page(second)])
        bytes.replaceSubrange(store.page(second), with: store.bytes[store.page(first)])
        tally.add(try store.outcome(of: bytes), "pages \(first) and \(second)")
      }
      tally.expect(tally.wrong.isEmpty && tally.refused > 0)
    }
  }

  @Test func `a file cut short at any page is an error or lost only free pages`() async {
    await #expect(processExitsWith: .success) {
      let store = try DamagedStore(seed: 6)
      var tally = Tally()
      var truncated = 0
      for page in 0..<store.pageCount {
        for extra in [0, 1, 2_000] {
          let cut = Array(store.bytes[..<(page * DamagedStore.pageSize + extra)])
          let outcome = try store.outcome(of: cut)
          if case .refused(.truncated(let actual, let expected)) = outcome {
            #expect(actual == UInt64(cut.count) && expected > actual)
            truncated += 1
          }
          tally.add(outcome, "cut at \(cut.count)")
        }
      }
      tally.expect(tally.wrong.isEmpty && truncated > 2 * store.pageCount)
    }
  }
}
