// SPDX-License-Identifier: Apache-2.0
internal import Glibc
internal import LMDB

/// Files beside the store: read whole, written once, flushed, and put in their place at last.
enum FileTree {
  /// The engine's word for what the operating system said.
  static func failure(
    _ call: String, _ path: String, code: Int32 = errno, needed: Int? = nil
  ) -> EventLogError {
    switch code {
    case ENOSPC, EDQUOT, EFBIG:
      let room = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
      return EventLogError(
        .diskFull(freeBytes: FileSystem.freeBytes(room), neededBytes: needed.map(UInt64.init)),
        path: path)
    case EROFS: return EventLogError(.readOnly, path: path)
    default:
      return EventLogError(.system(what: "\(call): \(String(cString: strerror(code)))"), path: path)
    }
  }

  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// The whole of a regular file; `nil` if there is none.
  static func read(_ path: String) throws(EventLogError) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw failure("open", path)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("fstat", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw EventLogError(.system(what: "it is not a regular file"), path: path)
    }
    var code: Int32 = 0
    let size = Int(status.st_size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let part = pread(descriptor, buffer.baseAddress! + count, size - count, off_t(count))
        if part < 0, errno == EINTR { continue }
        guard part > 0 else {
          code = part < 0 ? errno : EIO
          break
        }
        count += part
      }
    }
    guard code == 0 else { throw failure("read", path, code: code) }
    return bytes
  }

  static func makeDirectory(_ path: String) throws(EventLogError) {
    guard mkdir(path, 0o750) == 0 || errno == EEXIST else { throw failure("mkdir", path) }
  }

  /// Makes the names in a directory durable.
  static func flush(_ directory: String) throws(EventLogError) {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("open", directory) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure("fsync", directory) }
  }

  static func rename(_ old: String, _ new: String) throws(EventLogError) {
    guard Glibc.rename(old, new) == 0 else { throw failure("rename", new) }
  }

  static func restrict(_ path: String, to mode: UInt32) throws(EventLogError) {
    guard chmod(path, mode_t(mode)) == 0 else { throw failure("chmod", path) }
  }

  /// Removes a directory that this program made, and all in it; does not follow links.
  static func remove(_ path: String) {
    if unlink(path) == 0 || errno == ENOENT { return }
    for name in FileSystem.names(in: path) { remove(path + "/" + name) }
    rmdir(path)
  }
}

/// A file under way: it has another name until it is whole and on disk.
struct DraftFile: ~Copyable {
  let path: String
  private let draft: String
  private let descriptor: Int32
  private(set) var size = 0

  static let suffix = ".part"

  init(_ path: String) throws(EventLogError) {
    self.path = path
    draft = path + DraftFile.suffix
    unlink(draft)
    descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o640)
    guard descriptor >= 0 else { throw FileTree.failure("open", path) }
  }

  mutating func write(_ bytes: [UInt8]) throws(EventLogError) {
    // Beyond the process's limit the system would end it with a signal.
    var limit = rlimit()
    if getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0,
      limit.rlim_cur < UInt(Int.max), size + bytes.count > Int(limit.rlim_cur)
    {
      throw FileTree.failure("write", path, code: EFBIG, needed: bytes.count)
    }
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress! + done, bytes.count - done)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw FileTree.failure(
          "write", path, code: count < 0 ? errno : ENOSPC, needed: bytes.count - done)
      }
      done += count
    }
    size += bytes.count
  }

  /// Puts it on disk, out of the cache, so that reading it back reads the disk.
  mutating func flush() throws(EventLogError) {
    guard fsync(descriptor) == 0 else { throw FileTree.failure("fsync", path) }
    _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
  }

  /// What it is called until it is whole.
  var draftPath: String { draft }

  /// Gives it its name; call ``FileTree/flush(_:)`` for its directory then.
  consuming func finish() throws(EventLogError) { try FileTree.rename(draft, path) }

  deinit {
    close(descriptor)
    // Gone already where it was finished.
    unlink(draft)
  }
}

/// A lock on a directory that ends with its holder, however that ends.
struct DirectoryHold: ~Copyable {
  private let descriptor: Int32

  /// - Throws: ``EventLogError/Kind/busy(holder:)`` if another has it.
  init(_ path: String) throws(EventLogError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileTree.failure("open", path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      close(descriptor)
      throw code == EWOULDBLOCK
        ? EventLogError(.busy(holder: "another backup or restore"), path: path)
        : FileTree.failure("flock", path, code: code)
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }
}
