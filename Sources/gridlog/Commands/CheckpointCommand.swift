// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import TerminalText

struct CheckpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: say("Sign the log as it stands.", "为当前台账签名（检查点）。"),
    discussion: say(
      """
      Prints a signed note of three lines, which log, how many events, which root, and stores it in the log's \
      checkpoints/. First proves that the newest stored checkpoint is the beginning of this log. Keep a \
      copy elsewhere: who has this machine can rewrite the log and its checkpoints together.
      """,
      """
      输出三行签名文本（台账、事件数、根），并存入台账的 checkpoints/。签名前先证明最近的检查点是\
      当前台账的开头。请将副本存放在别处：掌握本机的人可以同时改写台账与检查点。
      """))

  @OptionGroup var log: LogArgument
  @OptionGroup var output: OutputOptions

  func run() throws {
    let opened = try LogArgument.open(log.path, forWriting: true)
    let receipt: CheckpointReceipt
    do {
      receipt = try opened.checkpoint()
    } catch {
      throw Message(error, log: log.path)
    }
    let console = Console(output)
    if output.json {
      console.result(document(receipt).json)
    } else {
      console.result(receipt.checkpoint.description)
    }
    console.note(
      receipt.isNew
        ? Phrase(en: "stored in \(receipt.path)", zh: "已存入 \(receipt.path)")
        : Phrase(en: "was stored before in \(receipt.path)", zh: "此前已存入 \(receipt.path)"))
  }

  private func document(_ receipt: CheckpointReceipt) -> Document {
    var document = Document("checkpoint")
    document.add("path", log.path)
    document.add(receipt.checkpoint)
    document.add("file", receipt.path)
    document.add("new", receipt.isNew)
    document.add("note", receipt.checkpoint.description)
    return document
  }
}

extension Document {
  /// What a checkpoint says.
  mutating func add(_ checkpoint: SignedCheckpoint) {
    add("origin", checkpoint.origin)
    add("size", checkpoint.head.size)
    add("root", checkpoint.head.root.description)
  }
}
