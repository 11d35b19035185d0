// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance
import Testing

/// Imported, repaired and random histories of applications.
@Suite struct ApplicationHistoryTests {
  private func fact(_ event: ApplicationEvent, _ number: UInt64 = 99) -> ApplicationFact {
    ApplicationFact(
      event, occurred: "2021-12-01T10:00:00+08:00", id: EventID(high: 0, low: number))
  }

  @Test func `a pair that the table does not have is kept and shown`() throws {
    let licence = DocumentServed(
      application: "application/1", kind: .licence, method: "mail", record: Bytes([1]))
    let state = ApplicationDecider.state(
      after: try ApplicationStory.received().facts + [fact(.served(licence))])
    #expect(state.status == .delivered)
    #expect(state.anomalies.map(\.rule) == ["§3.3 received+DocumentServed"])
  }

  @Test func `a second notice of what is missing is shown`() throws {
    let answered = try ApplicationStory.inStatus(.correcting)
      .then(.receiveCorrection(complete: true)).facts
    let again = CorrectionNotified(application: "application/1", missing: ["x"])
    let state = ApplicationDecider.state(after: answered + [fact(.correctionNotified(again))])
    #expect(state.status == .received)
    #expect(state.anomalies.map(\.rule) == ["§3.3 received+CorrectionNotified"])
  }

  @Test func `an annulled acceptance never was`() throws {
    let facts = try ApplicationStory.inStatus(.decided).facts.enumerated().map { index, fact in
      var fact = fact
      fact.id = EventID(high: 0, low: UInt64(index + 1))
      return fact
    }
    let annulment = EventAnnulled(
      target: EventID(high: 0, low: 2), ground: "wrong", document: "document/1")
    let state = ApplicationDecider.state(afterRepairs: facts + [fact(.annulled(annulment))])
    #expect(state.accepted == nil)
    #expect(state.status == .decided)
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `any order of events folds without a trap, in parts as at once`(seed: UInt64) throws {
    let pool = try ApplicationStatus.allCases.flatMap { try ApplicationStory.inStatus($0).facts }
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let facts = (0..<20).compactMap { _ in pool.randomElement(using: &generator) }
      let state = ApplicationDecider.state(after: facts)
      let parts = ApplicationDecider.state(
        after: facts[7...], from: ApplicationDecider.state(after: facts[..<7]))
      #expect(parts == state, "seed \(seed)")
      let report = ApplicationReport(
        state, at: "2022-01-01T00:00:00+08:00", kind: .licence, procedures: Hall.law,
        days: KnownDays())
      #expect(report.state == state, "seed \(seed)")
    }
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `what the decider lets happen is never an anomaly`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var carriedOut = 0
    for _ in 0..<40 {
      var facts: [ApplicationFact] = []
      var day: CivilDate = "2021-08-02"
      for _ in 0..<20 {
        day = day.adding(days: Int.random(in: 0...5, using: &generator))
        let state = ApplicationDecider.state(after: facts)
        let command = ApplicationTable.types(in: state.status)
          .randomElement(using: &generator)
          .flatMap {
            ApplicationCommand.samples(of: $0).randomElement(using: &generator)?.command
          }
        guard let command,
          let more = try? ApplicationDecider.decide(command, given: state, in: .at(day))
        else { continue }
        carriedOut += more.count
        facts += more
      }
      let state = ApplicationDecider.state(after: facts)
      #expect(!state.isAnomalous, "seed \(seed): \(state.anomalies)")
      #expect(state == ApplicationDecider.state(afterRepairs: facts), "seed \(seed)")
    }
    #expect(carriedOut > 150, "seed \(seed): \(carriedOut)")
  }

  @Test func `a state survives as the row of a projection`() throws {
    for status in ApplicationStatus.allCases {
      let state = try ApplicationStory.inStatus(status).state.furnished(suspended: true)
      let value = try ValueEncoder().value(of: state)
      #expect(try ValueDecoder().decode(ApplicationState.self, from: value) == state)
    }
  }
}
