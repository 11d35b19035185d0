// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

extension EventID {
  /// The id of an event that comes from a record of another system: the same for the same record,
  /// so that a second import of a file appends nothing (design §3).
  ///
  /// - Parameter ordinal: The how-many-th event of that type in the record, from 1.
  public static func imported(
    system: String, externalID: String, type: EventType, ordinal: Int
  ) -> EventID {
    var digester = Digester(.sha256)
    // Lengths before the texts, so that no two different records run together.
    for text in [system, externalID, type.name, String(ordinal)] {
      let bytes = Array(text.utf8)
      digester.update((0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) })
      digester.update(bytes)
    }
    return .derived(fromDigest: digester.finish())
  }
}
