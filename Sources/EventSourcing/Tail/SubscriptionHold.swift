// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// The right to handle a subscription: one process and one task at a time has it, until it lets
/// go or ends in whatever way.
final class SubscriptionHold: Sendable {
  private let descriptor: Int32

  /// Takes the right, or says who has it.
  init(_ name: SubscriptionName, in log: EventLog) throws(SubscriptionError) {
    let path = SubscriptionHold.path(name, log)
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
    guard descriptor >= 0 else {
      throw .log(
        EventLogError(.system(what: "open: \(String(cString: strerror(errno)))"), path: path))
    }
    // Whoever lists subscriptions has the lock for a moment too.
    for _ in 0..<100 where flock(descriptor, LOCK_EX | LOCK_NB) != 0 { usleep(2000) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = WriterLock.holder(descriptor)
      close(descriptor)
      throw .held(name, holder: holder)
    }
    WriterLock.sign(descriptor)
    self.descriptor = descriptor
  }

  deinit {
    // Not left to the closing: a process that is being started may have the descriptor too.
    _ = flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Who handles the subscription now; `nil` if nobody does.
  static func holder(_ name: SubscriptionName, in log: EventLog) -> String? {
    let descriptor = open(path(name, log), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else {
      _ = flock(descriptor, LOCK_UN)
      return nil
    }
    return WriterLock.holder(descriptor)
  }

  private static func path(_ name: SubscriptionName, _ log: EventLog) -> String {
    "\(Catalogue.path(in: log.path))/\(name).lock"
  }
}
