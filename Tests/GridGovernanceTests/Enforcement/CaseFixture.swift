// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance

typealias CaseSpecification = Specification<CaseDecider>

/// A town with its bureau, officers and powers, and the laws of three times.
enum Town {
  static let division: ObjectName = "division/t"
  static let government: ObjectName = "body/t-government"
  static let bureau: ObjectName = "body/t-bureau"
  static let department: ObjectName = "body/c-department"
  static let otherBureau: ObjectName = "body/u-bureau"
  static let power: ObjectName = "power/cf-031"
  static let delegated: ObjectName = "power/cf-090"
  static let coercive: ObjectName = "power/qz-001"

  /// Two devolved powers and a delegated one, live from 2021-01-01.
  static var powers: PowerBook {
    var book = PowerBook()
    book.apply(devolved(power, .penalty))
    book.apply(devolved(delegated, .penalty, .delegated))
    book.apply(devolved(coercive, .coerciveMeasure))
    return book
  }

  static func devolved(
    _ power: ObjectName, _ kind: PowerDevolved.Kind, _ mode: PowerDevolved.Mode = .devolved,
    from: CivilDate = "2021-01-01"
  ) -> PowerDevolved {
    PowerDevolved(
      power: power, kind: kind, mode: mode, ground: .concentratedPower, town: [division],
      transferor: department, supervisor: department, decidedBy: department,
      document: "document/2021-1", publishedOn: from, effectiveFrom: from)
  }

  static func withdrawn(
    _ power: ObjectName, _ pending: PowerWithdrawn.Pending, from: CivilDate
  ) -> PowerWithdrawn {
    PowerWithdrawn(
      power: power, town: [division], pending: pending, ground: "review", decidedBy: department,
      document: "document/2021-2", effectiveFrom: from)
  }

  /// Officers 1 to 4; the certificate of 4 ends with 2021-06-30.
  static var certificates: CertificateBook {
    var book = CertificateBook()
    for number in 1...4 { book.apply(certificate(number)) }
    return book
  }

  static func certificate(_ number: Int) -> CertificateIssued {
    CertificateIssued(
      certificate: ObjectName(.certificate, "\(number)"), person: ObjectName(.person, "o\(number)"),
      fields: ["city"], effectiveFrom: "2020-01-01",
      effectiveTo: number == 4 ? "2021-06-30" : "2029-12-31")
  }

  static func officer(_ number: Int) -> CaseOfficer {
    CaseOfficer(
      ObjectName(.person, "o\(number)"), certificate: ObjectName(.certificate, "\(number)"))
  }

  static let two = [officer(1), officer(2)]
}

/// The laws as rule sets, as far as tests need them.
enum Law {
  static let before = RuleSetPublished(
    rule: "rule/penalty-law", kind: .procedure,
    content: RuleContent(
      penalty: PenaltyProcedure(
        limits: [
          ProcedureLimit(.limitation, 2, .year, article: "2017 art. 29"),
          ProcedureLimit(.askHearing, 3, .day, article: "2017 art. 42"),
          ProcedureLimit(.noticeHearing, 7, .day, article: "2017 art. 42"),
          ProcedureLimit(.serveDecision, 7, .day, article: "2017 art. 40"),
          ProcedureLimit(.pay, 15, .day, article: "2017 art. 46"),
        ])),
    effectiveFrom: "2018-01-01")

  static func after(
    appliesBy: RuleSetPublished.AppliesBy? = nil,
    openCases: ProcedureLimit.OpenCases? = nil
  ) -> RuleSetPublished {
    RuleSetPublished(
      rule: "rule/penalty-law", kind: .procedure,
      content: RuleContent(penalty: revised(openCases)), effectiveFrom: "2021-07-15",
      appliesBy: appliesBy)
  }

