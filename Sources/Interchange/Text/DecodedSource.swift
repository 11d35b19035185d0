// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A text in any of our encodings, delivered as UTF-8 without a byte order mark.
///
/// Every byte is checked: what comes out is text without NUL, or an error names line and column.
/// Nothing is replaced, normalised or skipped.
public final class DecodedSource: ByteSource {
  private let source: any ByteSource
  private let encoding: TextEncoding
  private var place = TextPlace()
  private var utf8 = UTF8Check()
  private var gb18030 = GB18030Check()
  private var utf16: UTF16Reader
  private var carry: [UInt8] = []
  private var isStart = true
  private var ended = false

  /// Reads `source` as `encoding`; ``TextEncodingFinding/detect(_:chosen:)`` finds it.
  public init(_ source: any ByteSource, encoding: TextEncoding) {
    self.source = source
    self.encoding = encoding
    self.utf16 = UTF16Reader(littleEndian: encoding == .utf16LittleEndian)
  }

  public func next() throws(InputError) -> [UInt8]? {
    while !ended {
      guard let piece = try source.next() else {
        ended = true
        try finish()
        break
      }
      var text: [UInt8]
      do throws(TextError) { text = try decode(piece) } catch { throw .text(error) }
      if isStart, !text.isEmpty { dropMark(&text) }
      if !text.isEmpty { return text }
    }
    return nil
  }

  /// Pieces hold whole characters, so a mark is never cut.
  private func dropMark(_ text: inout [UInt8]) {
    isStart = false
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
  }

  private func decode(_ piece: [UInt8]) throws(TextError) -> [UInt8] {
    switch encoding {
    case .utf8: try wholeCharacters(of: piece, check: &utf8)
    case .gb18030: try decodeGB18030(piece)
    case .utf16LittleEndian, .utf16BigEndian: try decodeUTF16(piece)
    }
  }

  private func finish() throws(InputError) {
    let rest = encoding == .utf8 || encoding == .gb18030 ? carry : utf16.rest
    guard rest.isEmpty else { throw .text(fault(rest)) }
  }

  private func fault(_ bytes: [UInt8]) -> TextError {
    .invalidBytes(encoding: encoding, line: place.line, column: place.column, bytes: bytes)
  }
}

// MARK: - One encoding each

extension DecodedSource {
  private func decodeGB18030(_ piece: [UInt8]) throws(TextError) -> [UInt8] {
    let whole = try wholeCharacters(of: piece, check: &gb18030)
    // The check admits exactly what the decoder knows; a nil would be our fault.
    guard let text = String(data: Data(whole), encoding: .gb18030) else {
      throw fault(Array(whole.prefix(4)))
    }
    return Array(text.utf8)
  }

  /// Returns the checked bytes up to the last whole character; the rest waits for the next piece.
  private func wholeCharacters<Check: ByteCheck>(
    of piece: [UInt8], check: inout Check
  ) throws(TextError) -> [UInt8] {
    let start = carry.count
    let bytes = carry.isEmpty ? piece : carry + piece
    var whole = 0
    for index in start..<bytes.count {
      let byte = bytes[index]
      switch check.feed(byte) {
      case .invalid: throw fault(Array(bytes[whole...index]))
      case .partial: continue
      case .complete:
        if byte == 0 { throw .nul(line: place.line) }
        place.advance(over: byte)
        whole = index + 1
      }
    }
    carry = Array(bytes[whole...])
    return whole == bytes.count ? bytes : Array(bytes[..<whole])
  }

  private func decodeUTF16(_ piece: [UInt8]) throws(TextError) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(piece.count)
    for byte in piece {
      switch utf16.feed(byte) {
      case .none: continue
      case .invalid(let bytes): throw fault(bytes)
      case .scalar(let scalar):
        if scalar.value == 0 { throw .nul(line: place.line) }
        place.advance(over: scalar.value == 0x0A ? 0x0A : 0x20)
        text.append(contentsOf: UTF8.encode(scalar)!)
      }
    }
    return text
  }
}

extension String.Encoding {
  /// `kCFStringEncodingGB_18030_2000` behind Foundation's mark for CoreFoundation encodings.
  fileprivate static let gb18030 = String.Encoding(rawValue: 0x8000_0632)
}

/// The place of the next character, both counts from 1.
private struct TextPlace {
  private(set) var line = 1
  private(set) var column = 1

  mutating func advance(over lastByte: UInt8) {
    if lastByte == 0x0A {
      line += 1
      column = 1
    } else {
      column += 1
    }
  }
}

/// Puts UTF-16 characters together from single bytes.
private struct UTF16Reader {
  enum Step {
    case none
    case scalar(Unicode.Scalar)
    case invalid([UInt8])
  }

  let littleEndian: Bool
  private(set) var rest: [UInt8] = []

  init(littleEndian: Bool) { self.littleEndian = littleEndian }

  mutating func feed(_ byte: UInt8) -> Step {
    rest.append(byte)
    guard rest.count.isMultiple(of: 2) else { return .none }
    let first = unit(at: 0)
    if rest.count == 2 {
      if let scalar = Unicode.Scalar(first) { return found(scalar) }
      return first < 0xDC00 ? .none : .invalid(rest)
    }
    let second = unit(at: 2)
    guard (0xDC00...0xDFFF).contains(second) else { return .invalid(rest) }
    let value = 0x1_0000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
    guard let scalar = Unicode.Scalar(value) else { return .invalid(rest) }
    return found(scalar)
  }

  private mutating func found(_ scalar: Unicode.Scalar) -> Step {
    rest.removeAll(keepingCapacity: true)
    return .scalar(scalar)
  }

  private func unit(at index: Int) -> UInt16 {
    let (a, b) = (UInt16(rest[index]), UInt16(rest[index + 1]))
    return littleEndian ? b << 8 | a : a << 8 | b
  }
}
