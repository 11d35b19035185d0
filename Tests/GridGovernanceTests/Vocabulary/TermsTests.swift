// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation
import GridGovernance
import Testing

@Suite struct TermsTests {
  @Test func `the page of terms names every event and every state with its Chinese`() throws {
    let page = SharedFiles.packageRoot.appending(path: "docs").appending(path: "TERMS.md")
    let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
    for schema in GovernanceEvent.catalogue.schemas {
      let chinese = schema.title.prefix { $0 != " " }
      let hasLine = lines.contains {
        $0.hasPrefix("| \(chinese) |") && $0.contains("`\(schema.type.name)`")
      }
      #expect(hasLine, "\(schema.type.name) \(chinese)")
    }
    let states =
      TicketStatus.allCases.map { ($0.chinese, $0.rawValue, $0.isTerminal) }
      + CaseStatus.allCases.map { ($0.chinese, $0.rawValue, $0.isTerminal) }
      + ApplicationStatus.allCases.map { ($0.chinese, $0.rawValue, $0.isTerminal) }
    for (chinese, name, isTerminal) in states {
      let mark = isTerminal ? " ★" : ""
      let hasLine = lines.contains { $0.hasPrefix("| \(chinese)\(mark) | `\(name)` |") }
      #expect(hasLine, "\(name)")
    }
  }
}
