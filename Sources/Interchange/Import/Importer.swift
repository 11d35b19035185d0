// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Takes the records of a source into a log, and accounts for every one of them.
///
/// A record is all or none where the log has the machine's clock. Where it has the source's, the
/// events of all records are put in the order in which they happened, so that the archive can be
/// asked what was known on any day; a record is then taken in step by step. Either way a second
/// import of the same file appends nothing, and an interrupted one goes on where it stopped.
public struct Importer {
  /// How far an import has come: records read of those in the file, as far as that is known.
  public struct Progress: Hashable, Sendable {
    public let done: Int
    public let total: Int?
  }

  private let log: EventLog
  private let mapping: Mapping
  /// Requests of one commit.
  private static let group = 512

  public init(log: EventLog, mapping: Mapping) {
    self.log = log
    self.mapping = mapping
  }

  /// The zone in which wall-clock times of the source are read.
  public var businessZone: SourceZone {
    SourceZone(named: log.identity.zone.name) ?? .shanghai
  }

  /// Runs the import.
  ///
  /// - Parameters:
  ///   - progress: Told once a commit.
  ///   - isCancelled: Asked once a commit; the commit under way is finished.
  /// - Throws: ``ImportFailure``; what was appended until then stays and is recognised next time.
  @available(*, noasync, message: "an import blocks its thread; run it on one of its own")
  public func run(
    _ source: ImportSource, progress: (Progress) -> Void = { _ in },
    isCancelled: () -> Bool = { false }
  ) throws(ImportFailure) -> ImportReport {
    var session = ImportSession(log: log)
    do {
      let rows = try ImportRun(source, mapping: mapping, businessZone: businessZone)
      while let row = try rows.next() {
        session.take(row)
        if log.identity.clock == .system, session.pendingRequests >= Importer.group {
          try session.commit()
          progress(Progress(done: session.report.read, total: nil))
          if isCancelled() { return try session.finished(interrupted: true) }
        }
      }
      session.orderByTime(if: log.identity.clock == .source)
      let total = session.pendingRequests
      while session.pendingRequests > 0 {
        try session.commit(atMost: Importer.group)
        // Told in records, though an archive is taken in by moments.
        let records = session.report.read
        let done = total - session.pendingRequests
        progress(Progress(done: records * done / max(1, total), total: records))
        if isCancelled() { return try session.finished(interrupted: true) }
      }
      return try session.finished(interrupted: false)
    } catch let error as ImportError {
      throw .source(error)
    } catch let error as AppendError {
      throw .append(error, session.report)
    } catch let error as EventLogError {
      throw .log(error)
    } catch {
      preconditionFailure("an error of an unknown kind: \(error)")
    }
  }
}

/// Why an import ended before its source did.
public enum ImportFailure: Error, Sendable, CustomStringConvertible {
  /// The source cannot be read with this mapping.
  case source(ImportError)
  /// The log took no more; the report says what it took until then.
  case append(AppendError, ImportReport)
  case log(EventLogError)

  public var description: String {
    switch self {
    case .source(let error): error.description
    case .append(let error, let report):
      "\(error); \(report.eventsAppended) events had been appended, "
        + "run the import again to go on"
    case .log(let error): error.description
    }
  }
}
