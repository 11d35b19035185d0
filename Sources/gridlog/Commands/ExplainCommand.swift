// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import Interchange
import TerminalText

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: say("Explain a message code.", "解释消息编号。"))

  @Argument(help: help("A code like GL-E104.", "编号，如 GL-E104。", value: "code"))
  var subject: String

  @OptionGroup var output: OutputOptions

  func run() throws {
    guard let code = MessageCode(rawValue: subject) else {
      throw Message(.unknownCode, at: Phrase("\(subject)"))
    }
    try CodeExplanation(code).show(on: Console(output))
  }
}
