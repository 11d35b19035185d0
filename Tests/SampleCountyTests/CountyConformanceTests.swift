// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import GridGovernance
import Testing

/// The county's own views under the kit that users run on theirs.
@Suite struct CountyConformanceTests {
  /// One of each fold order; the rest in `make soak`, for each takes the best part of a minute.
  private static let names =
    ProcessInfo.processInfo.environment["GRIDLOG_SOAK"] == nil
    ? ["ticket-status", "town-workload"] : ViewCatalogue.views.map(\.name)

  /// What takes longer than the few hours of the history here: nothing is decided or asked yet.
  private static let lacking = ["returns", "supervision", "satisfaction"]

  @Test(arguments: names)
  func `every view keeps the laws of folding`(name: String) async throws {
    let view = try #require(ViewCatalogue.view(named: name))
    let sample = try SampleLog(seed: 7, events: 7_500)
    let events = CountyConformanceTests.thinned(try sample.log.events())
    let report = try await check(view.projection, events)
    #expect(
      report.rows > 0 || CountyConformanceTests.lacking.contains(name),
      "a history that leaves no rows says nothing")
    #expect(report.crashStates >= 15, "\(report)")
  }

  private func check<P: Projection>(
    _ type: P.Type, _ events: [StoredEvent]
  ) async throws -> ConformanceReport {
    try await ProjectionConformance(type, events: events).check()
  }

  /// Of what there are hundreds.
  private static let thinned = [
    "grid", "person", "power", "certificate", "listItem", "body", "division", "admission",
  ]

  /// Without the grids, people and lists that no ticket meets: most of a county's first events.
  private static func thinned(_ events: [StoredEvent]) -> [StoredEvent] {
    let start = events.firstIndex { $0.content.stream.kind == "ticket" } ?? events.count
    var needed: Set<ObjectName> = []
    for event in events[start...] {
      let content = event.content
      needed.insert(content.stream)
      if let person = content.actor.person { needed.insert(person) }
      for reference in content.references { needed.insert(reference.object) }
    }
    return events[..<start].filter { event in
      let stream = event.content.stream
      return !thinned.contains(stream.kind.name) || needed.contains(stream)
    } + events[start...]
  }
}
