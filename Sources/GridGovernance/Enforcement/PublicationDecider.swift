// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What can have happened to a publication 执法公示.
public enum PublicationEvent: Happening {
  /// 执法公示.
  case published(EnforcementPublished)
  /// 撤回公示.
  case withdrawn(PublicationWithdrawn)
  /// 更正.
  case corrected(FactCorrected)
  /// 误录撤销.
  case annulled(EventAnnulled)

  /// The typed event.
  public var event: any Event {
    switch self {
    case .published(let event): event
    case .withdrawn(let event): event
    case .corrected(let event): event
    case .annulled(let event): event
    }
  }

  /// Wraps a typed event; `nil` for types that say nothing of a publication.
  public init?(_ event: any Event) {
    switch event {
    case let event as EnforcementPublished: self = .published(event)
    case let event as PublicationWithdrawn: self = .withdrawn(event)
    case let event as FactCorrected: self = .corrected(event)
    case let event as EventAnnulled: self = .annulled(event)
    default: return nil
    }
  }
}

/// One event of a publication with what the rules read of its header.
public typealias PublicationFact = Fact<PublicationEvent>

/// What can be asked of a publication that is about no case: of agency, grounds and procedure
/// before the act, of who acts during it, of an inspection after it. Those about a case are
/// ``CaseCommand/publish(_:what:place:until:)``.
public enum PublicationCommand: Hashable, Sendable {
  /// 公示.
  case publish(
    EnforcementPublished.Stage, what: String, place: String, inspection: ObjectName? = nil,
    until: CivilDate? = nil)
  /// 撤回公示.
  case withdraw(ground: String)
}

/// What the rules need to remember of a publication.
public struct PublicationState: Hashable, Codable, Sendable {
  /// Who published; `nil` before.
  public var body: ObjectName?
  /// The case it tells of.
  public var penaltyCase: ObjectName?
  /// Whether it was withdrawn.
  public var isWithdrawn = false
  /// Events that no rule allows, as corrected or imported histories may hold.
  public var anomalies: [HistoryAnomaly] = []
  /// How many events were folded.
  public var eventCount = 0

  public init() {}

  mutating func apply(_ fact: PublicationFact) {
    eventCount += 1
    switch fact.event {
    case .published(let event):
      guard body == nil else { return noteAnomaly(fact) }
      body = event.body
      penaltyCase = event.case
    case .withdrawn:
      if body == nil || isWithdrawn { noteAnomaly(fact) }
      isWithdrawn = true
    case .corrected, .annulled: break
    }
  }

  private mutating func noteAnomaly(_ fact: PublicationFact) {
    anomalies.append(
      HistoryAnomaly(
        status: nil, type: fact.event.type.name, rule: "§3.2 disclosure", index: eventCount))
  }
}

/// What the rules of publications read from outside, as plain values.
public struct PublicationContext: Hashable, Sendable {
  /// The publication.
  public var name: ObjectName
  /// When the act happens.
  public var now: Instant
  /// The body that acts.
  public var body: ObjectName
  /// The person who acts.
  public var person: ObjectName?

  public init(
    name: ObjectName, now: Instant, body: ObjectName, person: ObjectName? = nil
  ) {
    self.name = name
    self.now = now
    self.body = body
    self.person = person
  }
}

/// The rules of publications about no case (domain §3.2, disclosure).
public enum PublicationDecider: Decider {
  public static var initialState: PublicationState { PublicationState() }

  public static func decide(
    _ command: PublicationCommand, given state: PublicationState, in context: PublicationContext
  ) throws(Rejection) -> [PublicationFact] {
    let event: PublicationEvent
    switch command {
    case .publish(let stage, let what, let place, let inspection, let until):
      guard state.body == nil else {
        throw .disclosure(
          Rejection.nameTaken,
          next: Words("give the publication a name of its own", "请使用新的公示编号"))
      }
      guard stage != .after || inspection != nil else {
        throw .disclosure(
          Words("what is published after an act is about it", "事后公示须指明所涉执法行为"),
          next: Words("name the inspection, or publish in the case", "请写明检查，或在案件中公示"))
      }
      event = .published(
        EnforcementPublished(
          publication: context.name, body: context.body, inspection: inspection, stage: stage,
          what: what, place: place, until: until))
    case .withdraw(let ground):
      guard let body = state.body, !state.isWithdrawn, state.penaltyCase == nil else {
        throw .disclosure(
          Words("nothing of that name stands outside a case", "没有该项有效公示"),
          next: Words("name one that stands, or withdraw it in its case", "请写明有效公示，或在案件中撤回"))
      }
      guard body == context.body else {
        throw .disclosure(
          Words("another body published it", "该公示由其他机关作出"),
          next: Words("let \(body) withdraw it", "由 \(body) 撤回"))
      }
      event = .withdrawn(
        PublicationWithdrawn(publication: context.name, body: body, ground: ground))
    }
    return [
      PublicationFact(
        event, actor: Actor(body: context.body, person: context.person), occurred: context.now)
    ]
  }

  public static func evolve(
    _ state: PublicationState, with fact: PublicationFact
  ) -> PublicationState {
    var state = state
    state.apply(fact)
    return state
  }
}

extension Rejection {
  fileprivate static func disclosure(_ message: Words, next: Words) -> Rejection {
    Rejection(
      rule: "§3.2 disclosure",
      source: "Administrative Penalty Law, arts. 39, 48 (行政处罚法第39、48条)", message: message,
      next: next)
  }
}
