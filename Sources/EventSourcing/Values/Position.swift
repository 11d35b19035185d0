// SPDX-License-Identifier: Apache-2.0

/// The place of an event in the log: 1 for the first event, then without gaps.
///
/// Positions are given at commit, in order, and never reused (design §3).
public struct Position: RawRepresentable, Hashable, Comparable, Codable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }
  public init(_ rawValue: UInt64) { self.rawValue = rawValue }

  /// The position before the first event: what an empty log has as its head.
  public static let origin = Position(rawValue: 0)

  public static func < (left: Position, right: Position) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The position `distance` places further on.
  public func advanced(by distance: UInt64) -> Position { Position(rawValue + distance) }

  /// The position one place earlier; the origin stays where it is.
  public var predecessor: Position { Position(rawValue == 0 ? 0 : rawValue - 1) }
}

// What a hypothetical answer calls the events that no log holds.
extension Position {
  /// The first raw value that no log reaches: 2⁴⁸ events.
  private static let end: UInt64 = 1 << 48

  /// The event with that number, from 1, among those that a what-if adds: `+1`, `+2`.
  ///
  /// Greater than every position of a log, wherever the event takes its place.
  public static func assumed(_ number: UInt64) -> Position { Position(end + number) }

  /// The number among the events that a what-if adds; `nil` for a position of a log.
  public var assumedNumber: UInt64? { rawValue > Position.end ? rawValue - Position.end : nil }
}

extension Position: CustomStringConvertible {
  /// `#1204`, and `+1` for an event that a what-if adds.
  public var description: String { assumedNumber.map { "+\($0)" } ?? "#\(rawValue)" }
}

/// A number; the text `+1` for an event that a what-if adds, for it is nowhere in the log.
extension Position: PlainValue {
  public var plainValue: Value {
    assumedNumber.map { .text("+\($0)") } ?? .int(Int64(rawValue))
  }

  public init?(plainValue: Value) {
    switch plainValue {
    case .int(let value) where value >= 0: self.init(UInt64(value))
    case .text(let text) where text.hasPrefix("+"):
      guard let number = UInt64(text.dropFirst()), number > 0, number < Position.end else {
        return nil
      }
      self = .assumed(number)
    default: return nil
    }
  }
}

extension Position: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: UInt64) { self.init(rawValue: value) }
}
