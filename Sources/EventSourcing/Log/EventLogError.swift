// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Why a log could not be opened or read: what failed, where, and the next step.
public struct EventLogError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// There is no log at the path.
    case missing
    /// Something is at the path already.
    case alreadyExists
    /// The path holds something else than a log.
    case notALog(what: String)
    /// Creating the log was cut off; nothing was stored.
    case creationInterrupted
    /// The store is shorter, torn or changed: which part, and what was found.
    case damaged(what: String)
    /// The store opened older than what was acknowledged: an old copy, or a lost write.
    case olderThanAcknowledged(head: Position, acknowledged: Position)
    /// The log was written by a newer gridlog.
    case newerFormat(found: Int, supported: Int)
    /// Another process holds the writer's lock.
    case busy(holder: String)
    /// The disk or a limit of it is full.
    case diskFull(freeBytes: UInt64?, neededBytes: UInt64?)
    /// The log was opened for reading, or its medium cannot be written.
    case readOnly
    /// An event could not be turned back into what it says.
    case undecodable(position: Position, reason: String)
    /// The disk failed in a commit, which does not count: nothing was appended.
    case commitFailed(what: String)
    /// A reader stands behind the end of the log: it has read another log, or this one was
    /// restored to an earlier point.
    case positionBeyondHead(position: Position, head: Position)
    /// What is here is not a backup, or it is not whole: which part, and what was found.
    case damagedBackup(what: String)
    /// The backup is of another log than the one to be backed up.
    case backupOfAnother(backup: EventID, log: EventID)
    /// Backup and log have the same id and different events, from this one on.
    case otherHistory(from: Position)
    /// The backup has more events than the log: the log is an old copy, or lost its last ones.
    case behindBackup(head: Position, backup: Position)
    /// There is no such point in the past of the log.
    case noSuchPoint(what: String)
    /// Nothing of a damaged store can be saved.
    case nothingToSave(what: String)
    /// The store was compacted or replaced since it was opened: open the log again.
    case replaced
    /// The caller stopped it; what it was told to do by then is whole.
    case stopped
    /// The operating system refused something else.
    case system(what: String)
  }

  public let kind: Kind
  /// The path of the log or of the file in it.
  public let path: String

  public init(_ kind: Kind, path: String) {
    self.kind = kind
    self.path = path
  }

  public var description: String { "\(path): \(what)" }

  private var what: String {
    switch kind {
    case .missing: "there is no log here; create one with `gridlog init`"
    case .alreadyExists: "something is here already; choose another path"
    case .notALog(let what): "is not a log: \(what)"
    case .creationInterrupted:
      "creating this log was interrupted and nothing was stored; remove it and create it again"
    case .damaged(let what): "is damaged: \(what); nothing was changed, restore a backup"
    case .olderThanAcknowledged(let head, let acknowledged):
      "ends at \(head), but events up to \(acknowledged) were acknowledged; "
        + "this is an old copy or lost its last writes, so nothing is appended to it"
    case .newerFormat(let found, let supported):
      "has format \(found), this program reads up to \(supported); use a newer gridlog"
    case .busy(let holder): "the writer's lock is held by \(holder); try again later"
    case .diskFull(let free, let needed):
      "the disk is full" + (free.map { ", \($0) bytes are free" } ?? "")
        + (needed.map { ", \($0) are needed" } ?? "") + "; nothing was written"
    case .readOnly: "was opened for reading only"
    case .undecodable(let position, let reason): "event \(position) cannot be read: \(reason)"
    case .commitFailed(let what): "the disk failed: \(what); nothing was appended, append again"
    case .positionBeyondHead(let position, let head):
      "ends at \(head), and reading was to go on after \(position); this is not the log that was "
        + "read, or it was restored to an earlier point"
    case .damagedBackup(let what):
      "is not a whole backup: \(what); nothing was changed, use another one"
    case .backupOfAnother(let backup, let log):
      "is a backup of the log \(backup), not of \(log); choose another directory"
    case .otherHistory(let position):
      "holds another history of this log from \(position) on; choose another directory, "
        + "and find out which of the two is right"
    case .behindBackup(let head, let backup):
      "ends at \(head), but its backup reaches \(backup): this is an old copy or lost its last "
        + "events, so the backup was left alone"
    case .noSuchPoint(let what): what
    case .nothingToSave(let what): "has nothing that could be saved: \(what)"
    case .replaced: "was compacted or replaced since it was opened; open it again"
    case .stopped: "was stopped"
    case .system(let what): what
    }
  }
}

extension EventLogError {
  /// The engine's word for what the store said.
  init(_ error: LMDBError) {
    let kind: Kind =
      switch error.kind {
      case .missing: .missing
      case .alreadyExists: .alreadyExists
      case .notAStore(let found): .notALog(what: "\(found)")
      case .creationInterrupted: .creationInterrupted
      case .diskFull(let free, let needed): .diskFull(freeBytes: free, neededBytes: needed)
      case .readOnly: .readOnly
      case .truncated, .damaged, .checksumMismatch, .poisoned, .incompatibleVersion:
        .damaged(what: error.sentence)
      default: .system(what: error.sentence)
      }
    self.init(kind, path: error.path)
  }
}

/// Runs what speaks to the store and says its errors in the engine's words.
func store<R: ~Copyable>(_ body: () throws(LMDBError) -> R) throws(EventLogError) -> R {
  do {
    return try body()
  } catch {
    throw EventLogError(error)
  }
}
