// SPDX-License-Identifier: Apache-2.0

/// Random numbers that a seed decides (SplitMix64); the program stands alone, so it has its own.
struct Random: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  /// The numbers of one state of a run: any state can be made again without those before it.
  init(_ seed: UInt64, state index: Int) {
    self.init(seed ^ (UInt64(index) &* 0xD134_2543_DE82_EF95))
    _ = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int {
    bound <= 1 ? 0 : Int.random(in: 0..<bound, using: &self)
  }
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
}
