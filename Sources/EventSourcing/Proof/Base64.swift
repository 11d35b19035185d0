// SPDX-License-Identifier: Apache-2.0

/// Base64 (RFC 4648 §4), strict: a text is read only in the one form that it is written in.
package enum Base64 {
  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let values: [UInt8?] = {
    var values = [UInt8?](repeating: nil, count: 256)
    for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
    return values
  }()
  private static let padding = UInt8(ascii: "=")

  package static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for index in 0..<4 {
        let digit = digits[Int(bits >> UInt32(18 - 6 * index) & 63)]
        text.append(index <= group.count ? digit : padding)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes; `nil` for another alphabet, a missing padding or bits that say nothing.
  package static func bytes(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count.isMultiple(of: 4) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var bits: UInt32 = 0
    var count = 0
    var missing = 0
    for digit in text {
      if digit == padding, missing < 2 {
        missing += 1
        bits <<= 6
      } else {
        guard missing == 0, let value = values[Int(digit)] else { return nil }
        bits = bits << 6 | UInt32(value)
      }
      count += 1
      guard count.isMultiple(of: 4) else { continue }
      // Padding in the middle of the text ends it, so that only the last group may have it.
      guard missing == 0 || count == text.count else { return nil }
      let group = [16, 8, 0].map { UInt8(truncatingIfNeeded: bits >> UInt32($0)) }
      guard group[(3 - missing)...].allSatisfy({ $0 == 0 }) else { return nil }
      bytes += group[..<(3 - missing)]
      bits = 0
    }
    return bytes
  }
}
