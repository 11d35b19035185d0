// SPDX-License-Identifier: Apache-2.0

/// A run of pages; a page that no row was ever written to is absent.
@usableFromInline struct PageBank {
  @usableFromInline var pages: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  @usableFromInline var count: Int

  @inlinable init(pages: UnsafeMutablePointer<UnsafeMutableRawPointer?>, count: Int) {
    self.pages = pages
    self.count = count
  }
}

/// Rows in pages of 64: which blocks of 16 changed, a presence bit a row, then the rows.
///
/// A row never moves while its page is in memory, so a pointer to it stays good while one event
/// is applied. Blocks are what stored tables read and write (docs/FORMAT.md §7.3).
@usableFromInline struct RowPages<Row> {
  // Raw memory, because rows are found here once or more per event: no bounds, no exclusivity.
  @usableFromInline var banks: UnsafeMutablePointer<PageBank>?
  @usableFromInline var bankCount: Int

  @inlinable init() {
    banks = nil
    bankCount = 0
  }

  /// Binary logarithm of the rows in a page. A page has one presence word, whatever a row's size.
  @inlinable static var shift: Int { 6 }
  @inlinable static var rowsPerPage: Int { 1 << shift }
  @inlinable static var alignment: Int { Swift.max(16, MemoryLayout<Row>.alignment) }
  @inlinable static var firstRow: Int {
    (16 + alignment - 1) / alignment * alignment
  }
  @inlinable static var pageBytes: Int { firstRow + rowsPerPage * MemoryLayout<Row>.stride }

  /// The page of a slot, if there is one.
  @inlinable @inline(__always) func page(_ slot: UInt64) -> UnsafeMutableRawPointer? {
    let bank = Int(truncatingIfNeeded: slot &>> 31)
    guard bank < bankCount else { return nil }
    let found = banks.unsafelyUnwrapped[bank]
    let page = Int(truncatingIfNeeded: slot & 0x7FFF_FFFF) &>> RowPages.shift
    return page < found.count ? found.pages[page] : nil
  }

  @inlinable @inline(__always) static func row(
    _ slot: UInt64, in page: UnsafeMutableRawPointer
  ) -> UnsafeMutablePointer<Row> {
    let number = Int(truncatingIfNeeded: slot) & (rowsPerPage - 1)
    return (page + firstRow).assumingMemoryBound(to: Row.self) + number
  }

  @inlinable @inline(__always) static func isPresent(
    _ slot: UInt64, in page: UnsafeMutableRawPointer
  ) -> Bool {
    presence(of: page) &>> (slot & 63) & 1 == 1
  }

  @inlinable static func setPresent(
    _ present: Bool, _ slot: UInt64, in page: UnsafeMutableRawPointer
  ) {
    let word = presence(of: page)
    let bit = (1 as UInt64) << (slot & 63)
    page.storeBytes(of: present ? word | bit : word & ~bit, toByteOffset: 8, as: UInt64.self)
  }

  @inlinable @inline(__always) static func presence(of page: UnsafeMutableRawPointer) -> UInt64 {
    page.load(fromByteOffset: 8, as: UInt64.self)
  }

  /// Marks the block of a slot as changed.
  @inlinable @inline(__always) static func mark(
    _ slot: UInt64, in page: UnsafeMutableRawPointer
  ) {
    let bit = UInt8(truncatingIfNeeded: 1 &<< (slot &>> 4 & 3))
    page.storeBytes(of: page.load(as: UInt8.self) | bit, as: UInt8.self)
  }

  /// The row at a slot, if it is present.
  @inlinable @inline(__always) func row(_ slot: UInt64) -> UnsafeMutablePointer<Row>? {
    guard let page = page(slot), RowPages.isPresent(slot, in: page) else { return nil }
    return RowPages.row(slot, in: page)
  }

