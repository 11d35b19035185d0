// SPDX-License-Identifier: Apache-2.0
internal import CLMDB

extension Environment {
  /// Closes and opens the store in place, after a commit whose outcome is unknown.
  ///
  /// All checks of opening are made again. Tables keep their handles. If it fails the store
  /// stays closed: the next transaction tries again, other calls throw
  /// ``LMDBError/Kind/reopenNeeded``.
  ///
  /// - Parameter waitingMilliseconds: How long to wait for open transactions of this process.
  /// - Throws: ``LMDBError/Kind/transactionsOpen(count:)``, or what opening throws.
  package func reopen(waitingMilliseconds: Int = 5_000) throws(LMDBError) {
    if isPoisoned { throw failure(Int32(CLMDB_POISONED), "reopen") }
    try alone(waitingMilliseconds) { () throws(LMDBError) in try reopenAlone() }
  }

  /// Opens the store again if a reopening failed earlier, so that it need not stay closed once
  /// the disk is well.
  func reopenIfShut() throws(LMDBError) {
    do throws(LMDBError) {
      try alone(5_000) { () throws(LMDBError) in
        if isShut { try reopenAlone() }
      }
    } catch {
      // Another thread was faster, and reads already.
      guard case .transactionsOpen = error.kind, !isShut else { throw error }
    }
  }

  private var isShut: Bool {
    var info = clmdb_info()
    return clmdb_env_info(core, &info) == Int32(CLMDB_SHUT)
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
