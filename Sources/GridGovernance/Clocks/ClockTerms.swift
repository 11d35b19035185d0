// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// How a clock counts (domain §2.3, K2, K6, K14).
public struct CountingTerms: Codable, Hashable, Sendable {
  /// K2: whether day 1 is the day of the start.
  public var countsStartDay: Bool
  /// K6: whether a day limit ends with the day's hours, not with the day.
  public var endsAtCloseOfBusiness: Bool
  /// K14: whether natural time that ends on a day off goes on to the next working day.
  public var rollsOver: Bool

  public init(
    countsStartDay: Bool = false, endsAtCloseOfBusiness: Bool = false, rollsOver: Bool = false
  ) {
    self.countsStartDay = countsStartDay
    self.endsAtCloseOfBusiness = endsAtCloseOfBusiness
    self.rollsOver = rollsOver
  }

  /// Where a rule set says nothing else.
  public static let standard = CountingTerms()
}

/// A limit and all that its rule set says of the clock, resolved: row, then rule set, then the
/// defaults of domain §2.3.
public struct ClockTerms: Codable, Hashable, Sendable {
  /// How many units; taken as 0…36,600.
  public var amount: Int
  /// What `amount` counts.
  public var unit: TimeUnit
  public var counting: CountingTerms
  /// K4.
  public var startsAt: ClockPolicies.StartsAt
  /// K5.
  public var stopsAt: ClockPolicies.StopsAt
  /// K11.
  public var rework: ClockPolicies.Rework
  /// The limit of a round of rework, for `ownLimit`; the row's own unless said.
  public var reworkAmount: Int?
  /// K13.
  public var signForOverdue: ClockPolicies.SignForOverdue
  /// The share of the limit from which the light is yellow.
  var yellowFrom: Share

  public init(
    _ amount: Int, _ unit: TimeUnit, _ policies: ClockPolicies? = nil,
    of ruleSet: ClockPolicies? = nil
  ) {
    self.amount = amount
    self.unit = unit
    counting = CountingTerms(
      countsStartDay: (policies?.startDay ?? ruleSet?.startDay) == .included,
      endsAtCloseOfBusiness: (policies?.dueAt ?? ruleSet?.dueAt) == .closeOfBusiness,
      rollsOver: (policies?.rollOver ?? ruleSet?.rollOver) == .roll)
    startsAt = policies?.startsAt ?? ruleSet?.startsAt ?? .dispatched
    stopsAt = policies?.stopsAt ?? ruleSet?.stopsAt ?? .completed
    rework = policies?.rework ?? ruleSet?.rework ?? .restart
    reworkAmount = policies?.reworkAmount ?? ruleSet?.reworkAmount
    signForOverdue = policies?.signForOverdue ?? ruleSet?.signForOverdue ?? .flagged
    yellowFrom = Share(policies?.yellowFrom ?? ruleSet?.yellowFrom)
  }
}

/// A share in small numbers, for rows that are copied often.
struct Share: Codable, Hashable, Sendable {
  var numerator: Int
  var denominator: Int

  /// Four fifths, as sample platforms have it (domain §2.3), unless said or too fine to keep.
  init(_ share: Rational?) {
    guard let share, let top = share.numerator.int64, let bottom = share.denominator.int64 else {
      self.init(4, 5)
      return
    }
    self.init(Int(top), Int(bottom))
  }

  init(_ numerator: Int, _ denominator: Int) {
    self.numerator = numerator
    self.denominator = denominator
  }

  var rational: Rational { Rational(numerator, denominator) }
}
