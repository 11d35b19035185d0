// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

/// Errors of the libraries in the words of the program, each with a code.
enum Failure {
  /// Every message that the program can give.
  static let catalogue = Message.Catalogue(
    Message.Kind.ofInput + Message.Kind.ofUsage + Message.Kind.ofAnswers + Message.Kind.ofLogs
      + Message.Kind.ofProofs + Message.Kind.ofOperations + Message.Kind.ofProjections
      + Message.Kind.ofSubscriptions)

  /// What to tell of an error; `nil` for those of the argument parser.
  static func message(for error: any Error) -> Message? {
    switch error {
    case let message as Message: message
    case let error as EventLogError: Message(error)
    case let error as AppendError: Message(error, at: nil)
    case let error as ReplayError: Message(error)
    case let error as PeriodError: Message(error)
    case let error as ProofError: Message(error)
    case let error as ProjectionError: Message(error)
    case let error as InputError: Message(error)
    default: nil
    }
  }

  /// The argument parser's own words, which end with a command that works.
  static func usage(_ text: String) -> Message {
    var text = text.trimmingSuffix { $0.isNewline }
    if text.hasPrefix("Error: ") { text = text.dropFirst(7) }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Escaping.visible(String($0)) }
    return Message(.usage, detail: .lines(lines))
  }
}

extension Phrase {
  /// Lines that are escaped already, one below the other.
  static func lines(_ lines: [String]) -> Phrase {
    lines.dropFirst().reduce(Phrase("\(lines.first ?? "")")) { text, line in
      Phrase(en: "\(text, .en)\n\(line)", zh: "\(text, .zh)\n\(line)")
    }
  }

  /// Two phrases, the second behind a colon.
  func with(_ detail: Phrase) -> Phrase {
    Phrase(en: "\(self, .en): \(detail, .en)", zh: "\(self, .zh)：\(detail, .zh)")
  }
}

extension StringProtocol {
  /// Without the characters at its end that match.
  fileprivate func trimmingSuffix(while isUnwanted: (Character) -> Bool) -> Substring {
    var text = Substring(self)
    while let last = text.last, isUnwanted(last) { text.removeLast() }
    return text
  }
}
