// SPDX-License-Identifier: Apache-2.0

import Interchange

/// The event catalogue of the domain, read from `events.tsv`.
struct Catalogue {
  static let file = "domain/events.tsv"
  private var types: [String: [Entry]] = [:]

  /// One field or reference of an event type.
  private struct Entry {
    var name: String
    var isReference = false
    var isSealed = false
    var isOptional = false
    var words: [String] = []
  }

  init() throws {
    let text = String(decoding: try SharedFile.bytes(Self.file), as: UTF8.self)
    for line in text.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      types[cells[2]] = Self.split(cells[5]).map(Self.entry)
    }
    // Two fields are added to the catalogue for imports.
    types["ExternalRecordImported"]? += [
      Entry(name: "sourceStatus", isOptional: true), Entry(name: "doubts", isOptional: true),
    ]
  }

  /// Commas inside brackets do not part fields.
  private static func split(_ text: String) -> [String] {
    var parts = [""]
    var depth = 0
    for letter in text {
      if "([{<".contains(letter) { depth += 1 }
      if ")]}>".contains(letter) { depth -= 1 }
      if letter == ",", depth == 0 {
        parts.append("")
      } else {
        parts[parts.count - 1].append(letter)
      }
    }
    // "maps: ticket, case or other": what has no colon goes on with the part before it.
    return parts.reduce(into: []) { whole, part in
      if part.contains(":") || whole.isEmpty { whole.append(part) }
    }
  }

  private static func entry(_ text: String) -> Entry {
    let halves = text.split(separator: ":", maxSplits: 1).map { $0.drop { $0 == " " } }
    var name = String(halves[0])
    var entry = Entry(name: "")
    if name.hasPrefix("@") { entry.isReference = true }
    if name.hasPrefix("!") { entry.isSealed = true }
    if "?*".contains(name.last ?? " ") { entry.isOptional = true }
    name.removeAll { "@!?*+".contains($0) }
    entry.name = name
    let type = halves.count > 1 ? String(halves[1]) : ""
    if type.hasPrefix("Enum("), let end = type.firstIndex(of: ")") {
      entry.words = type[type.index(type.startIndex, offsetBy: 5)..<end].split(separator: ",")
        .map { String($0.drop { $0 == " " }) }
    }
    return entry
  }

  /// What is wrong with an event by the catalogue; empty if nothing is.
  func complaints(about event: ProposedEvent) -> [String] {
    guard let entries = types[event.type] else { return ["no type \(event.type)"] }
    var complaints: [String] = []
    let known = { (isReference: Bool, isSealed: Bool) in
      entries.filter { $0.isReference == isReference && $0.isSealed == isSealed }.map(\.name)
    }
    for role in event.references.map(\.role) where !known(true, false).contains(role) {
      complaints.append("no role \(role)")
    }
    for name in event.fields.map(\.name) where !known(false, false).contains(name) {
      complaints.append("no field \(name)")
    }
    for name in event.sealed.map(\.name) where !known(false, true).contains(name) {
      complaints.append("no sealed field \(name)")
    }
    let given =
      event.references.map(\.role) + event.fields.map(\.name) + event.sealed.map(\.name)
    for entry in entries {
      if !entry.isOptional, !given.contains(entry.name) { complaints.append("lacks \(entry.name)") }
      if let word = event.field(entry.name)?.text, !entry.words.isEmpty,
        !entry.words.contains(word)
      {
        complaints.append("\(entry.name) is \(word)")
      }
    }
    return complaints
  }
}

/// The states of a ticket, read from `transitions.tsv`: as much of it as imports go through.
struct Transitions {
  static let file = "domain/transitions.tsv"
  private var rows: [(from: [String], type: String, words: [String], to: String)] = []

  init() throws {
    let text = String(decoding: try SharedFile.bytes(Self.file), as: UTF8.self)
    for line in text.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let type = cells[1].prefix { $0.isLetter }
      let words = cells[1].split { "{}".contains($0) }.dropFirst().first ?? ""
      rows.append(
        (
          Self.list(cells[0]), String(type), Self.list(String(words)), cells[2]
        ))
    }
  }

  private static func list(_ text: String) -> [String] {
    text.split(separator: ",").map { String($0.drop { $0 == " " }) }
  }

  /// The state after `event`, or nil if the table does not allow it in `state`.
  func next(_ state: String, _ event: ProposedEvent) -> String? {
    for row in rows
    where row.type == event.type && (row.from == ["any"] || row.from.contains(state)) {
      if let reason = event.field("reason")?.text, !row.words.contains(reason) { continue }
      return row.to == "unchanged" || row.from == ["any"] ? state : row.to
    }
    return nil
  }

  /// Whether the table knows the event type at all.
  func knows(_ type: String) -> Bool { rows.contains { $0.type == type } }
}
