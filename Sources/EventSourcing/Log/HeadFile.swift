// SPDX-License-Identifier: Apache-2.0
internal import Glibc
internal import LMDB

/// `HEAD`: how far the log had come when it was last acknowledged, beside the store.
///
/// Two slots of 32 bytes, written in turn after each commit and never made longer, so that a
/// torn write leaves the other one. It is the doorbell for tailing processes, and shows a store
/// that opens older than what was acknowledged (design §4).
struct HeadFile: Sendable {
  struct Slot: Hashable, Sendable {
    var position: UInt64
    var transaction: UInt64
  }

  static let slotBytes = 32
  let path: String

  /// Creates the file with both slots at the origin.
  func create() throws(EventLogError) {
    let descriptor = try open(O_WRONLY | O_CREAT | O_EXCL)
    defer { close(descriptor) }
    let empty = HeadFile.bytes(Slot(position: 0, transaction: 0))
    guard pwrite(descriptor, empty + empty, 2 * HeadFile.slotBytes, 0) == 2 * HeadFile.slotBytes,
      fsync(descriptor) == 0
    else { throw failure("write") }
  }

  /// The newer of the slots that are whole; `nil` if there is none or no file.
  func read() -> Slot? {
    guard let descriptor = try? open(O_RDONLY) else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 2 * HeadFile.slotBytes)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count == bytes.count else { return nil }
    return [0, HeadFile.slotBytes].compactMap { start in
      HeadFile.slot(Array(bytes[start..<start + HeadFile.slotBytes]))
    }.max { $0.transaction < $1.transaction }
  }

  func write(_ slot: Slot) throws(EventLogError) {
    let descriptor = try open(O_WRONLY)
    defer { close(descriptor) }
    let offset = Int(slot.transaction & 1) * HeadFile.slotBytes
    guard pwrite(descriptor, HeadFile.bytes(slot), HeadFile.slotBytes, offset) == HeadFile.slotBytes
    else { throw failure("write") }
  }

  /// Writes both slots, and makes them durable: the numbers of commits begin anew.
  func reset(_ slot: Slot) throws(EventLogError) {
    let descriptor = try open(O_WRONLY)
    defer { close(descriptor) }
    let bytes = HeadFile.bytes(slot)
    guard pwrite(descriptor, bytes + bytes, 2 * bytes.count, 0) == 2 * bytes.count,
      fsync(descriptor) == 0
    else { throw failure("write") }
  }

  private func open(_ flags: Int32) throws(EventLogError) -> Int32 {
    let descriptor = Glibc.open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o640)
    guard descriptor >= 0 else { throw failure("open") }
    return descriptor
  }

  private func failure(_ call: String) -> EventLogError {
    EventLogError(.system(what: "\(call): \(String(cString: strerror(errno)))"), path: path)
  }

  /// `GLHD`, format, position, transaction, CRC-32C; little-endian.
  private static func bytes(_ slot: Slot) -> [UInt8] {
    var bytes = Array("GLHD".utf8)
    bytes.appendLittleEndian(UInt32(LogIdentity.currentFormat))
    bytes.appendLittleEndian(slot.position)
    bytes.appendLittleEndian(slot.transaction)
    bytes.appendLittleEndian(CRC32C.checksum(bytes))
    return bytes + [0, 0, 0, 0]
  }

  private static func slot(_ bytes: [UInt8]) -> Slot? {
    guard bytes.starts(with: Array("GLHD".utf8)) else { return nil }
    func number(_ start: Int, _ count: Int) -> UInt64 {
      bytes[start..<start + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    guard number(24, 4) == UInt64(CRC32C.checksum(Array(bytes.prefix(24)))) else { return nil }
    return Slot(position: number(8, 8), transaction: number(16, 8))
  }
}
