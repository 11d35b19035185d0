// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// The types of the ticket module as small numbers, for switches in folds.
///
/// Storage of snapshots, not of the log: it may change with the version of a projection.
enum CourseType: UInt8, Codable, Hashable, Sendable, CaseIterable {
  case reported, accepted, declined, referred, checkAssigned, verified, registered, regraded
  case dispatched, redirected, signedFor, returned, requested, extensionRequested, ruled
  case suspended, resumed, supportCalled, supportArrived, supportFinished, supportExcused
  case progressed, contacted, spoke, completed, inspected, closed, reopened, followedUp
  case escalated, supervised, supervisionReplied, supervisionLifted, merged, unmerged, voided
  case excluded, exclusionLifted

  /// The case of an event type; `nil` for types of other modules.
  init?(_ type: EventType) {
    let number = Int(type.number)
    guard number < CourseType.byNumber.count, let found = CourseType.byNumber[number] else {
      return nil
    }
    self = found
  }

  /// The event type, as it stands on disk.
  var eventType: EventType { CourseType.eventTypes[Int(rawValue)] }

  /// In the order of the cases, which is that of the catalogue.
  static let eventTypes: [EventType] = [
    .incidentReported, .ticketAccepted, .ticketDeclined, .ticketReferred, .checkAssigned,
    .reportVerified, .ticketRegistered, .ticketRegraded, .ticketDispatched, .ticketRedirected,
    .ticketSignedFor, .ticketReturned, .requestMade, .extensionRequested, .requestRuled,
    .clockSuspended, .clockResumed, .supportCalled, .supportArrived, .supportFinished,
    .supportExcused, .handlingProgressed, .reporterContacted, .reporterSpoke, .handlingCompleted,
    .workInspected, .ticketClosed, .ticketReopened, .followUpRecorded, .ticketEscalated,
    .supervisionIssued, .supervisionReplied, .supervisionLifted, .ticketMerged, .ticketUnmerged,
    .ticketVoided, .ticketExcluded, .ticketExclusionLifted,
  ]

  // An array by number, because a fold asks once an event.
  private static let byNumber: [CourseType?] = {
    let highest = eventTypes.map { Int($0.number) }.max() ?? 0
    var table = [CourseType?](repeating: nil, count: highest + 1)
    for (type, eventType) in zip(allCases, eventTypes) { table[Int(eventType.number)] = type }
    return table
  }()
}
