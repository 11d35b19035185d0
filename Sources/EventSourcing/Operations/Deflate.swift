// SPDX-License-Identifier: Apache-2.0
internal import CZlib

/// One zlib stream (RFC 1950) at a time, whole in memory.
enum Deflate {
  /// The bytes as zlib's default level makes them: the same on every machine with the same zlib.
  static func compressed(_ bytes: [UInt8]) -> [UInt8] {
    let bound = Int(compressBound(uLong(bytes.count)))
    return [UInt8](unsafeUninitializedCapacity: bound) { target, count in
      var written = uLong(bound)
      let code = compress2(
        target.baseAddress, &written, bytes, uLong(bytes.count), Z_DEFAULT_COMPRESSION)
      precondition(code == Z_OK, "zlib has no memory")
      count = Int(written)
    }
  }

  /// The bytes behind a stream; `nil` unless they are exactly `count` and the stream is whole.
  static func restored(_ bytes: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
    bytes.withUnsafeBytes { restored($0, count: count) }
  }

  static func restored(_ bytes: UnsafeRawBufferPointer, count: Int) -> [UInt8]? {
    var isWhole = false
    let restored = [UInt8](unsafeUninitializedCapacity: max(1, count)) { target, filled in
      filled = 0
      guard let room = target.baseAddress else { return }
      isWhole = restore(bytes, into: UnsafeMutableRawBufferPointer(start: room, count: count))
      filled = isWhole ? count : 0
    }
    return isWhole ? restored : nil
  }

  /// Fills `room` exactly; false if the stream says anything else.
  static func restore(
    _ bytes: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
  ) -> Bool {
    // zlib wants a place to write to even for nothing.
    var nothing: UInt8 = 0
    return withUnsafeMutablePointer(to: &nothing) { nothing in
      let target = room.baseAddress?.assumingMemoryBound(to: UInt8.self) ?? nothing
      var written = uLong(room.count)
      let source = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
      let code = uncompress(target, &written, source, uLong(bytes.count))
      return code == Z_OK && written == uLong(room.count)
    }
  }
}
