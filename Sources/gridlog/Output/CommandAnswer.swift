// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

/// What became of a command: the places of its events, or the rule that said no.
struct CommandAnswer {
  let form: CommandForm
  let console: Console

  func show(_ receipt: Receipt, in log: EventLog) {
    let events = receipt.positions.map { place in (place, try? log.event(at: place)) }
    if console.options.json {
      var document = Document("do")
      document.add("command", form.name)
      document.add("accepted", true)
      document.add("appended", receipt.appended)
      document.add("alreadyThere", receipt.alreadyThere)
      document.add(
        "events",
        events.map { place, event in
          var part = Document()
          part.add("position", place)
          part.add("type", orNull: event?.content.type.name)
          part.add("stream", orNull: event?.content.stream.text)
          return part
        })
      return console.result(document.json)
    }
    var table = TextTable([
      TextTable.Column(Phrase(en: "position", zh: "位置"), .right),
      TextTable.Column(Phrase(en: "event", zh: "事件")),
      TextTable.Column(Phrase(en: "stream", zh: "流")),
    ])
    for (place, event) in events {
      table.append([
        .number(Int(place.rawValue)), .text(event?.content.type.name ?? ""),
        .text(event?.content.stream.text ?? ""),
      ])
    }
    console.result(table.text(on: console.out))
    if receipt.appended == 0 {
      console.note(
        Phrase(
          en: "It was done before under this id; nothing was appended.",
          zh: "同一编号的命令此前已执行，未追加任何事件。"))
    }
  }

  /// The error that the program ends with; a script's answer has been written then.
  func refusal(_ error: CommandError<Rejection>) throws -> any Error {
    switch error {
    case .notRead(let error): return error
    case .notReplayed(let error): return error
    case .notAppended(let error): return error
    case .rejected(let rejection):
      guard console.options.json else { return message(rejection) }
      console.result(document(rejection).json)
      return ExitStatus.rejected.exit
    }
  }

  private func message(_ rejection: Rejection) -> Message {
    let kept =
      rejection.recorded == nil
      ? Phrase(en: "Nothing was appended.", zh: "未追加任何事件。")
      : Phrase(en: "The refusal is on record.", zh: "已记录此次拒绝。")
    return Message(
      .saidNo, at: Phrase("\(form.name)"),
      detail: Phrase(
        en: """
          \(rejection.rule): \(rejection.message.english) (\(rejection.source)). \(kept, .en)
          """,
        zh: """
          \(rejection.rule)：\(rejection.message.chinese)（\(rejection.source)）。\(kept, .zh)
          """),
      next: [Message.Step(rejection.next.phrase)])
  }

  private func document(_ rejection: Rejection) -> Document {
    var document = Document("do")
    document.add("command", form.name)
    document.add("accepted", false)
    document.add("rule", rejection.rule)
    document.add("source", rejection.source)
    document.add("message", rejection.message.json)
    document.add("next", rejection.next.json)
    document.add("recorded", rejection.recorded != nil)
    return document
  }
}
