// SPDX-License-Identifier: Apache-2.0
import Glibc
import Synchronization
import TerminalText

/// Ctrl-C: the first asks a long command to stop after its batch, the second ends it at once.
///
/// Both are safe: what was appended is on disk, and the batch under way is all or nothing.
enum Interruption {
  private static let wasAsked = Atomic<Bool>(false)

  /// Whether the command was asked to stop.
  static var isRequested: Bool { wasAsked.load(ordering: .relaxed) }

  /// From here on Ctrl-C and SIGTERM ask instead of ending.
  static func listen() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Interruption.wasAsked.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }

  /// What the command says when it has stopped: how far it came, and how to go on.
  static func message(at place: Phrase, resume: Message.Step) -> Message {
    Message(.interrupted, at: place, next: [resume])
  }
}
