// SPDX-License-Identifier: Apache-2.0

/// The form of one field without parts of its own.
enum StraightForm: Sendable {
  case varint(VarintFit)
  case bytes
  case text
  case id
}

/// Which numbers a varint may have.
enum VarintFit: Sendable {
  case any
  case atMost(UInt64)
  /// Signed, in this range.
  case between(Int64, Int64)
  /// The numbers whose bits are set.
  case among(UInt64)

  @inline(__always)
  func takes(_ raw: UInt64) -> Bool {
    switch self {
    case .any: true
    case .atMost(let limit): raw <= limit
    case .between(let low, let high):
      (low...high).contains(WireReader.unzigzag(raw))
    case .among(let bits): raw < 64 && bits >> raw & 1 == 1
    }
  }
}

/// The fields of a payload that has neither lists nor messages, by ascending number below 16:
/// the common case, checked in one walk without a call for each field.
///
/// What it takes is sound; what it does not take is looked at by ``SchemaFit``.
struct StraightFit: Sendable {
  private struct Field: Sendable {
    let tag: UInt8
    let isOptional: Bool
    let form: StraightForm
  }

  private var fields: [Field] = []

  /// Adds the next field; false if it is none of a straight payload.
  mutating func add(number: Int, isOptional: Bool, _ form: StraightForm) -> Bool {
    guard (1..<16).contains(number) else { return false }
    var type = WireType.lengthDelimited
    if case .varint = form { type = .varint }
    fields.append(
      Field(tag: UInt8(number) << 3 | type.rawValue, isOptional: isOptional, form: form))
    return true
  }

  func takes(_ payload: UnsafeRawBufferPointer) -> Bool {
    var walk = Walk(payload)
    // Not lent to a closure: that would count the array for each event.
    let fields = fields.withUnsafeBufferPointer { $0 }
    for index in fields.indices {
      guard walk.isAt(fields[index].tag) else {
        if fields[index].isOptional { continue }
        return false
      }
      let isTaken =
        switch fields[index].form {
        case .varint(let fit): walk.number().map { fit.takes($0) }
        case .bytes: walk.slice().map { _ in true }
        case .text: walk.slice().map { StraightFit.isText($0) }
        case .id: walk.slice().map { $0.count == 16 }
        }
      guard isTaken == true else { return false }
    }
    return walk.isAtEnd
  }

  /// Whether the bytes are UTF-8. ASCII is seen eight bytes at a time.
  @inline(__always)
  static func isText(_ slice: UnsafeRawBufferPointer) -> Bool {
    let high: UInt64 = 0x8080_8080_8080_8080
    var offset = 0
    while offset + 8 <= slice.count,
      slice.loadUnaligned(fromByteOffset: offset, as: UInt64.self) & high == 0
    { offset += 8 }
    // The last eight bytes, some of them once more.
    if offset + 8 > slice.count, slice.count >= 8,
      slice.loadUnaligned(fromByteOffset: slice.count - 8, as: UInt64.self) & high == 0
    {
      return true
    }
    return isText(slice, from: offset)
  }

  private static func isText(_ slice: UnsafeRawBufferPointer, from start: Int) -> Bool {
    var offset = start
    while offset < slice.count {
      let length = scalarLength(slice, offset)
      guard length > 0 else { return false }
      offset += length
    }
    return true
  }

  /// The bytes of the scalar at `offset`, 0 if there is none (Unicode 16, table 3-7).
  @inline(__always)
  private static func scalarLength(_ slice: UnsafeRawBufferPointer, _ offset: Int) -> Int {
    let first = slice[offset]
    if first < 0x80 { return 1 }
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard first >= 0xC2, first <= 0xF4, offset + length <= slice.count else { return 0 }
    let second = slice[offset + 1]
    let low: UInt8 = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80
    let high: UInt8 = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF
    guard second >= low, second <= high else { return 0 }
    for index in 2..<max(2, length) where slice[offset + index] & 0xC0 != 0x80 { return 0 }
    return length
  }
}

/// Goes over wire format whose tags are known beforehand; never beyond the end.
private struct Walk {
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { offset == bytes.count }

  /// Goes behind that tag if it is the next byte.
  @inline(__always)
  mutating func isAt(_ tag: UInt8) -> Bool {
    guard offset < bytes.count, bytes[offset] == tag else { return false }
    offset += 1
    return true
  }

  /// A varint in its shortest form.
  @inline(__always)
  mutating func number() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while offset < bytes.count, shift < 64 {
      let byte = bytes[offset]
      offset += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 {
        // The tenth byte holds one bit; a zero last byte would be a longer form of the same.
        return (shift < 63 || byte <= 1) && (byte != 0 || shift == 0) ? value : nil
      }
      shift += 7
    }
    return nil
  }

  @inline(__always)
  mutating func slice() -> UnsafeRawBufferPointer? {
    guard let count = number(), count <= UInt64(bytes.count - offset) else { return nil }
    defer { offset += Int(count) }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + Int(count)])
  }
}