  /// The row at a slot, if it is present, its block marked as changed.
  @inlinable @inline(__always) func dirtyRow(_ slot: UInt64) -> UnsafeMutablePointer<Row>? {
    guard let page = page(slot), RowPages.isPresent(slot, in: page) else { return nil }
    RowPages.mark(slot, in: page)
    return RowPages.row(slot, in: page)
  }

  /// The page of a slot, made if there was none.
  @inlinable @inline(never) mutating func makePage(_ slot: UInt64) -> UnsafeMutableRawPointer {
    if let page = page(slot) { return page }
    let bank = Int(slot >> 31)
    if bank >= bankCount { growBanks(to: bank + 1) }
    let number = Int(slot & 0x7FFF_FFFF) >> RowPages.shift
    let banks = banks.unsafelyUnwrapped
    if number >= banks[bank].count { RowPages.grow(&banks[bank], to: number + 1) }
    let page = UnsafeMutableRawPointer.allocate(
      byteCount: RowPages.pageBytes, alignment: RowPages.alignment)
    page.initializeMemory(as: UInt8.self, repeating: 0, count: RowPages.firstRow)
    (page + RowPages.firstRow).bindMemory(to: Row.self, capacity: RowPages.rowsPerPage)
    banks[bank].pages[number] = page
    return page
  }

  @inlinable mutating func growBanks(to count: Int) {
    let grown = UnsafeMutablePointer<PageBank>.allocate(capacity: count)
    if let banks {
      grown.moveInitialize(from: banks, count: bankCount)
      banks.deallocate()
    }
    for bank in bankCount..<count {
      (grown + bank).initialize(to: PageBank(pages: .allocate(capacity: 1), count: 0))
    }
    banks = grown
    bankCount = count
  }

  @inlinable static func grow(_ bank: inout PageBank, to needed: Int) {
    let count = Swift.max(needed, bank.count * 2)
    let grown = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: count)
    grown.initialize(repeating: nil, count: count)
    grown.update(from: bank.pages, count: bank.count)
    bank.pages.deallocate()
    bank = PageBank(pages: grown, count: count)
  }

  /// Every present row, in the order of slots.
  @inlinable func forEach(_ body: (UInt64, UnsafeMutablePointer<Row>) throws -> Void) rethrows {
    try forEachPage { first, page in
      var bits = RowPages.presence(of: page)
      while bits != 0 {
        let slot = first + UInt64(bits.trailingZeroBitCount)
        bits &= bits - 1
        try body(slot, RowPages.row(slot, in: page))
      }
    }
  }

  /// The first present row; `nil` if there is none.
  var first: (UInt64, UnsafeMutablePointer<Row>)? {
    for bank in 0..<bankCount {
      let found = banks.unsafelyUnwrapped[bank]
      for number in 0..<found.count {
        guard let page = found.pages[number], RowPages.presence(of: page) != 0 else { continue }
        let place = UInt64(RowPages.presence(of: page).trailingZeroBitCount)
        let slot = UInt64(bank) << 31 | UInt64(number << RowPages.shift) | place
        return (slot, RowPages.row(slot, in: page))
      }
    }
    return nil
  }

  /// Every page that is in memory, with its first slot, ascending.
  @inlinable func forEachPage(
    _ body: (UInt64, UnsafeMutableRawPointer) throws -> Void
  ) rethrows {
    for bank in 0..<bankCount {
      let found = banks.unsafelyUnwrapped[bank]
      for number in 0..<found.count {
        guard let page = found.pages[number] else { continue }
        try body(UInt64(bank) << 31 | UInt64(number << RowPages.shift), page)
      }
    }
  }

  /// Ends the life of all rows and pages.
  @inlinable mutating func deallocate() {
    forEach { _, row in row.deinitialize(count: 1) }
    for bank in 0..<bankCount {
      let found = banks.unsafelyUnwrapped[bank]
      for number in 0..<found.count { found.pages[number]?.deallocate() }
      found.pages.deallocate()
    }
    banks?.deallocate()
    banks = nil
    bankCount = 0
  }
}
