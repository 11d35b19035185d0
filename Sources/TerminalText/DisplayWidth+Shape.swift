// SPDX-License-Identifier: Apache-2.0

extension DisplayWidth {
  /// Where a text that is too long is cut.
  public enum Cut: Hashable, Sendable {
    /// The beginning stays: names.
    case end
    /// Both ends stay: paths, digests, identifiers.
    case middle
  }

  /// The text if it fits into the columns given, else cut with an ellipsis in its place.
  ///
  /// Characters are never split, so the result may be a column narrower than asked. Where not even
  /// the ellipsis fits, dots fill the columns: nothing is cut unseen.
  public func truncate(_ text: String, to limit: Int, at cut: Cut = .end) -> String {
    guard columns(of: text) > limit else { return text }
    let room = limit - columns(of: ellipsis)
    guard room >= 0 else { return String(repeating: ".", count: max(0, limit)) }
    switch cut {
    case .end:
      return take(room, from: text) + ellipsis
    case .middle:
      let head = take((room + 1) / 2, from: text)
      let tail = take(room / 2, from: text.reversed())
      return head + ellipsis + String(tail.reversed())
    }
  }

  /// The text with spaces after it, so that it takes at least the columns given.
  public func padRight(_ text: String, to width: Int) -> String {
    text + spaces(upTo: width, after: text)
  }

  /// The text with spaces before it, so that it takes at least the columns given.
  public func padLeft(_ text: String, to width: Int) -> String {
    spaces(upTo: width, after: text) + text
  }

  /// The text in lines of at most the columns given, broken at spaces and between ideographs.
  ///
  /// Closing punctuation stays with the character before it, opening punctuation with the one
  /// after. A word longer than a line is broken where the line ends.
  public func wrap(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for piece in pieces(of: text) {
      let isSpace = piece == " "
      if columns(of: line) + columns(of: piece) <= width {
        if !(isSpace && line.isEmpty && !lines.isEmpty) { line += piece }
      } else {
        if !line.isEmpty { lines.append(trimmingSpaces(line)) }
        line = isSpace ? "" : piece
        while columns(of: line) > max(2, width) {
          let part = take(max(2, width), from: line)
          lines.append(part)
          line.removeFirst(part.count)
        }
      }
    }
    if !line.isEmpty || lines.isEmpty { lines.append(trimmingSpaces(line)) }
    return lines
  }
}

extension DisplayWidth {
  private static let closing: Set<Character> = [
    "，", "。", "、", "；", "：", "！", "？", "）", "」", "』", "》", "】", "”", "’", "…", "％",
  ]
  private static let opening: Set<Character> = ["（", "「", "『", "《", "【", "“", "‘"]

  private func take(_ limit: Int, from text: some Sequence<Character>) -> String {
    var room = limit
    var result = ""
    for character in text {
      room -= columns(of: character)
      if room < 0 { break }
      result.append(character)
    }
    return result
  }

  private func spaces(upTo width: Int, after text: String) -> String {
    String(repeating: " ", count: max(0, width - columns(of: text)))
  }

  private func trimmingSpaces(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }

  /// The parts between which a line may break: words, single spaces, single wide characters.
  private func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    var mayBreak = true
    for character in text {
      let standsAlone = character == " " || columns(of: character) == 2
      let sticks = Self.closing.contains(character) && pieces.last != " "
      if sticks, !pieces.isEmpty {
        pieces[pieces.count - 1].append(character)
      } else if mayBreak || (standsAlone && !endsOpening(pieces)) || pieces.isEmpty {
        pieces.append(String(character))
      } else {
        pieces[pieces.count - 1].append(character)
      }
      mayBreak = standsAlone && !Self.opening.contains(character)
    }
    return pieces
  }

  private func endsOpening(_ pieces: [String]) -> Bool {
    pieces.last?.last.map(Self.opening.contains) ?? false
  }
}
