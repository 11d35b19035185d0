// SPDX-License-Identifier: Apache-2.0

/// Why bytes are not a canonical payload: where, and what was found there.
public struct WireError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Reason: Hashable, Sendable {
    case truncated, overlongNumber, wrongWireType, fieldOutOfOrder, invalidText
    case notCanonical(String)
  }
  /// Bytes from the start of the message that was being read.
  public let offset: Int
  public let reason: Reason

  public init(offset: Int, reason: Reason) {
    self.offset = offset
    self.reason = reason
  }

  public var description: String {
    let what =
      switch reason {
      case .truncated: "ends in the middle of a field"
      case .overlongNumber: "has a number that is not in its shortest form"
      case .wrongWireType: "has a field of an unknown wire type"
      case .fieldOutOfOrder: "has its fields out of order"
      case .invalidText: "has text that is not UTF-8"
      case .notCanonical(let detail): "is not canonical: \(detail)"
      }
    return "payload \(what), at byte \(offset)"
  }
}

/// Reads canonical wire format without copying.
///
/// The pointer is borrowed: a reader never outlives the closure or call that made it. Every read
/// is checked against the end of the buffer, so hostile bytes give an error, never a trap.
package struct WireReader {
  // Raw memory, because the bytes lie in the LMDB map and must not be copied per field.
  @usableFromInline let base: UnsafeRawPointer
  @usableFromInline let end: Int
  @usableFromInline package private(set) var offset: Int

  @inlinable package init(_ buffer: UnsafeRawBufferPointer) {
    base = buffer.baseAddress ?? UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped
    end = buffer.count
    offset = 0
  }

  @inlinable package var isAtEnd: Bool { offset >= end }

  package mutating func varint() throws(WireError) -> UInt64 {
    let start = offset
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      guard offset < end else { throw WireError(offset: start, reason: .truncated) }
      let byte = base.load(fromByteOffset: offset, as: UInt8.self)
      offset += 1
      // The tenth byte holds one bit; a zero last byte would be a longer form of the same.
      guard shift < 63 || byte <= 1, byte != 0 || shift == 0 else {
        throw WireError(offset: start, reason: .overlongNumber)
      }
      result |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return result }
      shift += 7
      guard shift <= 63 else { throw WireError(offset: start, reason: .overlongNumber) }
    }
  }

  package mutating func zigzag() throws(WireError) -> Int64 {
    WireReader.unzigzag(try varint())
  }

  @inlinable package static func unzigzag(_ raw: UInt64) -> Int64 {
    Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
  }

  /// Field number and wire type; the number is at least 1.
  package mutating func tag() throws(WireError) -> (field: Int, type: WireType) {
    let start = offset
    let raw = try varint()
    guard let type = WireType(rawValue: UInt8(raw & 7)), raw >> 3 >= 1, raw >> 3 < 1 << 29 else {
      throw WireError(offset: start, reason: .wrongWireType)
    }
    return (Int(raw >> 3), type)
  }

  /// The bytes of a length-delimited field.
  package mutating func delimited() throws(WireError) -> UnsafeRawBufferPointer {
    let start = offset
    let length = try varint()
    guard length <= UInt64(end - offset) else {
      throw WireError(offset: start, reason: .truncated)
    }
    let slice = UnsafeRawBufferPointer(start: base + offset, count: Int(length))
    offset += Int(length)
    return slice
  }

  package mutating func text() throws(WireError) -> String {
    let start = offset
    let slice = try delimited()
    guard let text = String(validating: slice, as: UTF8.self) else {
      throw WireError(offset: start, reason: .invalidText)
    }
    return text
  }

  package mutating func skip(_ type: WireType) throws(WireError) {
    switch type {
    case .varint: _ = try varint()
    case .lengthDelimited: _ = try delimited()
    }
  }

  /// The start of the value of the first field with that number, or `nil`.
  ///
  /// Fields ascend, so the search ends at the first larger number.
  package static func find(
    _ field: Int, in buffer: UnsafeRawBufferPointer
  ) -> (reader: WireReader, type: WireType)? {
    var reader = WireReader(buffer)
    while !reader.isAtEnd {
      guard let (number, type) = try? reader.tag(), number <= field else { return nil }
      if number == field { return (reader, type) }
      guard (try? reader.skip(type)) != nil else { return nil }
    }
    return nil
  }
}
