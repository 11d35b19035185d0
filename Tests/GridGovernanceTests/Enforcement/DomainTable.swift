// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation

/// A state table of the domain's own text: one line an event type.
struct DomainLine {
  /// Names of states; `—` stands for "before the first event".
  let from: [String]
  let event: EventType
  /// Names in braces; empty: any variant.
  let variants: [String]
  let to: String
  let condition: String

  static let file = "domain/domain.md"

  /// The tables of §3.2 and §3.3, in this order.
  static func table(_ index: Int) -> [DomainLine] {
    let text = (try? String(contentsOf: SharedFiles.url(file), encoding: .utf8)) ?? ""
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let heads = lines.indices.filter { lines[$0] == "| from | event | to | condition |" }
    guard heads.indices.contains(index) else { return [] }
    return lines[(heads[index] + 2)...].prefix { $0.hasPrefix("|") }.flatMap(DomainLine.read)
  }

  private static func read(_ line: Substring) -> [DomainLine] {
    let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
      .map { $0.trimmingCharacters(in: .whitespaces) }
    return events(cells[1]).map { name, variants in
      DomainLine(
        from: cells[0].components(separatedBy: ", "), event: EventType(name), variants: variants,
        to: cells[2], condition: cells[3])
    }
  }

  /// `A, B{x, y}` → A with none, B with x and y; words behind a name say who receives.
  private static func events(_ cell: String) -> [(String, [String])] {
    var found: [(String, [String])] = []
    var rest = cell[...]
    while !rest.isEmpty {
      let name = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(name.count)
      var variants: [String] = []
      if rest.first == "{" {
        variants = rest.dropFirst().prefix { $0 != "}" }.split(separator: ",").map {
          $0.trimmingCharacters(in: .whitespaces)
        }
        rest = rest.drop { $0 != "}" }.dropFirst()
      }
      found.append((String(name), variants))
      rest =
        rest.firstIndex(of: ",").map { rest[rest.index(after: $0)...].drop { $0 == " " } } ?? ""
    }
    return found
  }
}
