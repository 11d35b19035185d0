// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// The number that an object has in one open log, as soon as a commit has given it one, and what
/// else an append needs of its name.
final class ObjectNumber: Sendable {
  // What an append reads of each handle stands first and together: two lines of memory, which have
  // to be waited for.

  /// Which open log.
  let log: UInt64
  private let number = Atomic<UInt64>(ObjectNumber.none)
  /// The full name, unless it is long.
  let text: ShortText?
  let kind: ObjectKind
  /// The number that a commit under way gave, and the session that will publish it.
  private let tentative = Atomic<UInt64>(ObjectNumber.none)
  private let session = Atomic<UInt64>(0)
  private static let none = UInt64.max

  init(_ name: ObjectName, log: UInt64) {
    self.log = log
    kind = name.kind
    text = ShortText(name.text.utf8)
  }

  /// The object in that log, `nil` if the number is another log's or not given yet.
  @inline(__always)
  func object(in log: UInt64) -> ObjectID? {
    guard log == self.log else { return nil }
    let known = number.load(ordering: .relaxed)
    return known == ObjectNumber.none ? nil : ObjectID(rawValue: known)
  }

  /// Numbers are never given twice, so it does not matter who writes first.
  func resolve(_ object: ObjectID, in log: UInt64) {
    if log == self.log { number.store(object.rawValue, ordering: .relaxed) }
  }

  /// The object as that session numbered it; only its own thread asks.
  func object(within session: UInt64) -> ObjectID? {
    guard self.session.load(ordering: .relaxed) == session else { return nil }
    return ObjectID(rawValue: tentative.load(ordering: .relaxed))
  }

  /// Notes a number that counts only if the session is committed; false for another log's handle.
  func note(_ object: ObjectID, in log: UInt64, within session: UInt64) -> Bool {
    guard log == self.log else { return false }
    tentative.store(object.rawValue, ordering: .relaxed)
    self.session.store(session, ordering: .relaxed)
    return true
  }
}
