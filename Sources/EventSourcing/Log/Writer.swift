// SPDX-License-Identifier: Apache-2.0
internal import Dispatch
internal import Synchronization

/// Gathers appends into commit groups.
///
/// When nothing is queued, a synchronous append commits on its own thread, which saves two
/// context switches of a commit's 0.3 ms; what arrives meanwhile waits and is committed together
/// by the writer's queue. LMDB binds a write transaction to its thread, so a group never awaits.
final class Writer: Sendable {
  private struct Waiting: Sendable {
    let request: AppendRequest
    let answer: @Sendable (Result<Receipt, AppendError>) -> Void
  }

  private struct State {
    var isBusy = false
    /// The log is let go of: upkeep is left to whoever opens it next.
    var isClosing = false
    var waiting: [Waiting] = []
  }

  /// Requests of one group, and about how many bytes: a commit stays below 32 MiB of changed
  /// pages (design §4).
  private static let groupLimit = 4096
  private static let groupBytes = 8 << 20

  let core: WriterCore
  private let doorbell: Doorbell
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "gridlog.writer")

  init(_ core: WriterCore, _ doorbell: Doorbell) {
    self.core = core
    self.doorbell = doorbell
    queue.setSpecific(key: Writer.marker, value: ObjectIdentifier(self))
  }

  private static let marker = DispatchSpecificKey<ObjectIdentifier>()

  /// Returns when nothing of the log is under way any more, so that it is closed when its last
  /// user lets go of it: another program, or `compact` in this one, may want it alone.
  func close() {
    state.withLock { $0.isClosing = true }
    // On the writer's own queue the drain under way is the one that waits for this.
    guard DispatchQueue.getSpecific(key: Writer.marker) != ObjectIdentifier(self) else { return }
    queue.sync {}
  }

  /// Whether a step of upkeep is to be done now.
  private func wantsUpkeep(_ state: State) -> Bool { !state.isClosing && core.upkeep != .none }

  /// Commits a group; whoever waits for events in this process is woken at once.
  private func commit(_ requests: [AppendRequest]) -> [Result<Receipt, AppendError>] {
    let results = core.observer.group(of: requests.count) { core.commit(requests) }
    doorbell.ring()
    return results
  }

  /// Appends and blocks the calling thread until the events are on disk.
  @available(*, noasync)
  func append(_ request: AppendRequest) throws(AppendError) -> Receipt {
    let isFree = state.withLock { state in
      guard !state.isBusy else { return false }
      state.isBusy = true
      return true
    }
    guard isFree else { return try wait(for: request) }
    let results = commit([request])
    finishTurn()
    return try results[0].get()
  }

  /// Commits the requests as one group; waits for its turn like any other.
  @available(*, noasync)
  func appendTogether(_ requests: [AppendRequest]) -> [Result<Receipt, AppendError>] {
    let isFree = state.withLock { state in
      guard !state.isBusy else { return false }
      state.isBusy = true
      return true
    }
    guard isFree else {
      return requests.map { request in
        Result { () throws(AppendError) in try wait(for: request) }
      }
    }
    let results = commit(requests)
    finishTurn()
    return results
  }

  private func wait(for request: AppendRequest) throws(AppendError) -> Receipt {
    let done = DispatchSemaphore(value: 0)
    let box = Mutex<Result<Receipt, AppendError>>(.failure(.empty))
    enqueue(
      Waiting(request: request) { result in
        box.withLock { $0 = result }
        done.signal()
      })
    done.wait()
    return try box.withLock { $0 }.get()
  }

  /// Appends without blocking a thread of the caller's pool.
  func append(_ request: AppendRequest) async throws(AppendError) -> Receipt {
    let result = await withCheckedContinuation { continuation in
      enqueue(Waiting(request: request) { continuation.resume(returning: $0) })
    }
    return try result.get()
  }

  private func enqueue(_ waiting: Waiting) {
    let starts = state.withLock { state in
      state.waiting.append(waiting)
      guard !state.isBusy else { return false }
      state.isBusy = true
      return true
    }
    if starts { queue.async { self.drain() } }
  }

  /// Gives the turn to whoever waits, or to upkeep; the calling thread goes on with its own work
  /// unless upkeep is long overdue, as where every append is a process of its own.
  private func finishTurn() {
    while core.upkeep == .overdue { core.keepUp() }
    let more = state.withLock { state in
      if state.waiting.isEmpty, !wantsUpkeep(state) { state.isBusy = false }
      return state.isBusy
    }
    if more { queue.async { self.drain() } }
  }

  /// The requests that are committed together: at least one.
  private static func group(of waiting: [Waiting]) -> [Waiting] {
    var bytes = 0
    return Array(
      waiting.prefix(groupLimit).prefix { waiting in
        defer { bytes += waiting.request.estimatedBytes }
        return bytes < groupBytes
      })
  }

  /// Commits what waits, group after group; between two groups one step of upkeep.
  private func drain() {
    while true {
      let (group, upkeep) = state.withLock { state in
        let group = Writer.group(of: state.waiting)
        state.waiting.removeFirst(group.count)
        let upkeep = wantsUpkeep(state)
        if group.isEmpty, !upkeep { state.isBusy = false }
        return (group, upkeep)
      }
      if !group.isEmpty {
        let results = commit(group.map(\.request))
        for (waiting, result) in zip(group, results) { waiting.answer(result) }
      } else if !upkeep {
        return
      }
      if state.withLock({ wantsUpkeep($0) }) { core.keepUp() }
    }
  }
}

/// Events to append together, and what must still be true of the log then.
struct AppendRequest: Sendable {
  let events: [NewEvent]
  let condition: AppendCondition

  /// About how many bytes its entries and index lists will take.
  var estimatedBytes: Int { events.reduce(0) { $0 + $1.body.payload.count + 400 } }
}
