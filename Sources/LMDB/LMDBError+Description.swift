// SPDX-License-Identifier: Apache-2.0
import CLMDB

extension LMDBError: CustomStringConvertible {
  /// What failed, where, and the next step, in English.
  package var description: String { "\(path): \(sentence)" }

  /// The same without the place.
  package var sentence: String {
    switch kind {
    case .mapFull, .mapAtLimit, .transactionsOpen, .diskFull, .readersFull: roomSentence
    case .truncated, .missing, .alreadyExists, .notAStore, .creationInterrupted, .damaged,
      .checksumMismatch, .incompatibleVersion, .readOnly:
      storeSentence
    default: useSentence
    }
  }

  private var roomSentence: String {
    switch kind {
    case .mapFull(let bytes):
      "the map of \(bytes) bytes is full; grow it and run the transaction again"
    case .mapAtLimit(let bytes):
      "the store has reached its limit of \(bytes) bytes; open it with a higher limit"
    case .transactionsOpen(let count):
      "\(count) transaction(s) of this process are open; end them, then grow or reopen"
    case .diskFull(let free, let needed):
      """
      no room on the disk: \(free) bytes free, about \(needed) needed; nothing of this \
      transaction was stored; free some room and try again
      """
    case .readersFull(let slots):
      "all \(slots) reader slots are taken; end readers that are no longer needed"
    default: ""
    }
  }

  private var storeSentence: String {
    switch kind {
    case .truncated(let actual, let expected):
      """
      the file has \(actual) bytes and should have at least \(expected); it was cut short; \
      restore it from a backup
      """
    case .missing: "there is no store here; create one, or check the path"
    case .alreadyExists: "something is already here; open it, or choose another path"
    case .notAStore(let found): "this is not a store (\(found)); check the path"
    case .creationInterrupted:
      "creation was interrupted and nothing was stored; create the store again"
    case .damaged(let page, let table, let what):
      "damaged\(place(page, table)): \(what); restore from a backup, or salvage a copy"
    case .checksumMismatch(let table, let key):
      """
      damaged: a value in table \(table) (key \(key)…) does not fit its checksum; restore \
      from a backup, or salvage a copy
      """
    case .incompatibleVersion(let found):
      "the file has format \(found) of LMDB, this program reads format 1; use a newer program"
    case .readOnly: "this store is read-only; open it for reading, or copy it first"
    default: ""
    }
  }

  private var useSentence: String {
    switch kind {
    case .poisoned(let assertion):
      """
      LMDB found an impossible state (\(assertion)); this process does not touch the store \
      any more; end it and verify the store
      """
    case .keyTooLong(let bytes, let limit):
      "a key of \(bytes) bytes is not allowed: 1 to \(limit); shorten or hash it"
    case .keyNotAfterLast(let table):
      "an appended key is not after the last one of table \(table); read its end again"
    case .unknownTable(let name): "table \(name) was not opened; name it in the options"
    case .openUnsynced:
      "this process has the store open without flushing commits; close it there first"
    case .writeInProgress: "this thread already writes; end that transaction first"
    case .transactionTooLarge: "the transaction is too large; split it"
    case .transactionBroken: "the transaction failed earlier; begin it again"
    case .outcomeUnknown(let code):
      """
      a commit failed at its last step (\(systemText(code))) and may be stored or not; \
      reopen the store and look
      """
    case .reopenNeeded: "the store was closed after a failure; reopen it"
    case .forked: "the store was opened before a fork; open it in this process"
    case .stopped: "the walk was stopped before its end"
    case .io(let code, let call): "\(call) failed: \(systemText(code))"
    case .unexpected(let code, let call): "\(call) failed: \(systemText(code))"
    default: ""
    }
  }

  private func place(_ page: UInt64?, _ table: String?) -> String {
    var text = ""
    if let page { text += " at page \(page)" }
    if let table { text += " of table \(table)" }
    return text
  }

  private func systemText(_ code: Int32) -> String {
    // mdb_strerror never returns NULL; its texts are constants or strerror's.
    "\(String(cString: mdb_strerror(code))) (\(code))"
  }
}
