// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

extension ExactDecimal {
  /// `count` ÷ `whole` with four places, halves up; `nil` (no data) where the whole is 0.
  ///
  /// For reading: the two terms stand beside it, and sums are made of them.
  static func rate(_ count: Int, of whole: Int) -> ExactDecimal? {
    quotient(count, by: whole, places: 4)
  }

  /// `count` ÷ `whole` with so many places, halves up; `nil` (no data) where the whole is 0.
  static func quotient(_ count: Int, by whole: Int, places: Int) -> ExactDecimal? {
    guard whole > 0 else { return nil }
    let unit = (0..<places).reduce(1) { unit, _ in unit * 10 }
    return ExactDecimal(mantissa: Int64((count * 2 * unit + whole) / (2 * whole)), scale: places)
  }
}
