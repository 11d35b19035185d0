// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What can have happened to an inspection 执法检查/巡查.
public enum InspectionEvent: Happening {
  /// 执法检查/巡查.
  case recorded(InspectionRecorded)
  /// 线索不立案.
  case clueClosed(ClueClosed)
  /// 更正.
  case corrected(FactCorrected)
  /// 误录撤销.
  case annulled(EventAnnulled)

  /// The typed event.
  public var event: any Event {
    switch self {
    case .recorded(let event): event
    case .clueClosed(let event): event
    case .corrected(let event): event
    case .annulled(let event): event
    }
  }

  /// Wraps a typed event; `nil` for types that say nothing of an inspection.
  public init?(_ event: any Event) {
    switch event {
    case let event as InspectionRecorded: self = .recorded(event)
    case let event as ClueClosed: self = .clueClosed(event)
    case let event as FactCorrected: self = .corrected(event)
    case let event as EventAnnulled: self = .annulled(event)
    default: return nil
    }
  }
}

/// One event of an inspection with what the rules read of its header.
public typealias InspectionFact = Fact<InspectionEvent>

/// What can be asked of an inspection.
public enum InspectionCommand: Hashable, Sendable {
  /// 执法检查/巡查.
  case record(
    division: ObjectName, powers: [ObjectName] = [], officers: [CaseOfficer],
    result: InspectionRecorded.Result, ticket: ObjectName? = nil, record: Bytes)
  /// 线索不立案.
  case closeClue(ClueClosed.Ground)
}

/// What the rules need to remember of an inspection.
public struct InspectionState: Hashable, Codable, Sendable {
  /// The inspection.
  public var name: ObjectName?
  /// `nil` before it is recorded.
  public var result: InspectionRecorded.Result?
  /// Where it was.
  public var division: ObjectName?
  /// Who was there.
  public var officers: [ObjectName] = []
  /// Whether its clue was closed without a case.
  public var isClueClosed = false
  /// Events that no rule allows, as corrected or imported histories may hold.
  public var anomalies: [HistoryAnomaly] = []
  /// How many events were folded.
  public var eventCount = 0

  public init() {}

  /// Whether an event stands in its history that no rule allows.
  public var isAnomalous: Bool { !anomalies.isEmpty }

  mutating func apply(_ fact: InspectionFact) {
    eventCount += 1
    switch fact.event {
    case .recorded(let event):
      guard result == nil else { return noteAnomaly(fact) }
      name = event.inspection
      result = event.result
      division = event.division
      officers = event.officer
    case .clueClosed:
      if result != .clue || isClueClosed { noteAnomaly(fact) }
      isClueClosed = true
    case .corrected, .annulled: break
    }
  }

  private mutating func noteAnomaly(_ fact: InspectionFact) {
    anomalies.append(
      HistoryAnomaly(
        status: result?.rawValue, type: fact.event.type.name, rule: "§3.2 sighting",
        index: eventCount))
  }
}

/// What the rules of inspections read from outside, as plain values.
public struct InspectionContext: Hashable, Sendable {
  /// The inspection.
  public var name: ObjectName
  /// When the act happens.
  public var now: Instant
  /// In which business days begin and end.
  public var zone: BusinessZone
  /// The id of the command: a refusal that is kept is known by it.
  public var commandID: EventID
  /// The body that acts.
  public var body: ObjectName
  /// The person who acts.
  public var person: ObjectName?
  /// The town in which the inspection is.
  public var town: ObjectName?
  /// Which certificates are valid.
  public var certificates: CertificateBook
  /// Cases that were filed on its clue.
  public var cases: [ObjectName]
  /// Procedures, known and in force.
  public var procedures: ProcedureBook

  public init(
    name: ObjectName, now: Instant, zone: BusinessZone = .shanghai, commandID: EventID,
    body: ObjectName, person: ObjectName? = nil, town: ObjectName? = nil,
    certificates: CertificateBook = CertificateBook(), cases: [ObjectName] = [],
    procedures: ProcedureBook = ProcedureBook()
  ) {
    self.name = name
    self.now = now
    self.zone = zone
    self.commandID = commandID
    self.body = body
    self.person = person
    self.town = town
    self.certificates = certificates
    self.cases = cases
    self.procedures = procedures
  }
}

/// The rules of inspections: two certified officers (I-10, I-30), and a clue ends in a case or is
/// closed (domain §3.2, sighting).
public enum InspectionDecider: Decider {
  public static var initialState: InspectionState { InspectionState() }

  public static func decide(
    _ command: InspectionCommand, given state: InspectionState, in context: InspectionContext
  ) throws(Rejection) -> [InspectionFact] {
    let event: InspectionEvent
    switch command {
    case .record(let division, let powers, let officers, let result, let ticket, let record):
      guard state.result == nil else {
        throw .sighting(
          Rejection.nameTaken,
          next: Words("give the inspection a name of its own", "请使用新的检查编号"))
      }
      try check(officers, in: context)
      event = .recorded(
        InspectionRecorded(
          inspection: context.name, division: division, power: powers,
          officer: officers.map(\.person), certificate: officers.map(\.certificate),
          result: result, ticket: ticket, record: record))
    case .closeClue(let ground):
      try requireOpenClue(state, context)
      event = .clueClosed(ClueClosed(inspection: context.name, ground: ground))
    }
    return [
      InspectionFact(
        event, actor: Actor(body: context.body, person: context.person), occurred: context.now)
    ]
  }

  public static func evolve(
    _ state: InspectionState, with fact: InspectionFact
  ) -> InspectionState {
    var state = state
    state.apply(fact)
    return state
  }

  private static func check(
    _ officers: [CaseOfficer], in context: InspectionContext
  ) throws(Rejection) {
    let day = context.zone.date(of: context.now)
    let rules = OfficerRules(
      act: .inspection, command: "record", commandID: context.commandID, proposer: context.body,
      town: context.town, subject: context.name, day: day, certificates: context.certificates,
      assigned: nil,
      fewer: context.procedures.applied(on: day, filed: day).penalty.flatMap(\.fewerOfficers))
    try rules.check(officers)
  }

  private static func requireOpenClue(
    _ state: InspectionState, _ context: InspectionContext
  ) throws(Rejection) {
    guard state.result == .clue, !state.isClueClosed else {
      throw .sighting(
        Words("the inspection has no open clue", "该检查没有未了结的线索"),
        next: Words("name an inspection with a clue", "请写明有线索的检查"))
    }
    guard context.cases.isEmpty else {
      throw .sighting(
        Words("a case was filed on the clue", "该线索已立案"),
        next: Words("close the case instead", "请在案件中结案"))
    }
  }
}

extension Rejection {
  static func sighting(_ message: Words, next: Words) -> Rejection {
    Rejection(
      rule: "§3.2 sighting", source: "domain §3.2; county text S19", message: message, next: next)
  }
}
