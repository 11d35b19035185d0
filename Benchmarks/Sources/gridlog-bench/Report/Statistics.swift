// SPDX-License-Identifier: Apache-2.0

extension [Double] {
  /// The middle value, of an even count the mean of the two; 0 if there is none.
  var median: Double { quantile(0.5) }

  /// Between the two nearest values, in proportion; 0 if there is none.
  func quantile(_ share: Double) -> Double {
    guard !isEmpty else { return 0 }
    let ordered = sorted()
    let place = share * Double(count - 1)
    let low = Int(place)
    let high = Swift.min(low + 1, count - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - Double(low))
  }

  var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}
