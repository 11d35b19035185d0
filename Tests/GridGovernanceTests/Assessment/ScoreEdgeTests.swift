// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Testing

/// Edge cases of domain §6.4 that need no log.
@Suite struct ScoreEdgeTests {
  /// The example with town B silent.
  static let silent = [WorkedExample.townA, TownInput(evaluation: .noData, handling: .noData)]
  static let silentWithWork: [TownInput] = {
    var town = WorkedExample.townB
    town.evaluation = .noData
    return [WorkedExample.townA, town]
  }()

  @Test(arguments: zip(SampleScheme.allCases, ["90.50", "90.25", "91.62"]))
  func `A5 a town without a score leaves its share to the others`(
    scheme: SampleScheme, figure: String
  ) {
    for shares in [AssessmentPolicies.SharePolicy.equal, .byDeadlines] {
      let score = AssessmentScore(of: scheme.inputs(shares: shares, towns: Self.silentWithWork))
      #expect(score.figure == figure)
      #expect(score.shares == [.one, nil])
    }
  }

  @Test func `A5 where the scheme blocks, a missing town means no result, never zero`() {
    let inputs = SampleScheme.n.inputs(towns: Self.silentWithWork) {
      $0.policies.missingScore = .block
    }
    let score = AssessmentScore(of: inputs)
    #expect(score.value == .notComputable(.townScoreMissing))
    #expect(score.rounded == nil)
    #expect(score.grade == nil)
  }

  @Test(arguments: SampleScheme.allCases)
  func `A6 without any town the department does not decide alone`(scheme: SampleScheme) {
    let nobody = [TownInput](repeating: TownInput(evaluation: .noData), count: 2)
    for policy in AssessmentPolicies.MissingScore.allCases {
      let inputs = scheme.inputs(towns: nobody) { $0.policies.missingScore = policy }
      #expect(AssessmentScore(of: inputs).value == .notComputable(.noTownScore))
    }
  }

  @Test func `A7 a score of zero counts as zero`() {
    let towns = [WorkedExample.townA, TownInput(evaluation: .value(.zero))]
    #expect(AssessmentScore(of: SampleScheme.n.inputs(towns: towns)).figure == "68.50")
  }

  @Test func `A8 a town without deadlines is left out of handling`() {
    var idle = WorkedExample.townB
    idle.handling = .noData
    idle.deadlines = 0
    let towns = [WorkedExample.townA, idle]
    #expect(AssessmentScore(of: SampleScheme.n.inputs(towns: towns)).figure == "88.75")
    let third = AssessmentScore(of: SampleScheme.t.inputs(towns: towns))
    #expect(third.town.fourPlaces == "84.5000")
    #expect(third.handling == WorkedExample.townA.handling)
    let mixed = AssessmentScore(of: SampleScheme.h.inputs(towns: towns))
    #expect(mixed.shares == [.one, nil])
    #expect(mixed.figure == "91.62")
    let alone = SampleScheme.h.inputs(towns: towns) { $0.policies.evaluationAlone = true }
    #expect(AssessmentScore(of: alone).townScores[1] == .value("81"))
    #expect(AssessmentScore(of: alone).town.fourPlaces == "85.6192")
  }

  @Test(arguments: [
    (AssessmentPolicies.MidPeriod.segmentByDays, "87.71", "87.7058"),
    (.atEnd, "87.41", "87.4082"), (.atStart, "88.01", "88.0082"),
  ])
  func `A9 a weight that changes in July counts by the scheme's policy`(
    policy: AssessmentPolicies.MidPeriod, figure: String, exact: String
  ) {
    func byDays(_ first: Rational, _ second: Rational) -> Rational {
      first * "181/365" + second * "184/365"
    }
    let inputs = SampleScheme.n.inputs(
      towns: [TownInput(evaluation: .value(byDays("84", "86")))],
      department: .value(byDays("90", "92"))
    ) {
      $0.policies.midPeriod = policy
      $0.weights = [
        WeightSpan(days: 181, weight: "0.50"), WeightSpan(days: 184, weight: "0.60"),
      ]
    }
    let score = AssessmentScore(of: inputs)
    #expect(score.figure == figure)
    #expect(score.value.fourPlaces == exact)
  }

  @Test(arguments: [
    (SampleScheme.n, AssessmentPolicies.SharePolicy.equal, "88.75"),
    (.n, .byDeadlines, "89.33"), (.t, .equal, "88.30"), (.t, .byDeadlines, "89.05"),
    (.h, .equal, "90.62"), (.h, .byDeadlines, "91.10"),
  ])
  func `A11 two completions put right move what handling moves`(
    scheme: SampleScheme, shares: AssessmentPolicies.SharePolicy, figure: String
  ) {
    var town = WorkedExample.townA
    var counts = WorkedExample.countsA
    counts[0].numerator = 74
    town.handling = WorkedExample.compositeA.score(counts, emptyComponent: .none)
    #expect(town.handling.fourPlaces == "93.2308")
    let inputs = scheme.inputs(shares: shares, towns: [town, WorkedExample.townB])
    #expect(AssessmentScore(of: inputs).figure == figure)
  }

