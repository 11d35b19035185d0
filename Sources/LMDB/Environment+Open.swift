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
  /// Opens the store in a directory, or gives the object that this process has open already.
  ///
  /// Before liblmdb sees the file, its meta pages and its size are checked; before the first
  /// table is used, its pages are walked.
  ///
  /// - Throws: ``LMDBError``; nothing was changed.
  package static func open(
    at path: String, options: EnvironmentOptions
  ) throws(LMDBError) -> Environment {
    let file = try dataFile(at: path)
    try requirePlainLockFile(path)
    if let environment = try EnvironmentRegistry.claim(file.identity, path: path) {
      if environment.options.isReadOnly && !options.isReadOnly {
        throw LMDBError(.readOnly, path: path)
      }
      if environment.options.isUnsynced && !options.isUnsynced {
        throw LMDBError(.openUnsynced, path: path)
      }
      try environment.openTables(options.tables, creating: options.createsMissingTables)
      return environment
    }
    // From here on a failure closes the store by the object's deinit.
    let environment = try Environment(path: path, options: options, file: file)
    try environment.openCore(file)
    try environment.prepare()
    EnvironmentRegistry.opened(environment)
    return environment
  }

  private static func dataFile(at path: String) throws(LMDBError) -> DataFile {
    do {
      return try DataFile(at: path + "/data.mdb", store: path, forks: clmdb_fork_count())
    } catch {
      if error.kind == .missing, hasLeftover(of: path) {
        throw LMDBError(.creationInterrupted, path: path)
      }
      throw error
    }
  }

  /// An object for a file that this process has claimed; liblmdb has not opened it yet.
  convenience init(
    path: String, options: EnvironmentOptions, file: borrowing DataFile
  ) throws(LMDBError) {
    var core: OpaquePointer?
    let made = clmdb_env_create(&core)
    guard made == 0, let core else {
      EnvironmentRegistry.closed(file.identity) {}
      throw LMDBError(.io(code: made, call: "env_create"), path: path)
    }
    self.init(
      path: path, options: options,
      hasUnprotectedReads: options.isReadOnly && !Self.canLock(path), identity: file.identity,
      core: core)
  }

  /// Looks at the file, then lets liblmdb open it, and no other.
  func openCore(_ file: borrowing DataFile, isNew: Bool = false) throws(LMDBError) {
    let used = isNew ? 0 : try file.look(path)
    var flags = MDB_NOTLS
    if options.isReadOnly { flags |= MDB_RDONLY }
    if hasUnprotectedReads { flags |= MDB_NOLOCK }
    if options.isUnsynced { flags |= MDB_NOSYNC }
    var mapSize = max(options.mapSize, 1 << 16)
    while mapSize < used * 2 { mapSize *= 2 }
    let code = clmdb_env_open(
      core, path, UInt32(flags), options.fileMode, Int(mapSize), UInt32(options.maxReaders),
      UInt32(max(32, options.tables.count)))
    guard code == 0 else { throw failure(code, "open") }
    var descriptor: Int32 = -1
    guard clmdb_env_fd(core, &descriptor) == 0, file.isSame(as: descriptor) else {
      throw LMDBError(.io(code: ESTALE, call: "open"), path: path)
    }
  }

  /// What follows on a fresh open: dead readers, the walk, the tables.
  func prepare() throws(LMDBError) {
    if !hasUnprotectedReads { try staleReadersCleared() }
    try walkAtOpening()
    // In the order of their handles, so that a reopened store gives the same ones.
    let known = knownTables.withLock { tables in
      defer { tables = [:] }
      return tables.values.sorted { $0.handle < $1.handle }.map(\.name)
    }
    let names = known + options.tables.filter { !known.contains($0) }
    try openTables(names, creating: options.createsMissingTables)
  }

  /// A page that is missing at the end of the file would end the process with SIGBUS, so a short
  /// file is walked even where no check was asked for.
  private func walkAtOpening() throws(LMDBError) {
    var check = options.pageCheck
    if check == .none {
      let used = try info().usedBytes
      if (FileSystem.size(path + "/data.mdb") ?? 0) < used { check = .structure }
    }
    if check != .none { try walkPages(check) }
  }

  /// Opens the named tables that are not open yet; those that are not there are created, or
  /// are damage.
  func openTables(_ names: [String], creating: Bool) throws(LMDBError) {
    let known = knownTables.withLock { $0 }
    let missing = names.filter { known[$0] == nil }
    guard !missing.isEmpty else { return }
    do {
      try openTables(missing, UInt32(MDB_RDONLY), 0)
    } catch {
      guard creating, !options.isReadOnly, case .damaged = error.kind else { throw error }
      if gate.isWriting(Self.currentThread) { throw LMDBError(.writeInProgress, path: path) }
      try openTables(missing, 0, UInt32(MDB_CREATE))
    }
  }

  private func openTables(
    _ names: [String], _ kind: UInt32, _ flags: UInt32
  ) throws(LMDBError) {
    let transaction = try begin(kind)
    defer { gate.leave(Self.currentThread) }
    let opened: [String: Table]
    do { opened = try handles(names, transaction, flags) } catch {
      clmdb_txn_abort(core, transaction)
      throw error
    }
    // A handle lives on only if the transaction that opened it commits.
    let code = clmdb_txn_commit(core, transaction)
    guard code == 0 else { throw failure(code, "commit") }
    knownTables.withLock { $0.merge(opened) { old, _ in old } }
  }

  private func handles(
    _ names: [String], _ transaction: OpaquePointer, _ flags: UInt32
  ) throws(LMDBError) -> [String: Table] {
    var tables: [String: Table] = [:]
    for name in names {
      var handle: UInt32 = 0
      let code = clmdb_dbi_open(core, transaction, name, flags, &handle)
      if code == MDB_NOTFOUND {
        throw LMDBError(
          .damaged(page: nil, table: name, what: "the table is not there"), path: path)
      }
      guard code == 0 else { throw failure(code, "dbi_open") }
      tables[name] = Table(name: name, handle: handle)
    }
    return tables
  }

  /// liblmdb would follow a link, and write where it leads.
  private static func requirePlainLockFile(_ path: String) throws(LMDBError) {
    var status = stat()
    guard lstat(path + "/lock.mdb", &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw LMDBError(.notAStore(found: "a lock file that is no plain file"), path: path)
    }
  }

  /// Whether readers can be registered: the lock file can be written, or made.
  private static func canLock(_ path: String) -> Bool {
    let lock = path + "/lock.mdb"
    if access(lock, W_OK) == 0 { return true }
    return errno == ENOENT && access(path, W_OK) == 0
  }
}
