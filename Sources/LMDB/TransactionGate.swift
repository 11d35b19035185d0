// SPDX-License-Identifier: Apache-2.0
internal import CLMDB
internal import Synchronization

/// Counts the transactions of this process, so that the map changes only when there are none.
///
/// Invariants:
/// - while a thread is the `changer`, only its own transactions begin, and those of threads that
///   have one open already: these may need a second to end the first, which is waited for;
/// - once `open` is empty the change is under way, and only the changer's own begin;
/// - `open` has every open transaction once: its thread and, of a view, liblmdb's handle;
/// - `writer` is the thread of the write transaction, if one is open or waited for.
final class TransactionGate: Sendable {
  private struct State {
    // Few at a time: looked through faster than hashed.
    var open: [(thread: UInt, view: UInt?)] = []
    var changer: UInt?
    var isChanging = false
    var writer: UInt?

    func hasOpen(_ thread: UInt) -> Bool { open.contains { $0.thread == thread } }

    mutating func admit(_ thread: UInt) -> Bool {
      guard changer == nil || changer == thread || (!isChanging && hasOpen(thread)) else {
        return false
      }
      open.append((thread, nil))
      return true
    }

    mutating func dismiss(_ thread: UInt, _ view: UInt?) {
      guard let place = open.lastIndex(where: { $0.thread == thread && $0.view == view }) else {
        return
      }
      open.remove(at: place)
    }

    mutating func lend(_ thread: UInt, _ view: UInt) {
      guard let place = open.lastIndex(where: { $0.thread == thread && $0.view == nil }) else {
        return
      }
      open[place].view = view
    }

    mutating func claim(_ thread: UInt) -> Bool {
      guard changer == nil else { return false }
      changer = thread
      return true
    }

    mutating func change() -> Bool {
      isChanging = open.isEmpty
      return isChanging
    }
  }
  private let state = Mutex(State())

  /// Waits while another thread changes the map, then counts one transaction more.
  func enter(_ thread: UInt) {
    while !state.withLock({ $0.admit(thread) }) { FileSystem.pause() }
  }

  /// - Parameters:
  ///   - thread: The one that entered.
  ///   - view: The handle that was lent, if one was.
  func leave(_ thread: UInt, view: OpaquePointer? = nil) {
    let view = view.map(UInt.init(bitPattern:))
    state.withLock { $0.dismiss(thread, view) }
  }

  /// Lets the thread find its view again: ``view(of:)``.
  func lend(_ view: OpaquePointer, to thread: UInt) {
    let view = UInt(bitPattern: view)
    state.withLock { $0.lend(thread, view) }
  }

  /// The view that the thread began last and has open; nil if it has none.
  func view(of thread: UInt) -> OpaquePointer? {
    let view = state.withLock { state in
      state.open.last { $0.thread == thread && $0.view != nil }?.view
    }
    return view.flatMap { OpaquePointer(bitPattern: $0) }
  }

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
    // What this thread holds open itself would be waited for in vain.
    if state.withLock({ $0.hasOpen(thread) }) { return state.withLock { $0.open.count } }
    while !state.withLock({ $0.claim(thread) }) { FileSystem.pause() }
    for _ in 0...(waitingMilliseconds * FileSystem.pausesInMillisecond) {
      if state.withLock({ $0.change() }) { return nil }
      FileSystem.pause()
    }
    return state.withLock { state in
      if state.change() { return nil }
      state.changer = nil
      return state.open.count
    }
  }

  func open() {
    state.withLock { state in
      state.changer = nil
      state.isChanging = false
    }
  }
}
