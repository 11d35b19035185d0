// SPDX-License-Identifier: Apache-2.0
internal import CoreMetrics
internal import LMDB
internal import Logging

/// Says and counts what a log does (docs/OBSERVABILITY.md).
///
/// Only at `debug` and `trace`: whoever calls hears of failures by typed errors, and a program
/// without a logging backend, whose lines would go to standard error from `info` on, prints
/// nothing. No line holds what an event says, nor a path or a name of an object.
struct LogObserver: Sendable {
  let logger: Logger
  let metrics: LogMetrics

  init(_ logger: Logger, log: EventID) {
    var logger = logger
    logger[metadataKey: "log"] = "\(log)"
    self.logger = logger
    metrics = LogMetrics()
  }

  func opened(readOnly: Bool) {
    logger.debug("log opened", metadata: ["readOnly": "\(readOnly)"])
  }

  /// Runs a commit group and tells what came of it.
  func group(
    of requests: Int, _ commit: () -> [Result<Receipt, AppendError>]
  ) -> [Result<Receipt, AppendError>] {
    let speaks = logger.logLevel <= .debug
    guard metrics.isEnabled || speaks else { return commit() }
    let start = SystemClock.ticks()
    let results = commit()
    let nanoseconds = SystemClock.ticks() - start
    let events = results.reduce(0) { $0 + ((try? $1.get().appended) ?? 0) }
    if metrics.isEnabled { count(results, events: events, nanoseconds: nanoseconds) }
    if speaks { tell(results, events: events, nanoseconds: nanoseconds) }
    return results
  }

  private func count(
    _ results: [Result<Receipt, AppendError>], events: Int, nanoseconds: Int64
  ) {
    if events > 0 {
      metrics.commits.increment()
      metrics.appendedEvents.increment(by: events)
      metrics.commitEvents.record(events)
    }
    metrics.commitRequests.record(results.count)
    metrics.commitDuration.recordNanoseconds(nanoseconds)
    for case .failure(let error) in results { metrics.refused(AppendRefusal(error)) }
  }

  private func tell(
    _ results: [Result<Receipt, AppendError>], events: Int, nanoseconds: Int64
  ) {
    for case .failure(let error) in results {
      logger.debug("append refused", metadata: ["reason": "\(AppendRefusal(error).rawValue)"])
    }
    logger.trace(
      "commit",
      metadata: [
        "requests": "\(results.count)", "events": "\(events)",
        "microseconds": "\(nanoseconds / 1000)",
      ])
  }

  /// The store's figures after a commit: asked inside its transaction, for a map that is moved
  /// must not be looked at.
  func committing(
    _ transaction: borrowing WriteTransaction, head: UInt64
  ) {
    guard metrics.isEnabled else { return }
    metrics.appendedBytes.increment(by: transaction.putBytes)
    metrics.head.record(Int64(clamping: head))
    guard let info = try? transaction.environment.info() else { return }
    metrics.storeBytes.record(Int64(clamping: info.usedBytes))
    metrics.readerSlots.record(info.readerSlots)
  }

  /// Slots of killed readers were freed.
  func cleared(_ readers: Int) {
    guard readers > 0 else { return }
    metrics.clearedReaders.increment(by: readers)
    logger.debug("stale readers cleared", metadata: ["count": "\(readers)"])
  }

  func subscription(_ name: SubscriptionName, _ what: String, at position: Position) {
    logger.debug(
      "\(what)", metadata: ["subscription": "\(name)", "position": "\(position.rawValue)"])
  }

  func mapGrown() {
    metrics.mapGrowths.increment()
    logger.debug("map grown")
  }
}
