// SPDX-License-Identifier: Apache-2.0

/// Where the record of an event lies among others that are made before the log has told where and
/// when they are recorded (docs/FORMAT.md §1.2).
struct RecordPlace {
  /// 0x00 and the header, for which there is room, then the content.
  var start: Int
  var end = 0
  var payload = 0..<0
  /// Where the time that it occurred stands.
  var time: Int
  /// The end of the room for that time where the event did not say it; 0 where it did.
  var timeEnd = 0

  /// 0x00, position, recorded time, flags and version.
  static let headBytes = 27
  /// The most that a time takes as a field.
  static let timeBytes = 11

  init(start: Int, time: Int) {
    self.start = start
    self.time = time
  }
}

extension WirePen {
  /// The input of a leaf's hash up to the content.
  @inline(__always)
  mutating func head(position: UInt64, recorded: Instant, flags: RecordFlags, version: UInt64) {
    byte(0)
    little(position)
    little(UInt64(bitPattern: recorded.microseconds))
    little(flags.rawValue)
    little(version)
  }

  /// A time as a field below 16.
  @inline(__always)
  mutating func time(_ field: UInt8, _ time: Instant) {
    byte(field << 3)
    varint(WirePen.zigzag(time))
  }

  /// Bytes of such a field.
  @inline(__always)
  static func size(ofTime time: Instant) -> Int {
    let bits = UInt64.bitWidth - zigzag(time).leadingZeroBitCount
    return 1 + max(1, (bits + 6) / 7)
  }

  @inline(__always)
  private static func zigzag(_ time: Instant) -> UInt64 {
    UInt64(bitPattern: time.microseconds << 1 ^ time.microseconds >> 63)
  }
}
