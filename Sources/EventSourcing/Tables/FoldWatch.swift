// SPDX-License-Identifier: Apache-2.0

/// What a watched fold noticed: which rows each event read and wrote, in fold order.
package final class FoldWatch {
  /// One access; 16 bytes, because a long fold has millions.
  struct Access {
    var slot: UInt64
    var table: Int32
    var isWrite: Bool
  }

  struct Visit {
    var position: UInt64
    /// Where the accesses of the event begin.
    var start: Int
  }

  private(set) var accesses: [Access] = []
  private(set) var visits: [Visit] = []

  func begin(_ position: UInt64) {
    visits.append(Visit(position: position, start: accesses.count))
  }

  /// Forgets the event at hand: it was refused and left no trace.
  func cancel() {
    guard let visit = visits.popLast() else { return }
    accesses.removeSubrange(visit.start...)
  }

  func note(table: Int, slot: UInt64, isWrite: Bool) {
    accesses.append(Access(slot: slot, table: Int32(table), isWrite: isWrite))
  }
}
