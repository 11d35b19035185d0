// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Glibc
import Interchange
import TerminalText

/// Where a command's words go: results to standard output, all else to standard error.
struct Console {
  /// What standard output can show.
  let out: Terminal
  /// What standard error can show.
  let err: Terminal
  let options: OutputOptions

  init(_ options: OutputOptions = OutputOptions.standard) {
    let environment = ProcessInfo.processInfo.environment
    let isWide = options.ambiguousWidth == 2
    let language = options.lang ?? HelpLanguage.current
    self.options = options
    out = Terminal.standardOutput(
      environment: environment, language: language, ambiguousWide: isWide)
    err = Terminal.standardError(
      environment: environment, language: language, ambiguousWide: isWide)
  }

  /// A result. The text is written as it is: whoever made it has escaped what is data.
  func result(_ text: String) {
    FileDescriptor.output.write(text)
  }

  /// One JSON document, on lines of its own.
  func result(_ document: JSONValue) {
    result(JSONWriter.text(document, style: .pretty) + "\n")
  }

  /// One JSON document on one line.
  func resultLine(_ document: JSONValue) {
    result(JSONWriter.text(document) + "\n")
  }

  func result(_ phrase: Phrase) { result(phrase.text(in: out.language) + "\n") }

  /// Words beside the result, left out with `-q`.
  func note(_ phrase: Phrase) {
    guard !options.quiet else { return }
    FileDescriptor.error.write(phrase.text(in: err.language) + "\n")
  }

  /// Text beside the result that is laid out already.
  func words(_ text: String) { FileDescriptor.error.write(text) }

  /// Asks at the terminal; no where there is none, or for anything but a yes.
  func asks(_ question: Phrase) -> Bool {
    guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1, !options.json else { return false }
    words(question.text(in: err.language))
    return readLine()?.lowercased().hasPrefix("y") ?? false
  }

  /// Words that only `-v` asks for.
  func detail(_ phrase: Phrase) {
    if options.verbose { note(phrase) }
  }

  /// A warning or an error; errors are told even with `-q`.
  func tell(_ message: Message) {
    guard message.code.isError || !options.quiet else { return }
    FileDescriptor.error.write(message.text(on: err))
  }

  /// A success line, with the mark of one.
  func success(_ phrase: Phrase) {
    guard !options.quiet else { return }
    FileDescriptor.error.write(err.marked(.success, phrase.text(in: err.language)) + "\n")
  }

  func progress(_ label: Phrase, total: Int?, unit: Phrase) -> ProgressLine {
    let display: ProgressLine.Display =
      options.quiet ? .silent : options.noProgress ? .summaryOnly : .full
    return ProgressLine(label, total: total, unit: unit, on: err, display: display)
  }
}

/// Standard output and error without buffers of their own: what was said is out.
private enum FileDescriptor: Int32 {
  case output = 1
  case error = 2

  /// Writes all of the text; a reader that has gone away ends the program as SIGPIPE does.
  func write(_ text: String) {
    var text = text
    text.withUTF8 { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let count = Glibc.write(rawValue, rest.baseAddress, rest.count)
        if count < 0, errno != EINTR { return }
        rest = rest.dropFirst(max(0, count))
      }
    }
  }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  fileprivate var baseAddress: UnsafePointer<UInt8>? {
    base.baseAddress.map { $0 + startIndex }
  }
}

extension OutputOptions {
  /// What holds when the command line itself was not understood.
  static var standard: OutputOptions {
    (try? OutputOptions.parse([])) ?? OutputOptions()
  }
}
