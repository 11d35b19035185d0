// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// The rules of assessments as sentences.
@Suite struct AssessmentDeciderTests {
  typealias Rules = Specification<AssessmentDecider>

  static let scheme: ObjectName = "scheme/1"
  static let body: ObjectName = "body/county"
  static let time: Instant = "2021-03-18T10:00:00+08:00"
  static let command = EventID(high: 7, low: 1)

  static func rule(
    _ name: ObjectName, _ content: RuleContent, from day: CivilDate = "2021-01-01"
  ) -> RuleSetPublished {
    RuleSetPublished(
      rule: name, kind: content.indicator == nil ? .weightFloor : .indicator, content: content,
      effectiveFrom: day)
  }

  static let floor = rule("rule/floor", .floor("0.50"))
  static let raised = rule("rule/floor", .floor("0.60"), from: "2022-01-01")
  static let formula = rule("rule/a", RuleContent(indicator: WorkedExample.compositeA))

  static func context(
    _ published: [RuleSetPublished] = [floor, formula], result: ComputedResult? = nil
  ) -> AssessmentContext {
    AssessmentContext(
      scheme: scheme, now: time, commandID: command, body: body,
      rules: AssessmentRules(published), result: result)
  }

  static func proposal(
    _ kind: AssessmentSubject = .body, _ place: HandlingPlace = .none,
    _ change: (inout AssessmentSchemeAdopted) -> Void = { _ in }
  ) -> AssessmentSchemeAdopted {
    var event = AssessmentSchemeAdopted(
      scheme: scheme, subjectKind: kind, periodKind: .quarter,
      parts: [SchemePart(part: "duties", share: "1")], handlingCountsFor: place,
      handlingShare: place == .town ? "0.6" : nil, policies: .sample,
      vetoParts: [VetoPart(part: "safety", approvedBy: .county)],
      document: [AssessedCounty.document], effectiveFrom: "2021-04-01")
    change(&event)
    return event
  }

  static func adopted(_ event: AssessmentSchemeAdopted = proposal()) -> AssessmentFact {
    AssessmentFact(.schemeAdopted(event), occurred: time)
  }

  static func weight(
    _ weight: Rational, from day: CivilDate = "2021-04-01", handling: Rational = .zero
  ) -> AssessmentCommand {
    .setWeight(
      WeightProposal(weight, handling: handling, document: AssessedCounty.document, from: day))
  }

  @Test(arguments: ["0.49", "0.4999", "0"] as [Rational])
  func `A1 I-18 a weight below the floor is refused, and the refusal is to be kept`(low: Rational) {
    Rules.given(Self.adopted()).when(Self.weight(low), in: Self.context()).thenRejected { no in
      no.rule == "I-18" && no.recorded?.rule == "I-18"
        && no.recorded?.label == Words("weight refused", "权重驳回")
        && no.recorded?.commandID == Self.command && no.recorded?.subject == Self.scheme
        && no.recorded?.values == [
          RefusedValue(name: "proposed", value: .rational(low)),
          RefusedValue(name: "floor", value: .rational("1/2")),
          RefusedValue(name: "effectiveFrom", value: .date("2021-04-01")),
        ]
    }
  }

  @Test func `A2 exactly the floor is enough`() {
    Rules.given(Self.adopted()).when(Self.weight("0.50"), in: Self.context()).thenState {
      $0.weights.value(on: "2021-04-01") == SchemeWeight(weight: "1/2")
    }
  }

  @Test func `A3 the floor of the weight's own first day binds, not today's nor tomorrow's`() {
    let context = Self.context([Self.floor, Self.formula, Self.raised])
    let rules = Rules.given(Self.adopted())
    rules.when(Self.weight("0.55", from: "2021-12-31"), in: context).thenEvents()
    rules.when(Self.weight("0.55", from: "2022-01-01"), in: context).thenRejected {
      $0.recorded?.values[1].value == .rational("0.60")
    }
  }

