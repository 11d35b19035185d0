// SPDX-License-Identifier: Apache-2.0
import Interchange
import TerminalText

/// What a message code means, how the program ends with it, and what helps.
struct CodeExplanation {
  let kind: Message.Kind

  init(_ code: MessageCode) throws(Message) {
    guard let kind = Failure.catalogue[code] else {
      throw Message(.unknownCode, at: Phrase("\(code)"))
    }
    self.kind = kind
  }

  func show(on console: Console) {
    let status = ExitStatus(kind.code)
    guard console.options.json else {
      console.result(Message(kind).text(on: console.out))
      console.result(
        Phrase(
          en: "  exit \(status.rawValue): \(status.meaning, .en)",
          zh: "  退出码 \(status.rawValue)：\(status.meaning, .zh)"))
      return
    }
    var document = Document("code")
    document.add("code", kind.code.rawValue)
    document.add("exit", Int(status.rawValue))
    for language in Language.allCases {
      var part = Document()
      part.add("what", kind.what.text(in: language))
      part.add("why", orNull: kind.why?.text(in: language))
      document.add(language.rawValue, part.json)
    }
    console.result(document.json)
  }
}
