// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// One pass of a ``CloudEventAppend`` over its lines.
struct CloudEventAppendRun {
  /// A line that states an event.
  private struct Item {
    let line: Int
    let event: NewEvent
    /// Later lines that say the same: a feed may send one twice.
    var repeats: [Int] = []

    var lines: Int { 1 + repeats.count }
  }

  private(set) var report = CloudEventAppendReport()
  private let options: CloudEventAppend
  private var reader: LineReader
  private var pending: [Item] = []
  private var pendingBytes = 0
  /// Where the pending lines stand, by the ids of their events.
  private var known: [EventID: Int] = [:]
  private var isAtEnd = false
  private var headBefore: Position = .origin

  init(_ options: CloudEventAppend, _ reader: LineReader) {
    self.options = options
    self.reader = reader
  }

  mutating func run(_ progress: (CloudEventAppend.Progress) -> Bool) {
    let first = options.takesEach ? options.batchSize : .max
    fill(lines: first, bytes: options.bufferLimit)
    while !pending.isEmpty || !isAtEnd, mayGoOn {
      while !pending.isEmpty, mayGoOn {
        guard progress(told) else {
          report.wasStopped = true
          break
        }
        appendBatch()
      }
      if mayGoOn { fill(lines: options.batchSize, bytes: options.bufferLimit) }
    }
    holdBack(pending)
    if !progress(told) { report.wasStopped = true }
  }

  private var told: CloudEventAppend.Progress {
    CloudEventAppend.Progress(
      read: report.read, stored: report.appended + report.alreadyThere)
  }

  private var mayGoOn: Bool {
    report.failure == nil && !report.wasStopped && (options.takesEach || report.rejected == 0)
  }

  // MARK: Reading

  private mutating func fill(lines: Int, bytes: Int) {
    pendingBytes = 0
    known.removeAll(keepingCapacity: true)
    do throws(InputError) {
      while pending.count < lines, pendingBytes < bytes {
        guard let line = try reader.nextLine() else {
          isAtEnd = true
          break
        }
        report.read += 1
        take(line)
      }
    } catch {
      report.failure = .input(error)
    }
    if !options.takesEach { validate() }
  }

  private mutating func take(_ line: LineReader.Line) {
    switch line {
    case .tooLong(let number):
      report.reject(
        number,
        .event(
          CloudEventError(
            .json(
              JSONError(
                problem: .tooLarge(limit: options.lineLimit), offset: 0, line: 1, column: 1,
                pointer: "")))))
    case .text(let number, let bytes):
      pendingBytes += bytes.count
      do throws(CloudEventError) {
        let event = try options.binding.event(
          bytes, limits: JSONLimits(bytes: options.lineLimit))
        try take(Item(line: number, event: event))
      } catch {
        report.reject(number, .event(error))
      }
    }
  }

  private mutating func take(_ item: Item) throws(CloudEventError) {
    if let id = item.event.id, let index = known[id] {
      guard pending[index].event == item.event else {
        throw CloudEventError(.idRepeated(line: pending[index].line), at: "/id")
      }
      pending[index].repeats.append(item.line)
      return
    }
    if let id = item.event.id { known[id] = pending.count }
    pending.append(item)
  }

  /// What the log would refuse is found before the first line is appended.
  private mutating func validate() {
    var accepted: [Item] = []
    accepted.reserveCapacity(pending.count)
    for item in pending {
      do throws(AppendError) {
        try options.log.validate([item.event])
        accepted.append(item)
      } catch {
        if case .log = error {
          report.failure = .log(error)
          return
        }
        reject(item, error)
      }
    }
    pending = accepted
  }

  // MARK: Appending

  private mutating func appendBatch() {
    let batch = Array(pending.prefix(options.batchSize))
    pending.removeFirst(batch.count)
    do throws(EventLogError) {
      headBefore = try options.log.head
    } catch {
      report.failure = .log(.log(error))
      return holdBack(batch)
    }
    // An archive's request is one moment of its past, so each line is a request of its own.
    if options.takesEach || options.log.identity.clock == .source {
      appendEach(batch)
    } else {
      appendWhole(batch)
    }
  }

  private mutating func appendWhole(_ batch: [Item]) {
    do throws(AppendError) {
      count(try options.log.append(batch.map(\.event)))
      for item in batch { report.alreadyThere += item.repeats.count }
    } catch {
      if CloudEventAppendRun.isOfTheLog(error) {
        report.failure = .log(error)
        return holdBack(batch)
      }
      let index = CloudEventAppendRun.index(of: error, in: batch)
      reject(batch[index], error)
      holdBack(batch[..<index] + batch[(index + 1)...])
    }
  }

  private mutating func appendEach(_ batch: [Item]) {
    let results = options.log.appendTogether(batch.map { [$0.event] })
    for (item, result) in zip(batch, results) {
      switch result {
      case .success(let receipt):
        count(receipt)
        report.alreadyThere += item.repeats.count
      case .failure(let error) where CloudEventAppendRun.isOfTheLog(error):
        report.failure = .log(error)
        holdBack([item])
      case .failure(let error): reject(item, error)
      }
    }
  }

  private mutating func reject(_ item: Item, _ error: AppendError) {
    for line in [item.line] + item.repeats { report.reject(line, .append(error)) }
  }

  private mutating func holdBack(_ items: some Sequence<Item>) {
    for item in items { report.heldBack += item.lines }
  }

  private mutating func count(_ receipt: Receipt) {
    let head = headBefore
    report.add(receipt, newPositions: receipt.positions.filter { $0 > head })
  }

  /// True if no other line would fare better.
  private static func isOfTheLog(_ error: AppendError) -> Bool {
    switch error {
    case .log, .outcomeUnknown: true
    default: false
    }
  }

  private static func index(of error: AppendError, in batch: [Item]) -> Int {
    switch error {
    case .invalid(let index, _), .invalidHeader(let index, _),
      .occurredInFuture(let index, _, _), .subjectErased(let index):
      index
    case .idTaken(let id, _): batch.firstIndex { $0.event.id == id } ?? 0
    default: 0
    }
  }
}
