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
    for position in positions {
      guard let event = try event(at: position) else { continue }
      var part = Document()
      part.add("position", position)
      part.add("direct", explanation.wroteDirectly(position))
      part.add(event)
      parts.append(part)
    }
    document.add("events", parts)
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
    var events: [StoredEvent] = []
    for position in positions {
      if let event = try event(at: position) { events.append(event) }
    }
    console.result(EventWriting(log).table(events, on: console.out))
    if positions.count < explanation.count {
      let rest = explanation.count - positions.count
      console.note(
        Phrase(
          en: "\(grouped: rest) more, in \(grouped: explanation.ranges.count) runs: --all",
          zh: "另有 \(grouped: rest) 个，共 \(grouped: explanation.ranges.count) 段：--all"))
    }
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
