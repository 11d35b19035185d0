// SPDX-License-Identifier: Apache-2.0
import RawLMDB

/// The C program's store.
final class RawStore {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  let core: OpaquePointer

  private init(_ core: OpaquePointer) { self.core = core }

  static func create(in directory: String) throws(Failure) -> RawStore {
    var core: OpaquePointer?
    try check(raw_create(directory, &core))
    guard let core else { throw Failure(description: "raw LMDB: no store") }
    return RawStore(core)
  }

  static func open(_ directory: String) throws(Failure) -> RawStore {
    var core: OpaquePointer?
    try check(raw_open(directory, &core))
    guard let core else { throw Failure(description: "raw LMDB: no store") }
    return RawStore(core)
  }

  deinit { raw_close(core) }

  var usedBytes: Int { Int(raw_used_bytes(core)) }

  func append(_ batch: RawBatch) throws(Failure) {
    try RawStore.check(raw_append(core, batch.events, batch.count))
  }

  func scan(checks: Bool) throws(Failure) -> raw_seen {
    var seen = raw_seen()
    try RawStore.check(raw_scan(core, checks ? 1 : 0, &seen))
    return seen
  }

  func fold(checks: Bool, status: inout [UInt16]) throws(Failure) -> raw_seen {
    var seen = raw_seen()
    try RawStore.check(raw_fold(core, checks ? 1 : 0, &status, status.count, &seen))
    return seen
  }

  func readStream(
    _ name: [UInt8], into room: inout [UInt8], _ seen: inout raw_seen
  ) throws(Failure) {
    try RawStore.check(raw_read_stream(core, name, name.count, &room, room.count, &seen))
  }

  /// Throws if the stores do not hold the same, recorded times left out.
  func compare(with other: RawStore, ignoringExtras: Bool = false) throws(Failure) {
    var what = [CChar](repeating: 0, count: 200)
    let code = raw_compare(core, other.core, ignoringExtras ? 1 : 0, &what, what.count)
    guard code == 0 else {
      let text = String(decoding: what.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
      throw Failure(description: "the two stores differ: \(text)")
    }
  }

  private static func check(_ code: Int32) throws(Failure) {
    guard code != 0 else { return }
    throw Failure(description: "raw LMDB: \(String(cString: raw_text(code)))")
  }
}
