// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

/// The events behind a row, recorded or assumed, as people and programs read them.
struct ExplanationWriting {
  let log: EventLog
  let answer: AnyView
  let explanation: Explanation
  /// Those of the positions that are shown.
  let positions: [Position]
  /// Of each of the positions, in their order, that it is in the log; none if not asked for.
  var proofs: [EventProof] = []
  /// Whether every event was asked for, however many.
  var showsAll = false

  func event(at position: Position) throws(EventLogError) -> StoredEvent? {
    if position.assumedNumber != nil { return answer.assumptions?.event(at: position) }
    return try log.event(at: position)
  }

  func add(to document: inout Document) throws {
    document.add("row", explanation.row.json)
    document.add("count", explanation.count)
    document.add(
      "ranges",
      .array(explanation.ranges.map { .array([$0.lowerBound.json, $0.upperBound.json]) }))
    var parts: [Document] = []
    for (index, position) in positions.enumerated() {
      guard let event = try event(at: position) else { continue }
      var part = Document()
      part.add("position", position)
      part.add("direct", explanation.wroteDirectly(position))
      part.add(event)
      if index < proofs.count { part.add("proof", proofs[index].description) }
      parts.append(part)
    }
    document.add("events", parts)
    document.add(
      "derived",
      try derived().map { column in
        var part = Document()
        part.add("column", column.name)
        part.add("value", column.value.map { FieldJSON.plain($0) } ?? .null)
        part.add("clock", answer.moment.clock)
        part.add("rule", column.rule)
        return part
      })
    guard let checkpoint = proofs.first?.checkpoint else { return }
    var part = Document()
    part.add(checkpoint)
    document.add("checkpoint", part.json)
  }

  /// A column of the row that no event wrote.
  private struct Derived {
    let name: String
    let value: Value?
    let rule: String
  }

  /// The columns that were computed for the clock, in their order.
  private func derived() throws(ReplayError) -> [Derived] {
    guard let rules = answer.rules, !rules.isEmpty else { return [] }
    let table = explanation.row.key.table
    let row = try answer.rows(of: table).first { $0.key == explanation.row.key }
    return try answer.columns(of: table).compactMap { name in
      rules[name].map { Derived(name: name, value: row?[name], rule: $0) }
    }
  }

  func show(on console: Console) throws {
    console.note(
      Phrase(
        en: """
          \(answer.name) \(explanation.row.key.text) · \(grouped: explanation.count) events · \
          known \(answer.moment.position)
          """,
        zh: """
          \(answer.name) \(explanation.row.key.text) · \(grouped: explanation.count) 个事件 · \
          已知 \(answer.moment.position)
          """))
    let shown = isLong ? Array(positions.prefix(Self.few)) : positions
    console.result(EventWriting(log).table(try events(at: shown), on: console.out))
    if isLong {
      let last = Array(explanation.all.suffix(Self.few))
      let between = explanation.count - shown.count - last.count
      console.result(
        Phrase(
          en: "\n\(grouped: between) between, then:\n",
          zh: "\n中间 \(grouped: between) 个，最后：\n"))
      console.result(EventWriting(log).table(try events(at: last), on: console.out))
      try showTypes(on: console)
    } else if positions.count < explanation.count {
      let rest = explanation.count - positions.count
      console.note(
        Phrase(
          en: "\(grouped: rest) more, in \(grouped: explanation.ranges.count) runs: --all",
          zh: "另有 \(grouped: rest) 个，共 \(grouped: explanation.ranges.count) 段：--all"))
    }
    try showDerived(on: console)
  }

  /// The first and the last of many events that are shown.
  private static let few = 10

  /// Whether there are more events than one reads; `--all` and proofs list what was asked for.
  private var isLong: Bool {
    !showsAll && proofs.isEmpty && explanation.count > 4 * Self.few
  }

  private func events(at positions: [Position]) throws -> [StoredEvent] {
    var events: [StoredEvent] = []
    for position in positions {
      if let event = try event(at: position) { events.append(event) }
    }
    return events
  }

  /// How many events of each type there are, the most first.
  private func showTypes(on console: Console) throws {
    var counts: [EventType: Int] = [:]
    for position in explanation.all {
      if let event = try event(at: position) { counts[event.content.type, default: 0] += 1 }
    }
    let runs = explanation.ranges.count
    console.result(
      Phrase(
        en: "\nAll \(grouped: explanation.count) by type, in \(grouped: runs) runs:\n",
        zh: "\n全部 \(grouped: explanation.count) 个，按类型，共 \(grouped: runs) 段：\n"))
    var table = TextTable([
      TextTable.Column(Phrase(en: "type", zh: "类型")),
      TextTable.Column(Phrase(en: "says", zh: "名称")),
      TextTable.Column(Phrase(en: "events", zh: "事件"), .right),
    ])
    let order = counts.sorted { ($1.value, $0.key.name) < ($0.value, $1.key.name) }
    for (type, count) in order {
      table.append([.text(type.name), .phrase(title(of: type)), .text("\(count)")])
    }
    console.result(table.text(on: console.out))
    console.note(Phrase(en: "every event: --all", zh: "列出全部事件：--all"))
  }

  /// What the catalogue calls events of that type: the term, then a few English words.
  private func title(of type: EventType) -> Phrase {
    let title = GovernanceEvent.catalogue.schemas.last { $0.type == type }?.title ?? ""
    let words = title.split(separator: " ", maxSplits: 1)
    return Phrase(en: "\(String(words.last ?? ""))", zh: "\(String(words.first ?? ""))")
  }

  private func showDerived(on console: Console) throws {
    let columns = try derived()
    guard !columns.isEmpty else { return }
    let clock = log.identity.zone.moment(answer.moment.clock)
    console.result(
      Phrase(
        en: "\nNot written by events, computed at the clock \(clock):",
        zh: "\n以下各列并非由事件写入，按时钟 \(clock) 计算："))
    var table = TextTable([
      TextTable.Column(Phrase(en: "column", zh: "列")),
      TextTable.Column(Phrase(en: "value", zh: "值")),
      TextTable.Column(Phrase(en: "rule", zh: "规则"), minWidth: 12),
    ])
    let view = ViewCatalogue.view(named: answer.name)
    let writing = ValueWriting(
      view: view, zone: log.identity.zone, language: console.out.language)
    for column in columns {
      let value = column.value.map { TextTable.Cell.text(writing.text($0, in: column.name)) }
      table.append([
        .phrase(view?.columns[column.name]?.phrase ?? Phrase("\(column.name)")), value ?? .noData,
        .phrase(view?.rules[column.name]?.phrase ?? Phrase("\(column.rule)")),
      ])
    }
    console.result(table.text(on: console.out))
  }
}

extension Document {
  /// What an event is, without what it says.
  mutating func add(_ event: StoredEvent) {
    add("type", event.content.type.name)
    add("stream", event.content.stream.text)
    add("occurred", event.content.occurred)
    add("recorded", event.recorded)
    add("id", event.content.id.description)
  }
}
