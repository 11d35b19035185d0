// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation
import GridGovernance
import Synchronization

/// Runs a piece of work on so many threads, none before all are there; returns when all are done.
func runAtOnce(_ count: Int, _ work: @escaping @Sendable (Int) -> Void) {
  let gate = DispatchSemaphore(value: 0)
  let group = DispatchGroup()
  for index in 0..<count {
    group.enter()
    let thread = Thread {
      gate.wait()
      work(index)
      group.leave()
    }
    thread.start()
  }
  for _ in 0..<count { gate.signal() }
  group.wait()
}

/// What became of commands on several threads.
final class Results: Sendable {
  private let outcomes = Mutex<[CommandError<Rejection>?]>([])

  func note(_ failure: CommandError<Rejection>?) { outcomes.withLock { $0.append(failure) } }

  var successes: Int { outcomes.withLock { $0.filter { $0 == nil }.count } }
  var failures: [CommandError<Rejection>] { outcomes.withLock { $0.compactMap { $0 } } }
}
