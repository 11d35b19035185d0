// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// Records on their way into the log: requests not yet committed, and what became of each record.
struct ImportSession {
  /// What the log said about the parts of a record so far.
  private struct Outcome {
    let line: Int
    let externalID: String
    var openParts: Int
    var appended = 0
    var alreadyThere = 0
    var changed: Position?
    var rejection: String?
  }

  private struct Request {
    let events: [NewEvent]
    /// The record it belongs to; `nil` for objects, which belong to all that name them.
    let record: Int?
    let time: Instant
  }

  private let log: EventLog
  private(set) var report = ImportReport()
  private var requests: ArraySlice<Request> = []
  private var outcomes: [Int: Outcome] = [:]
  private var nextRecord = 0

  init(log: EventLog) { self.log = log }

  var pendingRequests: Int { requests.count }

  // MARK: Reading

  mutating func take(_ row: ImportRun.Row) {
    switch row {
    case .other: report.otherRows += 1
    case .rejected(let record):
      report.read += 1
      reject(record.line, record.problem.description, record.rawText)
    case .mapped(let record):
      report.read += 1
      for doubt in record.doubts { report.doubts[doubt, default: 0] += 1 }
      bind(record)
    }
  }

  private mutating func reject(_ line: Int, _ reason: String, _ rawText: String) {
    report.rejected.append(RejectedRow(line: line, reason: reason, rawText: rawText))
  }

  private mutating func bind(_ record: MappedRecord) {
    var objects: [NewEvent] = []
    var parts: [[NewEvent]] = []
    do {
      for proposed in record.events {
        let event = try proposed.event(in: log.options.catalogue)
        if proposed.basis == .object {
          objects.append(event)
        } else if log.identity.clock == .source, let last = parts.last?.last,
          last.occurred != event.occurred
        {
          parts.append([event])
        } else if parts.isEmpty {
          parts.append([event])
        } else {
          parts[parts.count - 1].append(event)
        }
      }
    } catch {
      reject(record.line, error.description, "")
      return
    }
    let index = nextRecord
    nextRecord += 1
    outcomes[index] = Outcome(
      line: record.line, externalID: record.externalID, openParts: parts.count)
    for event in objects { add([event], record: nil) }
    for part in parts { add(part, record: index) }
  }

  private mutating func add(_ events: [NewEvent], record: Int?) {
    let time = events.compactMap(\.occurred).max() ?? .earliest
    requests.append(Request(events: events, record: record, time: time))
  }

  /// Puts an archive into the order in which it happened; equal times keep the file's order.
  mutating func orderByTime(if isArchive: Bool) {
    guard isArchive else { return }
    let ordered = requests.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }
    requests = ArraySlice(ordered.map(\.element))
  }

  // MARK: Writing

  @available(*, noasync)
  mutating func commit(atMost limit: Int = .max) throws(AppendError) {
    let group = Array(requests.prefix(limit))
    requests = ArraySlice(requests.dropFirst(group.count))
    let results = log.appendTogether(group.map(\.events))
    for (request, result) in zip(group, results) { try note(request, result) }
  }

  private mutating func note(
    _ request: Request, _ result: Result<Receipt, AppendError>
  ) throws(AppendError) {
    switch result {
    case .success(let receipt):
      report.eventsAppended += receipt.appended
      report.eventsAlreadyThere += receipt.alreadyThere
      close(request) {
        $0.appended += receipt.appended
        $0.alreadyThere += receipt.alreadyThere
      }
    case .failure(.idTaken(_, let position)):
      // An object that a later file meets at another time first is the same object.
      if request.record == nil { report.eventsAlreadyThere += request.events.count }
      close(request) { $0.changed = position }
    case .failure(let error):
      guard error.isAboutRequest else { throw error }
      if request.record == nil { throw error }
      close(request) { $0.rejection = error.description }
    }
  }

  private mutating func close(_ request: Request, _ change: (inout Outcome) -> Void) {
    guard let record = request.record, var outcome = outcomes[record] else { return }
    change(&outcome)
    outcome.openParts -= 1
    outcomes[record] = outcome.openParts == 0 ? nil : outcome
    guard outcome.openParts == 0 else { return }
    if let reason = outcome.rejection {
      reject(outcome.line, reason, "")
    } else if let position = outcome.changed {
      report.changed.append(
        ChangedRecord(line: outcome.line, externalID: outcome.externalID, position: position))
    } else if outcome.appended > 0 {
      report.appended += 1
    } else {
      report.alreadyThere += 1
    }
  }

  mutating func finished(interrupted: Bool) throws(EventLogError) -> ImportReport {
    report.isInterrupted = interrupted
    // What is still pending was read, but is not in the log yet.
    if interrupted { report.read -= outcomes.count }
    report.rejected.sort { $0.line < $1.line }
    report.changed.sort { $0.line < $1.line }
    report.head = try log.head
    return report
  }
}

extension AppendError {
  /// True if the request is at fault: the next one may be taken. False if the log is.
  var isAboutRequest: Bool {
    switch self {
    case .log, .outcomeUnknown: false
    default: true
    }
  }
}
