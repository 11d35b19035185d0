// SPDX-License-Identifier: Apache-2.0

/// What a subscription is called, for as long as the log lives.
///
/// 1…100 ASCII letters, digits, dots, underscores and hyphens; a letter or digit first. It names
/// a purpose, such as `sms-gateway`, never a person.
public struct SubscriptionName: Hashable, Sendable {
  public let text: String

  /// Checks the form; `nil` if it is not one.
  public init?(_ text: some StringProtocol) {
    let bytes = text.utf8
    guard (1...100).contains(bytes.count), let first = bytes.first,
      SubscriptionName.isWord(first),
      bytes.allSatisfy({ SubscriptionName.isWord($0) || [0x2D, 0x2E, 0x5F].contains($0) })
    else { return nil }
    self.text = String(text)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }
}

extension SubscriptionName: ExpressibleByStringLiteral, CustomStringConvertible, Comparable {
  /// A name written in code; a wrong one is a programmer's error and traps.
  public init(stringLiteral text: String) {
    guard let name = SubscriptionName(text) else {
      preconditionFailure("\(text) is not the name of a subscription")
    }
    self = name
  }

  public var description: String { text }

  /// By the bytes of the text, never by a locale.
  public static func < (left: SubscriptionName, right: SubscriptionName) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}
