// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import TerminalText

struct StatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stat", abstract: say("Show what a log holds.", "显示台账概况。"))

  @OptionGroup var log: LogArgument

  @Flag(help: help("Count the events of each type too.", "同时统计各类型事件数。"))
  var types = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let log = try log.opened()
    let statistics = try log.statistics()
    let counts = types ? try log.typeCounts() : nil
    let console = Console(output)
    if output.json {
      console.result(document(log, statistics, counts).json)
    } else {
      console.result(text(log, statistics, counts, on: console.out))
    }
  }

  private func document(
    _ log: EventLog, _ statistics: LogStatistics, _ counts: [TypeCount]?
  ) -> Document {
    var document = Document("stat")
    document.add("path", log.path)
    document.add(log.identity)
    document.add("head", statistics.head)
    document.add("bytes", statistics.bytes)
    document.add("logBytes", statistics.logBytes)
    document.add("keyBytes", statistics.keyBytes)
    document.add("objects", statistics.objects)
    document.add("firstRecorded", orNull: statistics.recorded?.lowerBound)
    document.add("lastRecorded", orNull: statistics.recorded?.upperBound)
    if let counts {
      document.add(
        "types",
        counts.map { count in
          var part = Document()
          part.add("type", count.type.name)
          part.add("version", count.version)
          part.add("count", count.count)
          return part
        })
    }
    return document
  }

  private func text(
    _ log: EventLog, _ statistics: LogStatistics, _ counts: [TypeCount]?, on terminal: Terminal
  ) -> String {
    let zone = log.identity.zone
    var facts: [(Phrase, String)] = [
      (Phrase(en: "log", zh: "台账"), log.path),
      (Phrase(en: "id", zh: "编号"), log.identity.id.description),
      (
        Phrase(en: "events", zh: "事件"),
        NumberText.grouped(statistics.head.rawValue)
      ),
      (Phrase(en: "objects", zh: "对象"), NumberText.grouped(statistics.objects)),
      (
        Phrase(en: "size", zh: "大小"),
        "\(NumberText.bytes(statistics.bytes)) (\(NumberText.grouped(statistics.bytes)) B)"
      ),
      (Phrase(en: "zone", zh: "时区"), zone.name),
      (Phrase(en: "clock", zh: "时钟"), log.identity.clock.name),
      (Phrase(en: "created", zh: "创建于"), zone.moment(log.identity.created)),
    ]
    if let parent = log.identity.parent {
      facts.append(
        (Phrase(en: "parent", zh: "来源台账"), "\(parent.id) \(parent.position) \(parent.cause.name)"))
    }
    if let recorded = statistics.recorded {
      facts.append((Phrase(en: "first", zh: "最早记录"), zone.moment(recorded.lowerBound)))
      facts.append((Phrase(en: "last", zh: "最近记录"), zone.moment(recorded.upperBound)))
    }
    guard let counts else { return TextTable.facts(facts, on: terminal) }
    var table = TextTable([
      TextTable.Column(Phrase(en: "type", zh: "类型")),
      TextTable.Column(Phrase(en: "version", zh: "版本"), .right),
      TextTable.Column(Phrase(en: "events", zh: "事件"), .right),
    ])
    for count in counts {
      table.append([.text(count.type.name), .number(count.version), .number(count.count)])
    }
    return TextTable.facts(facts, on: terminal) + "\n" + table.text(on: terminal)
  }
}
