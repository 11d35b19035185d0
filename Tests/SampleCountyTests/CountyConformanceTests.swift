// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// The county's own views under the kit that users run on theirs.
@Suite struct CountyConformanceTests {
  @Test(arguments: ViewCatalogue.views.map(\.name))
  func `every view keeps the laws of folding`(name: String) async throws {
    let view = try #require(ViewCatalogue.view(named: name))
    let events = Array(try SampleMonth.get().events.prefix(1500))
    try await check(view.projection, events)
  }

  private func check<P: Projection>(_ type: P.Type, _ events: [StoredEvent]) async throws {
    try await ProjectionConformance(type, events: events).check()
  }
}
