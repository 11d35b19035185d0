// SPDX-License-Identifier: Apache-2.0
internal import LMDB

extension EventLog {
  /// Reads all of the log and holds it against itself; changes nothing.
  ///
  /// Every page of the store, every checksum; every event decodes and fits its schema; positions
  /// are dense, recorded times never decrease, each stream counts 1, 2, 3 …; every event is in
  /// every index under exactly its keys, and no index has a key more; names and their numbers
  /// agree; nothing acknowledged is missing; the stored checkpoints have the roots that the events
  /// have.
  ///
  /// Each batch of 1,024 events is read in a transaction of its own, so that no old pages are
  /// kept while a long log is verified. Events appended meanwhile are verified too; what the
  /// indexes hold in all is compared in the transaction that saw the last of them.
  ///
  /// - Parameters:
  ///   - scope: Less than everything, for a quicker answer; see ``VerifyScope``.
  ///   - progress: Told now and then; false stops, and the report says so.
  /// - Throws: ``EventLogError`` if the log cannot be read at all; what is wrong with what can be
  ///   read stands in the report.
  public func verify(
    _ scope: VerifyScope = .everything, progress: (VerifyProgress) -> Bool = { _ in true }
  ) throws(EventLogError) -> VerifyReport {
    var report = VerifyReport()
    if scope == .everything {
      guard try verifyPages(&report, progress) else { return report }
    }
    // Before any transaction: a commit in between must not make it look ahead of the store.
    let acknowledged = headFile.read().map { Position($0.position) }
    report.head = try head
    var run = VerifyRun(self, scope, report)
    do throws(LMDBError) {
      var hasMore = true
      while hasMore {
        let told = VerifyProgress(
          stage: .events, done: run.done, total: Int(run.report.head.rawValue))
        guard progress(told) else {
          run.report.isComplete = false
          return run.report
        }
        hasMore = try run.checkBatch(try environment.beginRead())
      }
    } catch {
      run.report.add(VerifyReport.Problem(at: nil, error.description))
    }
    if let acknowledged, acknowledged > run.report.head {
      run.report.add(
        VerifyReport.Problem(
          at: Position(run.report.head.rawValue + 1),
          "acknowledged up to \(acknowledged), and the log ends at \(run.report.head)"))
    }
    return run.report
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
