// SPDX-License-Identifier: Apache-2.0
internal import CLMDB

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

  /// Verifies both meta pages, before liblmdb maps the file.
  ///
  /// - Returns: The bytes up to the last page of the newest state. The file may be shorter: then
  ///   a walk must tell whether only free pages are missing.
  func look(_ path: String) throws(LMDBError) -> UInt64 {
    var found = clmdb_preflight()
    clmdb_look(descriptor, &found)
    switch found.result {
    case CLMDB_PREFLIGHT_SOUND: return found.expected_size
    case CLMDB_PREFLIGHT_IO:
      throw LMDBError(.io(code: Int32(found.detail), call: "pread"), path: path)
    case CLMDB_PREFLIGHT_UNFINISHED: throw LMDBError(.creationInterrupted, path: path)
    case CLMDB_PREFLIGHT_NOT_A_STORE:
      throw LMDBError(.notAStore(found: text(found)), path: path)
    case CLMDB_PREFLIGHT_VERSION:
      throw LMDBError(.incompatibleVersion(found: UInt32(found.detail)), path: path)
    case CLMDB_PREFLIGHT_TRUNCATED:
      throw LMDBError(
        .truncated(actualBytes: found.file_size, expectedBytes: found.expected_size), path: path)
    default:
      throw LMDBError(
        .damaged(page: UInt64(found.detail), table: nil, what: text(found)), path: path)
    }
  }

  private func text(_ found: clmdb_preflight) -> String {
    // A NUL-terminated C array.
    withUnsafeBytes(of: found.what) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  deinit { close(descriptor) }
}
