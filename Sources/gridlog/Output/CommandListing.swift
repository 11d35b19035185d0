// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

/// The commands that `gridlog do` knows, and what each needs.
struct CommandListing {
  private let name: String?
  private let console: Console

  init(_ name: String?, _ console: Console) {
    self.name = name
    self.console = console
  }

  static func form(_ name: String) throws(Message) -> CommandForm {
    guard let form = CommandForm.named(name) else {
      throw Message(
        .noSuchCommand, at: Phrase("\(name)"),
        next: [
          Message.Step("gridlog do --list", Phrase(en: "lists them", zh: "列出全部命令"))
        ])
    }
    return form
  }

  func show() throws(Message) {
    if let name {
      show(try CommandListing.form(name))
    } else if console.options.json {
      var document = Document("commands")
      document.add("commands", CommandForm.all.map { $0.document })
      console.result(document.json)
    } else {
      console.result(table)
    }
  }

  private var table: String {
    var table = TextTable([
      TextTable.Column(Phrase(en: "command", zh: "命令")),
      TextTable.Column(Phrase(en: "module", zh: "模块")),
      TextTable.Column(Phrase(en: "what it does", zh: "作用")),
    ])
    for form in CommandForm.all {
      table.append([
        .text(form.name), .text(form.module.rawValue), .phrase(form.title.phrase),
      ])
    }
    return table.text(on: console.out)
  }

  private func show(_ form: CommandForm) {
    if console.options.json {
      var document = Document("command")
      document.add(form)
      return console.result(document.json)
    }
    console.result(
      Phrase(
        en: "\(form.name): \(form.title.english)\n", zh: "\(form.name)：\(form.title.chinese)\n"))
    var table = TextTable([
      TextTable.Column(Phrase(en: "parameter", zh: "参数")),
      TextTable.Column(Phrase(en: "needed", zh: "必填")),
      TextTable.Column(Phrase(en: "value", zh: "值")),
    ])
    for field in form.parameters {
      table.append([
        .text(field.name),
        .phrase(field.isOptional ? Phrase(en: "no", zh: "否") : Phrase(en: "yes", zh: "是")),
        .phrase(field.value),
      ])
    }
    console.result(table.text(on: console.out))
  }
}

extension CommandForm {
  fileprivate var document: Document {
    var document = Document()
    document.add(self)
    return document
  }
}

extension Document {
  fileprivate mutating func add(_ form: CommandForm) {
    add("command", form.name)
    add("module", form.module.rawValue)
    add("title", form.title.json)
    add(
      "parameters",
      form.parameters.map { field in
        var part = Document()
        part.add("name", field.name)
        part.add("needed", !field.isOptional)
        part.add("value", Words(field.value.text(in: .en), field.value.text(in: .zh)).json)
        return part
      })
  }
}

extension Words {
  var phrase: Phrase { Phrase(en: "\(english)", zh: "\(chinese)") }

  var json: JSONValue {
    .object([JSONMember("en", .string(english)), JSONMember("zh", .string(chinese))])
  }
}

extension Field {
  /// What may stand there.
  fileprivate var value: Phrase {
    switch place {
    case .reference(_, let kinds, let repeats):
      let names = kinds.map { "\($0.name)/…" }.joined(separator: " | ")
      let shown = names.isEmpty ? "kind/…" : names
      return repeats ? FieldType.several(Phrase("\(shown)")) : Phrase("\(shown)")
    case .sealed: return Phrase(en: "words, sealed in the log", zh: "文字（加密保存）")
    case .payload: return type.value
    }
  }
}

extension FieldType {
  fileprivate static func several(_ one: Phrase) -> Phrase {
    Phrase(en: "\(one, .en), …", zh: "\(one, .zh), …")
  }

  fileprivate var value: Phrase {
    switch self {
    case .bool: Phrase("true | false")
    case .int: Phrase(en: "whole number", zh: "整数")
    case .decimal: Phrase(en: "decimal, as 88.75", zh: "小数，如 88.75")
    case .rational: Phrase(en: "fraction, as 1/2 or 0.5", zh: "分数，如 1/2 或 0.5")
    case .instant:
      Phrase(en: "time, as 2021-08-05T09:00:00+08:00", zh: "时间，如 2021-08-05T09:00:00+08:00")
    case .date: Phrase(en: "day, as 2021-08-05", zh: "日期，如 2021-08-05")
    case .timeOfDay: Phrase(en: "time of day, as 08:30", zh: "时刻，如 08:30")
    case .enumeration(let cases): Phrase("\(cases.map(\.name).joined(separator: " | "))")
    case .code: Phrase(en: "code of a rule set", zh: "规则集中的代码")
    case .text: Phrase(en: "text", zh: "文字")
    case .bytes: Phrase(en: "hash, hexadecimal", zh: "哈希值（十六进制）")
    case .eventID: Phrase(en: "event id", zh: "事件编号")
    case .anyValue:
      Phrase(en: "{\"date\": \"2021-08-05\"} and such", zh: "如 {\"date\": \"2021-08-05\"}")
    case .message(let fields): Phrase("{\(fields.map(\.name).joined(separator: ", "))}")
    case .list(let element), .set(let element): FieldType.several(element.value)
    }
  }
}
