// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Glibc
import TerminalText

/// One run of the program, from arguments to exit status.
enum Program {
  static func run(_ arguments: [String]) -> Never {
    let arguments = inOrder(arguments)
    if let topic = HelpTopic(arguments) {
      topic.show(on: Console(options(in: arguments)))
      exit(ExitStatus.success.rawValue)
    }
    do {
      var command = try Gridlog.parseAsRoot(arguments)
      try command.run()
      exit(ExitStatus.success.rawValue)
    } catch {
      exit(end(error, arguments))
    }
  }

  /// Says what went wrong, and gives the status to end with.
  private static func end(_ error: any Error, _ arguments: [String]) -> Int32 {
    if let code = error as? ExitCode { return code.rawValue }
    let console = Console(options(in: arguments))
    if let message = Failure.message(for: error) {
      console.tell(message)
      return ExitStatus(message.code).rawValue
    }
    // Help and version are answers, not errors.
    let text = Gridlog.fullMessage(for: error)
    if Gridlog.exitCode(for: error) == .success {
      console.result(text.hasSuffix("\n") ? text : text + "\n")
      return ExitStatus.success.rawValue
    }
    console.tell(Failure.usage(text))
    return ExitStatus.usage.rawValue
  }

  /// The shared options as far as they can be told from arguments that may be wrong elsewhere.
  private static func options(in arguments: [String]) -> OutputOptions {
    var known: [String] = []
    for argument in arguments.prefix(while: { $0 != "--" }) {
      if ["-q", "--quiet", "-v", "--verbose", "--json"].contains(argument) {
        known.append(argument)
      }
    }
    if let index = arguments.firstIndex(of: "--ambiguous-width"), index + 1 < arguments.count {
      known += ["--ambiguous-width", arguments[index + 1]]
    }
    return (try? OutputOptions.parse(known)) ?? .standard
  }

  /// Shared options may stand before the command too: `gridlog --lang zh stat LOG`.
  static func inOrder(_ arguments: [String]) -> [String] {
    let flags = ["-q", "--quiet", "-v", "--verbose", "--json", "--no-progress"]
    let valued = ["--lang", "--ambiguous-width"]
    var index = 0
    while index < arguments.count {
      if flags.contains(arguments[index]) || arguments[index].hasPrefix("--lang=") {
        index += 1
      } else if valued.contains(arguments[index]) {
        index += 2
      } else {
        break
      }
    }
    guard index > 0, index < arguments.count, !arguments[index].hasPrefix("-") else {
      return arguments
    }
    return [arguments[index]] + arguments[..<index] + arguments[(index + 1)...]
  }
}
