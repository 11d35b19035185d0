// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// A key of at most 16 bytes, made in registers: an append puts several a event, and an array
/// for each would cost more than the put.
struct IndexKey {
  /// The bytes, the first ones highest, zeros behind the last.
  let high: UInt64
  let low: UInt64
  let count: Int

  static func position(_ position: UInt64) -> IndexKey {
    IndexKey(high: position, low: 0, count: 8)
  }

  /// The key of an object, which is also what its name leads to.
  static func object(kind: UInt16, number: UInt32) -> IndexKey {
    IndexKey(high: UInt64(kind) << 48 | UInt64(number) << 16, low: 0, count: 6)
  }

  /// Lends the bytes.
  func withBytes<R>(
    _ body: (UnsafeRawBufferPointer) throws(LMDBError) -> R
  ) throws(LMDBError) -> R {
    let words = (high.bigEndian, low.bigEndian)
    return try withUnsafeBytes(of: words) { (bytes) throws(LMDBError) -> R in
      try body(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
    }
  }
}

extension ObjectName {
  /// Lends the bytes of the text: a key of the table of names.
  func withBytes<R>(
    _ body: (UnsafeRawBufferPointer) throws(LMDBError) -> R
  ) throws(LMDBError) -> R {
    var text = text
    var result: Result<R, LMDBError>?
    text.withUTF8 { bytes in
      result = Result { () throws(LMDBError) in try body(UnsafeRawBufferPointer(bytes)) }
    }
    guard let result else { preconditionFailure("the closure ran") }
    return try result.get()
  }
}
