// SPDX-License-Identifier: Apache-2.0
internal import Glibc
internal import LMDB

/// A log in the making: a hidden directory beside its place, which gets its name when it is whole.
///
/// After an interruption there is the log or nothing under the name; what the maker left is
/// recognised by its own name and by the lock that nobody holds, and removed by the next one.
struct ScratchLog: ~Copyable {
  let target: String
  let path: String
  private let hold: DirectoryHold
  private let room: String

  /// - Throws: ``EventLogError/Kind/alreadyExists`` if something is at `target`.
  init(for target: String) throws(EventLogError) {
    guard !FileTree.exists(target) else { throw EventLogError(.alreadyExists, path: target) }
    let (parent, name) = FileSystem.split(target)
    for leftover in ScratchLog.leftovers(of: target) { FileTree.remove(leftover) }
    let room = "\(parent)/\(ScratchLog.prefix(name))\(getpid())"
    guard mkdir(room, 0o750) == 0 else { throw FileTree.failure("mkdir", target) }
    let hold = try DirectoryHold(room)
    self.room = room
    self.hold = hold
    self.target = target
    path = room + "/log"
  }

  /// Unfinished logs of that name whose makers are gone.
  static func leftovers(of target: String) -> [String] {
    let (parent, name) = FileSystem.split(target)
    return FileSystem.names(in: parent)
      .filter { $0.hasPrefix(prefix(name)) }
      .map { "\(parent)/\($0)" }
      .filter { (try? DirectoryHold($0)) != nil }
  }

  /// Used for salvages too: what an interrupted one gathered has the same form.
  private static func prefix(_ name: String) -> String { ".\(name).restoring-" }

  /// Gives the log its name; no part of it may be open any more.
  consuming func finish() throws(EventLogError) {
    guard !FileTree.exists(target) else { throw EventLogError(.alreadyExists, path: target) }
    // The lock file belongs to the processes that have the store open, and none has.
    for file in ["/log/lock.mdb", "/keys/lock.mdb", "/writer.lock"] { unlink(path + file) }
    for directory in ["/log", "/keys", ""] { try FileTree.flush(path + directory) }
    try FileTree.rename(path, target)
    try FileTree.flush(FileSystem.split(target).parent)
  }

  deinit { FileTree.remove(room) }
}
