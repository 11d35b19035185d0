// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What the rules need to remember of an application 申请: the fold of its events and nothing
/// else. What depends on law, calendars or the moment is computed: see ``ApplicationReport``.
public struct ApplicationState: Hashable, Codable, Sendable {
  /// The application.
  public var name: ObjectName?
  /// `nil` before it is received.
  public var status: ApplicationStatus?
  /// What is applied for.
  public var item: ObjectName?
  /// The town.
  public var town: ObjectName?
  /// The applicant, under a pseudonym.
  public var applicant: ObjectName?
  /// The one window 一口受理.
  public var window: ObjectName?
  /// The service guide that it cites.
  public var guide: ObjectName?
  /// Units that the guide promises.
  public var promised: Int?
  /// When it came in.
  public var received: Instant?
  /// When what was missing was notified, once.
  public var notified: Instant?
  /// When the answer was complete.
  public var completed: Instant?
  /// When it was accepted in words.
  public var accepted: Instant?
  /// When acceptance was decided, however it came out.
  public var answered: Instant?
  /// How it was decided; `nil` before.
  public var result: ApplicationDecided.Result?
  /// When it was decided, or withdrawn.
  public var decided: Instant?
  /// When the paper was delivered.
  public var delivered: Instant?
  /// Grades of all ratings 好差评, in the order in which they came.
  public var ratings: [Int] = []
  /// Requests, pauses and grants.
  public var time = ProcedureTime()
  /// Pairs that the table does not have, as corrected or imported histories may hold.
  public var anomalies: [HistoryAnomaly] = []
  /// How many events were folded.
  public var eventCount = 0

  public init() {}

  /// Whether an event stands in its history that no rule allows.
  public var isAnomalous: Bool { !anomalies.isEmpty }
}

// What each event changes. Total: history is folded as it is, never refused.
extension ApplicationState {
  mutating func apply(_ fact: ApplicationFact) {
    eventCount += 1
    if !ApplicationTable.allows(fact.event, in: self) {
      anomalies.append(
        HistoryAnomaly(
          status: status?.rawValue, type: fact.event.type.name,
          rule: ApplicationTable.rule(fact.event.type, in: status), index: eventCount))
    }
    switch fact.event {
    case .received(let event): receive(event, fact.occurred)
    case .correctionNotified:
      // A second notice changes nothing: the first was to be complete (art. 32).
      guard notified == nil else { return }
      notified = fact.occurred
      advance(to: .correcting, from: [.received])
    case .correctionReceived(let event):
      guard event.complete else { return }
      completed = fact.occurred
      advance(to: .received, from: [.correcting])
    case .acceptanceDecided(let event):
      answered = answered ?? fact.occurred
      if event.result == .accepted {
        accepted = accepted ?? fact.occurred
        advance(to: .accepted, from: [.received, .correcting])
      } else {
        advance(to: .notAccepted, from: [.received, .correcting])
      }
    case .decided(let event): decide(event, fact.occurred)
    case .served(let event):
      guard event.kind == .licence || event.kind == .refusal else { return }
      delivered = delivered ?? fact.occurred
      advance(to: .delivered, from: [.received, .correcting, .accepted, .decided])
    case .followedUp(let event): event.satisfaction.map { ratings.append($0) }
    case .requestMade, .extensionRequested, .requestRuled, .clockSuspended, .clockResumed:
      time.apply(fact.event.event, at: fact.occurred)
    case .corrected, .annulled: break
    }
  }

  private mutating func receive(_ event: ApplicationReceived, _ moment: Instant) {
    guard status == nil else { return }
    name = event.application
    status = .received
    item = event.serviceItem
    town = event.town
    applicant = event.applicant
    window = event.window
    guide = event.rule
    promised = event.promised
    received = moment
  }

  private mutating func decide(_ event: ApplicationDecided, _ moment: Instant) {
    guard decided == nil else { return }
    result = event.result
    decided = moment
    advance(
      to: event.result == .withdrawn ? .withdrawn : .decided,
      from: [.received, .correcting, .accepted])
  }

  /// Late news does not bring an application back.
  private mutating func advance(
    to next: ApplicationStatus, from states: [ApplicationStatus]
  ) {
    if let status, states.contains(status) { self.status = next }
  }
}
