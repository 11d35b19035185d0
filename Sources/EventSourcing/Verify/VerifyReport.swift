// SPDX-License-Identifier: Apache-2.0

/// How much of a log ``EventLog/verify(_:progress:)`` looks at.
public enum VerifyScope: Hashable, Sendable {
  /// All that a log can be held against.
  case everything
  /// Only whether the events are the ones that were appended: the hash of every record and of
  /// every node of the tree is made again and held against the stored roots, the stored
  /// checkpoints and `HEAD`. Several times faster; says nothing of indexes, schemas and the
  /// order of times and versions.
  case tree
}

/// What ``EventLog/verify(_:progress:)`` found.
public struct VerifyReport: Hashable, Sendable {
  /// Something that is not as it was written, and where.
  public struct Problem: Hashable, Sendable, CustomStringConvertible {
    /// The event concerned; `nil` if it is the store as a whole.
    public let position: Position?
    /// What was found, in English, without personal data.
    public let what: String

    public init(at position: Position?, _ what: String) {
      self.position = position
      self.what = what
    }

    public var description: String { (position.map { "event \($0): " } ?? "") + what }
  }

  /// The position of the last event when the verifying began.
  public var head: Position = .origin
  /// Pages of the store whose structure was checked.
  public var pages = 0
  /// Values whose checksums were compared.
  public var checkedValues = 0
  /// Events that were read and compared with their indexes.
  public var events = 0
  /// Entries of the indexes that an event accounts for.
  public var indexEntries = 0
  /// Stored checkpoints whose root is that of the events.
  public var checkpoints = 0
  /// The root over all events; `nil` if they could not all be read.
  public var root: Digest?
  /// What was found, in the order of finding, at most ``problemLimit``.
  public internal(set) var problems: [Problem] = []
  /// How many there are in all.
  public internal(set) var problemCount = 0
  /// False if the caller stopped it.
  public internal(set) var isComplete = true

  /// How many problems are kept with their text.
  public static let problemLimit = 100

  public init() {}

  /// True if everything was looked at and nothing is wrong.
  public var isIntact: Bool { problemCount == 0 && isComplete }

  /// The lowest position of a problem.
  public var firstBadPosition: Position? { problems.compactMap(\.position).min() }

  mutating func add(_ problem: Problem) {
    problemCount += 1
    if problems.count < VerifyReport.problemLimit { problems.append(problem) }
  }
}

/// How far a verifying has come.
public struct VerifyProgress: Hashable, Sendable {
  public enum Stage: Hashable, Sendable {
    /// The pages of the store, from the root down.
    case pages
    /// The events, by position, with their hashes and indexes.
    case events
  }

  public let stage: Stage
  public let done: Int
  public let total: Int

  public init(stage: Stage, done: Int, total: Int) {
    self.stage = stage
    self.done = done
    self.total = total
  }
}
