// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance

/// Tickets of the small county that a seed decides: commands that the rules allow and, where
/// asked for, events that no rule allows, as imports bring them, and repairs.
struct RandomTickets {
  private(set) var history = HistoryBuilder.smallCounty()
  /// What happened to each ticket, repairs among it, in recorded order.
  private(set) var facts: [ObjectName: [TicketFact]] = [:]
  private var random: SeededGenerator
  private let wild: Int
  private let repaired: Int
  private var clock: Instant = "2021-02-01T08:00:00+08:00"
  private var requests = 0

  /// - Parameters:
  ///   - wild: How many of a hundred events come without asking the rules.
  ///   - repaired: How many of a hundred are corrections and annulments.
  init(seed: UInt64, steps: Int, wild: Int = 0, repaired: Int = 0) {
    random = SeededGenerator(seed: seed)
    self.wild = wild
    self.repaired = repaired
    for _ in 0..<steps { step() }
  }

  private var states: [ObjectName: TicketState] = [:]

  func state(_ ticket: ObjectName) -> TicketState { states[ticket] ?? TicketState() }

  private mutating func step() {
    // From minutes to days, so that months pass and deadlines run out.
    let minutes = random.chance(20) ? Int64.random(in: 0...4000, using: &random) : 7
    clock = clock.adding(microseconds: minutes * 60_000_000)
    let ticket = ObjectName(.ticket, String(Int.random(in: 1...12, using: &random)))
    if random.chance(repaired) {
      repair(ticket)
    } else if random.chance(wild) {
      append(TicketFact(wildEvent(ticket), actor: someActor(), occurred: clock), to: ticket)
    } else {
      obey(ticket)
    }
  }

  private mutating func append(_ fact: TicketFact, to ticket: ObjectName) {
    var fact = fact
    fact.actorLevel = TicketActor.everybody.first { $0.body == fact.actor.body }?.level
    keep(history.add(fact, of: ticket), of: ticket)
  }

  private mutating func keep(_ fact: TicketFact, of ticket: ObjectName) {
    facts[ticket, default: []].append(fact)
    states[ticket] = TicketDecider.state(afterRepairs: facts[ticket] ?? [])
  }

  private mutating func someActor() -> Actor {
    random.chance(20) ? Actor() : Actor(body: random.choose(TicketActor.everybody).body)
  }

  // MARK: By the rules

  /// Somebody tries something until the rules allow it.
  private mutating func obey(_ ticket: ObjectName) {
    let state = state(ticket)
    for _ in 0..<60 {
      let actor = random.choose(TicketActor.everybody)
      let type = random.choose(TicketTable.types(in: state.status))
      guard let command = command(of: type, state, ticket) else { continue }
      let other =
        state.mergedInto ?? ObjectName(.ticket, String(Int.random(in: 1...12, using: &random)))
      let context = TicketContext(
        ticket: ticket, now: clock, commandID: EventID(high: 7, low: 7), actor: actor,
        rules: TicketContext.acting(actor).rules,
        unit: random.choose([TicketUnit.station, .office, .town, .department]),
        survivor: TicketSurvivor(ticket: other, status: self.state(other).status))
      do throws(Rejection) {
        let decided = try TicketDecider.decide(command, given: state, in: context)
        for fact in decided { append(fact, to: ticket) }
        return
      } catch {
        continue
      }
    }
  }

