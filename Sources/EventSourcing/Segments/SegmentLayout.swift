// SPDX-License-Identifier: Apache-2.0

/// The measures of a sealed segment (docs/FORMAT.md §2.5).
enum SegmentLayout {
  /// Events of a segment; also the leaves of one subtree of the log's tree.
  static let events = 256
  /// Events whose columns stand together under one check: what a point read must look at.
  static let groupEvents = 64
  /// Events whose payloads stand together under one check.
  static let blockEvents = 16
  static let groups = events / groupEvents
  static let blocks = events / blockEvents
  static let version: UInt8 = 1

  /// Bytes before the column frames.
  static let headerBytes = 24
  /// Bytes of a frame: its base and its width.
  static let frameBytes = 9
  /// Bytes of a lane's frame: object numbers have 32 bits.
  static let laneBytes = 5
  /// Lanes are told in one byte each.
  static let mostLanes = 255
  /// Zeros at the end, so that eight bytes may be read at any number.
  static let padding = 8

  /// The header's columns in their order.
  enum Column: Int, CaseIterable {
    case recorded, occurred, idHigh, idLow, streamVersion, type, flags, shape, payload, extras
  }

  /// How the heap of payloads is stored.
  enum HeapForm: UInt8 {
    /// As it is, in blocks.
    case plain = 0
    /// One deflate stream.
    case deflated = 1
  }

  /// The number of the segment that an event stands in once it is sealed.
  static func segment(of position: UInt64) -> UInt64 { (position - 1) / UInt64(events) }

  static func firstPosition(of segment: UInt64) -> UInt64 { segment * UInt64(events) + 1 }
}
