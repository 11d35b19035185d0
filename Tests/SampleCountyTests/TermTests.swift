// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance
import Testing

/// What people who read Chinese see of the sample county.
struct TermTests {
  /// Columns whose words are the county's own or the program's names, not lists of ours.
  private static let ownWords: Set<String> = [
    "node", "formula", "written", "period", "month", "post", "duty", "code", "rule", "field",
    "roles", "sealed", "purposes", "what", "place", "ground", "domain", "channel", "origin",
    "anomalousPair", "doubts", "excluded", "fields", "indicators", "system", "command", "statCode",
    "part", "defects", "sourceStatus", "grade",
  ]

  @Test(arguments: ViewCatalogue.views.map(\.name))
  func `every code of a list has a term, and the term leads back to it`(name: String) throws {
    let view = try #require(ViewCatalogue.view(named: name))
    var missing: Set<String> = []
    for (table, rows) in try SampleViews.named(name).tables {
      for row in rows {
        for field in row.key.fields + row.fields {
          for code in codes(of: field.value, in: field.name) {
            let known = view.terms[code.column]
            let term = known?.term(for: code.text)
            if term == nil, TermTests.ownWords.contains(code.column) { continue }
            if known?.code(for: term ?? "") == code.text { continue }
            missing.insert("\(table).\(code.column): \(code.text) \(term ?? "")")
          }
        }
      }
    }
    #expect(missing.sorted() == [])
  }

  /// Words of our code in a value, each with the column, or the part of it, that holds it.
  private func codes(of value: Value, in column: String) -> [(column: String, text: String)] {
    switch value {
    case .text(let text):
      let isCode = text.first?.isLowercase ?? false && text.allSatisfy { $0.isASCII && $0.isLetter }
      return isCode ? [(column, text)] : []
    case .list(let values): return values.flatMap { codes(of: $0, in: column) }
    case .message(let parts): return parts.flatMap { codes(of: $0.value, in: $0.name) }
    default: return []
    }
  }
}
