// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation
import GridGovernance
import Testing

/// Scenario 5 of domain §9: the table A1–A30 of §6.4. Its figures stand here line by line; what
/// needs a log stands with its number in the tests of the assessment.
struct EdgeTableTests {
  struct Line: CustomTestStringConvertible, Sendable {
    let number: String
    let says: String
    let expected: String
    let inputs: @Sendable () -> AssessmentInputs

    init(
      _ number: String, _ says: String, _ expected: String,
      _ inputs: @escaping @Sendable () -> AssessmentInputs
    ) {
      self.number = number
      self.says = says
      self.expected = expected
      self.inputs = inputs
    }

    var testDescription: String { "\(number) \(says): \(expected)" }
  }

  @Test(arguments: lines)
  func `scenario 5: the figures of the table come out to the hundredth`(line: Line) {
    let score = AssessmentScore(of: line.inputs())
    let shown = [score.figure ?? "none", line.expected.contains(" ") ? score.grade : nil]
    #expect(shown.compactMap(\.self).joined(separator: " ") == line.expected)
  }

  @Test func `scenario 5: each of A1 to A30 is a test with its number`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    var numbers: Set<Int> = []
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift" else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      // The name of a test begins with its numbers: `A6 A26 what is missing is said`.
      for match in text.matches(of: /func `((?:A[0-9]+ )+)/) {
        for number in match.1.split(separator: " ") {
          Int(number.dropFirst()).map { _ = numbers.insert($0) }
        }
      }
    }
    #expect(Set(1...30).subtracting(numbers).sorted() == [])
  }

  // MARK: The table

  static let lines: [Line] = worked + missing + moved + special

  private static let worked: [Line] = [
    Line("A4", "two towns, N, equal", "88.75") { SampleScheme.n.inputs() },
    Line("A4", "N, by deadlines", "89.33") { SampleScheme.n.inputs(shares: .byDeadlines) },
    Line("A4", "T, equal", "88.15") { SampleScheme.t.inputs() },
    Line("A4", "T, by deadlines", "88.85") { SampleScheme.t.inputs(shares: .byDeadlines) },
    Line("A4", "H, equal", "90.40") { SampleScheme.h.inputs() },
    Line("A4", "H, by deadlines", "90.80") { SampleScheme.h.inputs(shares: .byDeadlines) },
  ]

  private static let missing: [Line] = [
    Line("A5", "town B missing, N", "90.50") {
      SampleScheme.n.inputs(towns: ScoreEdgeTests.silentWithWork)
    },
    Line("A5", "town B missing, T", "90.25") {
      SampleScheme.t.inputs(towns: ScoreEdgeTests.silentWithWork)
    },
    Line("A5", "town B missing, H", "91.62") {
      SampleScheme.h.inputs(towns: ScoreEdgeTests.silentWithWork)
    },
    Line("A5", "where missing blocks", "none") {
      SampleScheme.n.inputs(towns: ScoreEdgeTests.silentWithWork) {
        $0.policies.missingScore = .block
      }
    },
    Line("A6", "all towns missing", "none") {
      SampleScheme.n.inputs(towns: [TownInput(evaluation: .noData)])
    },
    Line("A7", "0 entered counts as 0", "68.50") {
      SampleScheme.n.inputs(towns: [WorkedExample.townA, TownInput(evaluation: .value(.zero))])
    },
    Line("A8", "no deadlines in town B, N unaffected", "88.75") {
      SampleScheme.n.inputs(towns: [WorkedExample.townA, idle])
    },
    Line("A26", "no score of the department", "none") {
      SampleScheme.n.inputs(department: .noData)
    },
    Line("A26", "and the scheme says townOnly", "84.50") {
      SampleScheme.n.inputs(department: .noData) { $0.policies.missingDepartment = .townOnly }
    },
    Line("A28", "by deadlines without any", "none") {
      SampleScheme.n.inputs(
        shares: .byDeadlines, towns: [idle, idle])
    },
  ]

  private static let idle: TownInput = {
    var town = WorkedExample.townB
    town.handling = .noData
    town.deadlines = 0
    return town
  }()

  private static let moved: [Line] =
    [
      Line("A9", "a weight from July, by days", "87.71") { halves(.segmentByDays) },
      Line("A9", "as at the end", "87.41") { halves(.atEnd) },
      Line("A9", "as at the start", "88.01") { halves(.atStart) },
    ]
    + ([
      (.n, .equal, "88.75"), (.t, .equal, "88.30"), (.t, .byDeadlines, "89.05"),
      (.h, .equal, "90.62"), (.h, .byDeadlines, "91.10"),
    ] as [(SampleScheme, AssessmentPolicies.SharePolicy, String)]).map { scheme, shares, figure in
      Line("A11", "72 → 74 in time, \(scheme.rawValue), \(shares)", figure) {
        scheme.inputs(shares: shares, towns: [corrected, WorkedExample.townB])
      }
    }

  private static func halves(_ policy: AssessmentPolicies.MidPeriod) -> AssessmentInputs {
    func byDays(_ first: Rational, _ second: Rational) -> Rational {
      first * "181/365" + second * "184/365"
    }
    return SampleScheme.n.inputs(
      towns: [TownInput(evaluation: .value(byDays("84", "86")))],
      department: .value(byDays("90", "92"))
    ) {
      $0.policies.midPeriod = policy
      $0.weights = [
        WeightSpan(days: 181, weight: "0.50"), WeightSpan(days: 184, weight: "0.60"),
      ]
    }
  }

  private static let corrected: TownInput = {
    var town = WorkedExample.townA
    var counts = WorkedExample.countsA
    counts[0].numerator = 74
    town.handling = WorkedExample.compositeA.score(counts, emptyComponent: .none)
    return town
  }()

  private static let special: [Line] = [
    Line("A13", "rounded once: no 83.50, not the line at 83.5", "83.49 fair") {
      let handling = WorkedExample.compositeA.score(
        [
          IndicatorCount(.onTimeDisposal, 21, of: 30), IndicatorCount(.closing, 22, of: 30),
          IndicatorCount(.rework, 2, of: 29),
        ], emptyComponent: .none)
      return SampleScheme.h.inputs(
        towns: [TownInput(evaluation: .value("80"), handling: handling, deadlines: 30)],
        department: .value("91"))
    },
    Line("A14", "a veto caps the grade, not the figure", "90.40 fair") {
      SampleScheme.h.inputs { $0.isVetoed = true }
    },
  ]
}
