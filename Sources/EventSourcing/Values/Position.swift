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

extension Position: CustomStringConvertible {
  public var description: String { "#\(rawValue)" }
}

extension Position: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: UInt64) { self.init(rawValue: value) }
}
