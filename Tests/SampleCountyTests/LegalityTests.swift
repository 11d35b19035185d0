// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Testing

/// What the deciders say of the sample's history: it is lawful but for what is planted.
@Suite struct LegalityTests {
  /// A quarter, so that cases come to their end.
  private static let quarter = Result { try SampleLog(seed: 7, events: 60_000) }

  private var log: EventLog {
    get throws { try LegalityTests.quarter.get().log }
  }

  private func names(_ type: EventType, _ kind: ObjectKind) throws -> [ObjectName] {
    try log.events(.types(type)).map(\.content.stream).filter { $0.kind == kind }
  }

  @Test func `no fact of organisation, grids and lists breaks a rule`() throws {
    let flags = try County(log, scope: .county).registerFlags()
    #expect(flags.isEmpty, "\(flags.count): \(flags.prefix(3))")
  }

  @Test func `no penalty case takes a step that the law of its day does not allow`() throws {
    let county = try County(log, scope: .county)
    let names = try names(.caseFiled, .case)
    #expect(names.count > 60)
    var seen: Set<CaseStatus> = []
    for name in names {
      let penaltyCase = county.penaltyCase(name.key)
      let flags = try penaltyCase.flags()
      #expect(flags.isEmpty, "\(name): \(flags)")
      let state = try penaltyCase.state()
      #expect(state.anomalies.isEmpty, "\(name): \(state.anomalies)")
      if let status = state.status { seen.insert(status) }
    }
    let expected: Set<CaseStatus> = [.investigating, .served, .closed, .archived]
    #expect(seen.isSuperset(of: expected), "\(seen)")
  }

  @Test func `no application takes a step out of its order`() throws {
    let county = try County(log, scope: .county)
    let names = try names(.applicationReceived, .application)
    #expect(names.count > 400)
    // Each is read by itself: one of seven stands for all.
    for name in names.enumerated().filter({ $0.offset % 7 == 0 }).map(\.element) {
      let flags = try county.application(name.key).flags()
      #expect(flags.isEmpty, "\(name): \(flags)")
    }
  }

  @Test func `a case whose power was taken back goes to the department`() throws {
    let transfers = try log.events(.types(.caseTransferred)).map {
      try $0.decode(CaseTransferred.self)
    }
    let transfer = try #require(transfers.first { $0.ground == .powerWithdrawn })
    let state = try County(log, scope: .county).penaltyCase(transfer.case.key).state()
    #expect(state.agency == "body/321023-cgj")
    #expect(state.status == .closed)
  }
}
