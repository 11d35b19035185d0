// SPDX-License-Identifier: Apache-2.0
internal import CLMDB
internal import Synchronization

/// Counts the transactions of this process, so that the map changes only when there are none.
///
/// Invariants:
/// - while `isChanging`, no transaction begins, and the one who set it may change the map as soon
///   as `live` is 0;
/// - `writer` is the thread of the write transaction, if one is open or waited for.
final class TransactionGate: Sendable {
  private struct State {
    var live = 0
    var isChanging = false
    var writer: UInt?
  }
  private let state = Mutex(State())

  /// Waits while the map is being changed, then counts one transaction more.
  func enter() {
    while !state.withLock({
      $0.isChanging
        ? false
        : {
          $0.live += 1; return true
        }(&$0)
    }) {
      FileSystem.pause()
    }
  }

  func leave() { state.withLock { $0.live -= 1 } }

  /// Whether this thread holds the write transaction.
  func isWriting(_ thread: UInt) -> Bool { state.withLock { $0.writer == thread } }

  func setWriter(_ thread: UInt?) { state.withLock { $0.writer = thread } }

  /// Keeps new transactions from beginning and waits for the open ones to end.
  ///
  /// - Returns: nil if the change may be made, else how many transactions did not end in time.
  func close(waitingMilliseconds: Int) -> Int? {
    while !state.withLock({
      $0.isChanging
        ? false
        : {
          $0.isChanging = true; return true
        }(&$0)
    }) {
      FileSystem.pause()
    }
    for _ in 0...(waitingMilliseconds * 5) {
      if state.withLock({ $0.live == 0 }) { return nil }
      FileSystem.pause()
    }
    return state.withLock {
      if $0.live == 0 { return nil }
      $0.isChanging = false
      return $0.live
    }
  }

  func open() { state.withLock { $0.isChanging = false } }
}
