// SPDX-License-Identifier: Apache-2.0
internal import CLMDB
internal import Synchronization

/// An open store: one file of pages, mapped for reading, written by one transaction at a time.
///
/// Invariants:
/// - a file is open at most once in a process (``EnvironmentRegistry``);
/// - it is shut and opened again, and its map changed, only while the gate holds no transaction;
/// - after an assert of liblmdb no call reaches it any more, not even to abort or close;
/// - neither MDB_WRITEMAP nor, unless the options ask for it, MDB_NOSYNC is ever set.
package final class Environment: @unchecked Sendable {
  /// The directory as it was first given.
  package let path: String
  /// How it was first opened.
  package let options: EnvironmentOptions
  /// True when the medium could not hold a lock file: another writer may then reuse pages that
  /// are being read here, and a walk or a checksum may fail for it.
  package let hasUnprotectedReads: Bool

  let identity: FileIdentity
  let gate = TransactionGate()
  let knownTables = Mutex<[String: Table]>([:])
  /// The shim's environment; it lives as long as this object.
  @usableFromInline package let core: OpaquePointer

  init(
    path: String, options: EnvironmentOptions, hasUnprotectedReads: Bool,
    identity: FileIdentity, core: OpaquePointer
  ) {
    self.path = path
    self.options = options
    self.hasUnprotectedReads = hasUnprotectedReads
    self.identity = identity
    self.core = core
  }

  deinit {
    if clmdb_env_is_poisoned(core) != 0 {
      let assertion = String(cString: clmdb_env_poison(core))
      EnvironmentRegistry.poisoned(identity, assertion: assertion)
    } else {
      EnvironmentRegistry.closed(identity) { clmdb_env_free(core) }
    }
  }

  /// Whether liblmdb met an impossible state; then every call throws ``LMDBError/Kind/poisoned``.
  package var isPoisoned: Bool { clmdb_env_is_poisoned(core) != 0 }

  /// The table of that name, which must be among those of the options.
  package func table(_ name: String) throws(LMDBError) -> Table {
    guard let table = knownTables.withLock({ $0[name] }) else {
      throw LMDBError(.unknownTable(name: name), path: path)
    }
    return table
  }

  /// Runs `body` on one unchanging view of the store.
  package func read<R: ~Copyable>(
    _ body: (borrowing ReadTransaction) throws(LMDBError) -> R
  ) throws(LMDBError) -> R {
    let transaction = try beginRead()
    return try body(transaction)
  }

  /// Runs `body` and commits what it changed; if it throws, nothing is changed.
  ///
  /// - Parameter expectedBytes: About how much will be written; 0 leaves the look at the disk's
  ///   free room out.
  package func write<R: ~Copyable>(
    expecting expectedBytes: UInt64 = 0,
    _ body: (inout WriteTransaction) throws(LMDBError) -> R
  ) throws(LMDBError) -> R {
    var transaction = try beginWrite(expecting: expectedBytes)
    let result = try body(&transaction)
    try transaction.commit()
    return result
  }
}
