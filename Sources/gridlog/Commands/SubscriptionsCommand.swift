// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import TerminalText

struct SubscriptionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "subscriptions",
    abstract: say(
      "List who reads a log with a checkpoint, and how far.", "列出台账的订阅及其处理进度。"))

  @OptionGroup var log: LogArgument
  @OptionGroup var output: OutputOptions

  func run() throws {
    let log = try log.opened()
    let console = Console(output)
    let subscriptions = try log.subscriptions()
    guard !output.json else { return console.result(try document(log, subscriptions).json) }
    guard !subscriptions.isEmpty else {
      return console.note(
        Phrase(
          en: "no subscriptions; a program makes one with EventLog.subscribe",
          zh: "没有订阅；程序可用 EventLog.subscribe 创建"))
    }
    var table = TextTable([
      TextTable.Column(Phrase(en: "name", zh: "名称")),
      TextTable.Column(Phrase(en: "checkpoint", zh: "检查点"), .right),
      TextTable.Column(Phrase(en: "behind", zh: "滞后"), .right),
      TextTable.Column(Phrase(en: "handled by", zh: "处理者")),
    ])
    for subscription in subscriptions {
      table.append([
        .text(subscription.name.text), .text(subscription.checkpoint.description),
        subscription.isOfThisLog
          ? .number(Int(clamping: subscription.lag))
          : .phrase(Phrase(en: "another log's", zh: "属于其他台账")),
        subscription.holder.map { .text($0) } ?? .phrase(Phrase(en: "nobody", zh: "无")),
      ])
    }
    console.result(table.text(on: console.out))
  }

  private func document(
    _ log: EventLog, _ subscriptions: [SubscriptionStatus]
  ) throws(EventLogError) -> Document {
    var document = Document("subscriptions")
    document.add("path", log.path)
    document.add("head", try log.head)
    document.add(
      "subscriptions",
      subscriptions.map { subscription in
        var part = Document()
        part.add("name", subscription.name.text)
        part.add("checkpoint", subscription.checkpoint)
        part.add("behind", subscription.lag)
        part.add("holder", orNull: subscription.holder)
        part.add("ofThisLog", subscription.isOfThisLog)
        return part
      })
    return document
  }
}
