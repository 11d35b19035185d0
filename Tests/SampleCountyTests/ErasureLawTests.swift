// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import SampleCounty
import Testing

/// Erasing or restricting a person changes no count, in none of the county's views (domain §8).
@Suite struct ErasureLawTests {
  /// A day on which nothing else was recorded.
  private static let day: Instant = "2021-12-30T09:00:00+08:00"
  private static let clock: Instant = "2022-01-01T00:00:00+08:00"

  /// What the duties themselves are counted in: days of records, and events about persons.
  private static let counting = ["data-freshness", "personal-data-register"]
  /// What P26 says of a person who was erased or restricted, and the events that say so.
  private static let duties: Set<String> = [
    "erased", "restricted", "erasures", "restrictions", "retainUntil", "retentionReached",
  ]

  @Test(arguments: [7, 2021] as [UInt64])
  func `erasing some persons and restricting others changes no count of any view`(
    seed: UInt64
  ) throws {
    let sample = try SampleLog(seed: seed, events: 9_000)
    defer { withExtendedLifetime(sample) {} }
    let log = sample.log
    let head = try log.head
    let views = ViewCatalogue.views.map(\.projection)
    let before = try Shown(views, log)
    let persons = try ErasureLawTests.persons(of: log)
    #expect(persons.count >= 8, "seed \(seed)")
    try ErasureLawTests.forget(persons, in: log)

    let known = try Shown(views, log, asOf: .position(head))
    #expect(known.changes(from: before, but: []).isEmpty, "seed \(seed), as known before")
    let after = try Shown(views, log)
    let changes = after.changes(from: before, but: ErasureLawTests.duties)
    for change in changes {
      // One event more, about a person or of a day: told by the view that counts just these.
      #expect(ErasureLawTests.counting.contains(change.view), "seed \(seed): \(change)")
      #expect(
        change.isNew || Set(change.columns).isSubset(of: ["events", "days"]),
        "seed \(seed): \(change)")
    }
    #expect(after.tables.keys == before.tables.keys, "seed \(seed)")
    #expect(before.tables.values.filter { !$0.isEmpty }.count > 30, "seed \(seed)")
  }

  @Test func `the law catches a view that counts only who may still be read`() throws {
    let sample = try SampleLog(seed: 7, events: 9_000)
    defer { withExtendedLifetime(sample) {} }
    let log = sample.log
    let before = try Shown([Forgetful.self], log)
    try ErasureLawTests.forget(ErasureLawTests.persons(of: log), in: log)
    let changes = try Shown([Forgetful.self], log).changes(from: before, but: [])
    #expect(!changes.isEmpty)
    #expect(changes.allSatisfy { $0.columns == ["value"] })
  }

  /// Of every role in which the log names persons, the first and the last who has it.
  private static func persons(of log: EventLog) throws -> [ObjectName] {
    var first: [String: ObjectName] = [:]
    var last: [String: ObjectName] = [:]
    for event in try log.events() {
      for reference in event.content.references where reference.object.kind == .person {
        if first[reference.role.name] == nil { first[reference.role.name] = reference.object }
        last[reference.role.name] = reference.object
      }
    }
    return Set(first.values).union(last.values).sorted { $0.text < $1.text }
  }

  /// Erases two of three and restricts two of three, so that some are both.
  private static func forget(_ persons: [ObjectName], in log: EventLog) throws {
    let duties = County(log, scope: .county).duties
    for (number, person) in persons.enumerated() {
      if number % 3 != 0 {
        try duties.execute(
          .erase(PersonalDataErased(person: [person], ground: "consentWithdrawn")), at: day)
      }
      if number % 3 != 1 {
        try duties.execute(
          .restrict(
            PersonalDataRestricted(
              person: [person], ground: "lawsuit", retainUntil: "2021-12-31")), at: day)
      }
    }
  }

  /// The rows of all tables of some views, by key.
  private struct Shown {
    var tables: [String: [RowKey: ViewRow]] = [:]
    private var views: [String: String] = [:]

    init(_ types: [any Projection.Type], _ log: EventLog, asOf: AsOf = .head) throws {
      for view in try log.replay(types, asOf: asOf, clock: ErasureLawTests.clock) {
        for table in view.tables {
          let rows = try view.rows(of: table)
          tables["\(view.name).\(table)"] = Dictionary(
            uniqueKeysWithValues: rows.map { ($0.key, $0) })
          views["\(view.name).\(table)"] = view.name
        }
      }
    }

    /// What is not as it was, without the columns that tell of the duties themselves.
    func changes(from old: Shown, but duties: Set<String>) -> [Change] {
      var changes: [Change] = []
      for (table, was) in old.tables {
        let rows = tables[table] ?? [:]
        let name = views[table] ?? ""
        for key in Set(was.keys).union(rows.keys) where was[key] != rows[key] {
          let (old, new) = (was[key]?.fields ?? [], rows[key]?.fields ?? [])
          let names = Set((old + new).map(\.name)).filter { column in
            was[key]?[column] != rows[key]?[column]
          }
          let columns = names.subtracting(name == "personal-data-register" ? duties : [])
          if columns.isEmpty, was[key] != nil { continue }
          changes.append(
            Change(
              view: name, row: "\(table) \(key.text)", columns: columns.sorted(),
              isNew: was[key] == nil))
        }
      }
      return changes
    }
  }

  private struct Change {
    var view: String
    var row: String
    var columns: [String]
    /// The row was not there before.
    var isNew: Bool
  }
}

/// Reports by reporter, as a view would have them that may not count who is erased: wrong.
private struct Forgetful: Projection {
  typealias Vocabulary = GovernanceEvent
  static let name = "forgetful"
  static let version = 1
  let reports = Table<ObjectID, Int>()

  func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    if event.type == .incidentReported, let reporter = event.reference(.reporter) {
      reports[reporter, default: 0] += 1
    }
    guard event.type == .personalDataErased || event.type == .personalDataRestricted else {
      return
    }
    for person in event.references(.person) { reports[person] = 0 }
  }
}
