// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// The stores that this process has open, by file and not by path.
///
/// liblmdb guards its files with locks that belong to the process: opening a file twice and
/// closing one of the two drops the locks of both, and other processes then overwrite pages that
/// are still being read. So a second open gives the first one's object.
enum EnvironmentRegistry {
  private enum Entry: Sendable {
    case changing
    case open(WeakEnvironment)
    case poisoned(String)
  }
  private struct WeakEnvironment: Sendable { weak let environment: Environment? }
  private enum Answer {
    case mine
    case wait
    case open(Environment)
    case poisoned(String)
  }

  private static let entries = Mutex<[FileIdentity: Entry]>([:])

  /// The store that is open already, or nil: then the caller opens it and calls `opened` or
  /// `closed`, and everyone else waits until then.
  static func claim(_ file: FileIdentity, path: String) throws(LMDBError) -> Environment? {
    while true {
      let answer: Answer = entries.withLock { entries in
        switch entries[file] {
        case nil:
          entries[file] = .changing
          return .mine
        case .changing: return .wait
        // The last reference is gone; its deinit is about to close and remove the entry.
        case .open(let weak): return weak.environment.map(Answer.open) ?? .wait
        case .poisoned(let assertion): return .poisoned(assertion)
        }
      }
      switch answer {
      case .mine: return nil
      case .wait: FileSystem.pause()
      case .open(let environment): return environment
      case .poisoned(let assertion):
        throw LMDBError(.poisoned(assertion: assertion), path: path)
      }
    }
  }

  /// Whether this process has the file open, or is opening or closing it.
  static func isOpen(_ file: FileIdentity) -> Bool { entries.withLock { $0[file] != nil } }

  static func opened(_ environment: Environment) {
    entries.withLock {
      $0[environment.identity] = .open(WeakEnvironment(environment: environment))
    }
  }

  /// Runs `close` while nobody can open the file, and forgets the store.
  static func closed(_ file: FileIdentity, _ close: () -> Void) {
    entries.withLock {
      close()
      $0[file] = nil
    }
  }

  /// Remembers that liblmdb must not be called on this file by this process any more.
  static func poisoned(_ file: FileIdentity, assertion: String) {
    entries.withLock { $0[file] = .poisoned(assertion) }
  }
}
