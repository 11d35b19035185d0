// SPDX-License-Identifier: Apache-2.0

/// The encodings in which tables and logs arrive.
public enum TextEncoding: String, CaseIterable, Sendable {
  /// UTF-8, with or without a byte order mark.
  case utf8 = "UTF-8"
  /// UTF-16 with the low byte first: what spreadsheets call "Unicode text".
  case utf16LittleEndian = "UTF-16LE"
  /// UTF-16 with the high byte first.
  case utf16BigEndian = "UTF-16BE"
  /// The national standard GB 18030, of which GBK and GB 2312 are parts (code page 54936).
  case gb18030 = "GB18030"

  /// Finds the encoding called `name`, whatever its case and punctuation; GBK means GB18030.
  public init?(named name: String) {
    let plain = name.lowercased().filter { $0.isLetter || $0.isNumber }
    switch plain {
    case "utf8": self = .utf8
    case "utf16le", "utf16": self = .utf16LittleEndian
    case "utf16be": self = .utf16BigEndian
    case "gb18030", "gbk", "gb2312", "cp936": self = .gb18030
    default: return nil
    }
  }
}

/// Which encoding a text is in, why we think so, and the counts that the judgment rests on.
public struct TextEncodingFinding: Equatable, Sendable {
  /// The encoding to read with.
  public let encoding: TextEncoding
  /// Why this encoding.
  public let reason: Reason
  /// Bytes looked at: the whole text.
  public let bytes: Int
  /// Lines looked at; the last counts even without a line end.
  public let lines: Int
  /// Lines with a byte above 0x7F: only these say anything about the encoding.
  public let linesBeyondASCII: Int
  /// The first line that is not UTF-8, from 1; nil if all are.
  public let firstLineNotUTF8: Int?

  /// The ground on which an encoding was chosen.
  public enum Reason: String, Sendable {
    /// The text begins with a byte order mark.
    case byteOrderMark
    /// All lines are strict UTF-8 (plain ASCII included).
    case validUTF8
    /// Some line is not UTF-8, and all lines are GB18030.
    case validGB18030Only
    /// The caller said so; nothing was guessed.
    case chosen
  }
}

/// Why bytes are not text.
public enum TextError: Error, Equatable, Sendable {
  /// At `line` and `column` (characters, both from 1) stand `bytes` that `encoding` does not have.
  case invalidBytes(encoding: TextEncoding, line: Int, column: Int, bytes: [UInt8])
  /// A NUL stands in `line`: a binary file, or UTF-16 without a byte order mark.
  case nul(line: Int)
  /// The bytes are neither UTF-8 (first fault in one line) nor GB18030 (in the other).
  case undetectable(notUTF8Line: Int, notGB18030Line: Int)
  /// The byte order mark is that of UTF-32, which nothing in use writes.
  case utf32
}

extension TextError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .invalidBytes(let encoding, let line, let column, let bytes):
      "line \(line), column \(column): bytes \(hex(bytes)) are not \(encoding.rawValue); "
        + "choose another encoding or repair the line"
    case .nul(let line):
      "line \(line) holds a NUL byte: a binary file, or UTF-16 without its mark; "
        + "save the file as UTF-8 or choose utf-16le"
    case .undetectable(let utf8, let gb18030):
      "neither UTF-8 (line \(utf8)) nor GB18030 (line \(gb18030)); choose the encoding"
    case .utf32: "the text is UTF-32; save it as UTF-8"
    }
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
      .joined(separator: " ")
  }
}

extension TextEncodingFinding {
  /// Reads `source` to its end and says which encoding it is in.
  ///
  /// Order of judgment: byte order mark, strict UTF-8, GB18030. The whole text is looked at, since
  /// a table whose first Chinese name stands in line 30,000 is plain ASCII until there.
  ///
  /// - Parameter chosen: An encoding that the caller insists on; then only counting happens.
  /// - Throws: ``InputError/text(_:)`` if no encoding fits or a NUL says that this is no text.
  public static func detect(
    _ source: any ByteSource, chosen: TextEncoding? = nil
  ) throws(InputError) -> TextEncodingFinding {
    let source = PeekedSource(source)
    let start = try source.peek(4)
    if chosen == nil, start == [0xFF, 0xFE, 0, 0] || start == [0, 0, 0xFE, 0xFF] {
      throw .text(.utf32)
    }
    let marked = encodingOfMark(start)
    var tally = EncodingTally()
    let isWide = (chosen ?? marked).map { $0 == .utf16LittleEndian || $0 == .utf16BigEndian }
    while let piece = try source.next() { tally.feed(piece) }
    if isWide != true, let line = tally.firstNul { throw .text(.nul(line: line)) }
    if let chosen { return tally.finding(chosen, .chosen) }
    if let marked { return tally.finding(marked, .byteOrderMark) }
    tally.finish()
    guard let notUTF8 = tally.firstNotUTF8 else { return tally.finding(.utf8, .validUTF8) }
    guard let notGB18030 = tally.firstNotGB18030 else {
      return tally.finding(.gb18030, .validGB18030Only)
    }
    throw .text(.undetectable(notUTF8Line: notUTF8, notGB18030Line: notGB18030))
  }

  private static func encodingOfMark(_ start: [UInt8]) -> TextEncoding? {
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8 }
    if start.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
    if start.starts(with: [0xFE, 0xFF]) { return .utf16BigEndian }
    return nil
  }
}

/// Counts of one pass over a text whose encoding is not known yet.
private struct EncodingTally {
  private var bytes = 0
  private var line = 1
  private var lineIsOpen = false
  private var lineIsPlain = true
  private var linesBeyondASCII = 0
  private var utf8 = UTF8Check()
  private var gb18030 = GB18030Check()
  private(set) var firstNotUTF8: Int?
  private(set) var firstNotGB18030: Int?
  private(set) var firstNul: Int?

  mutating func feed(_ piece: [UInt8]) {
    bytes += piece.count
    for byte in piece { feed(byte) }
  }

  private mutating func feed(_ byte: UInt8) {
    if firstNotUTF8 == nil, utf8.feed(byte) == .invalid { firstNotUTF8 = line }
    if firstNotGB18030 == nil, gb18030.feed(byte) == .invalid { firstNotGB18030 = line }
    lineIsOpen = true
    if byte == 0x0A {
      line += 1
      lineIsOpen = false
      lineIsPlain = true
    } else if byte >= 0x80, lineIsPlain {
      lineIsPlain = false
      linesBeyondASCII += 1
    } else if byte == 0, firstNul == nil {
      firstNul = line
    }
  }

  /// A character cut off by the end of the text is a fault as well.
  mutating func finish() {
    if firstNotUTF8 == nil, !utf8.isBetweenCharacters { firstNotUTF8 = line }
    if firstNotGB18030 == nil, !gb18030.isBetweenCharacters { firstNotGB18030 = line }
  }

  func finding(
    _ encoding: TextEncoding, _ reason: TextEncodingFinding.Reason
  ) -> TextEncodingFinding {
    TextEncodingFinding(
      encoding: encoding, reason: reason, bytes: bytes, lines: lineIsOpen ? line : line - 1,
      linesBeyondASCII: linesBeyondASCII, firstLineNotUTF8: firstNotUTF8)
  }
}
