// SPDX-License-Identifier: Apache-2.0
internal import CLMDB

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension Environment {
  /// Whether the file that is open is still the one that the path names: a compacted store takes
  /// the place of the one before.
  package var isInPlace: Bool {
    var status = stat()
    guard lstat(path + "/data.mdb", &status) == 0 else { return false }
    return UInt64(status.st_dev) == identity.device && UInt64(status.st_ino) == identity.inode
  }

  /// Whether this process has the store at `path` open.
  package static func isOpenHere(_ path: String) throws(LMDBError) -> Bool {
    EnvironmentRegistry.isOpen(
      try DataFile(at: path + "/data.mdb", store: path, forks: clmdb_fork_count()).identity)
  }

  /// Another process that has the store open; this one must not.
  package static func user(of path: String) throws(LMDBError) -> Int32? {
    var process: Int32 = 0
    let code = clmdb_lock_holder(path + "/lock.mdb", &process)
    guard code == 0 else { throw LMDBError(.io(code: code, call: "fcntl"), path: path) }
    return process == 0 ? nil : process
  }

  /// Lets two stores that nobody has open change places in one step, and makes it durable.
  package static func exchange(_ one: String, _ other: String) throws(LMDBError) {
    let code = clmdb_exchange(one, other)
    guard code == 0 else { throw LMDBError(.io(code: code, call: "renameat2"), path: one) }
    try FileSystem.flush(FileSystem.split(one).parent)
  }
}
