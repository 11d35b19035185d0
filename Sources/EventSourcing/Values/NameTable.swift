// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// Names of this process as small integers, so that a comparison in a fold is one instruction.
///
/// The numbers never leave the process: bytes, digests and row order use the names
/// (design §3, "never visible").
final class NameTable: Sendable {
  private struct State {
    var numbers: [String: UInt16] = [:]
    var names: [String] = []
  }

  private let state = Mutex(State())

  func number(of name: String) -> UInt16 {
    state.withLock { state in
      if let number = state.numbers[name] { return number }
      precondition(state.names.count < Int(UInt16.max), "more than 65,535 names of one sort")
      let number = UInt16(state.names.count)
      state.names.append(name)
      state.numbers[name] = number
      return number
    }
  }

  func name(of number: UInt16) -> String { state.withLock { $0.names[Int(number)] } }
}

/// The name of an event type, as it stands on disk: past tense, never renamed.
public struct EventType: Hashable, Sendable {
  @usableFromInline package let number: UInt16
  private static let table = NameTable()

  public init(_ name: String) { number = EventType.table.number(of: name) }
  @usableFromInline package init(number: UInt16) { self.number = number }

  public var name: String { EventType.table.name(of: number) }
}

/// The part an object plays in an event: `handler`, `grid`, `rule`.
public struct Role: Hashable, Sendable {
  @usableFromInline package let number: UInt16
  private static let table = NameTable()

  public init(_ name: String) { number = Role.table.number(of: name) }
  @usableFromInline package init(number: UInt16) { self.number = number }

  public var name: String { Role.table.name(of: number) }
}

/// The sort of an object: the text before the first `/` of its name.
public struct ObjectKind: Hashable, Sendable {
  @usableFromInline package let number: UInt16
  private static let table = NameTable()

  public init(_ name: String) { number = ObjectKind.table.number(of: name) }
  @usableFromInline package init(number: UInt16) { self.number = number }

  public var name: String { ObjectKind.table.name(of: number) }
}

extension EventType: ExpressibleByStringLiteral, CustomStringConvertible, Comparable {
  public init(stringLiteral name: String) { self.init(name) }
  public var description: String { name }
  /// By name, so that the order is the same in every process.
  public static func < (left: EventType, right: EventType) -> Bool { left.name < right.name }
}

extension Role: ExpressibleByStringLiteral, CustomStringConvertible, Comparable {
  public init(stringLiteral name: String) { self.init(name) }
  public var description: String { name }
  /// By name, so that the order is the same in every process.
  public static func < (left: Role, right: Role) -> Bool { left.name < right.name }
}

extension ObjectKind: ExpressibleByStringLiteral, CustomStringConvertible, Comparable {
  public init(stringLiteral name: String) { self.init(name) }
  public var description: String { name }
  /// By name, so that the order is the same in every process.
  public static func < (left: ObjectKind, right: ObjectKind) -> Bool { left.name < right.name }
}

extension EventType: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
