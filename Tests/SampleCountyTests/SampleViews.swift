// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Testing

/// All views of the catalogue as of the sample month's end, from one pass for all tests.
struct SampleViews: Sendable {
  /// What tests ask of one of them.
  struct Answer: Sendable {
    let digest: Digest
    let isEmpty: Bool
    let quarantined: Int
    /// The first rows of every table.
    let tables: [(name: String, rows: [ViewRow])]
  }

  private static let mostRows = 3_000
  private static let shared: Result<[String: Answer], any Error> = Result { try replayed() }

  static func get() throws -> [String: Answer] { try shared.get() }

  private static func replayed() throws -> [String: Answer] {
    let views = ViewCatalogue.views
    var answers: [String: Answer] = [:]
    for (view, answer) in zip(views, try SampleMonth.get().log.replay(views.map(\.projection))) {
      answers[view.name] = try self.answer(answer)
    }
    return answers
  }

  static func named(_ name: String) throws -> Answer { try #require(try get()[name]) }

  private static func answer(_ view: AnyView) throws -> Answer {
    let tables = try view.tables.map { table in
      (name: table, rows: Array(try view.rows(of: table).prefix(mostRows)))
    }
    return Answer(
      digest: view.digest, isEmpty: tables.first?.rows.isEmpty ?? true,
      quarantined: view.quarantine.count, tables: tables)
  }
}
