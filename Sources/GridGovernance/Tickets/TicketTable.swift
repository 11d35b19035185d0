// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Which event may follow in which state: the table of domain §2.2 as data.
///
/// It says nothing of who may act; that is the decider's part. The fold asks it too, so that a
/// pair which an import or a correction brought is shown as an anomaly.
public enum TicketTable {
  private typealias Row = StateTable<TicketStatus>.Row

  /// Whether the table has the event in that state.
  public static func allows(_ event: TicketEvent, in status: TicketStatus?) -> Bool {
    table.allows(event.type, variant: event.variant, in: status)
  }

  /// The event types that the table has in that state, in the order of the catalogue.
  public static func types(in status: TicketStatus?) -> [EventType] {
    let types = Set(table.types(in: status))
    return TicketEvent.types.filter(types.contains)
  }

  private static let open: [TicketStatus?] = [
    .reported, .accepted, .registered, .dispatched, .handling, .returning, .suspended, .handled,
    .checked,
  ]
  private static let atWork: [TicketStatus?] = [
    .dispatched, .handling, .returning, .suspended, .handled,
  ]
  private static let reopenable: [TicketStatus?] = [
    .closed, .declined, .notRegistered, .referred,
  ]
  private static let anyStatus: [TicketStatus?] = TicketStatus.allCases.map { $0 }

  package static let table = StateTable<TicketStatus>(
    intakeRows + hopRows + requestRows + handlingRows + endRows + anyTimeRows)

  private static let intakeRows: [Row] = [
    Row(.incidentReported, [nil]),
    Row(.ticketAccepted, [.reported]),
    Row(.ticketDeclined, [.reported], any(TicketDeclined.Stage.acceptance)),
    Row(.ticketReferred, [.reported, .accepted]),
    Row(.ticketDeclined, [.accepted], any(TicketDeclined.Stage.registration)),
    Row(.checkAssigned, [.accepted], any(CheckAssigned.Kind.verify)),
    Row(.reportVerified, [.accepted]),
    Row(.ticketRegistered, [.accepted]),
  ]

  private static let hopRows: [Row] = [
    Row(.ticketDispatched, [.registered, .handling]),
    Row(.ticketRedirected, [.dispatched, .handling, .returning, .handled]),
    Row(.ticketSignedFor, [.dispatched]),
    Row(.ticketReturned, [.dispatched, .handling]),
  ]

  private static let requestRows: [Row] = [
    Row(.requestRuled, [.returning], rulings(.return)),
    Row(.extensionRequested, [.handling]),
    Row(
      .requestMade, [.handling],
      any(RequestMade.Kind.suspension, .termination, .supportRelease, .exclusion)),
    Row(
      .requestMade, [.suspended],
      any(RequestMade.Kind.termination, .supportRelease, .exclusion)),
    Row(
      .requestRuled, [.handling, .suspended],
      rulings(.extension, .suspension, .termination, .supportRelease, .whistle, .exclusion)),
    Row(.requestMade, [.handled, .checked, .closed], any(RequestMade.Kind.exclusion)),
    Row(.requestRuled, [.handled, .checked, .closed], rulings(.whistle, .exclusion)),
    Row(.requestMade, reopenable, any(RequestMade.Kind.reopen)),
    Row(.requestRuled, reopenable, rulings(.reopen)),
    Row(.clockSuspended, [.handling]),
    Row(.clockResumed, [.suspended]),
  ]

  private static let handlingRows: [Row] = [
    Row(.supportCalled, [.handling]),
    Row(.supportArrived, atWork),
    Row(.supportFinished, atWork),
    Row(.supportExcused, atWork),
    Row(.handlingProgressed, [.handling, .suspended]),
    Row(.reporterContacted, [.dispatched, .handling, .suspended]),
    Row(.handlingCompleted, [.handling]),
    Row(.checkAssigned, [.handled], any(CheckAssigned.Kind.inspect)),
    Row(.workInspected, [.handled], [inspection(.passed), inspection(.failed), wrongUnit]),
    Row(.workInspected, [.checked], [inspection(.failed)]),
  ]

  private static let endRows: [Row] = [
    Row(.ticketClosed, [.reported], any(CloseReason.solvedOnSpot)),
    Row(.ticketClosed, [.accepted], any(CloseReason.answered, .filedForRecord)),
    Row(.ticketClosed, [.registered], any(CloseReason.explained, .filedForRecord)),
    Row(
      .ticketClosed, [.handled, .checked],
      any(CloseReason.solved, .explained, .caseFiled, .transferred)),
    Row(.ticketClosed, [.handling], any(CloseReason.terminated, .caseFiled, .transferred)),
    Row(
      .ticketClosed, [.reported, .accepted, .registered, .dispatched, .handling],
      any(CloseReason.withdrawnByReporter)),
    Row(.ticketClosed, [.dispatched, .handling], any(CloseReason.forced)),
    Row(.ticketReopened, reopenable),
    Row(
      .ticketEscalated,
      [.reported, .accepted, .registered, .dispatched, .handling, .returning]),
    Row(.ticketMerged, open),
    Row(.ticketUnmerged, [.merged]),
    Row(.ticketVoided, open.filter { $0 != .handled && $0 != .checked }),
  ]

  private static let anyTimeRows: [Row] = [
    Row(.ticketRegraded, open.filter { $0 != .reported && $0 != .accepted }),
    Row(.supervisionIssued, open),
    Row(.supervisionReplied, open + [.closed]),
    Row(.supervisionLifted, open + [.closed]),
    Row(.ticketExcluded, anyStatus.filter { $0 != .merged && $0 != .voided }),
    Row(.ticketExclusionLifted, anyStatus.filter { $0 != .merged && $0 != .voided }),
    Row(.reporterSpoke, anyStatus),
    Row(.followUpRecorded, anyStatus),
  ]
}

// Variants as numbers: the case's own number, and for rulings and checks two in one.
extension TicketTable {
  private static func any<E: Enumeration>(_ cases: E...) -> [Int] { cases.map(\.number) }

  private static func rulings(_ kinds: RequestKind...) -> [Int] {
    kinds.flatMap { kind in RequestRuled.Result.allCases.map { ruling(kind, $0) } }
  }

  package static func ruling(_ kind: RequestKind, _ result: RequestRuled.Result) -> Int {
    kind.number * 10 + result.number
  }

  package static func inspection(_ result: WorkInspected.Result) -> Int { result.number }

  /// Failed, and because it was not that unit's work.
  package static let wrongUnit = inspection(.failed) + 10
}

extension TicketEvent {
  /// The number of the variant in braces; 0 for types that have none.
  package var variant: Int {
    switch self {
    case .declined(let event): event.stage.number
    case .checkAssigned(let event): event.kind.number
    case .requestMade(let event): event.kind.number
    case .requestRuled(let event): TicketTable.ruling(event.kind, event.result)
    case .inspected(let event):
      TicketTable.inspection(event.result) + (event.wrongUnit ? 10 : 0)
    case .closed(let event): event.reason.number
    default: 0
    }
  }
}

extension TicketTable {
  /// The name of the rule that a pair stands under, as `§2.2 returning+TicketClosed`.
  public static func rule(_ type: EventType, in status: TicketStatus?) -> String {
    "§2.2 \(status?.rawValue ?? "start")+\(type.name)"
  }
}
