// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation
import GridGovernance

/// From a typed struct to an event that can be appended, beside Foundation's JSON encoder.
struct EncodeSuite {
  let report: Report

  func run() throws {
    let events = (0..<1000).map { index in
      TicketDispatched(
        ticket: ObjectName("ticket", "321023101-20210805-\(index)"), hop: 1,
        handler: "body/321023101-zhzf", worker: "person/w-00017", rule: "rule/limits-2021",
        ground: .ownDuty, copyTo: ["body/321023101-sj"])
    }
    let json = JSONEncoder()
    var duel = Duel(2)
    for _ in 0..<9 {
      try duel.round([
        { for event in events { _ = try NewEvent(event) } },
        { for event in events { _ = try json.encode(event) } },
      ])
    }
    report.cost(
      "encode", "ns/event cpu, JSONEncoder", ours: duel.median(0, \.cpu) * 1e6,
      yardstick: duel.median(1, \.cpu) * 1e6, ratio: duel.ratio(of: 1, \.cpu))
  }
}
