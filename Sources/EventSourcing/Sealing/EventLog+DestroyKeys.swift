// SPDX-License-Identifier: Apache-2.0
internal import LMDB

extension EventLog {
  /// Destroys the keys of subjects: what was sealed under them can never be opened again, here or in
  /// any copy of the log, and nothing more is sealed under them.
  ///
  /// The log itself stays as it is to the byte, and so do its proofs. Copies of `keys/` that were
  /// taken before are the operator's to destroy. Doing it again changes nothing.
  ///
  /// Durable when it returns. An application says in an event of its own that it was done, before it
  /// calls this: a crash between the two is mended by calling it again (domain §8.2).
  ///
  /// - Throws: ``EventLogError`` if the log is read-only or the keys cannot be written; those before
  ///   are destroyed then.
  public func destroyKeys(of subjects: [ObjectName]) throws(EventLogError) {
    guard !options.isReadOnly else { throw EventLogError(.readOnly, path: path) }
    for subject in subjects {
      try store { () throws(LMDBError) in
        if try keys.key(of: subject) != .erased { try keys.erase(subject) }
      }
    }
  }
}
