// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// The keys of the people whose fields are sealed: one a subject, apart from the log.
///
/// Lives in `keys/`, outside backups of the log, so that destroying a key destroys what it
/// sealed everywhere. A destroyed key leaves a mark: it is never made anew (domain §8.2).
final class KeyStore: Sendable {
  /// AES-256-SIV takes two 256-bit keys.
  static let keyBytes = 64

  enum Key: Hashable, Sendable {
    case known([UInt8])
    case erased
    case absent
  }

  private let environment: Environment
  private let table: LMDB.Table
  private let source: KeySource

  private static func options(readOnly: Bool) -> EnvironmentOptions {
    var options = EnvironmentOptions(tables: ["keys"])
    options.isReadOnly = readOnly
    options.fileMode = 0o600
    return options
  }

  private init(_ environment: Environment, _ source: KeySource) throws(LMDBError) {
    self.environment = environment
    self.source = source
    table = try environment.table("keys")
  }

  static func create(at path: String) throws(LMDBError) -> KeyStore {
    try KeyStore(Environment.create(at: path, options: options(readOnly: false)), .random)
  }

  /// - Parameter source: Where keys of new subjects come from; those that are there stay.
  static func open(
    at path: String, readOnly: Bool, source: KeySource = .random
  ) throws(LMDBError) -> KeyStore {
    try KeyStore(Environment.open(at: path, options: options(readOnly: readOnly)), source)
  }

  func key(of subject: ObjectName) throws(LMDBError) -> Key {
    let transaction = try environment.beginRead()
    guard let bytes = try transaction.bytes(table, key: Array(subject.text.utf8)) else {
      return .absent
    }
    return bytes.count == KeyStore.keyBytes ? .known(bytes) : .erased
  }

  /// The keys of all these subjects, made and stored durably where there are none yet.
  func keys(making subjects: Set<ObjectName>) throws(LMDBError) -> [ObjectName: Key] {
    var keys: [ObjectName: Key] = [:]
    for subject in subjects { keys[subject] = try key(of: subject) }
    let missing = subjects.filter { keys[$0] == .absent }.sorted()
    guard !missing.isEmpty else { return keys }
    let made = try environment.withRoom { () throws(LMDBError) in try make(missing) }
    return keys.merging(made) { $1 }
  }

  /// The keys of subjects that had none a moment ago, made in one transaction.
  private func make(_ subjects: [ObjectName]) throws(LMDBError) -> [ObjectName: Key] {
    var keys: [ObjectName: Key] = [:]
    var transaction = try environment.beginWrite()
    for subject in subjects {
      // Another process may have made one since the look above.
      if let bytes = try transaction.bytes(table, key: Array(subject.text.utf8)) {
        keys[subject] = bytes.count == KeyStore.keyBytes ? .known(bytes) : .erased
        continue
      }
      let made = try newKey(for: subject)
      try transaction.put(table, key: Array(subject.text.utf8), value: made)
      keys[subject] = .known(made)
    }
    try transaction.commit()
    return keys
  }

  /// Reads every page and checksum; see the walk of the log's own store.
  func walkPages() throws(LMDBError) -> PageStatistics { try environment.walkPages() }

  /// Bytes of the store's pages.
  func usedBytes() throws(LMDBError) -> UInt64 { try environment.info().usedBytes }

  /// Destroys the key of a subject; what it sealed can never be opened again.
  func erase(_ subject: ObjectName) throws(LMDBError) {
    try environment.withRoom { () throws(LMDBError) in
      var transaction = try environment.beginWrite()
      try transaction.put(table, key: Array(subject.text.utf8), value: [0])
      try transaction.commit()
    }
  }

  private func newKey(for subject: ObjectName) throws(LMDBError) -> [UInt8] {
    guard let key = source.key(for: subject) else {
      throw LMDBError(.io(code: 5, call: "RAND_bytes"), path: "keys")
    }
    return key
  }
}
