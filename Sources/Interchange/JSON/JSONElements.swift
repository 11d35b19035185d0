// SPDX-License-Identifier: Apache-2.0

/// One element of a large array, with its place in the file.
public struct JSONElement: Equatable, Sendable {
  /// The element itself.
  public let value: JSONValue
  /// Its number in the array, from 0.
  public let index: Int
  /// The line on which it begins, from 1.
  public let line: Int
}

/// The elements of one array, read one at a time, so that the file may be larger than memory.
///
/// The limits hold for each element. The text must be one array and nothing else.
public final class JSONElements {
  private let source: any ByteSource
  private let limits: JSONLimits
  private var piece: [UInt8] = []
  private var next = 0
  private var place = Place()
  private var count = 0
  private var phase = Phase.beforeArray

  private enum Phase { case beforeArray, inArray, ended }

  private struct Place {
    var offset = 0
    var line = 1
    var column = 1

    mutating func advance(over byte: UInt8) {
      offset += 1
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
  }

  /// Reads the array that `source` holds as UTF-8 without a byte order mark.
  public init(_ source: any ByteSource, limits: JSONLimits = JSONLimits()) {
    self.source = source
    self.limits = limits
  }

  /// Returns the next element, or nil after the last.
  ///
  /// - Throws: ``InputError/json(_:)`` with a place counted from the start of the file.
  public func nextElement() throws(InputError) -> JSONElement? {
    if phase == .ended { return nil }
    try skipSpace()
    if phase == .beforeArray {
      guard try peek() == UInt8(ascii: "[") else { throw fault(.unexpected(expected: "\"[\"")) }
      step()
      try skipSpace()
      phase = .inArray
    }
    if count == 0, try peek() == UInt8(ascii: "]") {
      try finish()
      return nil
    }
    return try element()
  }

  private func element() throws(InputError) -> JSONElement? {
    let start = place
    let bytes = try elementBytes()
    let element: JSONElement
    do throws(JSONError) {
      let value = try JSONParser.parse(bytes, limits: limits)
      element = JSONElement(value: value, index: count, line: start.line)
    } catch {
      let inside = error.inside(
        element: count, offset: start.offset, line: start.line, column: start.column)
      throw .json(inside)
    }
    count += 1
    if try peek() == UInt8(ascii: "]") { try finish() } else { step() }
    return element
  }

  /// Collects bytes up to the comma or bracket that ends the element; the parser judges them.
  private func elementBytes() throws(InputError) -> [UInt8] {
    var bytes: [UInt8] = []
    var depth = 0
    var inString = false
    var escaped = false
    while let byte = try peek() {
      if inString {
        if escaped {
          escaped = false
        } else if byte == UInt8(ascii: "\\") {
          escaped = true
        } else if byte == UInt8(ascii: "\"") {
          inString = false
        }
      } else {
        switch byte {
        case UInt8(ascii: "\""): inString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: ",") where depth == 0, UInt8(ascii: "]") where depth == 0: return bytes
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
      }
      guard bytes.count < limits.bytes else { throw fault(.tooLarge(limit: limits.bytes)) }
      bytes.append(byte)
      step()
    }
    throw fault(.unexpectedEnd(expected: "\",\" or \"]\""))
  }

  private func finish() throws(InputError) {
    step()
    phase = .ended
    try skipSpace()
    if try peek() != nil { throw fault(.trailingText) }
  }

  private func skipSpace() throws(InputError) {
    while let byte = try peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      step()
    }
  }

  private func peek() throws(InputError) -> UInt8? {
    while next == piece.count {
      guard let more = try source.next() else { return nil }
      piece = more
      next = 0
    }
    return piece[next]
  }

  private func step() {
    place.advance(over: piece[next])
    next += 1
  }

  private func fault(_ problem: JSONError.Problem) -> InputError {
    .json(
      JSONError(
        problem: problem, offset: place.offset, line: place.line, column: place.column,
        pointer: count == 0 ? "" : "/\(count)"))
  }
}
