// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A calendar month, written `2021-08`: the period of monthly views, in business days.
public struct Month: Hashable, Comparable, Sendable {
  /// Months since January of year 0.
  public let index: Int

  public init(index: Int) { self.index = index }

  /// The month in which a day lies.
  public init(_ day: CivilDate) {
    let (year, month, _) = day.components
    index = year * 12 + month - 1
  }

  /// Reads `2021-08`; `nil` for any other form or a month beyond 0001-01…9999-12.
  public init?(_ text: some StringProtocol) {
    guard text.utf8.count == 7, let day = CivilDate("\(text)-01") else { return nil }
    self.init(day)
  }

  /// The first day.
  public var first: CivilDate {
    CivilDate(year: index / 12, month: index % 12 + 1, day: 1) ?? CivilDate(daysSinceEpoch: 0)
  }

  public var next: Month { Month(index: index + 1) }

  public static func < (left: Month, right: Month) -> Bool { left.index < right.index }
}

extension Month: CustomStringConvertible, ExpressibleByStringLiteral {
  public var description: String { String(first.description.prefix(7)) }

  /// A month written in code; a wrong one is a programmer's error and traps.
  public init(stringLiteral text: String) {
    guard let month = Month(text) else { preconditionFailure("\(text) is not a month") }
    self = month
  }
}

extension Month: Codable {
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let month = Month(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a month like 2021-08"))
    }
    self = month
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
