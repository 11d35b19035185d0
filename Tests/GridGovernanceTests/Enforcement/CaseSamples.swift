// SPDX-License-Identifier: Apache-2.0
import EventSourcing
@testable import GridGovernance

extension CaseCommand {
  /// Commands that lead to an event of that type, with the name in braces of each.
  static func samples(of type: EventType) -> [(command: CaseCommand, variant: String)] {
    inquiry(type) ?? decision(type) ?? end(type) ?? side(type)
  }

  private static let paper = CaseStory.paper

  private static func inquiry(_ type: EventType) -> [(CaseCommand, String)]? {
    switch type {
    case .caseFiled: [(.file(.sample()), "")]
    case .officersAssigned: [(.assign(Town.two, from: "2021-08-02"), "")]
    case .evidenceCollected:
      [
        (.collect(Evidence(.statement, officers: Town.two, evidence: paper)), ""),
        (
          .collect(
            Evidence(
              .preservedByRegistration, officers: Town.two, measure: "measure/new",
              evidence: paper)), ""
        ),
      ]
    case .measureSettled: [(.settle(measure: "measure/1", how: .returned), "")]
    case .documentServed:
      [DocumentServed.Kind.priorNotice, .hearingNotice, .decision, .demand, .licence].map {
        (CaseStory.serve($0), $0.rawValue)
      }
    case .hearingHeld:
      [(.holdHearing(askedOn: "2021-08-09", chair: "person/judge", record: paper), "")]
    case .hearingWaived: [(.waiveHearing(.declared, record: paper), "")]
    case .legalReviewCompleted:
      [true, false].map {
        (
          .review(passed: $0, reviewer: "person/jurist", qualified: true, record: paper),
          $0 ? "passed" : "not passed"
        )
      }
    default: nil
    }
  }

  private static func decision(_ type: EventType) -> [(CaseCommand, String)]? {
    switch type {
    case .penaltyDecided: [(.decide(.fine()), "penalised"), (.decide(.none), "noPenalty")]
    case .penaltyExecuted:
      [true, false].map { (.carryOut(.paid, done: $0, record: paper), "done: \($0)") }
    case .caseClosed: CaseClosed.How.allCases.map { (.close($0, record: paper), $0.rawValue) }
    case .caseTransferred:
      [
        (.transfer(to: Town.department, ground: .competence, document: "document/4"), "inside"),
        (.transfer(outsideName: "公安局", ground: .criminal, document: "document/4"), "outside"),
      ]
    default: nil
    }
  }

  private static func end(_ type: EventType) -> [(CaseCommand, String)]? {
    switch type {
    case .remedyRecorded: [(.recordRemedy(.review, .filed), "filed")]
    case .enforcementPublished:
      [(.publish("publication/new", what: "decision", place: "web"), "after")]
    case .publicationWithdrawn: [(.withdraw("publication/1", ground: "revoked"), "")]
    case .fileArchived: [(.archive(file: paper), "")]
    case .caseQualityReviewed: [(.reviewQuality(score: ExactDecimal(95)), "")]
    default: nil
    }
  }

  private static func side(_ type: EventType) -> [(CaseCommand, String)] {
    let party = SupportCalled.Party(duty: "d", arriveBy: "2021-08-20T09:00:00+08:00")
    return switch type {
    case .requestMade: [(.request(.suspension, as: "request/new", ground: "g"), "")]
    case .extensionRequested:
      [(.requestExtension(as: "request/new", units: 30, unit: .day, ground: "g"), "")]
    case .requestRuled: [(.refuse(.extension, Ruling(on: "request/1")), "")]
    case .clockSuspended: [(.suspend(ground: "testing"), "")]
    case .clockResumed: [(.resume, "")]
    case .supportCalled:
      [
        (
          .callSupport(
            SupportCall(
              "support/2", purpose: .jointEnforcement, units: [Town.department],
              parties: [party], lead: Town.bureau)), ""
        )
      ]
    case .supportArrived: [(.arrive(support: "support/1"), "")]
    case .supportFinished: [(.finishSupport(support: "support/1", result: "done"), "")]
    case .supportExcused:
      [(.excuse(support: "support/1", unit: Town.department, ground: "g"), "")]
    default: []
    }
  }
}

extension CaseState {
  /// The same case with everything in it to which a command may refer.
  func furnished(suspended: Bool) -> CaseState {
    var state = self
    guard let filed = state.filed else { return state }
    state.measures = [
      CaseMeasure(name: "measure/1", kind: .preservedByRegistration, taken: filed)
    ]
    state.publications = [
      CasePublication(name: "publication/1", body: Town.bureau, published: filed)
    ]
    state.supports = [
      TicketSupport(
        name: "support/1", caller: Town.bureau, lead: Town.bureau, allowsPartial: true,
        units: [TicketSupport.Unit(body: Town.department, progress: .called)])
    ]
    state.time.requests = [
      ProcedureTime.Request(name: "request/1", kind: .extension, unit: .day, made: filed)
    ]
    if suspended { state.time.pauses = [Clock.Pause(from: filed)] }
    if state.status == .noticed { state.notices.hearing = ["2021-08-06T10:00:00+08:00"] }
    return state
  }
}
