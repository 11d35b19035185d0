// SPDX-License-Identifier: Apache-2.0

/// The name of a list of positions: an object in a role, or a type.
///
/// Roles, kinds, types and object numbers as the log stores them, so that lists of all sorts are
/// kept, sorted and merged in one way (docs/FORMAT.md §2.6).
struct Posting: Hashable, Comparable, Sendable {
  let rawValue: UInt64

  /// Stands for the role in lists of types; no role has this number.
  static let typeRole = UInt16.max

  init(rawValue: UInt64) { self.rawValue = rawValue }

  /// Events that name the object in that role; streams are under the role of the header.
  init(role: UInt16, kind: UInt16, number: UInt32) {
    rawValue = UInt64(role) << 48 | UInt64(kind) << 32 | UInt64(number)
  }

  /// Events of a type and version.
  init(type: UInt16) {
    self.init(role: Posting.typeRole, kind: 0, number: UInt32(type))
  }

  static func < (left: Posting, right: Posting) -> Bool { left.rawValue < right.rawValue }
}

extension EventID {
  /// 64 bits by which ids are indexed, from both halves: ids that somebody counted up in either
  /// half, or in both, differ in it (docs/FORMAT.md §2.6).
  var shortForm: UInt64 { high ^ low &* 0x9E37_79B9_7F4A_7C15 }
}
