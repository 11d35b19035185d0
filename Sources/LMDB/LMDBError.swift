// SPDX-License-Identifier: Apache-2.0
/// Why the store could not do what was asked: what, where, and what to do next.
package struct LMDBError: Error, Hashable, Sendable {
  /// What went wrong, as a value to decide by; the sentence is ``description``.
  package enum Kind: Hashable, Sendable {
    /// The map has no room left for this transaction; grow it and try again.
    case mapFull(mapBytes: UInt64)
    /// The map is as large as the options allow.
    case mapAtLimit(limitBytes: UInt64)
    /// The map cannot change while transactions of this process are open.
    case transactionsOpen(count: Int)
    /// The disk, a quota or the process's file size limit has no room.
    case diskFull(freeBytes: UInt64, neededBytes: UInt64)
    /// The file is shorter than its own header says.
    case truncated(actualBytes: UInt64, expectedBytes: UInt64)
    /// There is no store here.
    case missing
    /// A store, or something else, is already here.
    case alreadyExists
    /// What is here is not a store: another file, a symbolic link, a pipe, a device.
    case notAStore(found: String)
    /// The program that was creating the store was stopped; nothing was stored.
    case creationInterrupted
    /// A page cannot be what a sound store holds.
    case damaged(page: UInt64?, table: String?, what: String)
    /// A value does not fit its checksum. The key is told by its first eight bytes, in hex.
    case checksumMismatch(table: String, key: String)
    /// liblmdb met an impossible state earlier; this process must not use the store again.
    case poisoned(assertion: String)
    /// Every slot of the reader table is taken.
    case readersFull(slots: Int)
    /// The store is open read-only, or its medium is.
    case readOnly
    /// This process has the store open without flushes, and a durable one was asked for.
    case openUnsynced
    /// A key must have 1 to 511 bytes.
    case keyTooLong(bytes: Int, limit: Int)
    /// An appended key is not after the last one of its table.
    case keyNotAfterLast(table: String)
    /// The table was not named when the store was opened.
    case unknownTable(name: String)
    /// The file was written in another format of liblmdb.
    case incompatibleVersion(found: UInt32)
    /// This thread already has a write transaction open.
    case writeInProgress
    /// One transaction changed too many pages.
    case transactionTooLarge
    /// An earlier failure ended this transaction; nothing of it will be stored.
    case transactionBroken
    /// A commit failed at its last step: it may be stored or not. Reopen the store and look.
    case outcomeUnknown(code: Int32)
    /// The store is closed after such a commit; reopen it.
    case reopenNeeded
    /// The store was opened by the parent process, before a fork.
    case forked
    /// A walk of the pages was stopped by its caller.
    case stopped
    /// The operating system refused.
    case io(code: Int32, call: String)
    /// A code of liblmdb that nothing above explains.
    case unexpected(code: Int32, call: String)
  }

  /// What went wrong.
  package let kind: Kind
  /// The directory of the store.
  package let path: String

  package init(_ kind: Kind, path: String) {
    self.kind = kind
    self.path = path
  }
}
