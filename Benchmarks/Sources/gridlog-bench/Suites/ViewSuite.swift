// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance

/// The county's views over a log, as `gridlog demo --events 1000000` writes one: each by itself, and
/// all of them in as few passes as their orders allow.
///
/// A fold from nothing, rows not written out: what a moment of the past costs in an analyst's program.
struct ViewSuite {
  let report: Report
  let log: EventLog
  /// A million events a second of processor time.
  private static let limit = 1000.0

  func run(rounds: Int) throws {
    let events = Int(try log.head.rawValue)
    let views = ViewCatalogue.views
    for view in views {
      let order = view.order == .happened ? "happened" : "recorded"
      try tell("view \(view.name), \(order)", [view.projection], events, rounds)
    }
    try tell("all \(views.count) views", views.map(\.projection), events, rounds)
  }

  private func tell(
    _ name: String, _ views: [any Projection.Type], _ events: Int, _ rounds: Int
  ) throws {
    var duel = Duel(1)
    for _ in 0..<rounds { try duel.round([{ keep(try log.replay(views)) }]) }
    report.cost(
      name, "ns/event cpu, limit", ours: duel.median(0, \.cpu) * 1e9 / Double(events),
      yardstick: Self.limit * Double(views.count), floor: views.count == 1 ? 1 : nil)
  }
}
