// SPDX-License-Identifier: Apache-2.0
internal import Glibc
internal import LMDB

/// A directory beside its place in which a log is made; locked while its maker lives.
///
/// A crash leaves it behind, and another process may have the same number by then: in a container
/// most have. So leftovers are told by their locks, and removed when the next draft is made.
struct Draft: ~Copyable {
  let path: String
  private let descriptor: Int32

  init(beside target: String) throws(EventLogError) {
    var target = target
    while target.count > 1, target.hasSuffix("/") { target.removeLast() }
    Draft.removeLeftovers(of: target)
    for number in 0..<1_000 {
      let path = "\(target).creating-\(getpid())-\(number)"
      guard mkdir(path, 0o750) == 0 else {
        if errno == EEXIST { continue }
        throw Draft.failure("mkdir", target)
      }
      guard let descriptor = Draft.claim(path) else {
        let failure = Draft.failure("lock", target)
        rmdir(path)
        throw failure
      }
      self.path = path
      self.descriptor = descriptor
      return
    }
    errno = EEXIST
    throw Draft.failure("mkdir", target)
  }

  deinit { close(descriptor) }

  /// Removes what was made; it was never a log.
  borrowing func remove() { FileTree.remove(path) }

  /// Locks a draft; `nil` while its maker lives.
  private static func claim(_ path: String) -> Int32? {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
    close(descriptor)
    return nil
  }

  private static func removeLeftovers(of target: String) {
    let (parent, name) = FileSystem.split(target)
    for entry in FileSystem.names(in: parent) where entry.hasPrefix("\(name).creating-") {
      let path = "\(parent)/\(entry)"
      guard let descriptor = claim(path) else { continue }
      FileTree.remove(path)
      close(descriptor)
    }
  }

  private static func failure(_ call: String, _ path: String) -> EventLogError {
    EventLogError(.system(what: "\(call): \(String(cString: strerror(errno)))"), path: path)
  }
}
