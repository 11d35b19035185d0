// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import Interchange
import TerminalText

struct ProveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: say("Prove that an event is in the log, or that it only grew.", "证明事件在台账中，或台账只增未改。"),
    discussion: say(
      """
      Prints a proof that anybody checks with the log's verifier key alone: docs/verify_proof.py, \
      or any program that reads C2SP tlog-proof. It leads to a stored checkpoint: the newest, or that of \
      --in. With --consistency A B the tree of A events is the beginning of the checkpoint of B.
      """,
      """
      输出的证明仅凭台账的验证密钥即可核对：docs/verify_proof.py 或任何能读 C2SP tlog-proof 的程序。\
      证明指向已存储的检查点：最近的一个，或 --in 指定的。--consistency A B 证明前 A 个事件是 B 的检查点的开头。
      """))

  @OptionGroup var log: LogArgument

  @Option(help: help("The event at this position.", "此位置的事件。", value: "n"))
  var position: UInt64?

  @Option(
    name: .customLong("in"),
    help: help("In the stored checkpoint of so many events.", "使用此事件数的检查点。", value: "size"))
  var size: UInt64?

  @Option(
    parsing: .upToNextOption,
    help: help(
      "Two sizes: any earlier one, and that of a stored checkpoint.", "两个事件数：较早的任意值，及一个检查点的。",
      value: "size"))
  var consistency: [UInt64] = []

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard consistency.isEmpty || consistency.count == 2 else {
      throw ValidationError("--consistency takes two sizes")
    }
    guard (position != nil) != !consistency.isEmpty else {
      throw ValidationError("either --position or --consistency says what to prove")
    }
    guard size == nil || position != nil else {
      throw ValidationError("--in goes with --position")
    }
  }

  func run() throws {
    let opened = try log.opened()
    let text: ProofText
    do throws(ProofError) {
      if let position {
        text = .event(try opened.proof(of: Position(position), in: size))
      } else {
        text = .growth(try opened.growthProof(from: consistency[0], to: consistency[1]))
      }
    } catch {
      throw Message(error, log: log.path)
    }
    let console = Console(output)
    if output.json {
      console.result(document(text).json)
    } else {
      console.result(text.description)
    }
  }

  private func document(_ text: ProofText) -> Document {
    var document = Document("prove")
    document.add("path", log.path)
    document.add(text.checkpoint)
    document.add("position", orNull: position.map { Position($0) })
    if let from = consistency.first {
      document.add("from", from)
    } else {
      document.add("from", .null)
    }
    document.add("proof", text.description)
    return document
  }
}
