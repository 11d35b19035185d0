// SPDX-License-Identifier: Apache-2.0

/// The bounds within which a JSON text is read; both are checked before memory is spent.
public struct JSONLimits: Equatable, Sendable {
  /// The most bytes of one text.
  public var bytes: Int
  /// The most levels of arrays and objects within each other.
  public var depth: Int

  /// Bounds for one event: 1 MiB, 64 levels.
  public init(bytes: Int = 1 << 20, depth: Int = 64) {
    self.bytes = bytes
    self.depth = depth
  }
}

/// A strict reader of RFC 8259: what it accepts is read the same way everywhere.
///
/// Refused, though others accept them: duplicate keys, lone surrogates, a byte order mark, control
/// characters in strings, bytes that are not UTF-8. Numbers of any size pass, as text.
public struct JSONParser {
  private let bytes: [UInt8]
  private let limits: JSONLimits
  private var index = 0
  private var path: [Step] = []

  private enum Step {
    case key(String)
    case element(Int)
  }

  private init(_ bytes: [UInt8], _ limits: JSONLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  /// Reads the one value that `bytes` hold.
  ///
  /// - Throws: ``JSONError`` with byte offset, line, column and pointer of the first fault.
  public static func parse(
    _ bytes: [UInt8], limits: JSONLimits = JSONLimits()
  ) throws(JSONError) -> JSONValue {
    var parser = JSONParser(bytes, limits)
    return try parser.document()
  }

  /// Reads the one value that `text` holds.
  public static func parse(
    _ text: String, limits: JSONLimits = JSONLimits()
  ) throws(JSONError) -> JSONValue {
    try parse(Array(text.utf8), limits: limits)
  }

  private mutating func document() throws(JSONError) -> JSONValue {
    guard bytes.count <= limits.bytes else { throw error(.tooLarge(limit: limits.bytes), at: 0) }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw error(.byteOrderMark, at: 0) }
    skipSpace()
    guard index < bytes.count else { throw error(.empty) }
    let value = try value()
    skipSpace()
    guard index == bytes.count else { throw error(.trailingText) }
    return value
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    guard let byte = current else { throw expected("a value") }
    switch byte {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "N"), UInt8(ascii: "I"), UInt8(ascii: "+"), UInt8(ascii: "."):
      throw error(.invalidNumber)
    default: throw expected("a value")
    }
  }

  private mutating func literal(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONError) -> JSONValue {
    let text = word.description.utf8
    guard bytes[index...].starts(with: text) else { throw expected("\(word)") }
    index += text.count
    return value
  }

  private mutating func array() throws(JSONError) -> JSONValue {
    var elements: [JSONValue] = []
    try enter(.element(0))
    skipSpace()
    if take("]") {
      path.removeLast()
      return .array([])
    }
    repeat {
      path[path.count - 1] = .element(elements.count)
      skipSpace()
      elements.append(try value())
      skipSpace()
    } while take(",")
    guard take("]") else { throw expected("\",\" or \"]\"") }
    path.removeLast()
    return .array(elements)
  }

  private mutating func object() throws(JSONError) -> JSONValue {
    var members: [JSONMember] = []
    var known = KeySet()
    try enter(.key(""))
    skipSpace()
    if take("}") {
      path.removeLast()
      return .object([])
    }
    repeat {
      skipSpace()
      let start = index
      guard current == UInt8(ascii: "\"") else { throw expected("a key in double quotes") }
      let key = try string()
      path[path.count - 1] = .key(key)
      guard known.insert(key) else { throw error(.duplicateKey, at: start) }
      skipSpace()
      guard take(":") else { throw expected("\":\"") }
      skipSpace()
      members.append(JSONMember(key, try value()))
      skipSpace()
    } while take(",")
    guard take("}") else { throw expected("\",\" or \"}\"") }
    path.removeLast()
    return .object(members)
  }

  private mutating func enter(_ step: Step) throws(JSONError) {
    guard path.count < limits.depth else { throw error(.tooDeep(limit: limits.depth)) }
    index += 1
    path.append(step)
  }
}

// MARK: - Numbers and strings

