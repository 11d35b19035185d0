// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Testing

/// The tables of domain §6.3, to the hundredth.
@Suite struct WorkedExampleTests {
  struct Line: CustomTestStringConvertible {
    let scheme: SampleScheme
    let shares: AssessmentPolicies.SharePolicy
    let town: String
    /// At w = 0.50, 0.60, 0.70.
    let figures: [String]
    var testDescription: String { "\(scheme.rawValue) \(shares.rawValue)" }

    init(
      _ scheme: SampleScheme, _ shares: AssessmentPolicies.SharePolicy, _ town: String,
      _ figures: String...
    ) {
      self.scheme = scheme
      self.shares = shares
      self.town = town
      self.figures = figures
    }
  }

  static let table = [
    Line(.n, .equal, "84.5000", "88.75", "87.90", "87.05"),
    Line(.n, .byDeadlines, "85.6667", "89.33", "88.60", "87.87"),
    Line(.t, .equal, "84.5000", "88.15", "87.30", "86.45"),
    Line(.t, .byDeadlines, "85.6667", "88.85", "88.11", "87.38"),
    Line(.h, .equal, "87.7904", "90.40", "89.87", "89.35"),
    Line(.h, .byDeadlines, "88.6064", "90.80", "90.36", "89.92"),
  ]

  @Test(arguments: table)
  func `A4 a body in two towns: a line of the table comes out to the hundredth`(line: Line) {
    for (weight, figure) in zip(["0.50", "0.60", "0.70"] as [Rational], line.figures) {
      let score = AssessmentScore(of: line.scheme.inputs(weight: weight, shares: line.shares))
      #expect(score.town.fourPlaces == line.town)
      #expect(score.figure == figure, "w = \(weight)")
    }
  }

  @Test(arguments: [
    (SampleScheme.t, AssessmentPolicies.SharePolicy.equal, "88.1468"),
    (.t, .byDeadlines, "88.8466"), (.h, .equal, "90.3952"), (.h, .byDeadlines, "90.8032"),
  ])
  func `before rounding the value is the exact one`(
    scheme: SampleScheme, shares: AssessmentPolicies.SharePolicy, value: String
  ) {
    #expect(AssessmentScore(of: scheme.inputs(shares: shares)).value.fourPlaces == value)
  }

  @Test func `composite A counts on time, closing and rework as 60, 30 and 10`() {
    #expect(WorkedExample.townA.handling == .value("2385/26"))
    #expect(WorkedExample.townB.handling == .value("13765/156"))
    #expect(WorkedExample.townA.handling.fourPlaces == "91.7308")
    #expect(WorkedExample.townB.handling.fourPlaces == "88.2372")
  }

  @Test func `handling over both towns is shared as the scores are`() {
    #expect(AssessmentScore(of: SampleScheme.t.inputs()).handling.fourPlaces == "89.9840")
    let byDeadlines = AssessmentScore(of: SampleScheme.t.inputs(shares: .byDeadlines))
    #expect(byDeadlines.handling.fourPlaces == "90.5662")
  }

  @Test func `where handling counts for the town, each town mixes it with its judgment`() {
    let scores = AssessmentScore(of: SampleScheme.h.inputs()).townScores
    #expect(scores.map(\.fourPlaces) == ["90.2385", "85.3423"])
  }

  @Test(arguments: zip(["0.50", "0.60", "0.70"] as [Rational], ["1/5", "6/25", "7/25"]))
  func `the effective town say of H is printed beside the nominal weight`(
    weight: Rational, say: String
  ) {
    let score = AssessmentScore(of: SampleScheme.h.inputs(weight: weight))
    #expect(score.weight == weight)
    #expect(score.effectiveTownSay?.description == say)
  }

  @Test func `composite B on the figures of town A is 95`() {
    let counts = [
      IndicatorCount(.disposal, 78, of: 80), IndicatorCount(.onTimeDisposal, 72, of: 80),
      IndicatorCount(.reworkOfShouldClose, 6, of: 80), IndicatorCount(.overduePending, 1, of: 80),
      IndicatorCount(.extension, 4, of: 80),
    ]
    #expect(WorkedExample.compositeB.score(counts, emptyComponent: .none) == .value("95"))
  }
}
