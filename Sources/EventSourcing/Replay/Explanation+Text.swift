// SPDX-License-Identifier: Apache-2.0

extension Explanation: CustomStringConvertible {
  /// The row, how many events stand behind it, and where: `#5, #7…#9`.
  public var description: String {
    let places = ranges.map { range in
      range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)…\(range.upperBound)"
    }
    return """
      \(row.key.text): \(row)
      \(count) \(count == 1 ? "event" : "events"): \(places.joined(separator: ", "))
      """
  }
}

extension ClosedRange<Position> {
  /// How many positions the range holds.
  fileprivate var count: UInt64 { upperBound.rawValue - lowerBound.rawValue + 1 }
}
