// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance
import Testing

/// Inspections and clues: a clue ends in a case or is closed (domain §3.2).
@Suite struct InspectionTests {
  private func context(
    _ change: (inout InspectionContext) -> Void = { _ in }
  ) -> InspectionContext {
    var context = InspectionContext(
      name: "inspection/1", now: "2021-08-02T10:00:00+08:00",
      commandID: EventID(high: 7, low: 7), body: Town.bureau, town: Town.division,
      certificates: Town.certificates, procedures: Law.all)
    change(&context)
    return context
  }

  private func record(
    _ result: InspectionRecorded.Result, _ officers: [CaseOfficer] = Town.two
  ) -> InspectionCommand {
    .record(
      division: "division/v", officers: officers, result: result, record: Bytes([1]))
  }

  private typealias Rules = Specification<InspectionDecider>

  @Test func `I-10 I-30 two certified officers inspect`() {
    Rules.given().when(record(.clue), in: context()).thenState { $0.result == .clue }
    Rules.given().when(record(.clue, [Town.officer(1)]), in: context())
      .thenRejected { $0.rule == "I-30" && $0.recorded?.subject == "inspection/1" }
    Rules.given().when(record(.clue, [Town.officer(1), Town.officer(4)]), in: context())
      .thenRejected { $0.rule == "I-10" }
  }

  @Test func `a clue is closed once, and not if a case was filed on it`() throws {
    let found = try InspectionDecider.decide(
      record(.clue), given: InspectionState(), in: context())
    Rules.given(found).when(.closeClue(.minor), in: context()).thenState { $0.isClueClosed }
    Rules.given(found).when(.closeClue(.minor), in: context { $0.cases = ["case/1"] })
      .thenRejected { $0.rule == "§3.2 sighting" }
    Rules.given(found).when(record(.clue), in: context()).thenRejected()
    let nothing = try InspectionDecider.decide(
      record(.nothing), given: InspectionState(), in: context())
    Rules.given(nothing).when(.closeClue(.minor), in: context()).thenRejected()
    let closed = try InspectionDecider.decide(
      .closeClue(.minor), given: InspectionDecider.state(after: found), in: context())
    #expect(!InspectionDecider.state(after: found + closed).isAnomalous)
    #expect(InspectionDecider.state(after: closed + closed).anomalies.count == 2)
  }
}
