// SPDX-License-Identifier: Apache-2.0

/// How far a replay has come.
public struct ReplayProgress: Hashable, Sendable {
  public enum Phase: Hashable, Sendable {
    /// Times and corrections are gathered, for folds in happened order.
    case collecting
    case folding
    /// Folding once more with care, because an event was refused.
    case foldingAgain
  }

  public let phase: Phase
  /// Events of this phase that were looked at, and all of them.
  public let done: UInt64
  public let total: UInt64
}

/// What a caller may watch and stop while a replay runs; both are asked once a batch.
public struct ReplayOptions {
  public var progress: ((ReplayProgress) -> Void)?
  /// True to stop with an error; by default when the surrounding task was cancelled.
  public var isCancelled: () -> Bool
  /// Bytes of rows that a stored view may hold in memory before pages are written back and let
  /// go; other memory comes to some 16 MB.
  public var memoryLimit = 256 << 20
  /// Events between two snapshots instead of the projection's own policy: for tests.
  package var snapshotEvents: UInt64?

  public init(
    progress: ((ReplayProgress) -> Void)? = nil,
    isCancelled: @escaping () -> Bool = { Task.isCancelled }
  ) {
    self.progress = progress
    self.isCancelled = isCancelled
  }
}
