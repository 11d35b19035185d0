// SPDX-License-Identifier: Apache-2.0

/// One thing that a doctor looked at, with what was found.
public enum DoctorCheck: Hashable, Sendable {
  /// The store opens: its pages hold together.
  case store(pages: Int, events: UInt64)
  /// It does not.
  case broken(EventLogError)
  /// The layout of the files, and what this program reads.
  case format(found: Int, supported: Int)
  /// What `HEAD` says was acknowledged, against where the store ends.
  case head(Position, acknowledged: Position?)
  /// Bytes in use, of the map, and where the map's growing ends.
  case map(used: Int, size: Int, limit: Int)
  /// Who reads; `behind` is how many commits ago the oldest view was taken.
  case readers([DoctorReader], slots: Int, behind: UInt64)
  /// Free pages of the store, those that nothing accounts for, and all.
  case pages(free: Int, unclaimed: Int, all: Int)
  /// Who holds the writer's lock; `nil` if nobody does.
  case lock(holder: String?)
  /// Where the log lies. On a network the locks do not hold; in memory nothing lasts.
  case fileSystem(name: String, isRemote: Bool, isVolatile: Bool)
  /// Free bytes for the log to grow; `nil` if the system does not tell.
  case disk(free: Int?, log: Int)
  /// The last event against the machine's clock; for logs of the system's clock only.
  case clock(last: Instant, now: Instant)
  /// Events behind the index runs, which an opening must read.
  case index(behind: Int, runs: Int)
  /// Whether the keys' directory is its owner's alone.
  case keys(isPrivate: Bool)
  /// What interrupted operations left, and may be removed.
  case leftovers([String])
  /// A backup: how far it reaches, how many events are newer, when it was taken.
  case backup(path: String, head: Position, behind: UInt64, taken: Instant)
  /// A backup that is no use.
  case badBackup(EventLogError)
  /// No backup was named.
  case noBackup

  /// Part of the contract of `--json`; never renamed.
  public var name: String {
    switch self {
    case .store, .broken: "store"
    case .format: "format"
    case .head: "head"
    case .map: "map"
    case .readers: "readers"
    case .pages: "pages"
    case .lock: "lock"
    case .fileSystem: "fileSystem"
    case .disk: "disk"
    case .clock: "clock"
    case .index: "index"
    case .keys: "keys"
    case .leftovers: "leftovers"
    case .backup, .badBackup, .noBackup: "backup"
    }
  }

  public enum Verdict: String, Hashable, Sendable {
    case fine, warning, broken
  }

  /// What to make of it.
  public var verdict: Verdict {
    switch self {
    case .broken, .badBackup: .broken
    case .store, .lock: .fine
    case .format(let found, let supported): found <= supported ? .fine : .broken
    case .head(let head, let acknowledged):
      acknowledged.map { $0 <= head ? .fine : .broken } ?? .warning
    case .map(let used, _, let limit): used > limit / 10 * 9 ? .warning : .fine
    case .readers(let readers, let slots, let behind):
      behind > 1000 || readers.count > slots / 10 * 9 ? .warning : .fine
    case .pages(let free, let unclaimed, let all):
      all > 1024 && free + unclaimed > all / 2 ? .warning : .fine
    case .fileSystem(_, let isRemote, let isVolatile): isRemote || isVolatile ? .warning : .fine
    case .disk(let free, let log):
      free.map { $0 < max(log / 2, 64 << 20) } == true ? .warning : .fine
    case .clock(let last, let now):
      last > now.adding(microseconds: 600_000_000) ? .warning : .fine
    case .index(let behind, _): behind > 4 * 65_536 ? .warning : .fine
    case .keys(let isPrivate): isPrivate ? .fine : .warning
    case .leftovers(let paths): paths.isEmpty ? .fine : .warning
    case .backup(_, _, _, let taken): taken == .earliest ? .warning : .fine
    case .noBackup: .warning
    }
  }
}

/// A process that holds a view of the store.
public struct DoctorReader: Hashable, Sendable {
  public let process: Int32
  /// The program's name; empty if the system does not tell.
  public let program: String
  /// How many commits ago the view was taken: pages freed since cannot be used again.
  public let behind: UInt64
}

/// All that a doctor found.
public struct DoctorReport: Hashable, Sendable {
  public internal(set) var checks: [DoctorCheck] = []

  /// The gravest verdict.
  public var verdict: DoctorCheck.Verdict {
    if checks.contains(where: { $0.verdict == .broken }) { return .broken }
    return checks.contains { $0.verdict == .warning } ? .warning : .fine
  }
}
