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
    for status in TicketStatus.allCases {
      let mark = status.isTerminal ? " ★" : ""
      let hasLine = lines.contains {
        $0.hasPrefix("| \(status.chinese)\(mark) | `\(status.rawValue)` |")
      }
      #expect(hasLine, "\(status.rawValue)")
    }
  }
}
