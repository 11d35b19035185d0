// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// The right to fold or to rebuild a stored view: one process at a time, named to the others.
final class ProjectionHold {
  enum Work: String {
    /// Keeping the serving generation current.
    case upkeep
    /// Building another one.
    case rebuild
  }

  private let descriptor: Int32

  /// - Throws: ``ProjectionError/busy(projection:holder:)`` if another has it.
  init(
    _ work: Work, of projection: String, in log: EventLog
  ) throws(ProjectionError) {
    let directory = Generations.directory(projection, in: log)
    try projecting { () throws(EventLogError) in
      try FileTree.makeDirectory(log.path + "/views")
      try FileTree.makeDirectory(directory)
    }
    let path = "\(directory)/\(work.rawValue).lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
    guard descriptor >= 0 else { throw .log(FileTree.failure("open", path)) }
    // Whoever asks for the holder has the lock for a moment too.
    for _ in 0..<50 where flock(descriptor, LOCK_EX | LOCK_NB) != 0 { usleep(2000) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = WriterLock.holder(descriptor)
      close(descriptor)
      throw .busy(projection: projection, holder: holder)
    }
    WriterLock.sign(descriptor)
    self.descriptor = descriptor
  }

  deinit {
    _ = flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Who has it now; `nil` if nobody does.
  static func holder(_ work: Work, of projection: String, in log: EventLog) -> String? {
    let path = "\(Generations.directory(projection, in: log))/\(work.rawValue).lock"
    return WriterLock(path: path).currentHolder
  }
}
