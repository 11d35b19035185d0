// SPDX-License-Identifier: Apache-2.0
// R17: what reads bytes that somebody else wrote, under libFuzzer. A trap, a hang or a read out
// of bounds ends the run; a typed error is what is wanted. `Tests/Fuzz/run.sh` builds and runs it.
import EventSourcing
import Foundation
import GridGovernance
import Interchange
import LMDB

@testable import EventSourcing

/// The decoders, by the name that `FUZZ_TARGET` gives.
private enum Target: String {
  case record, segment, index, checkpoint, proof, cloudevents, planted

  func run(_ bytes: [UInt8]) {
    switch self {
    case .record: readRecord(bytes)
    case .segment: readSegment(bytes)
    case .index: readIndex(bytes)
    case .checkpoint: _ = try? SignedCheckpoint(bytes)
    case .proof: _ = try? ProofText(bytes)
    case .cloudevents: readCloudEvent(bytes)
    case .planted: plantedFault(bytes)
    }
  }
}

private let target =
  Target(rawValue: ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? "record") ?? .record

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  target.run(Array(UnsafeBufferPointer(start: data, count: size)))
  return 0
}

/// libFuzzer's loop, for the entry that the package manager gives every program.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutableRawPointer,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

@_cdecl("Fuzz_main")
public func main(_ count: CInt, _ arguments: UnsafeMutableRawPointer) -> CInt {
  var (count, arguments) = (count, arguments)
  return runDriver(&count, &arguments) { fuzz($0, $1) }
}

/// Writes what each decoder takes into the corpus, so that mutations begin with sound bytes.
@_cdecl("LLVMFuzzerInitialize")
public func begin(
  _ count: UnsafeMutablePointer<CInt>?, _ arguments: UnsafeMutableRawPointer?
) -> CInt {
  guard let directory = ProcessInfo.processInfo.environment["FUZZ_SEEDS"] else { return 0 }
  do {
    let seeds = try Seeds.make(target.rawValue)
    for (number, seed) in seeds.enumerated() {
      try Data(seed).write(to: URL(filePath: "\(directory)/seed-\(number)"))
    }
  } catch {
    fatalError("no seeds: \(error)")
  }
  return 0
}

/// Shows that a trap is found: three bytes out of sixteen million, one after the other.
private func plantedFault(_ bytes: [UInt8]) {
  guard bytes.count > 3, bytes[0] == 0x47 else { return }
  guard bytes[1] == 0x4C else { return }
  precondition(bytes[2] != 0x31, "the planted fault")
}

/// What is read is written again to the byte, or it was not canonical and is refused.
private func readRecord(_ bytes: [UInt8]) {
  if let content = try? EventContent(bytes: bytes) { precondition(content.bytes == bytes) }
  if let event = StoredEvent(record: bytes) { precondition(event.record == bytes) }
}

/// The checks are made right first: a mutation would else end at them.
private func readSegment(_ bytes: [UInt8]) {
  var bytes = bytes
  SegmentForge.repair(&bytes)
  bytes.withUnsafeBytes { buffer in
    guard let view = try? SegmentView(buffer, segment: 0) else { return }
    let rows = SegmentRows()
    let heaps = HeapCache()
    if (try? rows.load(view)) != nil {
      try? rows.forEachHeap(0..<SegmentLayout.events) { _, _ in }
    }
    for row in stride(from: 0, to: SegmentLayout.events, by: 17) {
      _ = try? SegmentRow(view, row: row, heaps).bytes
    }
  }
}

private func readIndex(_ bytes: [UInt8]) {
  _ = RunList(bytes)
  _ = RunFilter(bytes)?.mayContain(7)
  bytes.withUnsafeBytes { buffer in
    guard buffer.count > PostingBlock.keyBytes,
      let head = PostingBlock.Head(
        UnsafeRawBufferPointer(rebasing: buffer[..<PostingBlock.keyBytes]))
    else { return }
    let block = UnsafeRawBufferPointer(rebasing: buffer[PostingBlock.keyBytes...])
    _ = PostingBlock.forEachGroup(block, head) { group in
      _ = group.positions(from: 1)
      return true
    }
    _ = IDBlock.forEach(block, from: 0) { _, _ in true }
  }
}

private func readCloudEvent(_ bytes: [UInt8]) {
  guard let json = try? JSONParser.parse(bytes), let envelope = try? CloudEvent(json) else {
    return
  }
  _ = try? CloudEventBinding(GovernanceEvent.catalogue).event(envelope)
}

/// Makes the checks of a mutated segment fit again, as far as its directory can be found.
private enum SegmentForge {
  static func repair(_ bytes: inout [UInt8]) {
    guard bytes.count > SegmentLayout.headerBytes + 4 else { return }
    let directory = number(bytes, 0)
    guard directory > SegmentLayout.headerBytes + 4, directory <= bytes.count else { return }
    let parts = directory - 4 - 8 * (SegmentLayout.groups + SegmentLayout.blocks)
    if parts > 0 {
      let heap = bytes.count - SegmentLayout.padding - number(bytes, 20)
      mend(&bytes, parts, SegmentLayout.groups, from: directory)
      mend(&bytes, parts + 8 * SegmentLayout.groups, SegmentLayout.blocks, from: heap)
    }
    put(&bytes, CRC32C.checksum(Array(bytes[..<(directory - 4)])), at: directory - 4)
  }

  private static func mend(_ bytes: inout [UInt8], _ table: Int, _ count: Int, from start: Int) {
    var begin = start
    for part in 0..<count {
      let end = start + number(bytes, table + 8 * part)
      guard begin >= 0, begin <= end, end <= bytes.count else { return }
      put(&bytes, CRC32C.checksum(Array(bytes[begin..<end])), at: table + 8 * part + 4)
      begin = end
    }
  }

  private static func number(_ bytes: [UInt8], _ start: Int) -> Int {
    (0..<4).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
  }

  private static func put(_ bytes: inout [UInt8], _ check: UInt32, at place: Int) {
    for index in 0..<4 { bytes[place + index] = UInt8(truncatingIfNeeded: check >> (8 * index)) }
  }
}
