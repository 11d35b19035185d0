// SPDX-License-Identifier: Apache-2.0

/// What an import understood of a file before anything is written.
///
/// Data, not text: what is shown of it, and how, is the caller's business. Samples of personal
/// columns are masked; ``firstRecords`` and ``rejected`` hold personal text in clear.
public struct ImportPlan: Equatable, Sendable {
  /// How the file is written: compression, encoding and why, separator.
  public internal(set) var source: SourceFinding
  /// The line of the header; nil for JSON.
  public internal(set) var headerLine: Int?
  /// The lines above the header.
  public internal(set) var titles: [Title] = []
  /// The rows of a table by sort; for JSON only the records count.
  public internal(set) var counts = CSVCounts()
  /// The columns of the file in order with what becomes of them.
  public internal(set) var columns: [Column] = []
  /// The first five records that map, with their events.
  public internal(set) var firstRecords: [MappedRecord] = []
  /// How many records map.
  public internal(set) var mappedCount = 0
  /// The doubts found, in the order of the mapping's checks, then as they first occur.
  public internal(set) var doubts: [Doubt] = []
  /// What had to be decided to read times, with the number of events concerned.
  public internal(set) var timeNotes: [TimeNote] = []
  /// The events by type, in the order of the mapping.
  public internal(set) var events: [EventCount] = []
  /// The first rejected records, at most ``rejectedLimit``.
  public internal(set) var rejected: [RejectedRecord] = []
  /// How many records are rejected.
  public internal(set) var rejectedCount = 0
  /// Records whose number an earlier record of the file has.
  public internal(set) var repeatedNumbers = 0
  /// Objects that were made from different texts, such as two names with one slug.
  public internal(set) var collisions: [ObjectCollision] = []
  /// The earliest and latest time of the stated events, in microseconds since 1970.
  public internal(set) var period: ClosedRange<Int64>?

  /// How many rejected records a plan keeps.
  public static let rejectedLimit = 1_000

  init(source: SourceFinding) { self.source = source }

  /// A line above the header.
  public struct Title: Equatable, Sendable {
    /// The line, from 1.
    public let line: Int
    /// The text of its first filled cell.
    public let text: String
  }

  /// A column of the file.
  public struct Column: Equatable, Sendable {
    /// The name in the file.
    public let name: String
    /// What it is used for, such as `TicketClosed.reason`; empty if it is ignored.
    public let uses: [String]
    /// Whether its texts are about persons, so that they are sealed and shown masked.
    public let isPersonal: Bool
    /// The first text in it, masked if personal; nil if there is none.
    public internal(set) var sample: String?
    /// How many records have something in it.
    public internal(set) var filled = 0
  }

  /// A doubt with the records it concerns.
  public struct Doubt: Equatable, Sendable {
    /// The name of the check, of an expectation, or of a doubtful reading of a time.
    public let name: String
    /// What happens to records in doubt.
    public let action: MappingCheck.Action
    /// How many records it concerns.
    public internal(set) var records = 0
    /// The line of the first of them; nil if there is none.
    public internal(set) var firstLine: Int?
  }

  /// A decision about times with the events it concerns.
  public struct TimeNote: Equatable, Sendable {
    /// What was decided.
    public let note: SourceTimeNote
    /// How many events it concerns.
    public internal(set) var events: Int
    /// The line of the first of them.
    public let firstLine: Int
  }

  /// How many events of one type there will be.
  public struct EventCount: Equatable, Sendable {
    /// The event type.
    public let type: String
    /// Events that register objects.
    public internal(set) var objects = 0
    /// Events that the source states.
    public internal(set) var stated = 0
    /// Events that the source implies.
    public internal(set) var implied = 0

    /// All three.
    public var sum: Int { objects + stated + implied }
  }
}

extension ImportPlan {
  /// Reads the whole of `source` and says what an import with `mapping` would do.
  ///
  /// - Parameter businessZone: The zone of the log, for mappings with `zone: wall`.
  /// - Throws: ``ImportError`` if the text cannot be read or columns are missing.
  public static func prepare(
    _ source: ImportSource, mapping: Mapping, businessZone: SourceZone = .shanghai
  ) throws(ImportError) -> ImportPlan {
    let run = try ImportRun(source, mapping: mapping, businessZone: businessZone)
    var planner = ImportPlanner(run.finding, mapping)
    while let step = try run.step() { planner.take(step.row, step.record) }
    return planner.finish(run)
  }
}
