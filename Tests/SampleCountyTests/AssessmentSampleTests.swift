// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Testing

/// The assessment of the sample's second quarter, against what the sample published itself.
@Suite struct AssessmentSampleTests {
  @Test func `what the sample published is what the view computes`() throws {
    let sample = try SampleMonth.get()
    let view = try sample.log.replay(Assessment.self)
    #expect(view.quarantine.isEmpty)
    var finals = 0
    for (key, row) in view.entries(of: \.results) where key.period == "2021-Q2" {
      guard let last = row.editions.last else { continue }
      #expect(row.rounded == last.value, "\(view.name(of: key.subject))")
      #expect(row.grade == last.grade, "\(view.name(of: key.subject))")
      #expect((row.missing == nil) == (last.value != nil))
      #expect(row.compliance == .compliant)
      if last.status == .final { finals += 1 }
    }
    #expect(finals > 1)
    let example = view.entries(of: \.results).map(\.row).filter { $0.rounded == "88.75" }
    #expect(!example.isEmpty, "the worked example of domain §6.3")
  }

  @Test func `the refused weight of the sample is counted with its scheme`() throws {
    let view = try SampleMonth.get().log.replay(Assessment.self)
    let refused = view.entries(of: \.schemes).map(\.row.refusedWeights)
    #expect(refused.reduce(0, +) == 1)
  }
}
