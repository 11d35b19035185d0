// SPDX-License-Identifier: Apache-2.0

/// Whole numbers that a seed and a label decide, the same on every machine (SplitMix64).
///
/// Each ticket draws from a stream of its own: what one ticket does moves no other.
struct SeededRandom: Sendable {
  private var state: UInt64

  init(_ seed: UInt64, _ label: String, _ numbers: Int...) {
    // FNV-1a over the label, then each number mixed in: equal labels of other numbers are unlike.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in label.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    state = SeededRandom.mix(seed ^ SeededRandom.mix(hash))
    for number in numbers {
      state = SeededRandom.mix(state ^ UInt64(bitPattern: Int64(number)) &* 0x9E37_79B9_7F4A_7C15)
    }
  }

  /// A bijection of 64-bit numbers that leaves no pattern.
  static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func next() -> UInt64 {
    defer { state &+= 0x9E37_79B9_7F4A_7C15 }
    return SeededRandom.mix(state)
  }

  /// 0 ..< `bound`, a positive number.
  mutating func below(_ bound: Int) -> Int {
    // The upper half of the product: the bias is below 2⁻⁴⁰ for the bounds used here.
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  mutating func number(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.upperBound - range.lowerBound + 1)
  }

  /// True as often as that many times in a thousand.
  mutating func chance(_ permille: Int) -> Bool { below(1000) < permille }

  /// An index, each as often as its weight says; the weights are not all zero.
  mutating func index(weighted weights: [Int]) -> Int {
    var rest = below(weights.reduce(0, +))
    for (index, weight) in weights.enumerated() {
      if rest < weight { return index }
      rest -= weight
    }
    preconditionFailure("the rest is below the sum of the weights")
  }

  mutating func element<T>(of array: [T]) -> T { array[below(array.count)] }
}
