// SPDX-License-Identifier: Apache-2.0
import RawLMDB

/// Records laid out in memory as the C program takes them.
final class RawBatch {
  // Raw memory, because C keeps pointers from one struct into another.
  private let bytes: UnsafeMutablePointer<UInt8>
  private let pairs: UnsafeMutablePointer<raw_pair>
  let events: UnsafeMutablePointer<raw_event>
  let count: Int
  private var used = 0
  private var usedPairs = 0

  init(_ records: [Record]) {
    count = records.count
    let pairs = records.flatMap { $0.symbols + $0.names }
    let size = records.reduce(0) { $0 + $1.entry.count + 8 * $1.postings.count }
    let pairSize = pairs.reduce(0) { $0 + $1.key.count + $1.value.count }
    bytes = .allocate(capacity: max(1, size + pairSize))
    self.pairs = .allocate(capacity: max(1, pairs.count))
    events = .allocate(capacity: max(1, count))
    for (index, record) in records.enumerated() {
      (events + index).initialize(to: lay(record))
    }
  }

  deinit {
    bytes.deallocate()
    pairs.deallocate()
    events.deallocate()
  }

  private func lay(_ record: Record) -> raw_event {
    var event = raw_event()
    event.entry = lay(record.entry)
    event.entry_size = UInt32(record.entry.count)
    event.postings = lay(record.postings.flatMap(\.self))
    event.posting_count = UInt16(record.postings.count)
    event.symbols = lay(record.symbols)
    event.symbol_count = UInt16(record.symbols.count)
    event.names = lay(record.names)
    event.name_count = UInt16(record.names.count)
    event.type = UInt16(record.type)
    withUnsafeMutableBytes(of: &event.id) { $0.copyBytes(from: record.id) }
    withUnsafeMutableBytes(of: &event.stream_key) { $0.copyBytes(from: record.streamKey) }
    return event
  }

  private func lay(_ source: [UInt8]) -> UnsafePointer<UInt8> {
    let start = bytes + used
    start.initialize(from: source, count: source.count)
    used += source.count
    return UnsafePointer(start)
  }

  private func lay(_ source: [Record.Pair]) -> UnsafePointer<raw_pair> {
    let start = pairs + usedPairs
    for pair in source {
      var raw = raw_pair()
      raw.key = lay(pair.key)
      raw.key_size = UInt32(pair.key.count)
      raw.value = lay(pair.value)
      raw.value_size = UInt32(pair.value.count)
      (pairs + usedPairs).initialize(to: raw)
      usedPairs += 1
    }
    return UnsafePointer(start)
  }
}
