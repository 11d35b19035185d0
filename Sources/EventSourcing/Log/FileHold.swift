// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// A right that one process has at a time, as long as this object lives: a lock on a file in
/// which its holder is named to the others.
final class FileHold: Sendable {
  enum Failure: Error {
    case held(by: String)
    case log(EventLogError)
  }

  private let descriptor: Int32

  init(_ path: String) throws(Failure) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
    guard descriptor >= 0 else { throw .log(FileTree.failure("open", path)) }
    // Whoever asks for the holder has the lock for a moment too.
    for _ in 0..<100 where flock(descriptor, LOCK_EX | LOCK_NB) != 0 { usleep(2000) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = WriterLock.holder(descriptor)
      close(descriptor)
      throw .held(by: holder)
    }
    WriterLock.sign(descriptor)
    self.descriptor = descriptor
  }

  deinit {
    // Not left to the closing: a process that is being started may have the descriptor too.
    _ = flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
