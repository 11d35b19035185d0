// SPDX-License-Identifier: Apache-2.0
import RawLMDB

/// A code of one of the C programs.
struct RawFailure: Error, CustomStringConvertible {
  let description: String

  static func check(_ code: Int32, _ what: String) throws(RawFailure) {
    guard code != 0 else { return }
    throw RawFailure(description: "\(what): \(String(cString: raw_text(code)))")
  }
}

/// liblmdb in C: one key an event and an index of streams.
final class RawKeyValue {
  private let core: OpaquePointer

  init(in directory: String) throws(RawFailure) {
    var core: OpaquePointer?
    try RawFailure.check(raw_kv_create(directory, &core), "C kv")
    guard let core else { throw RawFailure(description: "C kv: no store") }
    self.core = core
  }

  deinit { raw_kv_close(core) }

  func append(_ batch: Batch) throws(RawFailure) {
    try RawFailure.check(raw_kv_append(core, batch.raw, batch.count), "C kv")
  }

  func scan() throws(RawFailure) -> raw_seen {
    var seen = raw_seen()
    try RawFailure.check(raw_kv_scan(core, &seen), "C kv")
    return seen
  }

  func fold(_ status: inout [UInt16]) throws(RawFailure) -> raw_seen {
    var seen = raw_seen()
    try RawFailure.check(raw_kv_fold(core, &status, status.count, &seen), "C kv")
    return seen
  }

  func history(_ tickets: [UInt32]) throws(RawFailure) -> raw_seen {
    var seen = raw_seen()
    try RawFailure.check(raw_kv_history(core, tickets, tickets.count, &seen), "C kv")
    return seen
  }
}

/// liblmdb in C, writing what our log writes: the same keys, values and hashes.
final class RawLog {
  private let core: OpaquePointer

  init(in directory: String) throws(RawFailure) {
    var core: OpaquePointer?
    try RawFailure.check(raw_log_create(directory, &core), "C same puts")
    guard let core else { throw RawFailure(description: "C same puts: no store") }
    self.core = core
  }

  deinit { raw_log_close(core) }

  func append(_ batch: Batch) throws(RawFailure) {
    try RawFailure.check(raw_log_append(core, batch.raw, batch.count), "C same puts")
  }

  /// Throws unless the two directories hold the same bytes; neither may be open.
  static func compare(_ left: String, _ right: String) throws(RawFailure) {
    var what = [CChar](repeating: 0, count: 200)
    guard raw_compare(left, right, &what, what.count) != 0 else { return }
    let text = String(decoding: what.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    throw RawFailure(description: "ours and C same puts differ: \(text)")
  }
}

/// One file of records, read through mmap.
final class RawFlatFile {
  fileprivate let core: OpaquePointer

  init(at path: String) throws(RawFailure) {
    var core: OpaquePointer?
    try RawFailure.check(raw_flat_create(path, &core), "flat file")
    guard let core else { throw RawFailure(description: "flat file: none") }
    self.core = core
  }

  deinit { raw_flat_close(core) }

  func append(_ batch: Batch, isDurable: Bool) throws(RawFailure) {
    try RawFailure.check(
      raw_flat_append(core, batch.raw, batch.count, isDurable ? 1 : 0), "flat file")
  }

  func map() throws(RawFailure) { try RawFailure.check(raw_flat_map(core), "flat file") }

  func scan() throws(RawFailure) -> raw_seen {
    var seen = raw_seen()
    try RawFailure.check(raw_flat_scan(core, &seen), "flat file")
    return seen
  }
}

extension RawFlatFile {
  /// Projection D over the file; the caller's `status` has a place for each ticket.
  func project(_ status: inout [UInt16]) throws(RawFailure) -> raw_projection {
    var seen = raw_projection()
    var code: Int32 = 0
    status.withUnsafeMutableBufferPointer { status in
      seen.status = status.baseAddress
      seen.tickets = status.count
      code = raw_flat_project(core, &seen)
      seen.status = nil
    }
    try RawFailure.check(code, "flat file")
    return seen
  }
}

/// The hashes of the log's tree and nothing else.
final class RawHasher {
  private let core: OpaquePointer

  init() throws(RawFailure) {
    guard let core = raw_hasher_create() else { throw RawFailure(description: "no SHA-256") }
    self.core = core
  }

  deinit { raw_hasher_close(core) }

  func load(_ batch: Batch, first: Int) throws(RawFailure) {
    try RawFailure.check(raw_hasher_load(core, batch.raw, batch.count, UInt64(first)), "hasher")
  }

  func hash() -> UInt64 { raw_hasher_hash(core) }
}
