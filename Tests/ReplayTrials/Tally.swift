// SPDX-License-Identifier: Apache-2.0

/// What was asked, and what was wrong.
struct Tally {
  let seeds: Range<UInt64>
  /// The history under way, which every failure names.
  private(set) var seed: UInt64
  private var counts: [(name: String, count: Int)] = []
  private(set) var failures = 0

  init(_ seeds: Range<UInt64>) {
    self.seeds = seeds
    seed = seeds.lowerBound
  }

  mutating func begin(_ seed: UInt64) {
    self.seed = seed
    count("histories")
  }

  mutating func count(_ name: String, _ number: Int = 1) {
    if let place = counts.firstIndex(where: { $0.name == name }) {
      counts[place].count += number
    } else {
      counts.append((name, number))
    }
  }

  /// Counts a question, and tells the first ten that were answered otherwise than they should be.
  mutating func expect(_ isRight: Bool, _ question: @autoclosure () -> String) {
    count("questions")
    guard !isRight else { return }
    failures += 1
    if failures <= 10 { print("wrong: seed \(seed), \(question())") }
  }

  func show() {
    print("seeds: \(seeds)")
    for (name, count) in counts { print("\(name): \(count)") }
    print("failures: \(failures)")
  }
}
