// SPDX-License-Identifier: Apache-2.0
internal import Glibc
internal import LMDB
internal import Synchronization

/// `HEAD`: how far the log had come when it was last acknowledged, beside the store.
///
/// Two slots of 32 bytes, written in turn after each commit and never made longer, so that a
/// torn write leaves the other one. It is the doorbell for tailing processes, and shows a store
/// that opens older than what was acknowledged (design §4).
///
/// Its descriptor is kept: behind a flush everything the kernel needs to open a file is cold, and
/// that was a tenth of what one durable event computes.
final class HeadFile: Sendable {
  struct Slot: Hashable, Sendable {
    var position: UInt64
    var transaction: UInt64
  }

  static let slotBytes = 32
  let path: String
  /// -1 before the first use.
  private let kept = Mutex<Int32>(-1)

  init(path: String) { self.path = path }

  deinit {
    let descriptor = kept.withLock { $0 }
    if descriptor >= 0 { close(descriptor) }
  }

  /// Creates the file with both slots at the origin.
  func create() throws(EventLogError) {
    let descriptor = try open(O_WRONLY | O_CREAT | O_EXCL)
    defer { close(descriptor) }
    try putBoth(Slot(position: 0, transaction: 0), descriptor)
  }

  /// The newer of the slots that are whole; `nil` if there is none or no file.
  func read() -> Slot? {
    let bytes = try? opened { descriptor in
      var bytes = [UInt8](repeating: 0, count: 2 * HeadFile.slotBytes)
      return pread(descriptor, &bytes, bytes.count, 0) == bytes.count ? bytes : []
    }
    guard let bytes, !bytes.isEmpty else { return nil }
    return [0, HeadFile.slotBytes].compactMap { start in
      HeadFile.slot(Array(bytes[start..<start + HeadFile.slotBytes]))
    }.max { $0.transaction < $1.transaction }
  }

  func write(_ slot: Slot) throws(EventLogError) {
    try opened { descriptor throws(EventLogError) in
      let offset = Int(slot.transaction & 1) * HeadFile.slotBytes
      let bytes = HeadFile.bytes(slot)
      guard pwrite(descriptor, bytes, bytes.count, offset) == bytes.count else {
        throw self.failure("write")
      }
    }
  }

  /// Writes both slots, and makes them durable: the numbers of commits begin anew.
  func reset(_ slot: Slot) throws(EventLogError) {
    try opened { descriptor throws(EventLogError) in try self.putBoth(slot, descriptor) }
  }

  private func putBoth(_ slot: Slot, _ descriptor: Int32) throws(EventLogError) {
    let bytes = HeadFile.bytes(slot)
    guard pwrite(descriptor, bytes + bytes, 2 * bytes.count, 0) == 2 * bytes.count,
      fsync(descriptor) == 0
    else { throw failure("write") }
  }

  /// Hands over the kept descriptor; opened anew where somebody has put another file in its place.
  private func opened<R>(
    _ body: (Int32) throws(EventLogError) -> R
  ) throws(EventLogError) -> R {
    // A result, since the lock's closure throws any error.
    let result = kept.withLock { kept -> Result<R, EventLogError> in
      do throws(EventLogError) {
        if kept >= 0, !HeadFile.isLinked(kept) {
          close(kept)
          kept = -1
        }
        // On read-only media it is there to be read.
        if kept < 0, let descriptor = try? open(O_RDWR) { kept = descriptor }
        if kept < 0 { kept = try open(O_RDONLY) }
        return .success(try body(kept))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private static func isLinked(_ descriptor: Int32) -> Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_nlink > 0
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
