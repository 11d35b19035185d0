// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance

typealias ApplicationSpecification = Specification<ApplicationDecider>

/// A window, its items and the rules of approvals.
enum Hall {
  static let window: ObjectName = "body/t-window"
  static let licence: ObjectName = "power/sp-01"
  static let service: ObjectName = "power/gs-01"
  static let guide: ObjectName = "rule/guide"

  static var powers: PowerBook {
    var book = PowerBook()
    book.apply(Town.devolved(licence, .licence))
    book.apply(Town.devolved(service, .publicService))
    return book
  }

  static let approvalLaw = RuleSetPublished(
    rule: "rule/licensing-law", kind: .procedure,
    content: RuleContent(
      approval: ApprovalProcedure(
        limits: [
          ProcedureLimit(
            .accept, 5, .workingDay, itemKind: .licence, article: "Licensing art. 32"),
          ProcedureLimit(.answerCorrection, 30, .workingDay, article: "county", unverified: true),
          ProcedureLimit(
            .decide, 20, .workingDay, extension: 10, itemKind: .licence,
            article: "Licensing art. 42"),
          ProcedureLimit(
            .decide, 45, .workingDay, extension: 15, itemKind: .licence, item: "sp-02",
            article: "Licensing art. 42(2)"),
          ProcedureLimit(
            .deliver, 10, .workingDay, itemKind: .licence, article: "Licensing art. 44"),
        ], excludedTime: ["hearing", "test", "expertReview"])),
    effectiveFrom: "2019-04-23")

  static let guideRule = RuleSetPublished(
    rule: guide, kind: .serviceGuide,
    content: RuleContent(
      serviceGuide: [
        ServiceGuideRule(item: "sp-01", amount: 20, unit: .workingDay, promised: 5),
        ServiceGuideRule(item: "sp-02", amount: 45, unit: .workingDay),
        ServiceGuideRule(item: "gs-01", amount: 7, unit: .workingDay, promised: 1),
      ]), effectiveFrom: "2021-01-01")

  static let law = ProcedureBook([approvalLaw, guideRule])

  static func form(_ item: ObjectName = licence) -> ApplicationForm {
    ApplicationForm(
      item: item, town: Town.division, applicant: "person/a1", applicantName: "somebody",
      guide: guide)
  }
}

extension ApplicationContext {
  static let name: ObjectName = "application/1"

  /// A context in which nothing stands in the way but what the test changes.
  static func at(
    _ day: CivilDate, _ change: (inout ApplicationContext) -> Void = { _ in }
  ) -> ApplicationContext {
    var context = ApplicationContext(
      name: name, now: BusinessZone.shanghai.start(of: day).adding(microseconds: 36_000_000_000),
      commandID: EventID(high: 7, low: 7), body: Hall.window, powers: Hall.powers,
      procedures: Hall.law)
    change(&context)
    return context
  }
}

/// A history made by commands, one a day or on the day said; a rejection is the test's mistake.
struct ApplicationStory {
  private(set) var facts: [ApplicationFact] = []
  private(set) var day: CivilDate = "2021-08-02"

  var state: ApplicationState { ApplicationDecider.state(after: facts) }

  func then(
    _ command: ApplicationCommand, on day: CivilDate? = nil,
    _ change: (inout ApplicationContext) -> Void = { _ in }
  ) throws -> ApplicationStory {
    var story = self
    story.day = day ?? self.day.adding(days: 1)
    story.facts += try ApplicationDecider.decide(
      command, given: state, in: .at(story.day, change))
    return story
  }

  func when(
    _ command: ApplicationCommand, on day: CivilDate? = nil,
    _ change: (inout ApplicationContext) -> Void = { _ in }
  ) -> ApplicationSpecification.Outcome {
    ApplicationSpecification.given(facts)
      .when(command, in: .at(day ?? self.day.adding(days: 1), change))
  }

  func report(_ day: CivilDate) -> ApplicationReport {
    ApplicationReport(
      state, at: BusinessZone.shanghai.start(of: day),
      kind: state.item.flatMap { Hall.powers.kind(of: $0) }, procedures: Hall.law,
      days: KnownDays())
  }

  /// Received on Monday 2021-08-02.
  static func received(_ item: ObjectName = Hall.licence) throws -> ApplicationStory {
    try ApplicationStory().then(.receive(Hall.form(item)), on: "2021-08-02")
  }

  static func inStatus(_ status: ApplicationStatus?) throws -> ApplicationStory {
    guard let status else { return ApplicationStory() }
    switch status {
    case .received: return try received()
    case .correcting: return try received().then(.notifyCorrection(missing: ["plan"]))
    case .accepted: return try received().then(.accept)
    case .notAccepted: return try received().then(.decline(.notCompetent))
    case .decided: return try inStatus(.accepted).then(.decide(granted: true))
    case .withdrawn: return try inStatus(.accepted).then(.withdraw())
    case .delivered:
      return try inStatus(.decided).then(.deliver(method: "window", record: Bytes([1])))
    }
  }
}

extension ApplicationCommand {
  /// Commands that lead to an event of that type, with the name in braces of each.
  static func samples(
    of type: EventType
  ) -> [(command: ApplicationCommand, variant: String)] {
    switch type {
    case .applicationReceived: [(.receive(Hall.form()), "")]
    case .correctionNotified: [(.notifyCorrection(missing: ["plan"]), "")]
    case .correctionReceived:
      [true, false].map { (.receiveCorrection(complete: $0), "complete: \($0)") }
    case .acceptanceDecided:
      [(.accept, "accepted"), (.decline(.other), "refused"), (.notNeeded, "notNeeded")]
    case .applicationDecided:
      [
        (.decide(granted: true), "granted"), (.decide(granted: false, ground: "g"), "refused"),
        (.withdraw(), "withdrawn"),
      ]
    case .documentServed: [(.deliver(method: "mail", record: Bytes([1])), "licence")]
    case .followUpRecorded: [(.rate(reached: true, satisfaction: 5), "")]
    case .requestMade: [(.request(.suspension, as: "request/new", ground: "g"), "")]
    case .extensionRequested:
      [(.requestExtension(as: "request/new", units: 5, unit: .workingDay, ground: "g"), "")]
    case .requestRuled: [(.refuse(.extension, Ruling(on: "request/1")), "")]
    case .clockSuspended: [(.suspend(ground: "hearing"), "")]
    case .clockResumed: [(.resume, "")]
    default: []
    }
  }
}

extension ApplicationState {
  /// The same application with a request, and standing if wanted.
  func furnished(suspended: Bool) -> ApplicationState {
    var state = self
    guard let received = state.received else { return state }
    state.time.requests = [
      ProcedureTime.Request(
        name: "request/1", kind: .extension, unit: .workingDay, made: received)
    ]
    if suspended { state.time.pauses = [Clock.Pause(from: received)] }
    return state
  }
}