  private mutating func command(
    of type: EventType, _ state: TicketState, _ ticket: ObjectName
  ) -> TicketCommand? {
    requests += 1
    switch type {
    case .incidentReported: return .report(report(ticket))
    case .requestMade, .ticketReturned, .extensionRequested:
      return renamed(random.choose(TicketCommand.samples(of: type, in: state.status)))
    case .requestRuled:
      guard let request = state.openRequests.first else { return nil }
      let ruling = Ruling(on: request.name, ground: "g")
      if random.chance(50) { return .refuse(request.kind, ruling) }
      return switch request.kind {
      case .return: .grant(.return, ruling)
      case .extension: .grant(.extension(units: 2), ruling)
      case .suspension: .grant(.suspension(Suspension(.shelved, ground: "g")), ruling)
      case .reopen: .grant(.reopen(.objection), ruling)
      default: .refuse(request.kind, ruling)
      }
    case .ticketReopened: return .reopen(random.choose(ReopenGround.allCases))
    case .ticketDispatched, .ticketRedirected:
      let order = DispatchOrder.to(
        random.choose([Body.station, Body.office, Body.town, Body.department]),
        ground: .consent, document: "document/1")
      return type == .ticketDispatched ? .dispatch(order) : .redirect(order)
    default:
      let samples = TicketCommand.samples(of: type, in: state.status)
      return samples.isEmpty ? nil : random.choose(samples)
    }
  }

  private func renamed(_ command: TicketCommand) -> TicketCommand {
    let name = ObjectName(.request, String(requests))
    return switch command {
    case .request(let kind, _, let ground, let text, let document):
      .request(kind, as: name, ground: ground, text: text, document: document)
    case .putBack(let ground, _, let evidence):
      .putBack(ground: ground, request: name, evidence: evidence)
    case .requestExtension(_, let units, let unit, let ground):
      .requestExtension(as: name, units: units, unit: unit, ground: ground)
    default: command
    }
  }

  private mutating func report(_ ticket: ObjectName) -> IncidentReported {
    IncidentReported(
      ticket: ticket, origin: random.choose(["gridWorker", "hotline"]), channel: "app",
      category: random.choose(["category/E01-01", "category/E07"]),
      urgency: random.chance(30) ? .urgent : nil,
      division: random.choose([SmallCounty.village, SmallCounty.otherTown]), text: "words",
      reporter: "person/p1", selfSolved: random.chance(20),
      dueGiven: random.chance(10) ? clock.adding(microseconds: 86_400_000_000) : nil)
  }

  // MARK: Without rules

  private mutating func wildEvent(_ ticket: ObjectName) -> TicketEvent {
    let hop = Int.random(in: 0...3, using: &random)
    let request = ObjectName(.request, String(Int.random(in: 1...9, using: &random)))
    let handler = random.choose(TicketActor.everybody).body
    let cases: [TicketEvent] = [
      .reported(report(ticket)),
      .accepted(TicketAccepted(ticket: ticket, level: random.choose(Level.allCases))),
      .declined(
        TicketDeclined(
          ticket: ticket, stage: random.choose(TicketDeclined.Stage.allCases), ground: "g",
          told: false)),
      .referred(TicketReferred(ticket: ticket, ground: .otherArea, told: false)),
      .registered(
        TicketRegistered(
          ticket: ticket, category: "category/E07",
          grade: random.choose(TicketGrade.allCases))),
      .regraded(TicketRegraded(ticket: ticket, grade: .low, ground: "g")),
      .dispatched(
        TicketDispatched(
          ticket: ticket, hop: hop, handler: handler, rule: "rule/limits", ground: .ownDuty)),
      .redirected(
        TicketRedirected(
          ticket: ticket, hop: hop, handler: handler, rule: "rule/limits", ground: .ownDuty)),
      .signedFor(TicketSignedFor(ticket: ticket, hop: hop)),
      .returned(TicketReturned(ticket: ticket, hop: hop, request: request, ground: .notMine)),
      .requestMade(
        RequestMade(
          ticket: ticket, hop: random.chance(50) ? hop : nil, request: request,
          kind: random.choose(RequestMade.Kind.allCases), ground: "g")),
      .requestRuled(
        RequestRuled(
          ticket: ticket, request: request, kind: random.choose(RequestKind.allCases),
          result: random.choose(RequestRuled.Result.allCases), grantedUnits: 1)),
    ]
    return random.choose(cases + laterWildEvents(ticket, hop))
  }

