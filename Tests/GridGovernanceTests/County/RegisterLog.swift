// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance

/// The small county in a log on disk, its registers filled by commands alone.
final class RegisterLog {
  private let place: EmptyLog

  var log: EventLog { place.log }
  var county: County { County(log, scope: .county).acting(as: Body.county) }

  init() throws {
    place = try EmptyLog()
    for event in Registered.events {
      switch event {
      case .divisionRegistered(let event):
        try county.organisation.execute(.registerDivision(event), at: Registered.now)
      case .bodyRegistered(let event):
        try county.organisation.execute(.registerBody(event), at: Registered.now)
      default: preconditionFailure("the small county has divisions and bodies")
      }
    }
  }

  /// The types of all events, in order, without those that set the county up.
  func types() throws -> [String] {
    try log.events(.all).dropFirst(Registered.events.count).map(\.content.type.name)
  }
}

/// A county's log on disk without any event.
final class EmptyLog {
  let directory = TemporaryDirectory()
  let log: EventLog

  init() throws {
    let path = directory.path(of: "county.gridlog")
    _ = try EventLog.create(
      at: path, options: EventLogOptions(catalogue: GovernanceEvent.catalogue), clock: .source,
      now: "2021-01-01T00:00:00+08:00")
    log = try EventLog(at: path)
  }
}

/// Runs so many commands at once, each on a county of its own, as processes would.
func race(
  _ log: EventLog, _ count: Int, _ command: @escaping @Sendable (County, Int) throws -> Receipt
) -> Results {
  let results = Results()
  runAtOnce(count) { index in
    let county = County(log, scope: .county).acting(as: Body.county)
    do {
      _ = try command(county, index)
      results.note(nil)
    } catch let error as CommandError<Rejection> {
      results.note(error)
    } catch {
      preconditionFailure("a command throws its own error: \(error)")
    }
  }
  return results
}

extension Results {
  /// Whether every failure is the rule's or "read again".
  func areRefusals(of rule: String) -> Bool {
    failures.allSatisfy { failure in
      switch failure {
      case .rejected(let no): no.rule == rule
      case .notAppended(.conditionFailed), .notAppended(.wrongVersion): true
      default: false
      }
    }
  }
}
