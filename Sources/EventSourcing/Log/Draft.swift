// SPDX-License-Identifier: Apache-2.0
internal import Glibc

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
  borrowing func remove() { Draft.remove(path) }

  /// Locks a draft; `nil` while its maker lives.
  private static func claim(_ path: String) -> Int32? {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
    close(descriptor)
    return nil
  }

  private static func removeLeftovers(of target: String) {
    let slash = target.lastIndex(of: "/")
    let parent = slash.map { target[..<$0] + "/" } ?? "./"
    let name = slash.map { target[target.index(after: $0)...] } ?? target[...]
    for entry in names(in: String(parent)) where entry.hasPrefix("\(name).creating-") {
      guard let descriptor = claim(parent + entry) else { continue }
      remove(parent + entry)
      close(descriptor)
    }
  }

  /// Removes files, and directories of files; nothing that a draft does not have.
  private static func remove(_ path: String, depth: Int = 0) {
    if depth > 0, unlink(path) == 0 { return }
    guard depth < 3 else { return }
    for name in names(in: path) { remove("\(path)/\(name)", depth: depth + 1) }
    rmdir(path)
  }

  private static func names(in path: String) -> [String] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      // d_name is NUL-terminated within the entry that readdir owns until the next call.
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private static func failure(_ call: String, _ path: String) -> EventLogError {
    EventLogError(.system(what: "\(call): \(String(cString: strerror(errno)))"), path: path)
  }
}
