// SPDX-License-Identifier: Apache-2.0

/// How far a backup, a restore, a salvage or a compaction has come.
public struct OperationProgress: Hashable, Sendable {
  public enum Stage: Hashable, Sendable {
    /// Events are read here and written there.
    case copying
    /// What was written is read back and compared.
    case checking
    /// What can be read of a damaged store is gathered, value by value.
    case gathering
    /// The result is verified as `verify` does it: pages first, then events.
    case verifying
  }

  public let stage: Stage
  /// Events; values while gathering.
  public let done: Int
  /// As many as there will be; 0 where nobody knows.
  public let total: Int

  init(_ stage: Stage, done: Int, total: Int) {
    self.stage = stage
    self.done = done
    self.total = total
  }
}

/// Told now and then; false stops the work, which then throws ``EventLogError/Kind/stopped``.
public typealias OperationListener = (OperationProgress) -> Bool
