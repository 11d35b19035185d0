// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The time that a score is about 考核期: a year, a half, a quarter or a month, as `2021-Q3`.
public struct AssessmentPeriod: Hashable, Sendable {
  /// How long it is.
  public let kind: PeriodKind
  /// The year in which it lies.
  public let year: Int
  /// 1 for the first of its kind in the year.
  public let index: Int

  /// The period of that kind; `nil` if a year has no such.
  public init?(_ kind: PeriodKind, year: Int, index: Int = 1) {
    guard (1...9998).contains(year), (1...(12 / kind.months)).contains(index) else { return nil }
    self.kind = kind
    self.year = year
    self.index = index
  }

  /// Reads `2021`, `2021-H1`, `2021-Q3`, `2021-07`; `nil` for any other form.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count <= 2, let year = AssessmentPeriod.number(parts[0], digits: 4) else {
      return nil
    }
    guard parts.count == 2 else {
      self.init(.year, year: year)
      return
    }
    let kind: PeriodKind =
      switch parts[1].first {
      case "H": .half
      case "Q": .quarter
      default: .month
      }
    let digits = kind == .month ? parts[1] : parts[1].dropFirst()
    let count = kind == .month ? 2 : 1
    guard let index = AssessmentPeriod.number(digits, digits: count) else { return nil }
    self.init(kind, year: year, index: index)
  }

  private static func number(_ text: some StringProtocol, digits: Int) -> Int? {
    guard text.utf8.count == digits, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    return Int(text)
  }

  /// Its months, counted from January of the year 0.
  public var months: Range<Int> {
    let first = year * 12 + (index - 1) * kind.months
    return first..<first + kind.months
  }

  /// Its days; half open.
  public var days: Range<CivilDate> {
    firstDay(ofMonth: months.lowerBound)..<firstDay(ofMonth: months.upperBound)
  }

  private func firstDay(ofMonth month: Int) -> CivilDate {
    guard let day = CivilDate(year: month / 12, month: month % 12 + 1, day: 1) else {
      preconditionFailure("years of periods are checked")
    }
    return day
  }

  /// The periods of the next smaller kind that make it up; none for a month.
  public var parts: [AssessmentPeriod] {
    guard let smaller = PeriodKind(number: kind.number - 1) else { return [] }
    let count = kind.months / smaller.months
    return (0..<count).compactMap {
      AssessmentPeriod(smaller, year: year, index: (index - 1) * count + $0 + 1)
    }
  }

  /// The period of that kind in which it lies, itself if it is one; `nil` if it is longer.
  public func enclosing(_ kind: PeriodKind) -> AssessmentPeriod? {
    guard kind.months >= self.kind.months else { return nil }
    return AssessmentPeriod(
      kind, year: year, index: (index - 1) * self.kind.months / kind.months + 1)
  }
}

extension AssessmentPeriod: CustomStringConvertible {
  public var description: String {
    switch kind {
    case .year: Digits.padded(year, 4)
    case .half: "\(Digits.padded(year, 4))-H\(index)"
    case .quarter: "\(Digits.padded(year, 4))-Q\(index)"
    case .month: "\(Digits.padded(year, 4))-\(Digits.padded(index, 2))"
    }
  }
}

extension PeriodKind {
  /// How many months it is long.
  public var months: Int {
    switch self {
    case .month: 1
    case .quarter: 3
    case .half: 6
    case .year: 12
    }
  }
}

extension CivilDate {
  /// Its month, counted from January of the year 0, as in ``AssessmentPeriod/months``.
  var monthNumber: Int { year * 12 + month - 1 }
}
