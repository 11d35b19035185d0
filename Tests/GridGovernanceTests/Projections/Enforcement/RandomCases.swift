// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance

/// Cases, applications and what they stand on, as a seed decides: lawful steps mixed with events
/// that no rule allows, as imports bring them, certificates and powers that become known late, and
/// repairs.
struct RandomCases {
  private(set) var history = HistoryBuilder.enforcing(certificates: 1...2)
  /// What each event said when it was made: a log of memory keeps no sealed words.
  private(set) var typed: [EventID: any Event] = [:]
  private var random: SeededGenerator
  private var clock: Instant = "2021-02-01T08:00:00+08:00"
  private var number = 0

  static let cases = (1...8).map { ObjectName(.case, "\($0)") }
  static let applications = (1...5).map { ObjectName(.application, "\($0)") }
  private static let bodies = [Town.bureau, Town.otherBureau, Town.government, Town.department]
  private static let paper = Bytes([1])

  init(seed: UInt64, steps: Int = 270) {
    random = SeededGenerator(seed: seed)
    for _ in 0..<steps { step() }
  }

  private mutating func step() {
    let hours = random.chance(30) ? Int64.random(in: 0...200, using: &random) : 3
    clock = clock.adding(microseconds: hours * 3_600_000_000)
    number += 1
    if random.chance(9) {
      repair()
    } else if random.chance(14) {
      add(register(), "case/none")
    } else if random.chance(25) {
      let name = random.choose(RandomCases.applications)
      add(application(name), name)
    } else {
      let name = random.choose(RandomCases.cases)
      add(inCase(name), name)
    }
  }

  private mutating func add(_ event: any Event, _ thing: ObjectName) {
    let stored = history.add(
      event, at: clock, by: random.choose(RandomCases.bodies), of: thing)
    typed[stored.content.id] = event
  }

  /// Corrects or annuls one of the last events that is no repair itself.
  private mutating func repair() {
    let recent = history.events.suffix(60).filter { event in
      let type = event.content.type
      return type != .factCorrected && type != .eventAnnulled && type != .workCalendarPublished
        && type != .ruleSetPublished && type != .divisionRegistered && type != .bodyRegistered
    }
    guard let target = recent.isEmpty ? nil : random.choose(recent) else { return }
    if random.chance(60) {
      history.annul(target)
    } else {
      history.correct(target, "occurred", .instant(clock.adding(microseconds: -7_200_000_000)))
    }
  }

  private mutating func register() -> any Event {
    let certificate = Int.random(in: 1...4, using: &random)
    let day = BusinessZone.shanghai.date(of: clock).adding(days: random.chance(50) ? -20 : 5)
    switch Int.random(in: 0...4, using: &random) {
    case 0: return Town.certificate(certificate)
    case 1:
      return CertificateInvalidated(
        certificate: ObjectName(.certificate, "\(certificate)"),
        person: ObjectName(.person, "o\(certificate)"), ground: .suspended, effectiveFrom: day,
        effectiveTo: day.adding(days: 30))
    case 2: return Town.devolved(Town.power, .penalty, from: day)
    case 3: return Town.withdrawn(Town.power, .finish, from: day)
    default:
      return CommandRefused(
        command: "collect", rule: "I-30", source: "art. 42",
        commandID: EventID(high: 5, low: UInt64(number)), proposer: Town.bureau,
        subject: random.choose(RandomCases.cases))
    }
  }

  private mutating func officers() -> [Int] {
    random.chance(15)
      ? [1] : random.chance(50) ? [1, 2] : [1, Int.random(in: 2...4, using: &random)]
  }

  private mutating func inCase(_ name: ObjectName) -> any Event {
    let numbers = officers()
    let officer = numbers.map { ObjectName(.person, "o\($0)") }
    let certificate = numbers.map { ObjectName(.certificate, "\($0)") }
    let paper = random.chance(85) ? RandomCases.paper : Bytes([])
    switch Int.random(in: 0...14, using: &random) {
    case 0, 1, 2:
      return CaseFiled(
        case: name, power: Town.power, agency: Town.government,
        actingBody: random.chance(70) ? Town.bureau : Town.otherBureau, party: ["person/p1"],
        partyName: "somebody", inspection: random.chance(40) ? "inspection/1" : nil,
        actEnded: "2021-01-20", foundOn: "2021-01-21", endangers: false, harm: false,
        procedure: random.chance(80) ? .ordinary : .simple, officer: officer,
        certificate: certificate, record: paper)
    case 3, 4:
      return EvidenceCollected(
        case: name, kind: random.chance(50) ? .scene : .preservedByRegistration,
        officer: officer, certificate: certificate,
        measure: ObjectName(.measure, "\(number)"), evidence: paper, reviewed: true)
    case 5, 6:
      return DocumentServed(
        case: name, kind: random.choose([.priorNotice, .hearingNotice, .decision, .demand]),
        method: random.chance(20) ? "mail" : "direct", officer: officer,
        certificate: certificate, record: paper)
    case 7:
      return LegalReviewCompleted(
        case: name, passed: random.chance(70), reviewer: "person/j", qualified: true,
        record: paper)
    case 8:
      return PenaltyDecided(
        case: name, outcome: random.chance(70) ? .penalised : .noPenalty, kinds: ["fine"],
        collective: false, officer: officer, certificate: certificate, record: paper)
    case 9:
      return PenaltyExecuted(case: name, mode: .paid, done: random.chance(70), record: paper)
    case 10:
      return RemedyRecorded(
        case: name, kind: .review, stage: random.chance(50) ? .filed : .decided,
        result: random.chance(50) ? .upheld : .revoked, redo: false)
    case 11:
      return CaseTransferred(
        case: name, agency: random.chance(70) ? Town.department : nil, outsideName: "公安局",
        ground: .competence, document: "document/1")
    case 12: return CaseQualityReviewed(case: name, score: ExactDecimal(number % 100))
    case 13:
      return random.chance(50)
        ? ClockSuspended(
          case: name, reach: .whole, class: .clockOff, ground: "testing")
        : ClockResumed(case: name)
    default:
      return EnforcementPublished(
        publication: ObjectName(.publication, "\(number)"), body: Town.bureau, case: name,
        stage: .after, what: "decision", place: "web")
    }
  }

  private mutating func application(_ name: ObjectName) -> any Event {
    switch Int.random(in: 0...5, using: &random) {
    case 0, 1:
      return ApplicationReceived(
        application: name, serviceItem: Hall.licence, town: SmallCounty.town,
        applicant: "person/a1", window: Hall.window, rule: Hall.guide, promised: 5)
    case 2:
      return AcceptanceDecided(
        application: name, result: random.chance(70) ? .accepted : .refused,
        ground: random.chance(50) ? .notDevolved : nil)
    case 3:
      return ApplicationDecided(
        application: name, result: random.choose([.granted, .refused, .withdrawn]))
    case 4:
      return DocumentServed(
        application: name, kind: .licence, method: "window", record: RandomCases.paper)
    default: return CorrectionNotified(application: name, missing: ["plan"])
    }
  }
}
