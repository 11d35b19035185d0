// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A record of another system on its way in, by feed, in a batch, or typed in again by hand.
public struct ExternalRecord: Hashable, Sendable {
  /// The other system.
  public var system: ObjectName
  /// The record's own number over there, 1…256 bytes.
  public var externalID: String
  /// How it comes in.
  public var mode: ExternalRecordImported.Mode
  /// When the other system says it happened.
  public var sourceTime: Instant
  /// Minutes that typing it again cost.
  public var minutes: ExactDecimal?
  /// The status that the source gives, as it is written there.
  public var sourceStatus: String?
  /// Codes of what is doubtful in the record.
  public var doubts: [String]

  public init(
    system: ObjectName, externalID: String, mode: ExternalRecordImported.Mode,
    sourceTime: Instant, minutes: ExactDecimal? = nil, sourceStatus: String? = nil,
    doubts: [String] = []
  ) {
    self.system = system
    self.externalID = externalID
    self.mode = mode
    self.sourceTime = sourceTime
    self.minutes = minutes
    self.sourceStatus = sourceStatus
    self.doubts = doubts
  }

  /// The record as the header of its events tells it.
  public var source: Source {
    Source(
      system: system, externalID: externalID, mode: mode == .reentered ? .reentered : .imported)
  }

  /// The event of its coming in as `thing`.
  func event(mapping thing: ObjectName) -> ExternalRecordImported {
    ExternalRecordImported(
      system: system, mode: mode, sourceTime: sourceTime, minutes: minutes, maps: thing,
      sourceStatus: sourceStatus, doubts: doubts)
  }

  /// The id of that event.
  ///
  /// A feed or a batch delivers a record as often as it likes, and it counts once; each time that
  /// somebody types it in counts.
  func eventID(for commandID: EventID) -> EventID {
    let known = mode == .reentered ? nil : source.eventID(of: .externalRecordImported)
    return known ?? commandID.derived("0")
  }
}
