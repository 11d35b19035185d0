// SPDX-License-Identifier: Apache-2.0
internal import Dispatch
internal import Glibc
internal import Synchronization

/// Watches for commits of others: inotify on `HEAD`, which every writer writes after its commit,
/// and a slow look at the store for a writer that was killed in between.
///
/// Not inotify on the data file: its pages are written before the commit counts, and the write
/// that makes it count goes unreported (measured: commits are lost).
final class HeadWatch: Sendable {
  private struct State {
    var descriptor: Int32 = -1
    var watched: Int32 = -1
    var sources: [any DispatchSourceProtocol] = []
    var lastCommit: UInt64?
  }

  private let path: String
  private let lastCommit: @Sendable () -> UInt64?
  private let ring: @Sendable () -> Void
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "gridlog.doorbell")

  /// How long a commit may go unnoticed whose writer died before it rang, in milliseconds.
  static let slowPoll = 500
  /// The same where the system gives no watch: its number of them is limited.
  static let pollWithoutWatch = 50

  init(
    _ path: String, lastCommit: @escaping @Sendable () -> UInt64?,
    ring: @escaping @Sendable () -> Void
  ) {
    self.path = path
    self.lastCommit = lastCommit
    self.ring = ring
  }

  func start() {
    let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    let watched = descriptor < 0 ? -1 : HeadWatch.add(path, to: descriptor)
    let interval = watched < 0 ? HeadWatch.pollWithoutWatch : HeadWatch.slowPoll
    let lastCommit = lastCommit()
    let queue = queue
    let look: @Sendable () -> Void = { [weak self] in self?.look() }
    let hear: @Sendable () -> Void = { [weak self] in self?.hear() }
    state.withLock { state in
      state.descriptor = descriptor
      state.watched = watched
      state.lastCommit = lastCommit
      state.sources.append(HeadWatch.timer(milliseconds: interval, queue, look))
      guard descriptor >= 0 else { return }
      state.sources.append(HeadWatch.reader(of: descriptor, queue, hear))
    }
  }

  private static func timer(
    milliseconds: Int, _ queue: DispatchQueue, _ look: @escaping @Sendable () -> Void
  ) -> sending any DispatchSourceProtocol {
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(
      deadline: .now() + .milliseconds(milliseconds), repeating: .milliseconds(milliseconds),
      leeway: .milliseconds(milliseconds / 5))
    timer.setEventHandler(handler: look)
    timer.activate()
    return timer
  }

  private static func reader(
    of descriptor: Int32, _ queue: DispatchQueue, _ hear: @escaping @Sendable () -> Void
  ) -> sending any DispatchSourceProtocol {
    let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    source.setEventHandler(handler: hear)
    source.setCancelHandler { close(descriptor) }
    source.activate()
    return source
  }

  /// Ends the watch; nothing is rung once this has returned but what was under way.
  func stop() {
    state.withLock { state in
      for source in state.sources { source.cancel() }
      state.sources = []
    }
  }

  /// Something was written to `HEAD`, or another file took its place.
  private func hear() {
    let descriptor = state.withLock { $0.descriptor }
    var bytes = [UInt8](repeating: 0, count: 4096)
    var isReplaced = false
    while true {
      let count = read(descriptor, &bytes, bytes.count)
      guard count >= HeadWatch.eventBytes else { break }
      isReplaced = isReplaced || HeadWatch.tellsReplacement(bytes.prefix(count))
    }
    if isReplaced {
      let watched = HeadWatch.add(path, to: descriptor)
      state.withLock { $0.watched = watched }
    }
    note()
    ring()
  }

  /// The slow look: rings if the store has another commit than at the last one.
  private func look() {
    let (descriptor, watched) = state.withLock { ($0.descriptor, $0.watched) }
    if descriptor >= 0, watched < 0 {
      let again = HeadWatch.add(path, to: descriptor)
      state.withLock { $0.watched = again }
    }
    if note() { ring() }
  }

  /// Remembers the newest commit; true if it is another one.
  @discardableResult private func note() -> Bool {
    let found = lastCommit()
    return state.withLock { state in
      guard found != state.lastCommit else { return false }
      state.lastCommit = found
      return true
    }
  }

  // MARK: inotify

  /// Bytes of an event about the watched file itself, which has no name behind it.
  private static let eventBytes = 16
  private static let replaced =
    UInt32(IN_IGNORED) | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF)

  private static func add(_ path: String, to descriptor: Int32) -> Int32 {
    inotify_add_watch(
      descriptor, path, UInt32(IN_MODIFY) | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF))
  }

  /// The mask stands in the second four bytes of each event, in the machine's order.
  private static func tellsReplacement(_ events: ArraySlice<UInt8>) -> Bool {
    stride(from: 0, to: events.count - eventBytes + 1, by: eventBytes).contains { start in
      let mask = (0..<4).reduce(UInt32(0)) { mask, byte in
        mask | UInt32(events[events.startIndex + start + 4 + byte]) << (8 * UInt32(byte))
      }
      return mask & replaced != 0
    }
  }
}
