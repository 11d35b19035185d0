// SPDX-License-Identifier: Apache-2.0

/// A name that this process has numbered, from 0 without gaps.
protocol ProcessNumbered: Sendable {
  var number: UInt16 { get }
}

extension ObjectKind: ProcessNumbered {}
extension Role: ProcessNumbered {}

/// Names in the order of their stored numbers, and the way back by one array look-up: an append
/// asks for a role and a kind per reference.
struct NumberedList<Name: ProcessNumbered>: Sendable {
  private(set) var symbols: [Name] = []
  /// By process number; -1 for names that this log has not used.
  private var numbers: [Int32] = []

  func number(of name: Name) -> Int? {
    let index = Int(name.number)
    guard index < numbers.count, numbers[index] >= 0 else { return nil }
    return Int(numbers[index])
  }

  mutating func append(_ name: Name) {
    let index = Int(name.number)
    let missing = index + 1 - numbers.count
    if missing > 0 { numbers.append(contentsOf: repeatElement(-1, count: missing)) }
    numbers[index] = Int32(symbols.count)
    symbols.append(name)
  }
}

/// A type and version as one symbol.
struct TypeSymbol: Hashable, Sendable {
  let type: EventType
  let version: Int
}

/// Types and versions in the order of their stored numbers.
struct TypeList: Sendable {
  private(set) var symbols: [TypeSymbol] = []
  /// The stored numbers of a type's versions, by the process number of the type.
  private var numbers: [[Int]] = []

  func number(of symbol: TypeSymbol) -> Int? {
    let index = Int(symbol.type.number)
    guard index < numbers.count else { return nil }
    return numbers[index].first { symbols[$0].version == symbol.version }
  }

  mutating func append(_ symbol: TypeSymbol) {
    let index = Int(symbol.type.number)
    while numbers.count <= index { numbers.append([]) }
    numbers[index].append(symbols.count)
    symbols.append(symbol)
  }
}

/// Shapes in the order of their stored numbers.
struct ShapeList: Sendable {
  private(set) var symbols: [Shape] = []
  /// The same, as events are put together by them.
  private(set) var layouts: [EventLayout] = []
  private var numbers: [[Shape.Slot]: Int] = [:]

  func number(of slots: [Shape.Slot]) -> Int? { numbers[slots] }

  mutating func append(_ shape: Shape) {
    numbers[shape.slots] = symbols.count
    symbols.append(shape)
    layouts.append(EventLayout(shape))
  }
}
