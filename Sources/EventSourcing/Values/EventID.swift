// SPDX-License-Identifier: Apache-2.0

/// The identity of an event and its idempotency key: 128 bits, written as a UUID.
///
/// The same id appended again with equal content returns the first receipt; with other content
/// it is refused (design §3). Imports derive the id from the source, so that a second import of
/// the same file appends nothing.
public struct EventID: Hashable, Comparable, Sendable {
  /// The first eight bytes, big-endian.
  public let high: UInt64
  /// The last eight bytes, big-endian.
  public let low: UInt64

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Reads sixteen bytes, most significant first; `nil` for any other count.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    var high: UInt64 = 0
    var low: UInt64 = 0
    for (index, byte) in bytes.enumerated() {
      if index < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
    }
    self.init(high: high, low: low)
  }

  /// Reads a UUID text (8-4-4-4-12 hexadecimal digits, any case); `nil` for anything else.
  public init?(uuid text: some StringProtocol) {
    var bytes: [UInt8] = []
    var pending: UInt8?
    for (index, character) in text.utf8.enumerated() {
      if index == 8 || index == 13 || index == 18 || index == 23 {
        guard character == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let digit = Hex.digit(character) else { return nil }
      if let first = pending {
        bytes.append(first << 4 | digit)
        pending = nil
      } else {
        pending = digit
      }
    }
    guard text.utf8.count == 36, pending == nil else { return nil }
    self.init(bytes: bytes)
  }

  /// The sixteen bytes, most significant first.
  public var bytes: [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * $0)) }
      + (0..<8).map { UInt8(truncatingIfNeeded: low >> (56 - 8 * $0)) }
  }

  public static func < (left: EventID, right: EventID) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension EventID {
  /// A version 7 UUID (RFC 9562): `instant` in milliseconds, then 74 random bits.
  ///
  /// Ids made in time order sort in time order, which keeps the id index compact.
  public static func version7(
    at instant: Instant, using generator: inout some RandomNumberGenerator
  ) -> EventID {
    let milliseconds = UInt64(clamping: instant.microseconds / 1000) & 0xFFFF_FFFF_FFFF
    let random = generator.next() as UInt64
    let high = milliseconds << 16 | 0x7000 | (random & 0x0FFF)
    let low = 0x8000_0000_0000_0000 | ((generator.next() as UInt64) >> 2)
    return EventID(high: high, low: low)
  }

  /// A version 8 UUID from the first 16 bytes of a digest: how imports name their events.
  public static func derived(fromDigest digest: [UInt8]) -> EventID {
    precondition(digest.count >= 16, "a digest has at least 16 bytes")
    guard let id = EventID(bytes: digest.prefix(16)) else { preconditionFailure("16 bytes") }
    return EventID(
      high: (id.high & ~0xF000) | 0x8000,
      low: (id.low & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000)
  }
}

extension EventID: CustomStringConvertible {
  public var description: String {
    let digits = bytes.map { Hex.text($0) }
    return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }
      .joined(separator: "-")
  }
}

extension EventID: Codable {
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let id = EventID(uuid: text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a UUID"))
    }
    self = id
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Hexadecimal digits, lower case.
package enum Hex {
  package static func digit(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  package static func text(_ byte: UInt8) -> String {
    let digits: StaticString = "0123456789abcdef"
    return digits.withUTF8Buffer { table in
      String(decoding: [table[Int(byte >> 4)], table[Int(byte & 15)]], as: UTF8.self)
    }
  }

  package static func text(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { text($0) }.joined()
  }

  package static func bytes(_ text: some StringProtocol) -> [UInt8]? {
    guard text.utf8.count.isMultiple(of: 2) else { return nil }
    var result: [UInt8] = []
    var pending: UInt8?
    for character in text.utf8 {
      guard let digit = digit(character) else { return nil }
      if let first = pending {
        result.append(first << 4 | digit)
        pending = nil
      } else {
        pending = digit
      }
    }
    return result
  }
}
