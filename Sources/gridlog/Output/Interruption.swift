// SPDX-License-Identifier: Apache-2.0
import Glibc
import Synchronization

/// Ctrl-C: the first asks a long command to stop after its batch, the second ends it at once.
///
/// Both are safe: what was appended is on disk, and the batch under way is all or nothing.
enum Interruption {
  private static let wasAsked = Atomic<Bool>(false)

  /// Whether the command was asked to stop.
  static var isRequested: Bool { wasAsked.load(ordering: .relaxed) }

  /// From here on Ctrl-C and SIGTERM ask instead of ending.
  ///
  /// Not with `signal`: it would begin a read of standard input again, and the command would sit
  /// there until somebody types something.
  static func listen() {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { number in
      Interruption.wasAsked.store(true, ordering: .relaxed)
      signal(number, SIG_DFL)
    }
    // A program that starts this one from a worker thread may hand down blocked signals.
    var unblocked = sigset_t()
    sigemptyset(&unblocked)
    for number in [SIGINT, SIGTERM] {
      sigaction(number, &action, nil)
      sigaddset(&unblocked, number)
    }
    pthread_sigmask(SIG_UNBLOCK, &unblocked, nil)
  }
}
