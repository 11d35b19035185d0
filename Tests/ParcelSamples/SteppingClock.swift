// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
package import EventSourcingTestSupport

extension SeededParcels {
  /// A history whose clock stands still, jumps a year ahead or goes back, as clocks do.
  package static func steppingHistory(seed: UInt64, count: Int) -> SeededHistory {
    let plain = history(seed: seed, count: count)
    var random = SeededGenerator(seed: seed ^ 0x57E9)
    return SeededHistory(seed: seed, plain.events.map { (NewEvent(again: $0), step(&random)) })
  }

  /// Minutes from one recorded time to the next; a log holds back what would go back.
  private static func step(_ random: inout SeededGenerator) -> Int64 {
    switch Int.random(in: 0..<20, using: &random) {
    case 0: 525_600
    case 1..<3: -Int64.random(in: 1...100_000, using: &random)
    case 3..<8: 0
    default: Int64.random(in: 1...900, using: &random)
    }
  }
}