  private static func revised(_ openCases: ProcedureLimit.OpenCases?) -> PenaltyProcedure {
    PenaltyProcedure(
      limits: [
        ProcedureLimit(.limitation, 2, .year, article: "art. 36"),
        ProcedureLimit(.limitationEndangering, 5, .year, article: "art. 36"),
        ProcedureLimit(
          .decide, 90, .day, extension: 60, openCases: openCases, article: "art. 60"),
        ProcedureLimit(.settlePreserved, 7, .workingDay, article: "art. 56"),
        ProcedureLimit(.measure, 30, .day, extension: 30, article: "Coercion art. 25"),
        ProcedureLimit(.askHearing, 5, .workingDay, article: "art. 64"),
        ProcedureLimit(.noticeHearing, 7, .workingDay, article: "art. 64"),
        ProcedureLimit(.serveDecision, 7, .workingDay, article: "art. 61"),
        ProcedureLimit(.pay, 15, .day, article: "art. 67"),
        ProcedureLimit(.demand, 10, .workingDay, article: "Coercion arts. 54, 69"),
        ProcedureLimit(.publish, 7, .workingDay, article: "practice", unverified: true),
        ProcedureLimit(.withdrawPublication, 3, .workingDay, article: "art. 48"),
      ],
      fewerOfficers: [
        FewerOfficersRule(act: .service, least: 0, methods: ["mail"], article: "Civil Proc.")
      ],
      hearing: HearingRule(
        kinds: ["revokeLicence"], fineFrom: ExactDecimal(10_000),
        entityFineFrom: ExactDecimal(100_000), article: "art. 63"),
      reviews: [
        ReviewRule(ground: .afterHearing, article: "art. 58(2)"),
        ReviewRule(ground: .complex, article: "art. 58(3)"),
        ReviewRule(ground: .publicInterest, powers: ["cf-777"], article: "art. 58(1)"),
        ReviewRule(ground: .byLaw, fineFrom: ExactDecimal(50_000), article: "art. 58(4)"),
      ],
      simple: SimpleRule(
        kinds: ["warning", "fine"], fineUpTo: ExactDecimal(200),
        entityFineUpTo: ExactDecimal(3000), article: "art. 51"),
      lateFee: LateFeeRule(perDay: Rational(3, 100), upTo: Rational(1), article: "art. 72"))
  }

  static let review = [
    RuleSetPublished(
      rule: "rule/review-law", kind: .procedure,
      content: RuleContent(
        penalty: PenaltyProcedure(
          limits: [
            ProcedureLimit(.askReview, 60, .day, article: "2017 art. 9"),
            ProcedureLimit(.sue, 6, .month, article: "Litigation art. 46"),
          ])),
      effectiveFrom: "2018-01-01"),
    RuleSetPublished(
      rule: "rule/review-law", kind: .procedure,
      content: RuleContent(
        penalty: PenaltyProcedure(
          limits: [
            ProcedureLimit(.askReview, 60, .day, article: "2023 art. 20"),
            ProcedureLimit(.sue, 6, .month, article: "Litigation art. 46"),
          ],
          reviewFirst: ReviewFirstRule(procedures: [.simple], article: "2023 art. 23"))),
      effectiveFrom: "2024-01-01"),
  ]

  static let all = ProcedureBook([before, after()] + review)
}

extension CaseContext {
  static let name: ObjectName = "case/1"

  /// A context in which nothing stands in the way but what the test changes.
  static func at(
    _ day: CivilDate, body: ObjectName = Town.bureau,
    _ change: (inout CaseContext) -> Void = { _ in }
  ) -> CaseContext {
    var context = CaseContext(
      name: name, now: BusinessZone.shanghai.start(of: day).adding(microseconds: 36_000_000_000),
      commandID: EventID(high: 7, low: 7), body: body, town: Town.division,
      townGovernment: Town.government, powers: Town.powers, certificates: Town.certificates,
      procedures: Law.all)
    change(&context)
    return context
  }
}

