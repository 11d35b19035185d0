// SPDX-License-Identifier: Apache-2.0
internal import CLMDB
internal import Synchronization

/// Counts the transactions of this process, so that the map changes only when there are none.
///
/// Invariants:
/// - while a thread is the `changer`, only that thread's transactions begin, and it may change
///   the map as soon as `live` is 0;
/// - `writer` is the thread of the write transaction, if one is open or waited for.
final class TransactionGate: Sendable {
  private struct State {
    var live = 0
    var changer: UInt?
    var writer: UInt?

    mutating func admit(_ thread: UInt) -> Bool {
      guard changer == nil || changer == thread else { return false }
      live += 1
      return true
    }

    mutating func claim(_ thread: UInt) -> Bool {
      guard changer == nil else { return false }
      changer = thread
      return true
    }
  }
  private let state = Mutex(State())

  /// Waits while another thread changes the map, then counts one transaction more.
  func enter(_ thread: UInt) {
    while !state.withLock({ $0.admit(thread) }) { FileSystem.pause() }
  }

  func leave() { state.withLock { $0.live -= 1 } }

  /// Whether this thread holds the write transaction.
  func isWriting(_ thread: UInt) -> Bool { state.withLock { $0.writer == thread } }

  func beginWriting(_ thread: UInt) { state.withLock { $0.writer = thread } }

  /// The lock is free by now, so another thread may be the writer already.
  func endWriting(_ thread: UInt) {
    state.withLock { if $0.writer == thread { $0.writer = nil } }
  }

  /// Keeps new transactions from beginning and waits for the open ones to end.
  ///
  /// - Returns: nil if the change may be made, else how many transactions did not end in time.
  func close(_ thread: UInt, waitingMilliseconds: Int) -> Int? {
    while !state.withLock({ $0.claim(thread) }) { FileSystem.pause() }
    for _ in 0...(waitingMilliseconds * FileSystem.pausesInMillisecond) {
      if state.withLock({ $0.live == 0 }) { return nil }
      FileSystem.pause()
    }
    return state.withLock { state in
      if state.live == 0 { return nil }
      state.changer = nil
      return state.live
    }
  }

  func open() { state.withLock { $0.changer = nil } }
}
