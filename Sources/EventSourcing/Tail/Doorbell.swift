// SPDX-License-Identifier: Apache-2.0
internal import Dispatch
internal import LMDB
internal import Synchronization

/// Tells whoever waits for events that the log may have grown.
///
/// Rung by every commit of this log object, and by what its watch sees of others: another process
/// or another log object on the same store. One watch a log object, made when somebody first
/// waits; it has no thread of its own.
///
/// A ring means "look again", never "there is something": who hears it reads the log, and
/// nothing is lost if several rings are heard as one.
final class Doorbell: Sendable {
  private struct State {
    /// Rings so far.
    var rings: UInt64 = 0
    /// How to wake each of those who wait.
    var waiting: [UInt64: @Sendable () -> Void] = [:]
    var nextWaiter: UInt64 = 0
    var watch: HeadWatch?
  }

  private let state = Mutex(State())
  private let environment: Environment
  private let headPath: String

  init(_ environment: Environment, headPath: String) {
    self.environment = environment
    self.headPath = headPath
  }

  deinit { state.withLock { $0.watch }?.stop() }

  /// Rings so far: ask before reading, and wait past that number after finding nothing.
  var rings: UInt64 { state.withLock { $0.rings } }

  /// Wakes everybody who waits.
  func ring() {
    let waiting = state.withLock { state in
      state.rings &+= 1
      guard !state.waiting.isEmpty else { return [UInt64: @Sendable () -> Void]() }
      defer { state.waiting = [:] }
      return state.waiting
    }
    for wake in waiting.values { wake() }
  }

  /// Returns when the bell has rung more than `seen` times, or the task was cancelled.
  func wait(past seen: UInt64) async {
    watch()
    let waiter = newWaiter()
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if !register(waiter, past: seen, { continuation.resume() }) { continuation.resume() }
        // The handler below has run already if the task was cancelled before this line.
        if Task.isCancelled { dismiss(waiter) }
      }
    } onCancel: {
      dismiss(waiter)
    }
  }

  /// Blocks the thread until the bell has rung more than `seen` times, or for that long.
  func wait(past seen: UInt64, milliseconds: Int) {
    watch()
    let (waiter, rung) = (newWaiter(), DispatchSemaphore(value: 0))
    guard register(waiter, past: seen, { rung.signal() }) else { return }
    if rung.wait(timeout: .now() + .milliseconds(milliseconds)) == .timedOut { dismiss(waiter) }
  }

  private func newWaiter() -> UInt64 {
    state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
  }

  /// False if the bell has rung already.
  private func register(
    _ waiter: UInt64, past seen: UInt64, _ wake: @escaping @Sendable () -> Void
  ) -> Bool {
    state.withLock { state in
      guard state.rings == seen else { return false }
      state.waiting[waiter] = wake
      return true
    }
  }

  private func dismiss(_ waiter: UInt64) {
    state.withLock { $0.waiting.removeValue(forKey: waiter) }?()
  }

  /// Begins to watch what others commit, unless that is so already.
  private func watch() {
    guard state.withLock({ $0.watch == nil }) else { return }
    let made = HeadWatch(headPath) { [weak self] in
      self?.lastCommit
    } ring: { [weak self] in
      self?.ring()
    }
    let isFirst = state.withLock { state in
      guard state.watch == nil else { return false }
      state.watch = made
      return true
    }
    guard isFirst else { return made.stop() }
    made.start()
    // What came between the caller's look and the watch was seen by neither.
    ring()
  }

  /// The number of the newest commit; `nil` while the store cannot tell.
  private var lastCommit: UInt64? {
    // In a transaction, for the map may be moved under a mere look.
    try? environment.read { (transaction) throws(LMDBError) in transaction.id }
  }
}
