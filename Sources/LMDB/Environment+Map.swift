// SPDX-License-Identifier: Apache-2.0
internal import CLMDB

extension Environment {
  /// Doubles the map, so that a transaction that met ``LMDBError/Kind/mapFull(mapBytes:)`` can
  /// run again.
  ///
  /// liblmdb would unmap the pages under an open transaction's feet without a word, so new
  /// transactions of this process are held back and the open ones waited for. The caller's own
  /// transactions must have ended: they are waited for in vain.
  ///
  /// - Parameter waitingMilliseconds: How long to wait for open transactions.
  /// - Throws: ``LMDBError/Kind/transactionsOpen(count:)`` if some did not end in time: nothing
  ///   was changed; ``LMDBError/Kind/mapAtLimit(limitBytes:)``.
  package func growMap(waitingMilliseconds: Int = 5_000) throws(LMDBError) {
    try alone(waitingMilliseconds) { () throws(LMDBError) in
      let size = try info().mapSize
      guard size < options.maximumMapSize else {
        throw LMDBError(.mapAtLimit(limitBytes: options.maximumMapSize), path: path)
      }
      try setMapSize(min(size * 2, options.maximumMapSize))
    }
  }

  /// Runs `body`, a whole transaction, and again with a larger map as long as that is full.
  ///
  /// - Parameter grown: Told after each growth.
  package func withRoom<R>(
    grown: () -> Void = {}, _ body: () throws(LMDBError) -> R
  ) throws(LMDBError) -> R {
    while true {
      do throws(LMDBError) {
        return try body()
      } catch {
        guard case .mapFull = error.kind else { throw error }
        // Longer than any view is held but by the walk of a very large store.
        try growMap(waitingMilliseconds: 60_000)
        grown()
      }
    }
  }

  /// Takes over the size that another process gave the map.
  ///
  /// The size is taken from the pages in use and not from the file's own wish for a map, which a
  /// damaged or hostile file could set to anything.
  func adoptGrownMap() throws(LMDBError) {
    try alone(5_000) { () throws(LMDBError) in
      let info = try info()
      let used = FileSystem.size(path + "/data.mdb") ?? 0
      var size = info.mapSize
      while size < used + used / 4, size < options.maximumMapSize { size *= 2 }
      guard size > info.mapSize else {
        throw LMDBError(.mapAtLimit(limitBytes: options.maximumMapSize), path: path)
      }
      try setMapSize(min(size, options.maximumMapSize))
    }
  }

  /// Runs `change` while this process has no transaction in the store.
  func alone<R>(
    _ waitingMilliseconds: Int, _ change: () throws(LMDBError) -> R
  ) throws(LMDBError) -> R {
    if let count = gate.close(
      Self.currentThread, waitingMilliseconds: waitingMilliseconds)
    {
      throw LMDBError(.transactionsOpen(count: count), path: path)
    }
    defer { gate.open() }
    return try change()
  }

  private func setMapSize(_ size: UInt64) throws(LMDBError) {
    let code = clmdb_env_set_mapsize(core, Int(size))
    guard code == 0 else { throw failure(code, "set_mapsize") }
  }
}
