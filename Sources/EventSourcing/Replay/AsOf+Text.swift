// SPDX-License-Identifier: Apache-2.0

extension AsOf: CustomStringConvertible {
  /// Reads `head`, a position (`1204`, `#1204`), a day or an RFC 3339 time; `nil` otherwise.
  public init?(_ text: some StringProtocol) {
    let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
    if text == "head" {
      self = .head
    } else if let number = UInt64(digits), digits.utf8.allSatisfy({ (48...57).contains($0) }) {
      self = .position(Position(number))
    } else if let moment = Moment(text) {
      self = .recorded(moment)
    } else {
      return nil
    }
  }

  /// The text that ``init(_:)`` reads.
  public var description: String {
    switch self {
    case .head: "head"
    case .position(let position): position.description
    case .recorded(let moment): moment.description
    }
  }
}