  @Test func `A13 rounding once gives 83.49, and the grade line at 83.5 is not reached`() {
    let handling = WorkedExample.compositeA.score(
      [
        IndicatorCount(.onTimeDisposal, 21, of: 30), IndicatorCount(.closing, 22, of: 30),
        IndicatorCount(.rework, 2, of: 29),
      ], emptyComponent: .none)
    let inputs = SampleScheme.h.inputs(
      towns: [TownInput(evaluation: .value("80"), handling: handling, deadlines: 30)],
      department: .value("91"))
    let score = AssessmentScore(of: inputs)
    #expect(score.value.fourPlaces == "83.4931")
    #expect(score.figure == "83.49")
    #expect(score.grade == "fair")
  }

  @Test func `A14 a veto caps the grade and leaves the figure`() {
    let score = AssessmentScore(of: SampleScheme.h.inputs { $0.isVetoed = true })
    #expect(score.figure == "90.40")
    #expect(score.grade == "fair")
    #expect(AssessmentScore(of: SampleScheme.h.inputs()).grade == "excellent")
  }

  @Test func `A26 without the department there is no result, unless the towns may stand alone`() {
    let blocked = AssessmentScore(of: SampleScheme.n.inputs(department: .noData))
    #expect(blocked.value == .notComputable(.departmentScoreMissing))
    let alone = SampleScheme.n.inputs(department: .noData) {
      $0.policies.missingDepartment = .townOnly
    }
    #expect(AssessmentScore(of: alone).figure == "84.50")
    let full = SampleScheme.n.inputs(weight: "1", department: .noData)
    #expect(AssessmentScore(of: full).figure == "84.50")
  }

  @Test func `A27 an empty component makes the composite none, or the others count for it`() {
    var counts = WorkedExample.countsA
    counts[2] = IndicatorCount(.rework, 0, of: 0)
    #expect(WorkedExample.compositeA.score(counts, emptyComponent: .none) == .noData)
    let reweighted = WorkedExample.compositeA.score(counts, emptyComponent: .reweight)
    #expect(reweighted == .value("275/3"))
    #expect(reweighted.value?.rounded(places: 2)?.text(places: 2) == "91.67")
  }

  @Test func `A28 by deadlines without any deadline the shares are undefined`() {
    var towns = [WorkedExample.townA, WorkedExample.townB]
    for index in towns.indices { towns[index].deadlines = 0 }
    let score = AssessmentScore(of: SampleScheme.n.inputs(shares: .byDeadlines, towns: towns))
    #expect(score.value == .notComputable(.sharesUndefined))
  }

  @Test func `declared shares and head-days share the towns in their own way`() {
    var towns = [WorkedExample.townA, WorkedExample.townB]
    let undeclared = AssessmentScore(of: SampleScheme.n.inputs(shares: .declared, towns: towns))
    #expect(undeclared.value == .notComputable(.sharesUndefined))
    (towns[0].declaredShare, towns[1].declaredShare) = ("3/4", "1/4")
    let declared = AssessmentScore(of: SampleScheme.n.inputs(shares: .declared, towns: towns))
    #expect(declared.town == .value("345/4"))
    // A10: 258 days in A, 107 in B.
    let moved = [
      TownInput(evaluation: .value("88.50"), headDays: 258),
      TownInput(evaluation: .value("82.00"), headDays: 107),
    ]
    let score = AssessmentScore(of: SampleScheme.n.inputs(shares: .byHeadDays, towns: moved))
    #expect(score.town.fourPlaces == "86.5945")
  }

  @Test func `points come on top up to their cap, and before the rounding`() {
    let inputs = SampleScheme.n.inputs {
      $0.bonus = "7"
      $0.deduction = "1.004"
      $0.policies.bonusCap = "5"
    }
    #expect(AssessmentScore(of: inputs).figure == "92.75")
  }

  @Test func `rounding is half up, once`() {
    func figure(_ department: Rational) -> String? {
      AssessmentScore(
        of: SampleScheme.n.inputs(
          towns: [TownInput(evaluation: .value("80"))], department: .value(department))
      ).figure
    }
    #expect(figure("90.01") == "85.01")
    #expect(figure("90.0099999") == "85.00")
  }

  @Test func `weights above one, or none, give no result`() {
    let heavy = SampleScheme.t.inputs(weight: "0.9")
    #expect(AssessmentScore(of: heavy).value == .notComputable(.weightsAboveOne))
    let weightless = SampleScheme.n.inputs { $0.weights = [] }
    #expect(AssessmentScore(of: weightless).value == .notComputable(.noWeight))
  }
}
