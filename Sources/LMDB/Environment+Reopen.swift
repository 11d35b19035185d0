// SPDX-License-Identifier: Apache-2.0
internal import CLMDB

extension Environment {
  /// Closes and opens the store in place, after a commit whose outcome is unknown.
  ///
  /// All checks of opening are made again. Tables keep their handles. If it fails the store
  /// stays closed, every call throws ``LMDBError/Kind/reopenNeeded``, and this may be called
  /// again.
  ///
  /// - Parameter waitingMilliseconds: How long to wait for open transactions of this process.
  /// - Throws: ``LMDBError/Kind/transactionsOpen(count:)``, or what opening throws.
  package func reopen(waitingMilliseconds: Int = 5_000) throws(LMDBError) {
    if isPoisoned { throw failure(Int32(CLMDB_POISONED), "reopen") }
    try alone(waitingMilliseconds) { () throws(LMDBError) in
      let file = try DataFile(
        at: path + "/data.mdb", store: path, forks: clmdb_fork_count())
      guard file.identity == identity else {
        throw LMDBError(.notAStore(found: "another file than before"), path: path)
      }
      clmdb_env_shut(core)
      do throws(LMDBError) {
        try openCore(file)
        try prepare()
      } catch {
        clmdb_env_shut(core)
        throw error
      }
    }
  }
}
