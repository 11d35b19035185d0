// SPDX-License-Identifier: Apache-2.0

/// The rows of a table on their way to and from a backing, 16 at a time.
extension TableStore {
  private typealias Pages = RowPages<Row>

  /// Brings what is needed to look for that key into memory; its slot, all ones if it has none.
  @usableFromInline func bring(_ key: Key) -> UInt64 {
    guard let backing else { return state.pointee.index.slot(of: key) }
    if !hasKeys { loadKeys(backing) }
    let slot = state.pointee.index.slot(of: key)
    if slot != .max, state.pointee.pages.page(slot) == nil { loadPage(slot, backing) }
    return slot
  }

  /// The slot of that key, a new one if it had none, with its page in memory.
  @usableFromInline func bringSlot(_ key: Key) -> UInt64 {
    guard let backing else { return state.pointee.index.insert(key) }
    if !hasKeys { loadKeys(backing) }
    let slot = state.pointee.index.insert(key)
    // A new row may share its page with stored ones.
    if state.pointee.pages.page(slot) == nil { loadPage(slot, backing) }
    return slot
  }

  /// The keys of a table whose rows are numbered as they came: all of them, once.
  private func loadKeys(_ backing: TableBacking) {
    hasKeys = true
    guard form == .keyed else { return }
    backing.keeping {
      try backing.readBlocks(of: number) { block, reader in
        let known = try reader.uint16()
        let present = try reader.uint16()
        for place in 0..<16 where known >> UInt16(place) & 1 == 1 {
          let slot = state.pointee.index.insert(try reader.read(Key.self))
          guard slot == block << 4 | UInt64(place) else {
            throw reader.failure("keys that are not one after the other")
          }
          if present >> UInt16(place) & 1 == 1 { try reader.skip() }
        }
      }
    }
  }

  private func loadPage(_ slot: UInt64, _ backing: TableBacking) {
    let page = makePage(slot)
    let first = (slot >> 6) << 2
    backing.keeping {
      for block in first..<first + 4 {
        try backing.readBlock(block, of: number) { reader in
          try fill(page, block, reader)
        }
      }
    }
  }

  private func fill(
    _ page: UnsafeMutableRawPointer, _ block: UInt64, _ reader: RowReader
  ) throws {
    let known = try reader.uint16()
    let present = try reader.uint16()
    for place in 0..<16 where known >> UInt16(place) & 1 == 1 {
      if form == .keyed { try reader.skip() }
      guard present >> UInt16(place) & 1 == 1 else { continue }
      let slot = block << 4 | UInt64(place)
      Pages.row(slot, in: page).initialize(to: try reader.read(Row.self))
      Pages.setPresent(true, slot, in: page)
    }
  }

  func readAll() {
    guard let backing else { return }
    if !hasKeys { loadKeys(backing) }
    var page: (number: UInt64, start: UnsafeMutableRawPointer?) = (.max, nil)
    backing.keeping {
      try backing.readBlocks(of: number) { block, reader in
        let slot = block << 4
        if slot >> 6 != page.number {
          // A page in memory may be newer than its blocks.
          let isHere = state.pointee.pages.page(slot) != nil
          page = (slot >> 6, isHere ? nil : makePage(slot))
        }
        if let start = page.start { try fill(start, block, reader) }
      }
    }
  }

  func readThrough(_ backing: TableBacking?, rows: Int) {
    self.backing = backing
    hasKeys = backing == nil
    state.pointee.isBacked = backing != nil
    state.pointee.count = rows
  }

  /// Gives each block that changed since the last time, ascending, and where it was written to;
  /// forgets that it changed.
  func writeChanges(
    _ writer: RowWriter, _ body: (UInt64, Range<Int>) throws -> Void
  ) throws {
    try state.pointee.pages.forEachPage { first, page in
      let dirty = page.load(as: UInt8.self)
      guard dirty != 0 else { return }
      for number in 0..<4 where dirty >> UInt8(number) & 1 == 1 {
        let start = writer.count
        try write(first + UInt64(number * 16), page, writer)
        try body(first >> 4 + UInt64(number), start..<writer.count)
      }
      page.storeBytes(of: 0, as: UInt8.self)
    }
  }

  private func write(
    _ first: UInt64, _ page: UnsafeMutableRawPointer, _ writer: RowWriter
  ) throws {
    let present = UInt16(truncatingIfNeeded: Pages.presence(of: page) >> (first & 63))
    let known = form == .object ? present : UInt16(truncatingIfNeeded: knownPlaces(first))
    let head = writer.reserveUInt16()
    writer.set(known, at: head)
    writer.set(present, at: writer.reserveUInt16())
    for place in 0..<16 where known >> UInt16(place) & 1 == 1 {
      let slot = first + UInt64(place)
      if form == .keyed { try writer.write(root: state.pointee.index.key(at: slot)) }
      if present >> UInt16(place) & 1 == 1 {
        try writer.write(root: Pages.row(slot, in: page).pointee)
      }
    }
  }

  /// Keys keep their numbers when their rows go: those given out so far.
  private func knownPlaces(_ first: UInt64) -> UInt32 {
    let given = state.pointee.index.given
    return given <= first ? 0 : (1 << UInt32(min(16, given - first))) - 1
  }

  /// Forgets all rows in memory, changed or not; they are read again when they are asked for.
  func forgetAll() {
    state.pointee.pages.deallocate()
    state.pointee.index.deallocate()
    state.pointee.index = Key.KeyIndex()
    hasKeys = backing == nil
    residentPages = 0
  }

  /// Lets the pages go and keeps the keys; nothing may have changed since the last ``takeChanges``.
  func forgetPages() {
    state.pointee.pages.deallocate()
    residentPages = 0
  }
}
