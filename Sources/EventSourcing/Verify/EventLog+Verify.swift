// SPDX-License-Identifier: Apache-2.0
internal import LMDB

extension EventLog {
  /// Reads all of the log and holds it against itself; changes nothing.
  ///
  /// Every page of the store, every checksum; every event decodes and fits its schema; positions
  /// are dense, recorded times never decrease, each stream counts 1, 2, 3 …; every event is in
  /// every index under exactly its keys, and no index has a key more; names and their numbers
  /// agree; nothing acknowledged is missing. One state is read throughout: events appended
  /// meanwhile are not looked at.
  ///
  /// - Parameter progress: Told now and then; false stops, and the report says so.
  /// - Throws: ``EventLogError`` if the log cannot be read at all; what is wrong with what can be
  ///   read stands in the report.
  public func verify(
    progress: (VerifyProgress) -> Bool = { _ in true }
  ) throws(EventLogError) -> VerifyReport {
    var report = VerifyReport()
    guard try verifyPages(&report, progress) else { return report }
    try dictionary.refresh()
    let transaction = try store { () throws(LMDBError) in try environment.beginRead() }
    report.head = try store { () throws(LMDBError) in try transaction.head(tables) }
    if let slot = headFile.read(), slot.position > report.head.rawValue {
      report.add(
        VerifyReport.Problem(
          at: Position(report.head.rawValue + 1),
          "acknowledged up to \(Position(slot.position)), and the log ends at \(report.head)"))
    }
    do throws(LMDBError) {
      var run = try VerifyRun(self, report, transaction)
      for position in stride(from: 1, through: run.report.head.rawValue, by: 1) {
        run.check(position, transaction)
        // Told at the first too, so that a caller who has enough need not wait.
        guard position % 1024 == 1 else { continue }
        let told = VerifyProgress(
          stage: .events, done: Int(position), total: Int(run.report.head.rawValue))
        guard progress(told) else {
          run.report.isComplete = false
          return run.report
        }
      }
      try run.checkCounts(transaction)
      return run.report
    } catch {
      report.add(VerifyReport.Problem(at: nil, error.description))
      return report
    }
  }

  /// Walks the pages of the log's store and of the keys'; false if it is no use to read on.
  private func verifyPages(
    _ report: inout VerifyReport, _ progress: (VerifyProgress) -> Bool
  ) throws(EventLogError) -> Bool {
    do throws(LMDBError) {
      let statistics = try withoutActuallyEscaping(progress) { progress throws(LMDBError) in
        try environment.walkPages { seen, pages in
          progress(VerifyProgress(stage: .pages, done: Int(seen), total: Int(pages)))
        }
      }
      let keyStatistics = try keys.walkPages()
      report.pages = Int(statistics.pages + keyStatistics.pages)
      report.checkedValues = Int(statistics.checkedValues + keyStatistics.checkedValues)
      return true
    } catch {
      switch error.kind {
      case .stopped: report.isComplete = false
      case .io: throw EventLogError(error)
      default: report.add(VerifyReport.Problem(at: nil, error.description))
      }
      return false
    }
  }
}
