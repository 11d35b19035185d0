// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Which event may follow in which state of an application: the table of domain §3.3 as data.
public enum ApplicationTable {
  /// Whether the table has the event in that state. Of conditions it looks at the one that the
  /// application alone answers: there is one notice of what is missing.
  public static func allows(_ event: ApplicationEvent, in state: ApplicationState) -> Bool {
    if case .correctionNotified = event, state.notified != nil { return false }
    return table.allows(event.type, variant: event.variant, in: state.status)
  }

  /// The event types that the table has in that state, in the order of its lines.
  public static func types(in status: ApplicationStatus?) -> [EventType] {
    table.types(in: status)
  }

  /// The name of the rule that a pair stands under, as `§3.3 received+DocumentServed`.
  public static func rule(_ type: EventType, in status: ApplicationStatus?) -> String {
    "§3.3 \(status?.rawValue ?? "start")+\(type.name)"
  }

  private typealias Row = StateTable<ApplicationStatus>.Row

  package static let table = StateTable<ApplicationStatus>([
    Row(.applicationReceived, [nil]),
    Row(.correctionNotified, [.received]),
    Row(.correctionReceived, [.correcting]),
    Row(.acceptanceDecided, [.received], any(AcceptanceDecided.Result.accepted)),
    Row(
      .acceptanceDecided, [.received, .correcting],
      any(AcceptanceDecided.Result.refused, .notNeeded)),
    Row(
      .applicationDecided, [.accepted, .received],
      any(ApplicationDecided.Result.granted, .refused)),
    Row(
      .applicationDecided, [.received, .correcting, .accepted],
      any(ApplicationDecided.Result.withdrawn)),
    Row(.requestMade, [.accepted]),
    Row(.extensionRequested, [.accepted]),
    Row(.requestRuled, [.accepted]),
    Row(.clockSuspended, [.accepted]),
    Row(.clockResumed, [.accepted]),
    Row(.documentServed, [.decided], any(DocumentServed.Kind.licence, .refusal)),
    Row(.followUpRecorded, ApplicationStatus.allCases.map { $0 }),
  ])

  private static func any<E: Enumeration>(_ cases: E...) -> [Int] { cases.map(\.number) }
}

extension ApplicationEvent {
  /// The number of the variant in braces; 0 for types that have none.
  package var variant: Int {
    switch self {
    case .correctionReceived(let event): event.complete ? 1 : 2
    case .acceptanceDecided(let event): event.result.number
    case .decided(let event): event.result.number
    case .served(let event): event.kind.number
    default: 0
    }
  }

  /// The variant in braces, as the table writes it; empty for types that have none.
  var variantText: String {
    switch self {
    case .correctionReceived(let event): "{complete: \(event.complete)}"
    case .acceptanceDecided(let event): "{\(event.result.rawValue)}"
    case .decided(let event): "{\(event.result.rawValue)}"
    case .served(let event): "{\(event.kind.rawValue)}"
    default: ""
    }
  }
}
