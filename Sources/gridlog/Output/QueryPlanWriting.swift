// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import TerminalText

/// How a query would be answered: the lists that are joined, or the whole log.
enum QueryPlanWriting {
  static func text(_ plan: QueryPlan, on terminal: Terminal) -> String {
    var table = TextTable([
      TextTable.Column(Phrase(en: "item", zh: "条目"), .right),
      TextTable.Column(Phrase(en: "step", zh: "步骤"), minWidth: 12, maxWidth: 60),
      TextTable.Column(Phrase(en: "positions", zh: "位置数"), .right),
    ])
    for (number, item) in plan.items.enumerated() {
      if item.isEmpty {
        table.append([
          .number(number + 1),
          .phrase(Phrase(en: "names what no event has", zh: "所提对象未出现在任何事件中")), .number(0),
        ])
      } else if item.isScan {
        table.append([
          .number(number + 1), .phrase(Phrase(en: "reads every event", zh: "读取全部事件")),
          .number(Int(plan.head.rawValue)),
        ])
      }
      for list in item.lists {
        table.append([.number(number + 1), .text(list.name), .number(list.entries)])
      }
    }
    let runs =
      plan.runs == 0
      ? Phrase(en: "all lists are in memory, no sorted run is due yet", zh: "全部列表在内存中，尚无有序段")
      : Phrase(
        en: "lists up to \(plan.indexed) in \(plan.runs) sorted runs, behind that in memory",
        zh: "\(plan.indexed) 之前的列表在 \(plan.runs) 个有序段中，其后在内存中")
    return table.text(on: terminal) + runs.text(in: terminal.language) + "\n"
  }

  static func document(_ plan: QueryPlan) -> Document {
    var document = Document("query-plan")
    document.add("head", plan.head)
    document.add("indexed", plan.indexed)
    document.add("runs", plan.runs)
    document.add("scans", plan.isScan)
    document.add(
      "items",
      plan.items.map { item in
        var part = Document()
        part.add("empty", item.isEmpty)
        part.add("scans", item.isScan)
        part.add(
          "lists",
          item.lists.map { list in
            var entry = Document()
            entry.add("name", list.name)
            entry.add("positions", list.entries)
            return entry
          })
        return part
      })
    return document
  }
}
