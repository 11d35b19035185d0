// SPDX-License-Identifier: Apache-2.0
internal import CLMDB

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Changes that become visible together when it commits, and not at all when it does not.
///
/// It belongs to the thread that began it: no `await` between beginning and end. There is one at
/// a time, over all processes; a second one waits.
package struct WriteTransaction: ~Copyable, ReadableTransaction {
  package let environment: Environment
  package let handle: OpaquePointer
  /// Keys and values put so far: what a failed commit tells as needed.
  @usableFromInline package internal(set) var putBytes: UInt64 = 0
  /// Places where keys are inserted, by the numbers of their tables. liblmdb closes them itself
  /// when the transaction ends.
  @usableFromInline var insertions: [UInt32: OpaquePointer] = [:]
  private var isOpen = true

  init(_ environment: Environment, handle: OpaquePointer) {
    self.environment = environment
    self.handle = handle
  }

  /// Makes the changes durable and visible.
  ///
  /// - Throws: ``LMDBError/Kind/outcomeUnknown(code:)`` if the very last write failed, or may have;
  ///   after any other error nothing of it is stored.
  package consuming func commit() throws(LMDBError) {
    isOpen = false
    let code = clmdb_txn_commit(environment.core, handle)
    guard code == 0 else {
      throw environment.commitFailure(code, neededBytes: 2 * putBytes)
    }
  }

  deinit {
    if isOpen { clmdb_txn_abort(environment.core, handle) }
    // A write transaction of liblmdb is bound to its thread.
    environment.gate.endWriting(Environment.currentThread)
    environment.gate.leave(Environment.currentThread)
  }
}

extension Environment {
  /// Begins changing the store; waits while another transaction does.
  ///
  /// - Parameter expectedBytes: About how much will be written. If less than twice as much is
  ///   free on the disk the transaction does not begin; 0 leaves the look out.
  /// - Throws: ``LMDBError/Kind/diskFull(freeBytes:neededBytes:)``,
  ///   ``LMDBError/Kind/writeInProgress`` if this thread has one open, or why it cannot begin.
  package func beginWrite(
    expecting expectedBytes: UInt64 = 0
  ) throws(LMDBError) -> WriteTransaction {
    if options.isReadOnly { throw LMDBError(.readOnly, path: path) }
    let thread = Self.currentThread
    if gate.isWriting(thread) { throw LMDBError(.writeInProgress, path: path) }
    if expectedBytes > 0, let free = growableBytes, free < 2 * expectedBytes {
      throw LMDBError(.diskFull(freeBytes: free, neededBytes: 2 * expectedBytes), path: path)
    }
    let handle = try begin(0)
    gate.beginWriting(thread)
    return WriteTransaction(self, handle: handle)
  }

  /// liblmdb refuses all further work only if the write of a meta page failed, which is the
  /// moment from which a commit counts. A look that fails for another reason tells nothing.
  func commitFailure(_ code: Int32, neededBytes: UInt64) -> LMDBError {
    if code > 0 {
      var handle: OpaquePointer?
      let next = clmdb_txn_begin(core, UInt32(MDB_RDONLY), &handle)
      if next == 0, let handle { clmdb_txn_abort(core, handle) }
      if next != 0 { return LMDBError(.outcomeUnknown(code: code), path: path) }
    }
    return failure(code, "commit", neededBytes: neededBytes)
  }

  static var currentThread: UInt {
    #if canImport(Darwin)
      UInt(bitPattern: pthread_self())
    #else
      UInt(pthread_self())
    #endif
  }
}
