// SPDX-License-Identifier: Apache-2.0

/// Why the rules said no: which rule, where it comes from, and what to do instead.
///
/// An answer to a person, not a failure of the program. It never holds personal text.
public struct Rejection: Error, Hashable, Sendable {
  /// The number of the rule, as `I-28`, or the state and event of the ticket table, as
  /// `§2.2 returning+TicketClosed`.
  public let rule: String
  /// The article of law or the point of the county's text behind the rule.
  public let source: String
  /// What is wrong.
  public let message: Words
  /// What can be done instead.
  public let next: Words
  /// The event that keeps the refusal, for rules whose refusals are counted (class RR).
  public let recorded: CommandRefused?

  public init(
    rule: String, source: String, message: Words, next: Words, recorded: CommandRefused? = nil
  ) {
    self.rule = rule
    self.source = source
    self.message = message
    self.next = next
    self.recorded = recorded
  }

  /// The same answer in Chinese.
  public var chineseDescription: String {
    "\(rule)：\(message.chinese)；\(next.chinese)（\(source)）"
  }
}

extension Rejection: CustomStringConvertible {
  public var description: String {
    "\(rule): \(message.english); \(next.english) (\(source))"
  }
}

/// One thing said in the two languages of the product.
public struct Words: Hashable, Sendable {
  public let english: String
  public let chinese: String

  public init(_ english: String, _ chinese: String) {
    self.english = english
    self.chinese = chinese
  }
}

/// Refuses what does not hold.
func require(
  _ condition: Bool, _ rejection: @autoclosure () -> Rejection
) throws(Rejection) {
  guard condition else { throw rejection() }
}
