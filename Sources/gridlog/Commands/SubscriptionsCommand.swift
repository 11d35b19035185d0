// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import TerminalText

struct SubscriptionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "subscriptions",
    abstract: say(
      "List who reads a log with a checkpoint, and how far; move or remove a checkpoint.",
      "列出台账的订阅及其处理进度；移动或删除检查点。"),
    discussion: say(
      """
      Moved back, a subscription handles events again; moved forward, it leaves some out. After a \
      restore to an earlier point it goes on only when it was moved or removed.
      """,
      """
      移回后，订阅将重新处理事件；前移则跳过一些。台账恢复到更早时点后，须先移动或删除订阅才能继续。
      """))

  @OptionGroup var log: LogArgument

  @Option(help: help("Move the checkpoint of this subscription.", "移动此订阅的检查点。", value: "name"))
  var move: String?

  @Option(
    help: help(
      "With --move: the last position that counts as handled; 0 for none.",
      "与 --move 同用：视为已处理的最后位置；0 表示无。", value: "n"))
  var to: UInt64?

  @Option(
    help: help("Forget this subscription and its checkpoint.", "删除此订阅及其检查点。", value: "name"))
  var remove: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard move == nil || remove == nil else {
      throw ValidationError("either --move or --remove")
    }
    guard (move == nil) == (to == nil) else { throw ValidationError("--move goes with --to") }
  }

  func run() throws {
    let console = Console(output)
    if let name = move ?? remove {
      return try change(name, in: LogArgument.open(log.path, forWriting: true), console)
    }
    let log = try log.opened()
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

  private func change(_ text: String, in log: EventLog, _ console: Console) throws {
    // What is not even a name cannot be one of those that are there.
    guard let name = SubscriptionName(text) else {
      throw Message(.noSuchSubscription, at: Phrase("\(text)"), next: [.listing(log.path)])
    }
    do throws(SubscriptionError) {
      if let to {
        try log.moveSubscription(name, to: Position(to))
      } else {
        try log.removeSubscription(name)
      }
    } catch {
      throw Message(error, in: log.path)
    }
    guard !output.json else {
      return console.result(try document(log, log.subscriptions()).json)
    }
    let sign = console.out.sign(.success)
    console.result(
      to.map { position in
        Phrase(
          en: "\(sign) \(text) goes on behind \(Position(position).description)",
          zh: "\(sign) \(text) 将从 \(Position(position).description) 之后继续")
      } ?? Phrase(en: "\(sign) \(text) is removed", zh: "\(sign) 已删除 \(text)"))
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

extension Message.Kind {
  static let noSuchSubscription = Message.Kind(
    "GL-E304", what: Phrase(en: "the log has no subscription of that name", zh: "台账没有这个订阅"))
  static let subscriptionHeld = Message.Kind(
    "GL-E504", what: Phrase(en: "another program handles the subscription", zh: "其他程序正在处理该订阅"),
    next: [
      Message.Step(
        Phrase(en: "stop that one, then run it again", zh: "请先停止该程序，再重新执行"))
    ])

  static let ofSubscriptions: [Message.Kind] = [.noSuchSubscription, .subscriptionHeld]
}

extension Message.Step {
  fileprivate static func listing(_ path: String) -> Message.Step {
    Message.Step(
      "gridlog subscriptions \(path)", Phrase(en: "lists those that are there", zh: "列出全部订阅"))
  }
}

extension Message {
  /// A subscription of the log at `path` that was not changed.
  fileprivate init(_ error: SubscriptionError, in path: String) {
    switch error {
    case .log(let error): self.init(error)
    case .unknown(let name):
      self.init(.noSuchSubscription, at: Phrase("\(name)"), next: [.listing(path)])
    case .held(let name, let holder):
      self.init(
        .subscriptionHeld, at: Phrase("\(name)"),
        detail: Phrase(en: "It is \(holder).", zh: "处理者：\(holder)。"))
    case .aheadOfLog(_, let position, let head):
      self.init(
        .noSuchPosition, at: Phrase("\(position)"),
        detail: Phrase(en: "The log ends at \(head).", zh: "台账末尾为 \(head)。"))
    // Only a handler meets these.
    case .handlerFailed, .otherLog: self.init(.system, at: Phrase("\(path)"))
    }
  }
}
