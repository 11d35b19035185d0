// SPDX-License-Identifier: Apache-2.0

extension EventID {
  /// The id of what a command caused: the same for the same command, so that a retry is one.
  ///
  /// - Parameter ordinal: The place among the command's events, from 1.
  public static func caused(
    by command: EventID, type: EventType, ordinal: Int
  ) -> EventID {
    var digester = Digester(.sha256)
    digester.update(command.bytes)
    digester.update(Array(type.name.utf8))
    digester.update([
      0, UInt8(truncatingIfNeeded: ordinal), UInt8(truncatingIfNeeded: ordinal >> 8),
    ])
    return .derived(fromDigest: digester.finish())
  }
}