  @Test func `a weight without any floor in force is refused where one must be`() {
    let nothing = Self.context([Self.formula])
    Rules.given(Self.adopted()).when(Self.weight("0.9"), in: nothing).thenRejected {
      $0.rule == "I-18" && $0.recorded != nil
    }
    // Internal schemes have no such split.
    Rules.given(Self.adopted(Self.proposal(.department)))
      .when(Self.weight("0"), in: nothing).thenEvents()
  }

  @Test func `weights must leave the department its rest, and a third term its place`() {
    let rules = Rules.given(Self.adopted(Self.proposal(.body, .third)))
    rules.when(Self.weight("0.9", handling: "0.2"), in: Self.context()).thenRejected {
      $0.rule == "§6.2" && $0.recorded == nil
    }
    rules.when(Self.weight("0.5", handling: "0.2"), in: Self.context()).thenEvents()
    Rules.given(Self.adopted()).when(Self.weight("0.5", handling: "0.2"), in: Self.context())
      .thenRejected { $0.rule == "§6.2" }
  }

  @Test(arguments: ["fineAmount", "confiscatedGains", "auctionMoney", "onTimeDisposals"])
  func `A16 I-22 a formula that names no indicator is refused, and that is kept`(name: String) {
    let formula = IndicatorRule(
      code: "F",
      terms: [
        IndicatorTerm(indicator: "closing", weight: "50"),
        IndicatorTerm(indicator: name, weight: "50"),
      ])
    let published = Self.rule("rule/f", RuleContent(indicator: formula))
    Rules.given().when(.publishFormula(published), in: Self.context()).thenRejected {
      $0.rule == "I-22" && $0.recorded?.rule == "I-22"
        && $0.recorded?.values == [RefusedValue(name: "indicator", value: .text(name))]
    }
    // Should it have come in by an import, a scheme still cannot use it.
    let context = Self.context([Self.floor, published])
    let scheme = Self.proposal(.body, .third) { $0.policies.composite = "F" }
    Rules.given().when(.adopt(scheme), in: context).thenRejected { $0.rule == "I-22" }
  }

  @Test(arguments: ["fineAmount", "confiscated-gains", "拍卖款"])
  func `A16 I-22 a scheme has no part that is an amount of money`(part: String) {
    let scheme = Self.proposal { $0.parts = [SchemePart(part: part, share: "1")] }
    Rules.given().when(.adopt(scheme), in: Self.context()).thenRejected {
      $0.rule == "I-22" && $0.recorded?.command == "AssessmentSchemeAdopted"
    }
    let composite = Self.proposal(.body, .third) { $0.policies.composite = part }
    Rules.given().when(.adopt(composite), in: Self.context()).thenRejected { $0.rule == "I-22" }
  }

  @Test func `a part whose name only looks like one is taken`() {
    let scheme = Self.proposal { $0.parts = [SchemePart(part: "refinement", share: "1")] }
    Rules.given().when(.adopt(scheme), in: Self.context()).thenEvents()
  }

  @Test func `A15 a veto without a document is refused`() {
    func veto(_ document: ObjectName?, part: String = "safety") -> AssessmentCommand {
      .imposeVeto(
        VetoProposal(
          "veto/1", on: AssessedCounty.x, in: "2021-Q3", part: part, document: document))
    }
    let rules = Rules.given(Self.adopted())
    rules.when(veto(nil), in: Self.context()).thenRejected { $0.rule == "I-33" }
    rules.when(veto("document/2", part: "other"), in: Self.context()).thenRejected()
    rules.when(veto("document/2"), in: Self.context()).thenEvents()
  }

  @Test func `I-32 and I-33 a scheme over towns ranks nobody and has only approved vetoes`() {
    let ranking = Self.proposal(.town) {
      $0.policies.publishesRanking = true
      $0.vetoParts = []
    }
    Rules.given().when(.adopt(ranking), in: Self.context()).thenRejected { $0.rule == "I-32" }
    var allowed = Self.context()
    allowed.rules.allowsTownRanking = true
    Rules.given().when(.adopt(ranking), in: allowed).thenEvents()
    Rules.given().when(.adopt(Self.proposal(.town)), in: Self.context()).thenRejected {
      $0.rule == "I-33"
    }
    let approved = Self.proposal(.town) {
      $0.vetoParts = [VetoPart(part: "safety", approvedBy: .province)]
    }
    Rules.given().when(.adopt(approved), in: Self.context()).thenEvents()
  }

