// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Assessments over many histories: what the rules let happen, and what any history may hold.
@Suite struct AssessmentHistoryTests {
  private typealias Base = AssessmentDeciderTests
  private static let subjects: [ObjectName] = ["body/x", "body/y"]
  private static let periods = ["2021-Q2", "2021-Q3", "2021-Q4", "2022-Q1"]
  private static let vetoes: [ObjectName] = ["veto/1", "veto/2"]

  /// One command of any sort, of which many are refused.
  private static func command(
    after facts: [AssessmentFact], _ random: inout SeededGenerator
  ) -> AssessmentCommand {
    func any<T>(_ choices: [T]) -> T {
      choices[Int.random(in: 0..<choices.count, using: &random)]
    }
    let (subject, period) = (any(subjects), any(periods))
    switch Int.random(in: 0..<12, using: &random) {
    case 0: return .adopt(Base.proposal(.body, any([.none, .third, .town])))
    case 1, 2:
      return Base.weight(
        any(["0.30", "0.49", "0.50", "0.55", "0.60", "0.75"]),
        from: any(["2021-04-01", "2021-09-01", "2022-01-01", "2022-02-01"]),
        handling: any(["0", "0.1"]))
    case 3, 4, 5:
      return .submit(
        ScoreProposal(
          any(["0", "60", "88.5", "100", "101", "-1"]), of: subject, in: period,
          part: any(["duties", "other"]), by: any(["body/t", "body/u"]),
          town: any(["division/t", "division/u", nil])))
    case 6:
      return .recordPoints(
        PointsProposal(
          any([.bonus, .deduction]), any(["1", "-1", "2.5"]), for: subject, in: period,
          ground: "g", document: AssessedCounty.document))
    case 7:
      return .imposeVeto(
        VetoProposal(
          any(vetoes), on: subject, in: period, part: any(["safety", "other"]),
          document: any([AssessedCounty.document, nil])))
    case 8: return .liftVeto(any(vetoes), document: AssessedCounty.document)
    case 9:
      let published = facts.filter { if case .published = $0.event { true } else { false } }
      return .publish(
        PublicationProposal(
          of: subject, in: period, as: any([.proposed, .final]),
          restating: any([nil] + published.map(\.id))))
    case 10:
      return .appeal(any(["appeal/1", "appeal/2"]), subject: subject, period: period, text: "why")
    default:
      return .decideAppeal(
        any(["appeal/1", "appeal/2"]), result: any([.granted, .refused]),
        document: AssessedCounty.document)
    }
  }

  private static func context(_ number: Int) -> AssessmentContext {
    var context = Base.context(
      [Base.floor, Base.formula, Base.raised],
      result: ComputedResult(
        value: "88.75", grade: "good", isCompliant: true, inputsUpTo: Position(UInt64(number))))
    context.now = Base.time.adding(microseconds: Int64(number) * 3_600_000_000)
    return context
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `a legal history keeps to the floor of each day, and replays in any parts`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var facts: [AssessmentFact] = []
    var refusals = 0
    for number in 0..<150 {
      let command = Self.command(after: facts, &random)
      let state = AssessmentDecider.state(after: facts)
      do throws(Rejection) {
        for var fact in try AssessmentDecider.decide(
          command, given: state, in: Self.context(number))
        {
          fact.id = EventID(high: seed, low: UInt64(facts.count))
          facts.append(fact)
        }
      } catch {
        refusals += 1
        #expect(error.rule != "I-18" || error.recorded != nil, "seed \(seed): \(error)")
      }
    }
    for case .weightSet(let weight) in facts.map(\.event) {
      let floor: Rational = weight.effectiveFrom < "2022-01-01" ? "0.50" : "0.60"
      #expect(weight.weight >= floor, "seed \(seed): \(weight)")
    }
    #expect(facts.count > 20 && refusals > 20, "seed \(seed): \(facts.count), \(refusals)")
    let whole = AssessmentDecider.state(after: facts)
    let cut = Int.random(in: 0...facts.count, using: &random)
    let first = AssessmentDecider.state(after: facts[..<cut])
    #expect(AssessmentDecider.state(after: facts[cut...], from: first) == whole, "seed \(seed)")
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `any order of facts folds without a trap, in parts as at once`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var pool: [AssessmentFact] = []
    for number in 0..<200 {
      let command = Self.command(after: pool, &random)
      let state = AssessmentDecider.state(after: pool)
      let more = try? AssessmentDecider.decide(command, given: state, in: Self.context(number))
      pool += more ?? []
    }
    for _ in 0..<50 {
      let facts = pool.shuffled(using: &random)
      let cut = Int.random(in: 0...facts.count, using: &random)
      let first = AssessmentDecider.state(after: facts[..<cut])
      #expect(
        AssessmentDecider.state(after: facts[cut...], from: first)
          == AssessmentDecider.state(after: facts), "seed \(seed)")
    }
  }
}