  private mutating func laterWildEvents(_ ticket: ObjectName, _ hop: Int) -> [TicketEvent] {
    let other = ObjectName(.ticket, String(Int.random(in: 1...12, using: &random)))
    return [
      .clockSuspended(
        ClockSuspended(
          ticket: ticket, reach: .hop, class: random.choose(SuspensionClass.allCases),
          ground: "g")),
      .clockResumed(ClockResumed(ticket: ticket)),
      .handlingCompleted(HandlingCompleted(ticket: ticket, hop: hop, result: "done")),
      .inspected(
        WorkInspected(
          ticket: ticket, hop: hop, result: random.choose(WorkInspected.Result.allCases),
          wrongUnit: random.chance(40), onSite: true)),
      .closed(
        TicketClosed(
          ticket: ticket, reason: random.choose(CloseReason.allCases), case: "case/1",
          replied: true)),
      .reopened(
        TicketReopened(ticket: ticket, ground: random.choose(ReopenGround.allCases))),
      .escalated(
        TicketEscalated(
          ticket: ticket, fromLevel: .village, toLevel: random.choose([.town, .county]),
          ground: .noPower)),
      .merged(TicketMerged(ticket: ticket, survivor: other)),
      .unmerged(
        TicketUnmerged(ticket: ticket, survivor: other, survivorClosed: random.chance(50))),
      .voided(TicketVoided(ticket: ticket, ground: "g")),
      .excluded(
        TicketExcluded(
          ticket: ticket, indicators: ["rework", "closing"], ground: "g",
          document: "document/1")),
      .exclusionLifted(
        TicketExclusionLifted(
          ticket: ticket, indicators: ["rework"], document: "document/1")),
      .followedUp(FollowUpRecorded(ticket: ticket, reached: false)),
      .reporterSpoke(ReporterSpoke(ticket: ticket, kind: .withdraw, channel: "app")),
    ]
  }

  // MARK: Repairs

  private mutating func repair(_ ticket: ObjectName) {
    let known = history.events.filter {
      $0.content.references(.ticket) == [ticket] && $0.content.type != .eventAnnulled
    }
    guard !known.isEmpty else { return }
    let target = random.choose(known)
    guard target.content.type != .factCorrected, !random.chance(30) else {
      let stored = history.annul(target)
      note(
        .annulled(
          EventAnnulled(
            target: target.content.id, ground: "wrong",
            document: "document/1")), stored, ticket)
      return
    }
    let (field, value) = random.choose(RandomTickets.corrections)
    let stored = history.correct(target, field, value)
    note(
      .corrected(
        FactCorrected(
          target: target.content.id, field: field, new: value,
          ground: "typo")), stored, ticket)
  }

  private mutating func note(_ event: TicketEvent, _ stored: StoredEvent, _ ticket: ObjectName) {
    keep(
      TicketFact(event, occurred: stored.content.occurred, id: stored.content.id), of: ticket)
  }

  /// Some fit their target, some do not.
  private static let corrections: [(String, Value)] = [
    ("level", .text("county")), ("stage", .text("registration")), ("grade", .text("low")),
    ("category", .object("category/E01-01")), ("handler", .object(Body.office)),
    ("hop", .int(1)), ("hop", .int(2)), ("reason", .text("answered")), ("kind", .text("return")),
    ("result", .text("failed")), ("wrongUnit", .bool(true)), ("survivorClosed", .bool(true)),
    ("ground", .text("newFacts")), ("grade", .int(4)), ("result", .text("no such result")),
    ("occurred", .instant("2021-02-03T08:00:00+08:00")), ("urgency", .text("urgent")),
    ("survivor", .object("ticket/3")), ("nothing", .text("x")), ("class", .text("deferred")),
    ("toLevel", .text("town")), ("indicators", .list([.text("rework")])),
    ("request", .object("request/5")), ("division", .object(SmallCounty.otherTown)),
  ]
}
