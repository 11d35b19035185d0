// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance
import Testing

/// Imported, repaired and random histories of cases: folded as they are, shown where they break
/// the table.
@Suite struct CaseHistoryTests {
  private func numbered(_ facts: [CaseFact]) -> [CaseFact] {
    facts.enumerated().map { index, fact in
      var fact = fact
      fact.id = EventID(high: 0, low: UInt64(index + 1))
      return fact
    }
  }

  private func fact(_ event: CaseEvent, _ number: UInt64 = 99) -> CaseFact {
    CaseFact(
      event, occurred: "2021-12-01T10:00:00+08:00", id: EventID(high: 0, low: number))
  }

  @Test func `a pair that the table does not have is kept and shown`() throws {
    let closed = fact(.closed(CaseClosed(case: "case/1", how: .performed, record: Bytes([1]))))
    let state = CaseDecider.state(after: try CaseStory.inStatus(.noticed).facts + [closed])
    #expect(state.status == .closed)
    #expect(state.anomalies.map(\.rule) == ["§3.2 noticed+CaseClosed"])
    #expect(state.anomalies.map(\.status) == ["noticed"])
  }

  @Test func `I-21 a second filing in an import is shown, and the first agency keeps the case`()
    throws
  {
    let first = try CaseStory.filed().facts
    guard case .filed(var second) = first[0].event else { throw CancellationError() }
    second.agency = Town.otherBureau
    let state = CaseDecider.state(after: first + [fact(.filed(second))])
    #expect(state.agency == Town.government)
    #expect(state.anomalies.map(\.rule) == ["I-21"])
  }

  @Test func `late news does not bring an archived case back`() throws {
    let notice = DocumentServed(
      case: "case/1", kind: .priorNotice, method: "mail", record: Bytes([1]))
    let state = CaseDecider.state(
      after: try CaseStory.inStatus(.archived).facts + [fact(.served(notice))])
    #expect(state.status == .archived)
    #expect(state.isAnomalous)
  }

  @Test func `an annulled decision never was, a corrected one says what it was corrected to`()
    throws
  {
    let facts = numbered(try CaseStory.inStatus(.served).facts)
    let index = try #require(facts.firstIndex { $0.event.type == .penaltyDecided })
    let id = try #require(facts[index].id)
    let annulled = CaseDecider.state(
      afterRepairs: facts + [
        fact(.annulled(EventAnnulled(target: id, ground: "wrong", document: "document/9")))
      ])
    #expect(annulled.decisions.isEmpty)
    #expect(annulled.isAnomalous, "a decision was served that nobody made")
    let corrected = CaseDecider.state(
      afterRepairs: facts + [
        fact(
          .corrected(
            FactCorrected(
              target: id, field: "amount", new: .decimal(ExactDecimal(300)), ground: "typo")))
      ])
    #expect(corrected.decision?.amount == ExactDecimal(300))
    #expect(!corrected.isAnomalous)
    let filing = try #require(facts[0].id)
    let moved = CaseDecider.state(
      afterRepairs: facts + [
        fact(
          .corrected(
            FactCorrected(
              target: filing, field: "foundOn", new: .date("2021-08-01"), ground: "typo")))
      ])
    #expect(moved.foundOn == "2021-08-01", "the sealed name is in nobody's way")
    let unfit = CaseDecider.state(
      afterRepairs: facts + [
        fact(
          .corrected(
            FactCorrected(target: id, field: "amount", new: .bool(true), ground: "typo")))
      ])
    #expect(unfit.anomalies.map(\.rule) == ["I-41"])
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `any order of events folds without a trap, in parts as at once`(seed: UInt64) throws {
    let pool = try CaseStatus.allCases.flatMap { try CaseStory.inStatus($0).facts }
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let facts = (0..<30).compactMap { _ in pool.randomElement(using: &generator) }
      let state = CaseDecider.state(after: facts)
      #expect(state.eventCount == 30, "seed \(seed)")
      let parts = CaseDecider.state(
        after: facts[11...], from: CaseDecider.state(after: facts[..<11]))
      #expect(parts == state, "seed \(seed)")
      let report = CaseReport(
        state, at: "2022-01-01T00:00:00+08:00", procedures: Law.all, days: KnownDays())
      #expect(report.state == state, "seed \(seed)")
    }
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `what the decider lets happen is never an anomaly`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var carriedOut = 0
    for _ in 0..<30 {
      var facts: [CaseFact] = []
      var day: CivilDate = "2021-08-02"
      for _ in 0..<50 {
        day = day.adding(days: Int.random(in: 0...9, using: &generator))
        let state = CaseDecider.state(after: facts)
        let type = CaseTable.types(in: state.status).randomElement(using: &generator)
        let command = type.flatMap {
          CaseCommand.samples(of: $0).randomElement(using: &generator)?.command
        }
        let body = [Town.bureau, Town.government, Town.department]
          .randomElement(using: &generator)
        guard let command, let body,
          let more = try? CaseDecider.decide(
            command, given: state, in: .at(day, body: body))
        else { continue }
        carriedOut += more.count
        facts += more
      }
      let state = CaseDecider.state(after: facts)
      #expect(!state.isAnomalous, "seed \(seed): \(state.anomalies)")
      #expect(state == CaseDecider.state(afterRepairs: facts), "seed \(seed)")
    }
    #expect(carriedOut > 200, "seed \(seed): \(carriedOut)")
  }

  @Test func `a state survives as the row of a projection`() throws {
    for status in CaseStatus.allCases {
      let state = try CaseStory.inStatus(status).state.furnished(suspended: true)
      let value = try ValueEncoder().value(of: state)
      #expect(try ValueDecoder().decode(CaseState.self, from: value) == state)
    }
  }
}