extension CaseFiling {
  static func sample(
    _ procedure: CaseFiled.Procedure = .ordinary, power: ObjectName = Town.power,
    actEnded: CivilDate = "2021-08-01", foundOn: CivilDate = "2021-08-02",
    grave: Bool = false, officers: [CaseOfficer] = Town.two
  ) -> CaseFiling {
    CaseFiling(
      power: power, parties: ["person/p1"], partyName: "somebody", actEnded: actEnded,
      foundOn: foundOn, endangers: grave, harm: grave, procedure: procedure, officers: officers,
      record: Bytes([1]))
  }
}

extension PenaltyDecision {
  static func fine(_ yuan: Int = 500, collective: Bool = false) -> PenaltyDecision {
    PenaltyDecision(
      .penalised, kinds: ["fine"], amount: ExactDecimal(yuan), collective: collective,
      officers: Town.two, record: Bytes([1]))
  }

  static let none = PenaltyDecision(
    .noPenalty, noPenaltyGround: "minor", officers: Town.two, record: Bytes([1]))
}

/// A history made by commands, one a day or on the day said; a rejection is the test's mistake.
struct CaseStory {
  private(set) var facts: [CaseFact] = []
  private(set) var day: CivilDate = "2021-08-02"

  static let paper = Bytes([1])

  var state: CaseState { CaseDecider.state(after: facts) }

  func then(
    _ command: CaseCommand, on day: CivilDate? = nil, by body: ObjectName = Town.bureau,
    _ change: (inout CaseContext) -> Void = { _ in }
  ) throws -> CaseStory {
    var story = self
    story.day = day ?? self.day.adding(days: 1)
    story.facts += try CaseDecider.decide(
      command, given: state, in: .at(story.day, body: body, change))
    return story
  }

  func when(
    _ command: CaseCommand, on day: CivilDate? = nil, by body: ObjectName = Town.bureau,
    _ change: (inout CaseContext) -> Void = { _ in }
  ) -> CaseSpecification.Outcome {
    CaseSpecification.given(facts)
      .when(command, in: .at(day ?? self.day.adding(days: 1), body: body, change))
  }

  func report(
    _ day: CivilDate, withdrawal: PowerEnd? = nil, procedures: ProcedureBook = Law.all
  ) -> CaseReport {
    CaseReport(
      state, at: BusinessZone.shanghai.start(of: day), procedures: procedures,
      days: KnownDays(), withdrawal: withdrawal)
  }

  static func filed(
    _ filing: CaseFiling = .sample(), on day: CivilDate = "2021-08-02",
    _ change: (inout CaseContext) -> Void = { _ in }
  ) throws -> CaseStory {
    try CaseStory().then(.file(filing), on: day, change)
  }

  static func serve(_ kind: DocumentServed.Kind) -> CaseCommand {
    .serve(kind, method: "direct", officers: Town.two, record: paper)
  }

  /// One case in each state, in the ordinary procedure.
  static func inStatus(_ status: CaseStatus?) throws -> CaseStory {
    guard let status else { return CaseStory() }
    switch status {
    case .investigating:
      return try filed().then(
        .collect(Evidence(.scene, officers: Town.two, evidence: paper)))
    case .noticed: return try inStatus(.investigating).then(serve(.priorNotice))
    case .heard:
      return try inStatus(.noticed).then(serve(.hearingNotice), on: "2021-08-06")
        .then(
          .holdHearing(askedOn: "2021-08-09", chair: "person/judge", record: paper),
          on: "2021-08-18")
    case .reviewed:
      return try inStatus(.noticed).then(
        .review(passed: true, reviewer: "person/jurist", qualified: true, record: paper))
    case .decided: return try inStatus(.reviewed).then(.decide(.fine()))
    case .served: return try inStatus(.decided).then(serve(.decision))
    case .executed:
      return try inStatus(.served).then(.carryOut(.paid, done: true, record: paper))
    case .closed: return try inStatus(.executed).then(.close(.performed, record: paper))
    case .archived: return try inStatus(.closed).then(.archive(file: paper))
    case .transferred:
      return try inStatus(.investigating).then(
        .transfer(outsideName: "公安局", ground: .criminal, document: "document/3"))
    }
  }
}
