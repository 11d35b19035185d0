// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// Which results there are, found by subject and month.
///
/// The lists are kept small on purpose: an event that reads or grows one is explained together
/// with all that grew it before, so no list runs through all subjects or all periods.
struct ResultBook {
  let results: Table<AssessmentKey, AssessmentRow>
  let keys: Workspace<SubjectMonth, [AssessmentKey]>
  let subjects: Workspace<Int, [ObjectID]>
  let known: Workspace<ObjectID, Bool>

  private static let shelves = 1024

  /// Notes that somebody may be assessed.
  func note(_ subject: ObjectID) {
    guard known[subject] == nil else { return }
    known[subject] = true
    let shelf = Int(subject.packed % UInt64(ResultBook.shelves))
    subjects[shelf, default: []].append(subject)
  }

  /// Makes sure that the result is found again.
  func note(_ key: AssessmentKey, _ period: AssessmentPeriod?) {
    note(key.subject)
    guard !results.contains(key), let period else { return }
    for month in period.months {
      let place = SubjectMonth(subject: key.subject, month: month)
      if !(keys[place]?.contains(key) ?? false) { keys[place, default: []].append(key) }
    }
  }

  /// The results of a subject in a period that has one of the months.
  func keys(of subject: ObjectID, in months: Range<Int>) -> [AssessmentKey] {
    var found: [AssessmentKey] = []
    for month in months {
      for key in keys[SubjectMonth(subject: subject, month: month)] ?? []
      where !found.contains(key) { found.append(key) }
    }
    return found
  }

  /// The results of everybody in a period that has one of the months.
  func keys(in months: Range<Int>) -> [AssessmentKey] {
    (0..<ResultBook.shelves).flatMap { shelf in
      (subjects[shelf] ?? []).flatMap { keys(of: $0, in: months) }
    }
  }
}
