// SPDX-License-Identifier: Apache-2.0

/// In which order a projection takes events.
public enum FoldOrder: Hashable, Sendable {
  /// The log's order; a correction is one more event. For status and timelines.
  case recorded
  /// By (occurred, position), each event as amended or dropped by what the cut knows.
  ///
  /// For counts about a period: "as known on K about P" is exact (design §5).
  case happened
}

/// A fold of events into tables: a question to the log, answered as of any moment.
///
/// State lives only in the stored properties, each a ``Table`` (answers) or a ``Workspace``
/// (what folding must remember); any other stored property is refused when the projection is
/// registered. `apply` is pure: no clock, no randomness, no files, no network, no globals.
///
/// ```swift
/// struct DispatchesByBody: Projection {
///   static let name = "dispatches-by-body", version = 1
///   let count = Table<ObjectID, Int>()
///   func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
///     if event.type == .ticketDispatched, let body = event.reference(.handler) {
///       count[body, default: 0] += 1
///     }
///   }
/// }
/// ```
public protocol Projection: SendableMetatype {
  associatedtype Vocabulary: EventVocabulary

  /// Kebab-case; part of digests and of the files on disk.
  static var name: String { get }
  /// Raise it when the folding changes: stored rows of another version are not served as this.
  static var version: Int { get }
  /// The order in which events come; ``FoldOrder/recorded`` unless declared.
  static var order: FoldOrder { get }
  /// The types that the fold looks at; `nil` (the default) means all.
  static var types: Set<EventType>? { get }
  /// How often the stored view keeps a snapshot; ``SnapshotPolicy/standard`` unless declared.
  static var snapshots: SnapshotPolicy { get }
  /// The digest of its view on the golden log of its vocabulary; `nil` unless declared.
  ///
  /// A build holds it against the fold: a changed digest with the same version fails. It stands in
  /// certificates, so that whoever checks one knows whether the folding is the same.
  static var golden: Digest? { get }

  init()

  /// Takes one event.
  ///
  /// - Throws: ``Refusal`` if the event cannot be folded: its writes are undone, and later events
  ///   of its stream are parked; output and digest list them.
  func apply(_ event: borrowing RecordedEvent<Vocabulary>) throws(Refusal)

  /// Takes the events `rows` of a batch; the default applies one after the other.
  ///
  /// The engine calls this once a batch, so that the loop is specialised where the projection
  /// is written.
  func apply(_ batch: borrowing BatchSlice<Vocabulary>) throws(BatchRefusal)
}

extension Projection {
  public static var order: FoldOrder { .recorded }
  public static var types: Set<EventType>? { nil }
  public static var snapshots: SnapshotPolicy { .standard }
  public static var golden: Digest? { nil }

  @inlinable
  public func apply(_ batch: borrowing BatchSlice<Vocabulary>) throws(BatchRefusal) {
    for row in batch.rows {
      do throws(Refusal) {
        try apply(RecordedEvent<Vocabulary>(columns: batch.columns, row: row))
      } catch {
        throw BatchRefusal(row: row, refusal: error)
      }
    }
  }
}

/// How often a stored view keeps what its rows were: from the snapshot before it, the view of any
/// moment is a short fold away.
///
/// A snapshot holds only the rows that changed since the one before. It is never trusted over the
/// log: leaving it out changes how long an answer takes, and nothing else.
public struct SnapshotPolicy: Hashable, Sendable {
  /// Events from one to the next; `nil` for none at all.
  let events: UInt64?

  /// No snapshots: views of past moments are folded from nothing.
  public static let none = SnapshotPolicy(events: nil)
  /// Every 65,536 events.
  public static let standard = every(65_536)

  /// One each time that many events were recorded, at least 1.
  public static func every(_ events: UInt64) -> SnapshotPolicy {
    precondition(events > 0, "snapshots are at least an event apart")
    return SnapshotPolicy(events: events)
  }
}

/// A run of events of one batch.
public struct BatchSlice<Vocabulary: EventVocabulary>: ~Copyable {
  @usableFromInline let columns: UnsafePointer<BatchColumns>
  public let rows: Range<Int>

  init(columns: UnsafePointer<BatchColumns>, rows: Range<Int>) {
    self.columns = columns
    self.rows = rows
  }
}

/// Why a projection does not take an event. Nothing of the event is kept.
public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
  public let reason: String

  public init(_ reason: String) { self.reason = reason }

  public var description: String { reason }
}

/// A refusal and the row of the batch at which it happened.
public struct BatchRefusal: Error, Hashable, Sendable {
  public let row: Int
  public let refusal: Refusal

  public init(row: Int, refusal: Refusal) {
    self.row = row
    self.refusal = refusal
  }
}

/// A projection with columns that change with time alone: overdue, days left, in force.
///
/// Stored rows are clock-free; these columns are computed for the asked moment, which is printed
/// with the answer. Rows of tables with another key or row type are shown as they are.
public protocol Presenting: Projection {
  associatedtype Key: TableKey
  associatedtype Row: TableRow

  /// The columns that ``present(_:of:at:)`` computes and the rule of each, with its source;
  /// shown where a row is explained. None unless declared.
  static var rules: [String: String] { get }

  /// The row as it reads at `clock`; pure.
  func present(_ row: Row, of key: Key, at clock: Instant) -> Row
}

extension Presenting {
  public static var rules: [String: String] { [:] }
}
