// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Appends CloudEvents, one JSON object a line, to a log.
///
/// All lines are checked before the first is appended, as long as they fit into ``bufferLimit``;
/// beyond it, batch by batch. Each batch of ``batchSize`` lines is all or nothing; after a
/// rejected one nothing more is appended. A line that the log has already is recognised.
public struct CloudEventAppend {
  /// How far it has come.
  public struct Progress: Equatable, Sendable {
    /// Lines read so far.
    public let read: Int
    /// Lines that are in the log, from before or from now.
    public let stored: Int
  }

  /// Takes each line by itself: what is wrong is rejected, all else appended.
  public var takesEach = false
  /// Lines of one commit.
  public var batchSize = 1_000
  /// Bytes of lines that are checked before the first is appended.
  public var bufferLimit = 64 << 20
  /// Bytes of one line.
  public var lineLimit = 1 << 20

  let log: EventLog
  let binding: CloudEventBinding

  public init(_ log: EventLog, _ binding: CloudEventBinding) {
    self.log = log
    self.binding = binding
  }

  /// Reads `source` to its end and appends what it states.
  ///
  /// - Parameter progress: Told after each batch; false stops before the next.
  /// - Returns: What became of every line, also where it stopped early.
  public func run(
    _ source: any ByteSource, progress: (Progress) -> Bool = { _ in true }
  ) -> CloudEventAppendReport {
    var run = CloudEventAppendRun(self, LineReader(source, limit: lineLimit))
    run.run(progress)
    return run.report
  }
}

/// What became of the lines of a ``CloudEventAppend``.
///
/// ``read`` = ``appended`` + ``alreadyThere`` + ``rejected`` + ``heldBack``.
public struct CloudEventAppendReport: Equatable, Sendable {
  /// A line that was not taken.
  public struct RejectedLine: Equatable, Sendable {
    /// The line, from 1.
    public let line: Int
    /// Why.
    public let reason: Reason

    public enum Reason: Equatable, Sendable {
      /// The line by itself is wrong.
      case event(CloudEventError)
      /// The log does not take it.
      case append(AppendError)
    }
  }

  /// Lines with something on them.
  public internal(set) var read = 0
  /// Events that were written now.
  public internal(set) var appended = 0
  /// Events that the log had, or that an earlier line states.
  public internal(set) var alreadyThere = 0
  /// Lines that are wrong.
  public internal(set) var rejected = 0
  /// Lines that were not appended because of others, or because it was stopped.
  public internal(set) var heldBack = 0
  /// The position of the first and the last event written now.
  public internal(set) var positions: ClosedRange<Position>?
  /// The rejected lines, at most ``lineLimit``, in order.
  public internal(set) var lines: [RejectedLine] = []
  /// Why it could not go on, if the log or the source failed.
  public internal(set) var failure: Failure?
  /// True if the caller stopped it.
  public internal(set) var wasStopped = false

  /// What ended an append early.
  public enum Failure: Error, Equatable, Sendable {
    case input(InputError)
    case log(AppendError)
  }

  /// How many rejected lines are kept.
  public static let lineLimit = 1_000

  mutating func reject(_ line: Int, _ reason: RejectedLine.Reason) {
    rejected += 1
    if lines.count < Self.lineLimit { lines.append(RejectedLine(line: line, reason: reason)) }
  }

  mutating func add(_ receipt: Receipt, newPositions: some Sequence<Position>) {
    appended += receipt.appended
    alreadyThere += receipt.alreadyThere
    guard receipt.appended > 0, let low = newPositions.min(), let high = newPositions.max() else {
      return
    }
    positions = min(low, positions?.lowerBound ?? low)...max(high, positions?.upperBound ?? high)
  }
}
