// SPDX-License-Identifier: Apache-2.0

/// Field names, kinds and types of a generation's rows, by numbers of its own: they describe its
/// rows to programs that do not have the projection's code (docs/FORMAT.md §7.2).
final class StoredNames {
  private(set) var names: [String]
  private var numbers: [String: Int] = [:]
  /// The name that came after each one the last time: rows repeat themselves.
  private var successors: [Int]
  private var last = 0
  /// The generation's number of each kind of this process, and the other way.
  private var kindNumbers: [ObjectKind: Int] = [:]
  private var kinds: [Int: ObjectKind] = [:]

  init(_ names: [String] = []) {
    self.names = names
    successors = Array(repeating: 0, count: names.count)
    for (number, name) in names.enumerated() { numbers[name] = number }
  }

  var count: Int { names.count }

  /// The number of a name, a new one if it had none.
  func number(of name: String) -> Int {
    if last < successors.count {
      let guess = successors[last]
      if names[guess] == name {
        last = guess
        return guess
      }
    }
    let number = numbers[name] ?? add(name)
    if last < successors.count { successors[last] = number }
    last = number
    return number
  }

  private func add(_ name: String) -> Int {
    names.append(name)
    successors.append(0)
    numbers[name] = names.count - 1
    return names.count - 1
  }

  func number(of kind: ObjectKind) -> Int {
    if let number = kindNumbers[kind] { return number }
    let number = numbers[kind.name] ?? add(kind.name)
    kindNumbers[kind] = number
    kinds[number] = kind
    return number
  }

  /// True if the generation has rows or fields that speak of that kind.
  func knows(_ kind: ObjectKind) -> Bool {
    kindNumbers[kind] != nil || numbers[kind.name] != nil
  }

  func kind(_ number: Int) throws(WireError) -> ObjectKind {
    if let kind = kinds[number] { return kind }
    let kind = ObjectKind(try name(number))
    kinds[number] = kind
    return kind
  }

  func name(_ number: Int) throws(WireError) -> String {
    guard names.indices.contains(number) else {
      throw WireError(offset: 0, reason: .notCanonical("a name without its text"))
    }
    return names[number]
  }
}

/// What stands before each value of a stored row (docs/FORMAT.md §7.2).
enum RowTag: UInt8 {
  case end = 0
  case none, no, yes, int, decimal, rational, instant, date, text, bytes, id
  /// An object by the log's number, and one by its name.
  case object, objectName
  case type, list, message
}
