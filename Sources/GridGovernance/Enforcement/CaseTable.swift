// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Which event may follow in which state of a case: the table of domain §3.2 as data.
///
/// The conditions of its last column that depend on law, officers and clocks are the decider's
/// part. The fold asks the table too, so that a pair which an import or a correction brought is
/// shown as an anomaly.
public enum CaseTable {
  /// Whether the table has the event in that state; of conditions it looks at those that the
  /// case alone answers: its procedure and its outcome.
  public static func allows(_ event: CaseEvent, in state: CaseState) -> Bool {
    guard table.allows(event.type, variant: event.variant, in: state.status) else { return false }
    switch event {
    case .served(let served) where served.kind == .priorNotice:
      return state.procedure == .ordinary
    case .decided(let decision) where state.status == .investigating:
      return state.procedure == .simple || decision.outcome != .penalised
    case .closed(let closed) where closed.how == .noPenalty:
      return state.outcome.map { $0 != .penalised } ?? false
    default: return true
    }
  }

  /// The event types that the table has in that state, in the order of its lines.
  public static func types(in status: CaseStatus?) -> [EventType] { table.types(in: status) }

  /// The name of the rule that a pair stands under, as `§3.2 noticed+PenaltyDecided`.
  public static func rule(_ type: EventType, in status: CaseStatus?) -> String {
    "§3.2 \(status?.rawValue ?? "start")+\(type.name)"
  }

  package static let table = StateTable<CaseStatus>(
    filingRows + noticeRows + decisionRows + endRows + sideRows)

  private typealias Row = StateTable<CaseStatus>.Row

  private static let open: [CaseStatus?] = [.investigating, .noticed, .heard, .reviewed]
  private static let afterDecision: [CaseStatus?] = [
    .decided, .served, .executed, .closed, .archived,
  ]

  private static let filingRows: [Row] = [
    Row(.caseFiled, [nil]),
    Row(.officersAssigned, open + [.decided, .served]),
    Row(.evidenceCollected, [.investigating, .noticed, .heard]),
    Row(.measureSettled, open + [.decided, .served, .executed]),
  ]

  private static let noticeRows: [Row] = [
    Row(.documentServed, [.investigating], any(DocumentServed.Kind.priorNotice)),
    Row(.documentServed, [.noticed], any(DocumentServed.Kind.hearingNotice)),
    Row(.hearingHeld, [.noticed]),
    Row(.hearingWaived, [.noticed]),
    Row(.legalReviewCompleted, [.noticed, .heard]),
  ]

  private static let decisionRows: [Row] = [
    Row(.penaltyDecided, [.investigating, .noticed, .heard, .reviewed]),
    Row(.documentServed, [.decided], any(DocumentServed.Kind.decision)),
    Row(.documentServed, [.served], any(DocumentServed.Kind.demand)),
    Row(.penaltyExecuted, [.served]),
  ]

  private static let endRows: [Row] = [
    Row(.caseClosed, [.executed], any(CaseClosed.How.performed)),
    Row(.caseClosed, [.decided, .served], any(CaseClosed.How.noPenalty)),
    Row(.caseClosed, [.served], any(CaseClosed.How.uncollectable)),
    Row(.caseClosed, [.investigating], any(CaseClosed.How.dropped)),
    Row(.caseTransferred, open),
  ]

  private static let sideRows: [Row] = [
    Row(.requestMade, open), Row(.extensionRequested, open), Row(.requestRuled, open),
    Row(.clockSuspended, open), Row(.clockResumed, open),
    Row(.supportCalled, open + [.decided, .served]),
    Row(.supportArrived, open + [.decided, .served]),
    Row(.supportFinished, open + [.decided, .served]),
    Row(.supportExcused, open + [.decided, .served]),
    Row(.remedyRecorded, afterDecision),
    Row(.enforcementPublished, afterDecision, any(EnforcementPublished.Stage.after)),
    Row(.publicationWithdrawn, afterDecision),
    Row(.fileArchived, [.closed]),
    Row(.caseQualityReviewed, [.closed, .archived]),
  ]

  private static func any<E: Enumeration>(_ cases: E...) -> [Int] { cases.map(\.number) }
}

extension CaseEvent {
  /// The number of the variant in braces; 0 for types that have none.
  package var variant: Int {
    switch self {
    case .served(let event): event.kind.number
    case .reviewCompleted(let event): event.passed ? 1 : 2
    case .decided(let event): event.outcome.number
    case .executed(let event): event.done ? 1 : 2
    case .published(let event): event.stage.number
    case .closed(let event): event.how.number
    default: 0
    }
  }

  /// The variant in braces, as the table writes it; empty for types that have none.
  var variantText: String {
    switch self {
    case .served(let event): "{\(event.kind.rawValue)}"
    case .reviewCompleted(let event): event.passed ? "{passed}" : "{not passed}"
    case .decided(let event): "{\(event.outcome.rawValue)}"
    case .executed(let event): "{done: \(event.done)}"
    case .published(let event): "{\(event.stage.rawValue)}"
    case .closed(let event): "{\(event.how.rawValue)}"
    default: ""
    }
  }
}
