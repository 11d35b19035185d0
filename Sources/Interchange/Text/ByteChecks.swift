// SPDX-License-Identifier: Apache-2.0

/// What one more byte means to a check that reads a text byte by byte.
enum ByteVerdict: Equatable {
  /// The byte completes a character.
  case complete
  /// More bytes of the same character must follow.
  case partial
  /// No character of the encoding contains the byte here.
  case invalid
}

/// A check of one encoding; its state survives between pieces of a stream.
protocol ByteCheck {
  /// Takes the next byte of the text.
  mutating func feed(_ byte: UInt8) -> ByteVerdict
}

/// Whether bytes are UTF-8, fed one at a time: no overlong forms, no surrogates, no 0xF5 and above.
struct UTF8Check: ByteCheck {
  private var missing = 0
  private var lowest: UInt8 = 0x80
  private var highest: UInt8 = 0xBF

  /// Whether the bytes so far end with a whole character.
  var isBetweenCharacters: Bool { missing == 0 }

  mutating func feed(_ byte: UInt8) -> ByteVerdict {
    if missing == 0 { return lead(byte) }
    guard byte >= lowest, byte <= highest else { return .invalid }
    (lowest, highest) = (0x80, 0xBF)
    missing -= 1
    return missing == 0 ? .complete : .partial
  }

  private mutating func lead(_ byte: UInt8) -> ByteVerdict {
    switch byte {
    case 0x00...0x7F: return .complete
    case 0xC2...0xDF: missing = 1
    case 0xE0...0xEF:
      missing = 2
      if byte == 0xE0 { lowest = 0xA0 }
      if byte == 0xED { highest = 0x9F }
    case 0xF0...0xF4:
      missing = 3
      if byte == 0xF0 { lowest = 0x90 }
      if byte == 0xF4 { highest = 0x8F }
    default: return .invalid
    }
    return .partial
  }

  /// Returns the index of the first byte that cannot stand where it stands, or nil.
  mutating func firstFault(in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.indices.first { feed(bytes[$0]) == .invalid }
  }
}

/// Whether bytes are GB18030, fed one at a time, four-byte characters included.
///
/// A single 0x80 is taken as "€": that is how Windows code page 936 writes it, and how the decoder
/// reads it. Four-byte codes must name a Unicode character: 0x81308130–0x8431A439 or
/// 0x90308130–0xE3329A35.
struct GB18030Check: ByteCheck {
  private var bytes: [UInt8] = []

  /// Whether the bytes so far end with a whole character.
  var isBetweenCharacters: Bool { bytes.isEmpty }

  mutating func feed(_ byte: UInt8) -> ByteVerdict {
    let verdict = judge(byte)
    if verdict == .partial { bytes.append(byte) } else { bytes.removeAll(keepingCapacity: true) }
    return verdict
  }

  private func judge(_ byte: UInt8) -> ByteVerdict {
    switch bytes.count {
    case 0:
      if byte <= 0x80 { return .complete }
      return byte == 0xFF ? .invalid : .partial
    case 1:
      if (0x30...0x39).contains(byte) { return .partial }
      return (0x40...0xFE).contains(byte) && byte != 0x7F ? .complete : .invalid
    case 2: return (0x81...0xFE).contains(byte) ? .partial : .invalid
    default: return (0x30...0x39).contains(byte) && namesCharacter(byte) ? .complete : .invalid
    }
  }

  private func namesCharacter(_ last: UInt8) -> Bool {
    let lead = Int(bytes[0] - 0x81) * 10 + Int(bytes[1] - 0x30)
    let index = (lead * 126 + Int(bytes[2] - 0x81)) * 10 + Int(last - 0x30)
    return (0...39_419).contains(index) || (189_000...1_237_575).contains(index)
  }
}
