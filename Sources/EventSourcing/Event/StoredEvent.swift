// SPDX-License-Identifier: Apache-2.0

/// What the log noticed about an event when it took it in.
public struct RecordFlags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The clock had gone back; the recorded time is that of the event before.
  public static let clockClamped = RecordFlags(rawValue: 1)
  /// The recorded time comes from an injected clock, not from the machine's.
  public static let clockInjected = RecordFlags(rawValue: 2)
  /// The event is dated later than it was recorded, beyond the tolerance (domain I-25).
  public static let occurredLater = RecordFlags(rawValue: 4)

  /// The names of the flags that are set, in the order of their bits.
  public var names: [String] {
    [
      (RecordFlags.clockClamped, "clockClamped"), (.clockInjected, "clockInjected"),
      (.occurredLater, "occurredLater"),
    ].compactMap { contains($0.0) ? $0.1 : nil }
  }
}

/// An event as the log holds it: its place, when it became known, and all it says.
public struct StoredEvent: Hashable, Sendable {
  public let position: Position
  /// When the log took it in. Never decreases along the log; one for a whole commit group.
  public let recorded: Instant
  public let flags: RecordFlags
  /// 1 for the first event of its stream, then without gaps.
  public let streamVersion: UInt64
  public let content: EventContent

  public init(
    position: Position, recorded: Instant, flags: RecordFlags, streamVersion: UInt64,
    content: EventContent
  ) {
    self.position = position
    self.recorded = recorded
    self.flags = flags
    self.streamVersion = streamVersion
    self.content = content
  }

  /// The record: 26 bytes of header, then the content (docs/FORMAT.md §1.2).
  ///
  /// Leaf `position − 1` of the log's Merkle tree is the digest of 0x00 and these bytes.
  public var record: [UInt8] {
    var bytes: [UInt8] = []
    bytes.appendLittleEndian(position.rawValue)
    bytes.appendLittleEndian(UInt64(bitPattern: recorded.microseconds))
    bytes.appendLittleEndian(flags.rawValue)
    bytes.appendLittleEndian(streamVersion)
    return bytes + content.bytes
  }
}

extension [UInt8] {
  mutating func appendLittleEndian(_ value: some FixedWidthInteger & UnsignedInteger) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
