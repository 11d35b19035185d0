// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance
import TerminalText

struct ViewsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "views", abstract: say("List the views of a county.", "列出县域视图。"))

  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = Console(output)
    guard !output.json else { return console.result(document.json) }
    var table = TextTable([
      TextTable.Column(Phrase(en: "name", zh: "名称")),
      TextTable.Column(Phrase(en: "version", zh: "版本"), .right),
      TextTable.Column(Phrase(en: "order", zh: "折叠顺序")),
      TextTable.Column(Phrase(en: "title", zh: "标题")),
      TextTable.Column(Phrase(en: "what it answers", zh: "回答的问题")),
    ])
    for view in ViewCatalogue.views {
      table.append([
        .text(view.name), .number(view.version), .phrase(view.order.phrase),
        .phrase(view.title.phrase), .phrase(view.question.phrase),
      ])
    }
    console.result(table.text(on: console.out))
  }

  private var document: Document {
    var document = Document("views")
    document.add(
      "views",
      ViewCatalogue.views.map { view in
        var part = Document()
        part.add("name", view.name)
        part.add("version", view.version)
        part.add("order", view.order == .recorded ? "recorded" : "happened")
        var title = Document()
        title.add("en", view.title.en)
        title.add("zh", view.title.zh)
        part.add("title", title.json)
        var question = Document()
        question.add("en", view.question.en)
        question.add("zh", view.question.zh)
        part.add("question", question.json)
        return part
      })
    return document
  }
}

extension ViewTitle {
  var phrase: Phrase { Phrase(en: "\(en)", zh: "\(zh)") }
}

extension FoldOrder {
  fileprivate var phrase: Phrase {
    switch self {
    case .recorded: Phrase(en: "recorded", zh: "按记录")
    case .happened: Phrase(en: "happened", zh: "按发生")
    }
  }
}
