// SPDX-License-Identifier: Apache-2.0
internal import CLMDB
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension Environment {
  /// Creates a store with the options' tables, and opens it.
  ///
  /// liblmdb's own creation can be cut off between two meta pages. So the store is made in a
  /// directory beside its place, flushed, and given its name at last: it is there wholly or not
  /// at all. What an interrupted creation left behind is removed.
  ///
  /// - Throws: ``LMDBError/Kind/alreadyExists`` if anything is at `path`, or why it failed.
  package static func create(
    at path: String, options: EnvironmentOptions
  ) throws(LMDBError) -> Environment {
    var status = stat()
    guard lstat(path, &status) != 0 else { throw LMDBError(.alreadyExists, path: path) }
    removeLeftovers(of: path)
    let (parent, name) = FileSystem.split(path)
    let scratch = "\(parent)/\(scratchPrefix(name))\(getpid())-\(nextScratchNumber())"
    guard mkdir(scratch, 0o750) == 0 else { throw FileSystem.failure("mkdir", path) }
    do throws(LMDBError) {
      let claim = try DirectoryClaim(scratch)
      try make(scratch, options)
      guard rename(scratch, path) == 0 else {
        throw errno == EEXIST || errno == ENOTEMPTY
          ? LMDBError(.alreadyExists, path: path) : FileSystem.failure("rename", path)
      }
      _ = consume claim
    } catch {
      FileSystem.removeStore(scratch)
      throw LMDBError(error.kind, path: path)
    }
    try FileSystem.flush(parent)
    return try open(at: path, options: options)
  }

  /// Whether a creation for this path was begun and not finished.
  static func hasLeftover(of path: String) -> Bool { !leftovers(of: path).isEmpty }

  private static func removeLeftovers(of path: String) {
    for leftover in leftovers(of: path) { FileSystem.removeStore(leftover) }
  }

  /// The scratch directories beside `path` whose makers are gone.
  private static func leftovers(of path: String) -> [String] {
    let (parent, name) = FileSystem.split(path)
    return FileSystem.names(in: parent)
      .filter { $0.hasPrefix(scratchPrefix(name)) }
      .map { "\(parent)/\($0)" }
      .filter { (try? DirectoryClaim($0)) != nil }
  }

  private static func scratchPrefix(_ name: String) -> String { ".\(name).creating-" }

  private static func nextScratchNumber() -> Int {
    scratchCount.add(1, ordering: .relaxed).newValue
  }

  private static func make(_ scratch: String, _ options: EnvironmentOptions) throws(LMDBError) {
    try fill(scratch, options)
    // The lock file belongs to the processes that have the store open, and none has.
    unlink(scratch + "/lock.mdb")
    try FileSystem.flush(scratch + "/data.mdb")
    try FileSystem.flush(scratch)
  }

  private static func fill(_ scratch: String, _ options: EnvironmentOptions) throws(LMDBError) {
    let data = scratch + "/data.mdb"
    let descriptor = FileSystem.openFile(data, O_CREAT | O_EXCL | O_WRONLY, options.fileMode)
    guard descriptor >= 0 else { throw FileSystem.failure("open", scratch) }
    close(descriptor)
    var options = options
    options.isReadOnly = false
    options.isUnsynced = false
    let file = try DataFile(at: data, store: scratch, forks: clmdb_fork_count())
    let environment = try Environment(path: scratch, options: options, file: file)
    try environment.openCore(file, isNew: true)
    try environment.openTables(options.tables, creating: true)
  }
}

private let scratchCount = Atomic<Int>(0)

/// A lock on a directory that ends with its holder, however that ends.
private struct DirectoryClaim: ~Copyable {
  private let descriptor: Int32

  init(_ path: String) throws(LMDBError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileSystem.failure("open", path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let failure = FileSystem.failure("flock", path)
      close(descriptor)
      throw failure
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }
}
