// SPDX-License-Identifier: Apache-2.0

extension Value {
  /// The order of rows: numbers and times by value, objects and text by their bytes, groups field
  /// by field. Never a locale's order, and the same in every process.
  package static func precedes(_ left: Value, _ right: Value) -> Bool {
    compare(left, right) < 0
  }

  /// Negative if `left` comes first, 0 if neither does.
  package static func compare(_ left: Value, _ right: Value) -> Int {
    switch (left, right) {
    case (.bool(let a), .bool(let b)): compare(a ? 1 : 0, b ? 1 : 0)
    case (.int(let a), .int(let b)): compare(a, b)
    case (.decimal(let a), .decimal(let b)): compare(a, b)
    case (.rational(let a), .rational(let b)): compare(a, b)
    case (.instant(let a), .instant(let b)): compare(a, b)
    case (.date(let a), .date(let b)): compare(a, b)
    case (.text(let a), .text(let b)): compare(bytes: a.utf8, b.utf8)
    case (.bytes(let a), .bytes(let b)): compare(bytes: a, b)
    case (.id(let a), .id(let b)): compare(a, b)
    case (.object(let a), .object(let b)): compare(bytes: a.text.utf8, b.text.utf8)
    case (.list(let a), .list(let b)): compare(lists: a, b)
    case (.message(let a), .message(let b)): compare(fields: a, b)
    default: compare(left.rank, right.rank)
    }
  }

  private var rank: Int {
    switch self {
    case .bool: 0
    case .int: 1
    case .decimal: 2
    case .rational: 3
    case .instant: 4
    case .date: 5
    case .text: 6
    case .bytes: 7
    case .id: 8
    case .object: 9
    case .list: 10
    case .message: 11
    }
  }

  private static func compare<T: Comparable>(_ left: T, _ right: T) -> Int {
    left < right ? -1 : right < left ? 1 : 0
  }

  private static func compare(
    bytes left: some Sequence<UInt8>, _ right: some Sequence<UInt8>
  ) -> Int {
    var others = right.makeIterator()
    for byte in left {
      guard let other = others.next() else { return 1 }
      if byte != other { return byte < other ? -1 : 1 }
    }
    return others.next() == nil ? 0 : -1
  }

  private static func compare(lists left: [Value], _ right: [Value]) -> Int {
    for (a, b) in zip(left, right) {
      let order = compare(a, b)
      if order != 0 { return order }
    }
    return compare(left.count, right.count)
  }

  /// A field that one side lacks makes that side come first.
  private static func compare(fields left: [NamedValue], _ right: [NamedValue]) -> Int {
    for (a, b) in zip(left, right) {
      if a.name != b.name { return left.count < right.count ? -1 : 1 }
      let order = compare(a.value, b.value)
      if order != 0 { return order }
    }
    return compare(left.count, right.count)
  }
}
