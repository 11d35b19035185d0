// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A closed list of names, stored as numbers: 1 for the first case, then in order; never 0.
///
/// Cases are storage format: new ones come last, none is renamed, moved or taken out.
public protocol Enumeration: RawRepresentable<String>, Codable, Hashable, CaseIterable, Sendable
where AllCases == [Self] {}

extension Enumeration {
  /// The type of a field that takes any case.
  public static var type: FieldType { type(among: allCases) }

  /// The type of a field that takes only these cases, under the numbers they always have.
  public static func type(among cases: [Self]) -> FieldType {
    .enumeration(cases.map { EnumerationCase($0.number, $0.rawValue) })
  }

  /// The number that stands in the bytes.
  public var number: Int {
    guard let index = Self.allCases.firstIndex(of: self) else {
      preconditionFailure("\(rawValue) is a case and not among allCases")
    }
    return index + 1
  }

  /// The case of that number; `nil` for a number of a newer version.
  public init?(number: Int) {
    let cases = Self.allCases
    guard cases.indices.contains(number - 1) else { return nil }
    self = cases[number - 1]
  }
}

extension Sequence where Element: Enumeration {
  /// By number, without repeats: the one form in which a set is stored.
  var canonicalSet: [Element] {
    let numbers = Set(map(\.number)).sorted()
    return numbers.compactMap { Element(number: $0) }
  }
}

extension Sequence<String> {
  /// By bytes, without repeats: the one form in which a set is stored.
  var canonicalSet: [String] {
    Set(self).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension Sequence<Int> {
  /// Ascending, without repeats: the one form in which a set is stored.
  var canonicalSet: [Int] { Set(self).sorted() }
}
