// SPDX-License-Identifier: Apache-2.0

/// Where a replay gets its events: the log, or a list in memory.
///
/// Batches are filled with copies, so that no transaction stays open between two calls.
///
/// Positions that a feed takes and gives are *places*: where events stand in it. They are the
/// positions of its events but where ``places`` says otherwise.
package protocol EventFeed: AnyObject {
  var directory: any ObjectDirectory { get }
  var zone: BusinessZone { get }
  /// The position of the last event; the origin if there is none.
  var head: Position { get }
  /// The function that digests of views are made with.
  var digestAlgorithm: DigestAlgorithm { get }
  /// Where events that were never recorded stand among the others; `nil` if there are none.
  var places: AssumedPlaces? { get }

  /// The last position recorded at or before the moment; the origin if none was.
  func position(recordedAtOrBefore moment: Instant) throws(ReplayError) -> Position

  /// Empties the batch and fills it with events after `after`, up to and including `limit`,
  /// only of `types` if given; returns the last position looked at, `limit` when done.
  func fill(
    _ batch: EventBatch, after: Position, upTo limit: Position, types: Set<EventType>?
  ) throws(ReplayError) -> Position

  /// Empties the batch and fills it with the events at exactly these positions, in this order;
  /// there are at most as many as a batch holds.
  func fill(_ batch: EventBatch, positions: ArraySlice<Position>) throws(ReplayError)
}

extension EventFeed {
  package var digestAlgorithm: DigestAlgorithm { .sha256 }
  package var places: AssumedPlaces? { nil }
}
