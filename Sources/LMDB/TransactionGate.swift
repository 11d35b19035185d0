// SPDX-License-Identifier: Apache-2.0
internal import CLMDB
internal import Synchronization

/// Counts the transactions of this process, so that the map changes only when there are none.
///
/// Invariants:
/// - while a thread is the `changer`, only its own transactions begin, and those of threads that
///   have one open already: these may need a second to end the first, which is waited for;
/// - once `live` is 0 the change is under way, and only the changer's own begin;
/// - `holders` has each thread with open transactions once, and their number is `live`;
/// - `writer` is the thread of the write transaction, if one is open or waited for.
final class TransactionGate: Sendable {
  private struct State {
    var live = 0
    // Few at a time: looked through faster than hashed.
    var holders: [(thread: UInt, count: Int)] = []
    var changer: UInt?
    var isChanging = false
    var writer: UInt?

    mutating func admit(_ thread: UInt) -> Bool {
      let place = holders.firstIndex { $0.thread == thread }
      guard changer == nil || changer == thread || (!isChanging && place != nil) else {
        return false
      }
      live += 1
      if let place { holders[place].count += 1 } else { holders.append((thread, 1)) }
      return true
    }

    mutating func dismiss(_ thread: UInt) {
      live -= 1
      guard let place = holders.firstIndex(where: { $0.thread == thread }) else { return }
      holders[place].count -= 1
      if holders[place].count == 0 { holders.remove(at: place) }
    }

    mutating func claim(_ thread: UInt) -> Bool {
      guard changer == nil else { return false }
      changer = thread
      return true
    }

    mutating func change() -> Bool {
      isChanging = live == 0
      return isChanging
    }
  }
  private let state = Mutex(State())

  /// Waits while another thread changes the map, then counts one transaction more.
  func enter(_ thread: UInt) {
    while !state.withLock({ $0.admit(thread) }) { FileSystem.pause() }
  }

  /// - Parameter thread: The one that entered.
  func leave(_ thread: UInt) { state.withLock { $0.dismiss(thread) } }

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
      if state.withLock({ $0.change() }) { return nil }
      FileSystem.pause()
    }
    return state.withLock { state in
      if state.change() { return nil }
      state.changer = nil
      return state.live
    }
  }

  func open() {
    state.withLock { state in
      state.changer = nil
      state.isChanging = false
    }
  }
}