extension JSONParser {
  private mutating func number() throws(JSONError) -> String {
    let start = index
    _ = take("-")
    if !take("0") {
      guard digits() else { throw error(.invalidNumber, at: start) }
    }
    if take(".") {
      guard digits() else { throw error(.invalidNumber, at: start) }
    }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      guard digits() else { throw error(.invalidNumber, at: start) }
    }
    if let next = current, isWordByte(next) { throw error(.invalidNumber, at: start) }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  /// Steps over digits; false if there is none.
  private mutating func digits() -> Bool {
    let start = index
    while let byte = current, isDigit(byte) { index += 1 }
    return index > start
  }

  private mutating func string() throws(JSONError) -> String {
    let open = index
    index += 1
    let start = index
    while let byte = current, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
      index += 1
    }
    if current == UInt8(ascii: "\"") {
      defer { index += 1 }
      guard let text = String(validating: bytes[start..<index], as: UTF8.self) else {
        throw invalidUTF8(from: start)
      }
      return text
    }
    return try stringWithEscapes(open: open, start: start)
  }

  private mutating func stringWithEscapes(open: Int, start: Int) throws(JSONError) -> String {
    var text = Array(bytes[start..<index])
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        guard let string = String(validating: text, as: UTF8.self) else {
          throw invalidUTF8(from: start)
        }
        return string
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20: throw error(.controlCharacter)
      default:
        text.append(byte)
        index += 1
      }
    }
    throw error(.unexpectedEnd(expected: "the closing quote of the string"), at: open)
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
    let start = index
    index += 1
    guard let kind = current else { throw expected("an escaped character") }
    index += 1
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(kind)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      let scalar = try escapedScalar(start: start)
      text.append(contentsOf: String(Character(scalar)).utf8)
    default: throw error(.invalidEscape, at: start)
    }
  }

  private mutating func escapedScalar(start: Int) throws(JSONError) -> Unicode.Scalar {
    let unit = try hexUnit(start: start)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xDC00, take("\\"), take("u") else { throw error(.loneSurrogate, at: start) }
    let low = try hexUnit(start: start)
    guard (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(0x1_0000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    else { throw error(.loneSurrogate, at: start) }
    return scalar
  }

  private mutating func hexUnit(start: Int) throws(JSONError) -> UInt32 {
    guard index + 4 <= bytes.count else { throw error(.invalidEscape, at: start) }
    var unit: UInt32 = 0
    for byte in bytes[index..<index + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw error(.invalidEscape, at: start)
      }
      unit = unit << 4 | UInt32(digit)
    }
    index += 4
    return unit
  }
}

// MARK: - Small steps and errors

extension JSONParser {
  private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: "-")
      || (byte | 0x20) >= UInt8(ascii: "a")
        && (byte | 0x20) <= UInt8(ascii: "z")
  }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      index += 1
    }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: scalar) else { return false }
    index += 1
    return true
  }

  private func expected(_ what: String) -> JSONError {
    error(index < bytes.count ? .unexpected(expected: what) : .unexpectedEnd(expected: what))
  }

  private func invalidUTF8(from start: Int) -> JSONError {
    var check = UTF8Check()
    let fault = check.firstFault(in: bytes[start...]) ?? start
    return error(.invalidUTF8, at: fault)
  }

  private func error(_ problem: JSONError.Problem, at offset: Int? = nil) -> JSONError {
    let offset = offset ?? index
    var line = 1
    var column = 1
    for byte in bytes.prefix(offset) {
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return JSONError(
      problem: problem, offset: offset, line: line, column: column, pointer: pointer)
  }

  /// RFC 6901: `~` and `/` in keys are written `~0` and `~1`.
  private var pointer: String {
    path.map { step in
      switch step {
      case .element(let index): "/\(index)"
      case .key(let key):
        "/"
          + String(
            key.flatMap { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) })
      }
    }.joined()
  }
}

/// The keys of one object; small objects are searched, large ones hashed.
private struct KeySet {
  private var few: [String] = []
  private var many: Set<[UInt8]> = []

  /// Adds a key; false if it is there already, scalar by scalar.
  mutating func insert(_ key: String) -> Bool {
    if !many.isEmpty { return many.insert(Array(key.utf8)).inserted }
    if few.contains(where: { $0.utf8.elementsEqual(key.utf8) }) { return false }
    few.append(key)
    if few.count == 16 { many = Set(few.map { Array($0.utf8) }) }
    return true
  }
}
