// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import Glibc
import GridGovernance
import Interchange
import TerminalText

struct AppendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "append",
    abstract: say(
      "Append CloudEvents from standard input, one JSON object a line.",
      "从标准输入追加 CloudEvents，每行一个 JSON 对象。"),
    discussion: say(
      """
      Every line is checked before the first is appended (up to 64 MiB; beyond it in batches of \
      1,000 lines). One wrong line and nothing is appended, unless --each. What is in the log \
      already is recognised, so the same input may be sent again. See docs/CLOUDEVENTS.md.
      """,
      """
      先检查全部行再追加（64 MiB 以内；超出后每 1,000 行一批）。有一行错误则全部不追加，除非使用 \
      --each。已有的内容会被识别，同样的输入可以重复发送。见 docs/CLOUDEVENTS.md。
      """))

  @OptionGroup var log: LogArgument

  @Flag(
    help: help(
      "Take each line by itself: reject what is wrong, append the rest.", "逐行处理：拒绝错误的行，追加其余行。"))
  var each = false

  @Option(
    name: .customLong("ignore-attribute"),
    help: help(
      "Read over this extension attribute; may be repeated.", "忽略此扩展属性，可重复。", value: "name"))
  var ignored: [String] = []

  @OptionGroup var writing: WriteOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    guard isatty(STDIN_FILENO) == 0 else {
      throw Message(
        .terminalInput, next: [Message.Step("gridlog append \(log.path) < events.jsonl")])
    }
    let log = try LogArgument.open(log.path, forWriting: true, wait: writing.wait)
    let console = Console(output)
    Interruption.listen()
    var append = CloudEventAppend(
      log, CloudEventBinding(GovernanceEvent.catalogue, ignoring: Set(ignored)))
    append.takesEach = each
    let line = console.progress(
      Phrase(en: "appending", zh: "追加"), total: nil, unit: Phrase(en: "ev", zh: "条"))
    let report = append.run(StandardInput()) { progress in
      line.set(to: progress.stored)
      return !Interruption.isRequested
    }
    line.finish()
    try AppendReporting(path: log.path, head: try log.head, report: report).show(on: console)
  }
}

/// The bytes that are piped into the program.
final class StandardInput: ByteSource {
  func next() throws(InputError) -> [UInt8]? {
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, filled in
      repeat {
        count = read(STDIN_FILENO, buffer.baseAddress, buffer.count)
      } while count < 0 && errno == EINTR && !Interruption.isRequested
      filled = max(0, count)
    }
    // A reader that was asked to stop takes what came before as the end.
    guard count >= 0 || Interruption.isRequested else {
      throw .unreadable(path: "-", reason: .readFailed)
    }
    return bytes.isEmpty ? nil : bytes
  }
}
