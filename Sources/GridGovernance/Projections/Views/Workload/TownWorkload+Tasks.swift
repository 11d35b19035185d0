// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// The days on which a town has tasks of departments, and the months that have rows.
struct TownTaskStock: TableRow {
  var first: Month?
  var last: Month?
  /// Of each admission, its first day and its last; open without a last one.
  var spans: [TaskSpan] = []

  func row(of month: Month) -> TownTasks {
    var row = TownTasks()
    let (begin, end) = (month.first, month.next.first)
    for span in spans {
      if span.from < begin, span.last.map({ $0 >= begin }) ?? true { row.openAtStart += 1 }
      if Month(span.from) == month { row.began += 1 }
      if let last = span.last, last >= begin, last < end { row.ended += 1 }
    }
    row.openAtEnd = row.openAtStart + row.began - row.ended
    return row
  }
}

/// An admission in one town, both days included.
struct TaskSpan: Codable, Hashable, Sendable {
  var from: CivilDate
  var last: CivilDate?
}

/// What a department asked for, until it is decided; see ``TownWorkload``. Without a day there is
/// nothing to count, as in the admission register.
struct AskedTask: TableRow {
  var from: CivilDate?
  var last: CivilDate?
  var isDecided = false
}

// The block of admitted tasks. As in the admission register, the first request and the first
// decision of an admission stand.
extension TownWorkload {
  static let taskTypes: Set<EventType> = [
    .taskAdmissionRequested, .taskAdmissionDecided, .admissionFulfilled,
  ]

  func takeTask(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let key = event.reference(.admission) else { return }
    let month = Month(event.occurredOn)
    switch event.type {
    case .taskAdmissionRequested:
      guard askedTasks[key] == nil,
        let from = event.date(TaskAdmissionRequested.Field.effectiveFrom)
      else { return }
      let towns = event.references(.town)
      askedTasks[key] = AskedTask(
        from: from, last: event.date(TaskAdmissionRequested.Field.effectiveTo))
      for town in towns { update(tasksOf: town, month) { $0.asked += 1 } }
    case .taskAdmissionDecided: try decide(key, event, month)
    default:
      guard let town = event.reference(.town) else { return }
      update(tasksOf: town, month) { $0.fulfilled += 1 }
    }
  }

  private func decide(
    _ key: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>, _ month: Month
  ) throws(Refusal) {
    guard
      let result = event.enumeration(TaskAdmissionDecided.Field.result).flatMap(
        TaskAdmissionDecided.Result.init(number:))
    else { throw Refusal("TaskAdmissionDecided without result") }
    let asked = askedTasks[key]
    guard asked?.isDecided != true else { return }
    var decided = asked ?? AskedTask()
    decided.isDecided = true
    askedTasks[key] = decided
    let from = event.date(TaskAdmissionDecided.Field.effectiveFrom) ?? decided.from
    let last = event.date(TaskAdmissionDecided.Field.effectiveTo) ?? decided.last
    for town in event.references(.town) {
      update(tasksOf: town, month) { row in
        switch result {
        case .granted: row.granted += 1
        case .conditional: row.conditional += 1
        case .refused: row.refused += 1
        }
      }
      if result != .refused, let from { add(TaskSpan(from: from, last: last), to: town) }
    }
  }

  private func add(_ span: TaskSpan, to town: ObjectID) {
    taskStocks.update(town, default: TownTaskStock()) { stock in
      stock.spans.append(span)
      guard let first = stock.first, let last = stock.last else { return }
      var month = max(first, Month(span.from))
      while month <= last {
        let fresh = stock.row(of: month)
        tasks.updateExisting(TownMonth(town: town, month: month)) { row in
          (row.openAtStart, row.began) = (fresh.openAtStart, fresh.began)
          (row.ended, row.openAtEnd) = (fresh.ended, fresh.openAtEnd)
        }
        month = month.next
      }
    }
  }

  private func update(
    tasksOf town: ObjectID, _ month: Month, _ change: (inout TownTasks) -> Void
  ) {
    let key = TownMonth(town: town, month: month)
    if tasks.updateExisting(key, change) != nil { return }
    taskStocks.update(town, default: TownTaskStock()) { stock in
      var next = stock.last?.next ?? month
      while next <= month {
        tasks[TownMonth(town: town, month: next)] = stock.row(of: next)
        next = next.next
      }
      stock.first = stock.first ?? month
      stock.last = month
    }
    tasks.updateExisting(key, change)
  }
}
