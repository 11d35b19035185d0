// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What must hold for every projection and every history (design §5).
public enum ConformanceLaw: String, Hashable, Sendable, CaseIterable {
  /// Folded again, it gives the same rows.
  case twice
  /// Nor do the rows depend on the order in which objects were numbered.
  case numbering
  /// Folded in batches of any size, it gives what it gives at once.
  case split
  /// As of position n equals the log cut at n.
  case cut
  /// A stored view kept current piece by piece is the live one.
  case stored
  /// Programs without the code read the same rows from the store.
  case described
  /// From a snapshot on, a stored view answers as of any moment as the log does.
  case snapshots
  /// A rebuild gives what is stored.
  case rebuild
  /// Events appended again change nothing.
  case duplicates
  /// Stopped after any batch, folding goes on to the same rows.
  case stopped
  /// The files as a crash leaves them serve whole rows, and folding goes on to the same ones.
  case crash
  /// Another process gives the same rows: other hash seeds, nothing remembered.
  case otherProcess
  /// Events of every version in the vocabulary are lifted to the newest, and can be folded.
  case versions
}

/// The first law that a projection breaks, and where.
public struct BrokenLaw: Error, Hashable, Sendable, CustomStringConvertible {
  public let projection: String
  public let law: ConformanceLaw
  /// Which history it was: as given, or made from it with this seed.
  public let history: String
  public let seed: UInt64
  /// The first position with which it breaks, as far as that could be found.
  public let position: Position?
  /// What was found, in words: rows that differ, or an error.
  public let detail: String

  public var description: String {
    let place = position.map { " with event \($0)" } ?? ""
    return """
      \(projection) breaks the law \(law)\(place) (\(history), seed \(seed)): \(detail). \
      \(law.hint)
      """
  }
}

extension ConformanceLaw {
  /// Where to look first.
  fileprivate var hint: String {
    switch self {
    case .twice: "Look for a clock, randomness, a static variable, or the order of a Dictionary"
    case .numbering: "Look for comparisons of object numbers, or an order by them"
    case .split: "Look for what is remembered between events outside of tables"
    case .cut: "Look for what is remembered outside of tables"
    case .stored, .described, .snapshots, .rebuild, .stopped, .crash:
      "Look for rows that lose something when they are encoded, and for static variables"
    case .duplicates: "Look for event ids that do not stay the same"
    case .otherProcess:
      "Look for the order of a Dictionary or Set, hash values, the environment, static variables"
    case .versions: "Look at the upcasters of the vocabulary"
    }
  }
}
