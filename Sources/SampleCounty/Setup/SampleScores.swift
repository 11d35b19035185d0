// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// What towns and department gave a stationed body for the second quarter.
///
/// The second bureau has the figures of domain §6.3; the next three show that a zero is a score,
/// that a missing town has none, and that without the department there is no result.
struct SampleScores {
  /// One a town that it serves, in order; `nil` where none was given.
  private(set) var towns: [ExactDecimal?]
  private(set) var department: ExactDecimal?

  /// Any later period's: nothing in it is special.
  init(bureau: Int, towns count: Int, seed: UInt64, period: String) {
    var random = SeededRandom(seed, "scores of \(period)", bureau)
    let drawn = (0...count).map { _ in
      ExactDecimal(mantissa: Int64(random.number(in: 140...194) * 5), scale: 1)
    }
    towns = Array(drawn.prefix(count))
    department = drawn[count]
  }

  init(bureau: Int, towns count: Int, seed: UInt64) {
    var random = SeededRandom(seed, "scores of the second quarter", bureau)
    // Half points from 70 to 97.
    let drawn = (0...count).map { _ in
      ExactDecimal(mantissa: Int64(random.number(in: 140...194) * 5), scale: 1)
    }
    towns = Array(drawn.prefix(count))
    department = drawn[count]
    switch bureau {
    case 1:
      towns = ["88", "81"]
      department = "93"
    case 2: towns[1] = "0"
    case 3: towns[1] = nil
    case 4: department = nil
    default: break
    }
  }

  /// ½ · mean of the towns that gave a score + ½ · department, rounded once; `nil` without data.
  var final: ExactDecimal? {
    let given = towns.compactMap { $0?.rational }
    guard let department, !given.isEmpty else { return nil }
    let mean = given.reduce(Rational.zero, +) / Rational(given.count)
    return ((mean + department.rational) * Rational(1, 2)).rounded(places: 2)
  }

  /// The grade of the sample's lines.
  static func grade(of value: ExactDecimal) -> String? {
    SampleSchemes.policies.gradeLines.first { value >= $0.from }?.grade
  }
}
