// SPDX-License-Identifier: Apache-2.0
internal import Glibc
internal import LMDB

/// The small files of proofs: whole or absent, never overwritten.
enum ProofFiles {
  /// The names in a directory, sorted; empty if there is none.
  static func names(in directory: String) throws(EventLogError) -> [String] {
    if let names = FileSystem.listing(of: directory) { return names }
    guard errno == ENOENT else { throw failure("opendir", directory) }
    return []
  }

  /// All of a file that holds at most ``NoteLines/limit`` bytes.
  static func read(_ path: String) throws(EventLogError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw failure("open", path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= NoteLines.limit {
      let count = Glibc.read(descriptor, &part, part.count)
      guard count >= 0 else { throw failure("read", path) }
      if count == 0 { return bytes }
      bytes += part[..<count]
    }
    throw EventLogError(.damaged(what: "it is too long"), path: path)
  }

  /// Writes a new file beside its place, makes it durable, and gives it its name.
  ///
  /// - Returns: False, with nothing changed, if something has that name already.
  static func create(
    _ path: String, _ bytes: [UInt8], mode: UInt32
  ) throws(EventLogError) -> Bool {
    // Random, for threads and machines that make the same file; of no other consequence.
    let draft = "\(path).draft-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard descriptor >= 0 else { throw failure("open", draft) }
    defer { unlink(draft) }
    let isWritten = write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
    let error = errno
    close(descriptor)
    errno = error
    guard isWritten else { throw failure("write", draft) }
    // Unlike rename, link never takes the place of what is there.
    guard link(draft, path) == 0 else {
      guard errno == EEXIST else { throw failure("link", path) }
      return false
    }
    try flush(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
    return true
  }

  static func makeDirectory(_ path: String) throws(EventLogError) {
    guard mkdir(path, 0o750) == 0 || errno == EEXIST else { throw failure("mkdir", path) }
  }

  private static func flush(_ directory: String) throws(EventLogError) {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("open", directory) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure("fsync", directory) }
  }

  static func failure(_ call: String, _ path: String) -> EventLogError {
    switch errno {
    case ENOSPC, EDQUOT: EventLogError(.diskFull(freeBytes: nil, neededBytes: nil), path: path)
    case EROFS: EventLogError(.readOnly, path: path)
    default:
      EventLogError(.system(what: "\(call): \(String(cString: strerror(errno)))"), path: path)
    }
  }
}