  @Test func `a scheme must hold together`() {
    let broken: [(inout AssessmentSchemeAdopted) -> Void] = [
      { $0.parts = [SchemePart(part: "duties", share: "9/10")] },
      { $0.handlingShare = "0.6" },
      { $0.policies.gradeLines.reverse() },
      { $0.policies.vetoGrade = "unknown" },
      { $0.document = [] },
      { $0.scheme = "scheme/2" },
    ]
    for change in broken {
      Rules.given().when(.adopt(Self.proposal(.body, .none, change)), in: Self.context())
        .thenRejected { $0.rule == "§6.2" && $0.recorded == nil }
    }
    Rules.given().when(.adopt(Self.proposal(.body, .town)), in: Self.context()).thenEvents()
  }

  static func score(
    _ value: ExactDecimal = "0", in period: String = "2021-Q3", part: String = "duties",
    town: ObjectName? = nil, of subject: ObjectName = AssessedCounty.x
  ) -> AssessmentCommand {
    .submit(
      ScoreProposal(
        value, of: subject, in: period, part: part, by: AssessedCounty.department, town: town))
  }

  @Test func `a score fits the scheme's subjects, periods and parts`() {
    let rules = Rules.given(Self.adopted())
    rules.when(Self.score(), in: Self.context()).thenEvents()
    rules.when(Self.score(in: "2021-07"), in: Self.context()).thenEvents()
    for wrong in [
      Self.score("-1"), Self.score(in: "2021"), Self.score(in: "2021-Q5"),
      Self.score(in: "Q3"), Self.score(part: "manners"), Self.score(of: "person/1"),
    ] {
      rules.when(wrong, in: Self.context()).thenRejected { $0.rule == "§6.2" }
    }
    Rules.given().when(Self.score(), in: Self.context()).thenRejected()
  }

  @Test func `a town judges under one part, so that a second score replaces the first`() {
    let first = AssessmentFact(
      .scoreSubmitted(
        ScoreSubmitted(
          scheme: Self.scheme, subject: AssessedCounty.x, period: "2021-Q3", part: "evaluation",
          assessor: AssessedCounty.department, town: AssessedCounty.townA, value: "80")),
      occurred: Self.time)
    let rules = Rules.given(Self.adopted(), first)
    let again = Self.score("81", part: "evaluation", town: AssessedCounty.townA)
    rules.when(again, in: Self.context()).thenEvents()
    let other = Self.score("81", part: "other", town: AssessedCounty.townA)
    rules.when(other, in: Self.context()).thenRejected()
  }

  @Test func `a final result is published once and then only restated`() {
    let id = EventID(high: 9, low: 9)
    let published = AssessmentFact(
      .published(
        AssessmentPublished(
          scheme: Self.scheme, subject: AssessedCounty.x, period: "2021-Q3", status: .final,
          value: "88.75", inputsUpTo: Position(10))),
      occurred: Self.time, id: id)
    func publish(_ restates: EventID?) -> AssessmentCommand {
      .publish(
        PublicationProposal(
          of: AssessedCounty.x, in: "2021-Q3", as: .final, restating: restates))
    }
    let result = ComputedResult(
      value: "88.75", grade: "good", isCompliant: true, inputsUpTo: Position(20))
    let context = Self.context(result: result)
    Rules.given(Self.adopted()).when(publish(nil), in: context).thenEvents { events in
      guard case .published(let event) = events[0].event else { return false }
      return event.value == "88.75" && event.inputsUpTo == Position(20)
    }
    Rules.given(Self.adopted()).when(publish(nil), in: Self.context()).thenRejected()
    let rules = Rules.given(Self.adopted(), published)
    rules.when(publish(nil), in: context).thenRejected()
    rules.when(publish(EventID(high: 1, low: 1)), in: context).thenRejected()
    rules.when(publish(id), in: context).thenEvents()
  }
}
