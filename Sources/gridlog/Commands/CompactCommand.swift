// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import TerminalText

struct CompactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compact",
    abstract: say("Write a log's store anew without free pages.", "重写台账存储，去除空闲页。"),
    discussion: say(
      """
      The new store is made beside the old one, compared with it entry by entry, and takes its place \
      in one step, only if no other program has the log open. Appends wait meanwhile. Events, \
      positions and hashes stay the same.
      """,
      """
      新存储在旁生成，与原存储逐项比对，仅在没有其他程序打开台账时一步替换。期间追加会等待。\
      事件、位置与哈希均不变。
      """))

  @OptionGroup var log: LogArgument

  @Flag(help: help("Compress the payloads of old events too.", "同时压缩较早事件的内容。"))
  var compress = false

  @Option(
    name: .customLong("keep-plain"),
    help: help(
      "How many of the newest segments of 256 events stay uncompressed.",
      "最近多少个段（每段 256 个事件）不压缩。", value: "n"))
  var keepPlain = 256

  @Option(help: help("Seconds to wait for another writer.", "等待其他写入程序的秒数。", value: "s"))
  var wait = 30

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard keepPlain >= 0 else { throw ValidationError("--keep-plain is 0 or more") }
    guard wait >= 0 else { throw ValidationError("--wait is 0 or more") }
  }

  func run() throws {
    let console = Console(output)
    Interruption.listen()
    let lines = OperationLines(console)
    var options = CompactOptions()
    options.compresses = compress
    options.plainSegments = keepPlain
    options.lockTimeout = wait * 1000
    let path = log.path
    let report = try lines.run(stopped: { interruption }) { () throws(EventLogError) in
      try EventLog.compact(at: path, options: options) { lines.tell($0) }
    }
    guard !output.json else { return console.result(document(report).json) }
    let before = NumberText.bytes(report.bytesBefore)
    let after = NumberText.bytes(report.bytesAfter)
    console.result(
      Phrase(
        en: """
          \(console.out.sign(.success)) \(log.path) · \(before) → \(after) · head \
          \(report.head) · \(grouped: report.deflated) segments compressed
          """,
        zh: """
          \(console.out.sign(.success)) \(log.path) · \(before) → \(after) · 末尾 \
          \(report.head) · 压缩 \(grouped: report.deflated) 段
          """))
  }

  private var interruption: Message {
    Message(
      .interrupted, at: Phrase("\(log.path)"),
      detail: Phrase(en: "The log is as it was.", zh: "台账未变。"),
      next: [Message.Step("gridlog compact \(log.path)")])
  }

  private func document(_ report: CompactReport) -> Document {
    var document = Document("compact")
    document.add("path", log.path)
    document.add("head", report.head)
    document.add("bytesBefore", report.bytesBefore)
    document.add("bytesAfter", report.bytesAfter)
    document.add("deflated", report.deflated)
    document.add("plain", report.plain)
    return document
  }
}
