// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What makes two paths the same file, in this process.
struct FileIdentity: Hashable, Sendable {
  let device: UInt64
  let inode: UInt64
  /// A child's store is not its parent's, though the file is the same.
  let forks: UInt32
}

/// The few calls of the operating system that opening and creating a store need.
enum FileSystem {
  static func failure(_ call: String, _ path: String) -> LMDBError {
    LMDBError(.io(code: errno, call: call), path: path)
  }

  /// The part of a path behind its last slash, and the directory before it.
  static func split(_ path: String) -> (parent: String, name: String) {
    var trimmed = Substring(path)
    while trimmed.count > 1, trimmed.last == "/" { trimmed.removeLast() }
    guard let slash = trimmed.lastIndex(of: "/") else { return (".", String(trimmed)) }
    let parent = trimmed[..<slash]
    return (parent.isEmpty ? "/" : String(parent), String(trimmed[trimmed.index(after: slash)...]))
  }

  /// Flushes a file or a directory: a directory's flush makes its names durable.
  static func flush(_ path: String) throws(LMDBError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("open", path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure("fsync", path) }
  }

  /// The names in a directory, sorted; empty if it cannot be read.
  static func names(in directory: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      // d_name is NUL-terminated within the entry that readdir owns until the next call.
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// `open`, out of the way of what else has that name.
  static func openFile(_ path: String, _ flags: Int32, _ mode: UInt32 = 0) -> Int32 {
    open(path, flags | O_CLOEXEC, mode_t(mode))
  }

  /// Removes a directory that holds nothing but a store's two files.
  static func removeStore(_ directory: String) {
    unlink(directory + "/data.mdb")
    unlink(directory + "/lock.mdb")
    rmdir(directory)
  }

  /// Free bytes for this process on the disk that holds `path`; nil if it cannot be told.
  static func freeBytes(_ path: String) -> UInt64? {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    return UInt64(status.f_bavail) * UInt64(status.f_frsize)
  }

  /// The largest size that this process may give a file; nil without a limit.
  static func fileSizeLimit() -> UInt64? {
    var limit = rlimit()
    #if canImport(Glibc)
      let result = getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    #else
      let result = getrlimit(RLIMIT_FSIZE, &limit)
    #endif
    guard result == 0, limit.rlim_cur < UInt64(Int64.max) else { return nil }
    return UInt64(limit.rlim_cur)
  }

  static func size(_ path: String) -> UInt64? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return UInt64(status.st_size)
  }

  static func pause() { usleep(200) }
}

/// A data file opened to be looked at before liblmdb sees it.
struct DataFile: ~Copyable {
  let descriptor: Int32
  let identity: FileIdentity

  /// Opens a regular file and nothing else: a link could lead elsewhere, a pipe would block.
  init(at path: String, store: String, forks: UInt32) throws(LMDBError) {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      switch errno {
      case ELOOP: throw LMDBError(.notAStore(found: "a symbolic link"), path: store)
      case ENOTDIR: throw LMDBError(.notAStore(found: "a file"), path: store)
      case ENOENT: throw LMDBError(.missing, path: store)
      case ENXIO: throw LMDBError(.notAStore(found: "a socket or device"), path: store)
      default: throw FileSystem.failure("open", store)
      }
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let failure = FileSystem.failure("fstat", store)
      close(descriptor)
      throw failure
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw LMDBError(.notAStore(found: "a pipe, directory or device"), path: store)
    }
    self.descriptor = descriptor
    identity = FileIdentity(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), forks: forks)
  }

  /// Whether `descriptor` of someone else shows the same file.
  func isSame(as other: Int32) -> Bool {
    var status = stat()
    guard fstat(other, &status) == 0 else { return false }
    return UInt64(status.st_dev) == identity.device && UInt64(status.st_ino) == identity.inode
  }

  deinit { close(descriptor) }
}
