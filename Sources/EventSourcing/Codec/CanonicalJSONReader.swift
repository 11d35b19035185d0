// SPDX-License-Identifier: Apache-2.0

/// Reads JSON in the one form that ``CanonicalJSONWriter`` gives it, and no other.
///
/// What it takes, written again, is the same bytes. Texts stay texts: only the struct that is made
/// from them knows which is a date. Every fault gives an error with its byte, never a trap.
struct CanonicalJSONReader {
  private let bytes: [UInt8]
  private var offset = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The fields of the one group that `bytes` hold, in the order of their names.
  static func fields(_ bytes: [UInt8]) throws(WireError) -> [NamedValue] {
    var reader = CanonicalJSONReader(bytes)
    guard bytes.first == UInt8(ascii: "{") else {
      throw WireError(offset: 0, reason: .notCanonical("a JSON object must stand here"))
    }
    let fields = try reader.group(depth: 0)
    guard reader.offset == bytes.count else {
      throw reader.refused("bytes behind the object", at: reader.offset)
    }
    return fields
  }

  private func refused(_ detail: String, at offset: Int) -> WireError {
    WireError(offset: offset, reason: .notCanonical(detail))
  }

  private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    offset += 1
    return true
  }

  /// Steps over `byte`, which must stand here.
  private mutating func need(_ byte: Unicode.Scalar) throws(WireError) {
    guard current != nil else { throw WireError(offset: offset, reason: .truncated) }
    guard take(UInt8(ascii: byte)) else { throw refused("\(byte) must stand here", at: offset) }
  }

  private mutating func value(depth: Int) throws(WireError) -> Value {
    guard let byte = current else { throw WireError(offset: offset, reason: .truncated) }
    switch byte {
    case UInt8(ascii: "{"): return .message(try group(depth: depth))
    case UInt8(ascii: "["): return .list(try list(depth: depth))
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .int(try number())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): throw refused("null; what is absent is left out", at: offset)
    default: throw refused("a value must stand here", at: offset)
    }
  }

  private mutating func word(_ word: String, _ value: Value) throws(WireError) -> Value {
    guard bytes[offset...].starts(with: word.utf8) else {
      throw refused("\(word) must stand here", at: offset)
    }
    offset += word.utf8.count
    return value
  }

  private mutating func enter(depth: Int) throws(WireError) {
    guard depth < CanonicalJSONWriter.depthLimit else {
      throw refused("nested deeper than \(CanonicalJSONWriter.depthLimit) levels", at: offset)
    }
    offset += 1
  }

  private mutating func group(depth: Int) throws(WireError) -> [NamedValue] {
    try enter(depth: depth)
    var fields: [NamedValue] = []
    if take(UInt8(ascii: "}")) { return fields }
    repeat {
      let start = offset
      guard current == nil || current == UInt8(ascii: "\"") else {
        throw refused("a name in quotes must stand here", at: start)
      }
      let name = try text()
      if let last = fields.last?.name, !last.utf16.lexicographicallyPrecedes(name.utf16) {
        let isTwice = last.utf8.elementsEqual(name.utf8)
        throw isTwice
          ? refused("a name stands twice", at: start)
          : WireError(offset: start, reason: .fieldOutOfOrder)
      }
      try need(":")
      fields.append(NamedValue(name, try value(depth: depth + 1)))
    } while take(UInt8(ascii: ","))
    try need("}")
    return fields
  }

  private mutating func list(depth: Int) throws(WireError) -> [Value] {
    try enter(depth: depth)
    var elements: [Value] = []
    if take(UInt8(ascii: "]")) { return elements }
    repeat { elements.append(try value(depth: depth + 1)) } while take(UInt8(ascii: ","))
    try need("]")
    return elements
  }

  private mutating func number() throws(WireError) -> Int64 {
    let start = offset
    _ = take(UInt8(ascii: "-"))
    while let byte = current, (48...57).contains(byte) { offset += 1 }
    if let byte = current, [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(byte)
    {
      throw refused("a number that is not written whole; a decimal stands as text", at: start)
    }
    let digits = String(decoding: bytes[start..<offset], as: UTF8.self)
    guard let number = Int64(digits) else {
      throw refused("no whole number of 64 bits", at: start)
    }
    guard String(number) == digits else {
      throw WireError(offset: start, reason: .overlongNumber)
    }
    return number
  }

  private mutating func text() throws(WireError) -> String {
    let start = offset
    try need("\"")
    var content: [UInt8] = []
    while let byte = current, byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\") {
        content.append(try escape())
      } else {
        guard byte >= 0x20 else {
          throw refused("a control character without its escape", at: offset)
        }
        content.append(byte)
        offset += 1
      }
    }
    try need("\"")
    guard content.count <= SchemaLimits.text else {
      throw refused("a text over \(SchemaLimits.text) bytes", at: start)
    }
    guard let text = String(validating: content, as: UTF8.self) else {
      throw WireError(offset: start, reason: .invalidText)
    }
    return text
  }

  /// The byte that an escape stands for; only bytes that cannot stand by themselves have one.
  private mutating func escape() throws(WireError) -> UInt8 {
    let start = offset
    guard offset + 1 < bytes.count else { throw WireError(offset: start, reason: .truncated) }
    if let byte = JSONText.byte(escapedBy: bytes[offset + 1]) {
      offset += 2
      return byte
    }
    if bytes[offset...].starts(with: "\\u00".utf8), offset + 6 <= bytes.count,
      let high = Hex.digit(bytes[offset + 4]), let low = Hex.digit(bytes[offset + 5])
    {
      let byte = high << 4 | low
      let isShortest =
        byte < 0x20 && JSONText.letter(escaping: byte) == nil
        && bytes[offset + 4..<offset + 6].elementsEqual(Hex.text(byte).utf8)
      if isShortest {
        offset += 6
        return byte
      }
    }
    throw refused("an escape where the character itself or a shorter one belongs", at: start)
  }
}
