// SPDX-License-Identifier: Apache-2.0
internal import Glibc
internal import LMDB

/// The directory of a log: `log/`, `keys/`, `checkpoints/`, `HEAD`,
/// `writer.lock` (docs/FORMAT.md §3).
struct LogDirectory {
  let path: String

  init(_ path: String) { self.path = path }

  var exists: Bool { access(path + "/log", F_OK) == 0 }

  /// Makes everything beside `path`, makes it durable, and moves it there in one step.
  func create(_ identity: LogIdentity, _ keys: KeySource) throws(EventLogError) {
    guard access(path, F_OK) != 0 else { throw EventLogError(.alreadyExists, path: path) }
    let draft = try Draft(beside: path)
    do throws(EventLogError) {
      try fill(draft.path, identity, keys)
      try LogDirectory.sync(draft.path)
      // Fails if something came to stand at the path meanwhile; an empty directory would do.
      guard rename(draft.path, path) == 0 else { throw failure("rename") }
      try syncParent()
    } catch {
      draft.remove()
      throw error
    }
  }

  private func fill(
    _ draft: String, _ identity: LogIdentity, _ keys: KeySource
  ) throws(EventLogError) {
    try store { () throws(LMDBError) in
      var options = EnvironmentOptions(tables: LogTables.all)
      options.createsMissingTables = true
      let environment = try Environment.create(at: draft + "/log", options: options)
      let tables = try LogTables(environment)
      var transaction = try environment.beginWrite()
      try transaction.put(tables.meta, key: LogIdentity.key, value: identity.bytes)
      try transaction.commit()
      _ = try KeyStore.create(at: draft + "/keys")
    }
    guard chmod(draft + "/keys", 0o700) == 0 else { throw failure("chmod") }
    do throws(ProofError) {
      _ = try KeyRing(directory: draft + "/keys").add(name: identity.origin, keys)
    } catch {
      guard case .log(let error) = error else { preconditionFailure("\(error)") }
      throw error
    }
    try HeadFile(path: draft + "/HEAD").create()
  }

  private func syncParent() throws(EventLogError) {
    var parent = path
    while parent.hasSuffix("/") { parent.removeLast() }
    parent =
      parent.contains("/")
      ? String(parent[..<(parent.lastIndex(of: "/") ?? parent.startIndex)]) : "."
    try LogDirectory.sync(parent.isEmpty ? "/" : parent)
  }

  /// Makes the names in a directory durable.
  private static func sync(_ directory: String) throws(EventLogError) {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw LogDirectory(directory).failure("open") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw LogDirectory(directory).failure("fsync") }
  }

  private func failure(_ call: String) -> EventLogError {
    EventLogError(.system(what: "\(call): \(String(cString: strerror(errno)))"), path: path)
  }
}
