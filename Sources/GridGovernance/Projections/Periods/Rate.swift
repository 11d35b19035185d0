// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

extension ExactDecimal {
  /// `count` ÷ `whole` with four places, halves up; `nil` (no data) where the whole is 0.
  ///
  /// For reading: the two terms stand beside it, and sums are made of them.
  static func rate(_ count: Int, of whole: Int) -> ExactDecimal? {
    guard whole > 0 else { return nil }
    return ExactDecimal(mantissa: Int64((count * 20_000 + whole) / (2 * whole)), scale: 4)
  }
}
