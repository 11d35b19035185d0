// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// The names that a seed gives to events and people.
struct SampleNames: Sendable {
  let seed: UInt64

  /// The id of the `ordinal`-th event of a stream: a version 8 UUID from SHA-256.
  func event(_ stream: ObjectName, _ ordinal: Int) -> EventID {
    id("event\n\(stream)\n\(ordinal)")
  }

  /// The id of a sample log.
  var log: EventID { id("log") }

  /// The id of something that is named by its text alone.
  func id(_ text: String) -> EventID {
    var digester = Digester(.sha256)
    let digest = digester.hash(Array("gridlog sample\n\(seed)\n\(text)".utf8))
    return EventID.derived(fromDigest: digest)
  }

  /// A pseudonym: the number under a bijection of 32 bits, so that no two people share one.
  func person(_ role: Character, _ number: Int) -> ObjectName {
    var value = UInt32(truncatingIfNeeded: number)
    value ^= UInt32(truncatingIfNeeded: SeededRandom.mix(seed))
    value = (value ^ (value >> 16)) &* 0x7FEB_352D
    value = (value ^ (value >> 15)) &* 0x846C_A68B
    value ^= value >> 16
    let digits = String(value, radix: 16)
    let zeros = String(repeating: "0", count: 8 - digits.utf8.count)
    return ObjectName(.person, "\(role)\(zeros)\(digits)")
  }
}
