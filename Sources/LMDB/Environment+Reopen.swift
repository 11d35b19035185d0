// SPDX-License-Identifier: Apache-2.0
internal import CLMDB

extension Environment {
  /// Closes and opens the store in place, after a commit whose outcome is unknown.
  ///
  /// All checks of opening are made again. Tables keep their handles. If it fails the store
  /// stays closed: the next transaction tries again, other calls throw
  /// ``LMDBError/Kind/reopenNeeded``. A transaction that begins before this was called does the
  /// same first.
  ///
  /// - Parameter waitingMilliseconds: How long to wait for open transactions of this process.
  /// - Throws: ``LMDBError/Kind/transactionsOpen(count:)``, or what opening throws.
  package func reopen(waitingMilliseconds: Int = 5_000) throws(LMDBError) {
    if isPoisoned { throw failure(Int32(CLMDB_POISONED), "reopen") }
    try alone(waitingMilliseconds) { () throws(LMDBError) in try reopenAlone() }
  }

  /// Opens the store again if it takes no transaction, so that it need not stay closed once the
  /// disk is well.
  func reopenIfRefused() throws(LMDBError) {
    do throws(LMDBError) {
      try alone(5_000) { () throws(LMDBError) in
        if isRefused { try reopenAlone() }
      }
    } catch {
      // Another thread was faster, and reads already.
      guard case .transactionsOpen = error.kind, !isRefused else { throw error }
    }
  }

  private var isRefused: Bool {
    var handle: OpaquePointer?
    let code = clmdb_txn_begin(core, UInt32(MDB_RDONLY), &handle)
    if code == 0, let handle { clmdb_txn_abort(core, handle) }
    return code == MDB_PANIC || code == Int32(CLMDB_SHUT)
  }

  private func reopenAlone() throws(LMDBError) {
    clmdb_env_shut(core)
    do throws(LMDBError) {
      let file = try DataFile(
        at: path + "/data.mdb", store: path, forks: clmdb_fork_count())
      guard file.identity == identity else {
        throw LMDBError(.notAStore(found: "another file than before"), path: path)
      }
      try openCore(file)
      try prepare()
    } catch {
      clmdb_env_shut(core)
      throw error
    }
  }
}
