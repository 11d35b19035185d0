// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Testing

/// The worked example of domain §6.3: stationed body X serves towns A and B.
enum WorkedExample {
  static let compositeA = IndicatorRule(
    code: "A",
    terms: [
      IndicatorTerm(indicator: "onTimeDisposal", weight: "60"),
      IndicatorTerm(indicator: "closing", weight: "30"),
      IndicatorTerm(indicator: "rework", weight: "10", inverted: true),
    ])

  static let compositeB = IndicatorRule(
    code: "B",
    terms: [
      IndicatorTerm(indicator: "disposal", weight: "30"),
      IndicatorTerm(indicator: "onTimeDisposal", weight: "20"),
      IndicatorTerm(indicator: "reworkOfShouldClose", weight: "20", inverted: true),
      IndicatorTerm(indicator: "overduePending", weight: "20", inverted: true),
      IndicatorTerm(indicator: "extension", weight: "10", inverted: true),
    ])

  static let countsA = [
    IndicatorCount(.onTimeDisposal, 72, of: 80), IndicatorCount(.closing, 76, of: 80),
    IndicatorCount(.rework, 6, of: 78),
  ]
  static let countsB = [
    IndicatorCount(.onTimeDisposal, 34, of: 40), IndicatorCount(.closing, 37, of: 40),
    IndicatorCount(.rework, 2, of: 39),
  ]

  static let townA = TownInput(
    evaluation: .value("88"), handling: compositeA.score(countsA, emptyComponent: .none),
    deadlines: 80)
  static let townB = TownInput(
    evaluation: .value("81"), handling: compositeA.score(countsB, emptyComponent: .none),
    deadlines: 40)
}

/// The schemes N, T and H of domain §6.3.
enum SampleScheme: String, CaseIterable, CustomTestStringConvertible {
  case n = "N"
  case t = "T"
  case h = "H"

  var handling: HandlingPlace {
    switch self {
    case .n: .none
    case .t: .third
    case .h: .town
    }
  }

  var handlingShare: Rational { self == .h ? "0.6" : .zero }
  var handlingWeight: Rational { self == .t ? "0.20" : .zero }
  var testDescription: String { rawValue }

  func inputs(
    weight: Rational = "0.50", shares: AssessmentPolicies.SharePolicy = .equal,
    towns: [TownInput] = [WorkedExample.townA, WorkedExample.townB],
    department: ScoreAnswer = .value("93"), _ change: (inout AssessmentInputs) -> Void = { _ in }
  ) -> AssessmentInputs {
    var policies = AssessmentPolicies.sample
    policies.sharePolicy = shares
    var inputs = AssessmentInputs(
      handlingCountsFor: handling, handlingShare: handlingShare, policies: policies,
      weights: [WeightSpan(days: 92, weight: weight, handlingWeight: handlingWeight)],
      towns: towns, department: department)
    change(&inputs)
    return inputs
  }
}

extension AssessmentPolicies {
  static let sample = AssessmentPolicies(
    sharePolicy: .equal, missingScore: .renormalise, missingDepartment: .block,
    emptyComponent: .none, midPeriod: .segmentByDays, places: 2, composite: "A",
    gradeLines: [
      GradeLine(grade: "excellent", from: "90"), GradeLine(grade: "good", from: "83.5"),
      GradeLine(grade: "fair", from: "60"),
    ],
    vetoGrade: "fair")
}

extension ScoreAnswer {
  /// The value to four places, as the tables of the domain print it; `nil` if there is none.
  var fourPlaces: String? { value?.rounded(places: 4)?.text(places: 4) }
}

extension AssessmentScore {
  /// The published figure with both its places; `nil` if there is none.
  var figure: String? { rounded?.text(places: 2) }
}
