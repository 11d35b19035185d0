// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

/// Events as people and programs read them; personal text stays sealed.
struct EventWriting {
  let zone: BusinessZone
  private let binding = CloudEventBinding(GovernanceEvent.catalogue)

  init(_ log: EventLog) { self.init(zone: log.identity.zone) }

  init(zone: BusinessZone) { self.zone = zone }

  /// The CloudEvents object; of a type that this program does not know, the envelope alone.
  func json(_ event: StoredEvent) -> JSONValue {
    guard let envelope = try? binding.envelope(event) else {
      var part = Document()
      part.add("position", event.position)
      part.add("type", event.content.type.name)
      part.add("version", event.content.version)
      part.add("subject", event.content.stream.text)
      part.add("time", event.content.occurred)
      return part.json
    }
    return envelope.json
  }

  /// One line an event, with what there is to note about it.
  func table(
    _ events: [StoredEvent], notes: [Position: Phrase] = [:], on terminal: Terminal
  ) -> String {
    let noted = notes.isEmpty ? [] : [TextTable.Column(Phrase(en: "assumed", zh: "假设"))]
    var table = TextTable(
      noted + [
        TextTable.Column(Phrase(en: "position", zh: "位置"), .right),
        TextTable.Column(Phrase(en: "happened", zh: "发生时间")),
        TextTable.Column(Phrase(en: "recorded", zh: "记录时间")),
        TextTable.Column(Phrase(en: "type", zh: "类型")),
        TextTable.Column(Phrase(en: "stream", zh: "流"), maxWidth: 40, cut: .middle),
        TextTable.Column(Phrase(en: "says", zh: "内容"), minWidth: 12, maxWidth: 80),
      ])
    for event in events {
      let note = notes[event.position].map { [TextTable.Cell.phrase($0)] } ?? []
      table.append(
        note + [
          .text("\(event.position)"), .text(zone.minute(event.content.occurred)),
          .text(zone.minute(event.recorded)), .text(event.content.type.name),
          .text(event.content.stream.text), .text(says(event)),
        ])
    }
    return table.text(on: terminal)
  }

  /// One event on one line, for a list that is printed as it comes; escaped, and cut to a
  /// terminal's width.
  func line(_ event: StoredEvent, on terminal: Terminal) -> String {
    let columns = [
      "\(event.position)", zone.minute(event.content.occurred), event.content.type.name,
      event.content.stream.text, says(event),
    ]
    let line = Escaping.visible(columns.joined(separator: "  "))
    guard terminal.isTTY, let width = terminal.columns else { return line }
    return terminal.width.truncate(line, to: width)
  }

  /// Everything that one event says.
  func facts(_ event: StoredEvent, on terminal: Terminal) -> String {
    let content = event.content
    var facts: [(Phrase, String)] = [
      (Phrase(en: "position", zh: "位置"), "\(event.position)"),
      (Phrase(en: "type", zh: "类型"), "\(content.type.name) v\(content.version)"),
      (Phrase(en: "stream", zh: "流"), "\(content.stream) · \(event.streamVersion)"),
      (Phrase(en: "happened", zh: "发生时间"), zone.moment(content.occurred)),
      (Phrase(en: "recorded", zh: "记录时间"), zone.moment(event.recorded)),
      (Phrase(en: "id", zh: "编号"), content.id.description),
    ]
    let actor = [content.actor.body, content.actor.person, content.actor.post]
      .compactMap { $0?.text }.joined(separator: " ")
    if !actor.isEmpty { facts.append((Phrase(en: "by", zh: "操作者"), actor)) }
    if let source = content.source {
      let words = [source.system.text, source.mode.name, source.externalID ?? ""]
      facts.append(
        (Phrase(en: "source", zh: "来源"), words.filter { !$0.isEmpty }.joined(separator: " · ")))
    }
    if let causation = content.causation {
      facts.append((Phrase(en: "caused by", zh: "起因"), causation.description))
    }
    if let correlation = content.correlation {
      facts.append((Phrase(en: "belongs to", zh: "关联"), correlation.description))
    }
    if !event.flags.isEmpty {
      facts.append((Phrase(en: "flags", zh: "标记"), event.flags.names.joined(separator: " ")))
    }
    let fields = fields(event).map { (Phrase("  \($0.name)"), $0.value) }
    return TextTable.facts(facts + fields, on: terminal)
  }

  /// The fields as one text, but for the stream, which stands before them.
  private func says(_ event: StoredEvent) -> String {
    fields(event).filter { $0.value != event.content.stream.text }
      .map { "\($0.name)=\($0.value)" }.joined(separator: " ")
  }

  /// The fields of the event by the names of its schema, each as one text.
  private func fields(_ event: StoredEvent) -> [(name: String, value: String)] {
    guard let members = try? binding.envelope(event).data?.members else {
      return [("payload", "\(event.content.payload.count) B")]
    }
    return members.map { ($0.key, EventWriting.text($0.value)) }
  }

  private static func text(_ value: JSONValue) -> String {
    if value["sealed"] != nil { return "[sealed]" }
    switch value {
    case .null: return ""
    case .bool(let flag): return flag ? "true" : "false"
    case .number(let digits): return digits
    case .string(let text): return text
    case .array(let elements): return "[" + elements.map(text).joined(separator: ", ") + "]"
    case .object: return JSONWriter.text(value)
    }
  }
}
