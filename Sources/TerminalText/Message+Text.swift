// SPDX-License-Identifier: Apache-2.0

extension Message {
  /// The message as lines, each ended by a newline.
  ///
  ///     ✗ GL-E402 truncated file: damaged.gridlog
  ///       Last readable event #401,882.
  ///       Nothing was changed.
  ///       1  gridlog restore --from /backup   newest backup
  ///       2  gridlog salvage damaged.gridlog  keeps what is readable
  public func text(on terminal: Terminal) -> String {
    let language = terminal.language
    let colon = language == .en ? ": " : "："
    let title = [kind.what, place].compactMap { $0?.text(in: language) }.joined(separator: colon)
    let mark: Terminal.Mark = code.isError ? .failure : .warning
    let sign = terminal.painted("\(terminal.sign(mark)) \(code)", as: mark)
    let body = [detail, kind.why].compactMap { $0?.text(in: language) }
      .flatMap { terminal.wrapped($0, indent: 2) }
    return ["\(sign) \(title)\n", Self.lines(body), Self.text(of: next, on: terminal)].joined()
  }

  static func lines(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

  /// Steps, numbered if there is a choice, their notes in one column where they fit beside.
  static func text(of steps: [Step], on terminal: Terminal) -> String {
    let arrow = terminal.usesUnicode ? "→" : "->"
    let measure = terminal.width
    let longest = steps.reduce(0) { max($0, measure.columns(of: $1.command?.string ?? "")) }
    return steps.enumerated().map { index, step in
      let sign = steps.count == 1 ? "  \(arrow) " : "  \(index + 1)  "
      let note = step.note?.text(in: terminal.language) ?? ""
      let margin = measure.columns(of: sign)
      guard let command = step.command?.string else {
        let lines = terminal.wrapped(note, indent: margin)
        return Self.lines([sign + (lines.first?.dropFirst(margin) ?? "")] + lines.dropFirst())
      }
      if note.isEmpty { return sign + command + "\n" }
      let line = sign + measure.padRight(command, to: longest) + "  " + note
      if measure.columns(of: line) <= terminal.columns ?? .max { return line + "\n" }
      return Self.lines([sign + command] + terminal.wrapped(note, indent: margin + 2))
    }.joined()
  }
}

extension Message: CustomStringConvertible {
  /// The message in English without colour, for logs.
  public var description: String {
    var text = text(on: Terminal(environment: ["LC_ALL": "C.UTF-8"], language: .en))
    text.removeLast()
    return text
  }
}

extension Terminal {
  /// Text, wrapped if the terminal has an edge, each line behind spaces.
  func wrapped(_ text: String, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let columns else { return lines.map { margin + $0 } }
    return lines.flatMap { width.wrap($0, to: max(20, columns - indent)) }.map { margin + $0 }
  }
}
