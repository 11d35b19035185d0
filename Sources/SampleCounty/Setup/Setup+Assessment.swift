// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// The sample's schemes over stationed bodies (domain §6.2).
enum SampleSchemes {
  /// By quarters; the town's own judgment and the department's, half and half.
  static let quarter: ObjectName = "scheme/sample-stationed-quarter"
  /// By months; computed handling is a third term of one fifth.
  static let month: ObjectName = "scheme/sample-stationed-month"
  /// The part that the towns judge, and the department's only part.
  static let townPart = "evaluation"
  static let departmentPart = "duties"

  static let policies = AssessmentPolicies(
    sharePolicy: .equal, missingScore: .renormalise, missingDepartment: .block,
    emptyComponent: .none, midPeriod: .segmentByDays, places: 2, composite: "A",
    bonusCap: "5", deductionCap: "10",
    gradeLines: [
      GradeLine(grade: "优秀", from: "90"), GradeLine(grade: "良好", from: "85"),
      GradeLine(grade: "合格", from: "60"), GradeLine(grade: "不合格", from: "0"),
    ],
    vetoGrade: "合格")
}

// The 50 % assessment, with the worked example of domain §6.3 in the second quarter.
extension Setup {
  mutating func adoptSchemes() {
    begin("2021-02-24", hour: 9)
    let county = plan.centre.body
    let document = Setup.document("2021-assessment")
    for (scheme, kind, handling) in [
      (SampleSchemes.quarter, PeriodKind.quarter, HandlingPlace.none),
      (SampleSchemes.month, .month, .third),
    ] {
      add(
        AssessmentSchemeAdopted(
          scheme: scheme, subjectKind: .body, periodKind: kind,
          parts: [SchemePart(part: SampleSchemes.departmentPart, share: "1")],
          rule: [SampleRules.compositeA, SampleRules.weightFloor], handlingCountsFor: handling,
          policies: SampleSchemes.policies, document: [document], effectiveFrom: "2021-03-01"),
        by: county)
    }
    refuseLowWeight()
  }

  mutating func setWeights() {
    begin("2021-02-26", hour: 9)
    for (scheme, handling) in [
      (SampleSchemes.quarter, Rational(0)), (SampleSchemes.month, Rational(1, 5)),
    ] {
      add(
        AssessmentWeightSet(
          scheme: scheme, weight: "1/2", handlingWeight: handling,
          document: Setup.document("2021-assessment"), effectiveFrom: "2021-03-01"),
        by: plan.centre.body)
    }
  }

  /// 0.49 for the towns: below the floor, refused, and the refusal is kept (I-18).
  private mutating func refuseLowWeight() {
    begin("2021-02-24", hour: 15)
    let department = ObjectName(.body, "\(CountyPlan.countyCode)-scjg")
    add(
      CommandRefused(
        command: "AssessmentWeightSet", rule: "I-18", source: "county text S39 (不少于50%的考核权重)",
        commandID: plan.names.id("command\nweight 0.49"), proposer: department,
        subject: SampleSchemes.quarter,
        values: [
          RefusedValue(name: "proposed", value: .rational("0.49")),
          RefusedValue(name: "floor", value: .rational("1/2")),
          RefusedValue(name: "effectiveFrom", value: .date("2021-03-01")),
        ]),
      by: department)
  }
}

// The second quarter: scored in July, published, appealed against.
extension Setup {
  private static let period = "2021-Q2"

  private var bureaus: [CountyPlan.Stationing] {
    plan.stationings.filter { $0.unit.body.key.hasPrefix("\(CountyPlan.countyCode)-scjg-") }
  }

  mutating func scoreSecondQuarter() {
    let scores = bureaus.enumerated().map { index, bureau in
      SampleScores(bureau: index, towns: bureau.towns.count, seed: plan.names.seed)
    }
    begin("2021-07-06", hour: 9)
    for (bureau, scores) in zip(bureaus, scores) { submit(scores, for: bureau) }
    begin("2021-07-15", hour: 9)
    for (bureau, scores) in zip(bureaus, scores) {
      publish(scores.final, of: bureau, as: .proposed)
    }
    begin("2021-07-20", hour: 9)
    for (bureau, scores) in zip(bureaus, scores) where scores.final != nil {
      publish(scores.final, of: bureau, as: .final)
    }
    appeal(of: bureaus[2])
  }

  private mutating func submit(_ scores: SampleScores, for bureau: CountyPlan.Stationing) {
    for (town, score) in zip(bureau.towns.map({ plan.towns[$0] }), scores.towns) {
      guard let score, let office = town.units["dzb"] else { continue }
      // 81 was typed as 18 and put right two days later: the two knowledge dates differ.
      let isMistyped = score == "81" && town.index == 2
      let submission = self.score(isMistyped ? "18" : score, bureau, from: office, town)
      if isMistyped { correct(submission, to: score, by: office) }
    }
    if let score = scores.department {
      add(
        ScoreSubmitted(
          scheme: SampleSchemes.quarter, subject: bureau.unit.body, period: Setup.period,
          part: SampleSchemes.departmentPart, assessor: bureau.department, value: score),
        by: bureau.department)
    }
  }

  private mutating func score(
    _ score: ExactDecimal, _ bureau: CountyPlan.Stationing, from office: Unit,
    _ town: CountyPlan.Town
  ) -> NewEvent {
    add(
      ScoreSubmitted(
        scheme: SampleSchemes.quarter, subject: bureau.unit.body, period: Setup.period,
        part: SampleSchemes.townPart, assessor: office.body, town: town.division, value: score),
      by: office.body)
  }

  private mutating func correct(
    _ submission: NewEvent, to score: ExactDecimal, by office: Unit
  ) {
    guard let id = submission.id else { preconditionFailure("the sample gives every id") }
    begin("2021-07-08", hour: 9)
    add(
      FactCorrected(target: id, field: "value", new: .decimal(score), ground: "typingError"),
      by: office.body, stream: submission.stream, repairing: submission)
  }

  private mutating func publish(
    _ value: ExactDecimal?, of bureau: CountyPlan.Stationing, as status: AssessmentPublished.Status
  ) {
    add(
      AssessmentPublished(
        scheme: SampleSchemes.quarter, subject: bureau.unit.body, period: Setup.period,
        status: status, value: value, grade: value.flatMap { SampleScores.grade(of: $0) },
        inputsUpTo: Position(UInt64(count))),
      by: plan.centre.body)
  }

  private mutating func appeal(of bureau: CountyPlan.Stationing) {
    begin("2021-07-22", hour: 10)
    let appeal: ObjectName = "appeal/sample-2021-q2-1"
    add(
      AppealFiled(
        appeal: appeal, scheme: SampleSchemes.quarter, subject: bureau.unit.body,
        period: Setup.period, text: "对其中一镇评分为零有异议"),
      by: bureau.unit.body)
    begin("2021-07-28", hour: 10)
    add(
      AppealDecided(
        appeal: appeal, scheme: SampleSchemes.quarter, subject: bureau.unit.body, result: .refused,
        document: Setup.document("2021-appeal-1")),
      by: plan.centre.body)
  }
}
