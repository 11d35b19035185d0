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
  /// - Parameter first: Puts what the store is nothing without; nobody sees it before that.
  /// - Throws: ``LMDBError/Kind/alreadyExists`` if anything is at `path`, or why it failed.
  package static func create(
    at path: String, options: EnvironmentOptions,
    first: (_ empty: Environment) throws(LMDBError) -> Void = { _ in }
  ) throws(LMDBError) -> Environment {
    try place(at: path) { (scratch) throws(LMDBError) in try fill(scratch, options, first) }
    return try open(at: path, options: options)
  }

  /// Copies the newest state to another directory, while readers and writers go on.
  ///
  /// The copy is there wholly or not at all, and flushed; it is not verified: open and walk it.
  ///
  /// - Parameter compacting: Leaves free pages out.
  /// - Throws: ``LMDBError/Kind/alreadyExists``, ``LMDBError/Kind/writeInProgress`` if this
  ///   thread writes, or why it failed.
  package func copy(to path: String, compacting: Bool = false) throws(LMDBError) {
    if gate.isWriting(Self.currentThread) { throw LMDBError(.writeInProgress, path: self.path) }
    try Self.place(at: path) { (scratch) throws(LMDBError) in
      var code: Int32
      repeat {
        gate.enter(Self.currentThread)
        code = clmdb_env_copy(core, scratch, compacting ? 1 : 0)
        gate.leave(Self.currentThread)
        if code == MDB_MAP_RESIZED { try adoptGrownMap() }
      } while code == MDB_MAP_RESIZED
      guard code == 0 else {
        let needed = (try? info().usedBytes) ?? 0
        throw failure(code, "copy", neededBytes: needed, directory: scratch)
      }
      guard chmod(scratch + "/data.mdb", mode_t(options.fileMode)) == 0 else {
        throw FileSystem.failure("chmod", scratch)
      }
    }
  }

  /// Makes a directory under another name, flushes what `fill` puts there, and renames it.
  private static func place(
    at path: String, _ fill: (_ scratch: String) throws(LMDBError) -> Void
  ) throws(LMDBError) {
    var status = stat()
    guard lstat(path, &status) != 0 else { throw LMDBError(.alreadyExists, path: path) }
    removeLeftovers(of: path)
    let (parent, name) = FileSystem.split(path)
    let scratch = "\(parent)/\(scratchPrefix(name))\(getpid())-\(nextScratchNumber())"
    guard mkdir(scratch, 0o750) == 0 else { throw FileSystem.failure("mkdir", path) }
    do throws(LMDBError) {
      let claim = try DirectoryClaim(scratch)
      try fill(scratch)
      // The lock file belongs to the processes that have the store open, and none has.
      unlink(scratch + "/lock.mdb")
      try FileSystem.flush(scratch + "/data.mdb")
      try FileSystem.flush(scratch)
      guard rename(scratch, path) == 0 else {
        throw errno == EEXIST || errno == ENOTEMPTY
          ? LMDBError(.alreadyExists, path: path) : FileSystem.failure("rename", path)
      }
      _ = consume claim
    } catch {
      FileSystem.removeStore(scratch)
      // The scratch name says nothing to anybody.
      throw error.path == scratch ? LMDBError(error.kind, path: path) : error
    }
    try FileSystem.flush(parent)
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

  private static func fill(
    _ scratch: String, _ options: EnvironmentOptions,
    _ first: (Environment) throws(LMDBError) -> Void
  ) throws(LMDBError) {
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
    try first(environment)
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
