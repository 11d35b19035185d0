// SPDX-License-Identifier: Apache-2.0

extension ProgressLine {
  private static let barColumns = 30

  /// What is drawn in place: label, bar, share, count, speed, time left; never the full width.
  func barText(done: Int, elapsed: Duration) -> String {
    let name = "  " + label.text(in: terminal.language) + "  "
    let figures = figures(done: done, elapsed: elapsed)
    // One column stays free: some terminals break the line after the last.
    let room = max(0, (terminal.columns ?? 80) - 1)
    let used = terminal.width.columns(of: name) + terminal.width.columns(of: figures) + 1
    let bar = total.map { self.bar(done, of: $0, columns: min(Self.barColumns, room - used)) } ?? ""
    let text = name + (bar.isEmpty ? "" : bar + " ") + figures
    return terminal.width.truncate(text, to: room)
  }

  /// What is written every ten seconds where nothing can be drawn.
  func lineText(done: Int, elapsed: Duration) -> String {
    "  " + label.text(in: terminal.language) + "  " + figures(done: done, elapsed: elapsed)
  }

  /// What stays when the work is done.
  func summaryText(done: Int, elapsed: Duration) -> String {
    let time = NumberText.duration(elapsed, in: terminal.language)
    return "  "
      + [label.text(in: terminal.language), count(done), speed(done, elapsed), time]
      .compactMap { $0 }.joined(separator: "  ")
  }

  private func figures(done: Int, elapsed: Duration) -> String {
    [share(done), count(done), speed(done, elapsed), timeLeft(done, elapsed)]
      .compactMap { $0 }.joined(separator: "  ")
  }

  private func bar(_ done: Int, of total: Int, columns: Int) -> String {
    guard columns >= 4 else { return "" }
    let part = Int128(min(max(0, done), total))
    let filled = total > 0 ? Int(Int128(columns) * part / Int128(total)) : columns
    // The blocks are ambiguous characters: where those are wide the bar would be twice as long.
    let (full, empty) = terminal.usesUnicode && !terminal.ambiguousWide ? ("█", "░") : ("#", "-")
    return String(repeating: full, count: filled)
      + String(repeating: empty, count: columns - filled)
  }

  /// Whole percent, rounded down: 100% means all of it.
  private func share(_ done: Int) -> String? {
    guard let total else { return nil }
    guard total > 0 else { return "100%" }
    let percent = Int128(min(max(0, done), total)) * 100 / Int128(total)
    return "\(percent)%"
  }

  private func count(_ done: Int) -> String {
    let figures = NumberText.grouped(done)
    return total.map { "\(figures)/\(NumberText.grouped($0))" } ?? figures
  }

  /// Pieces in a second since the start; nil before there is anything to divide.
  private func speed(_ done: Int, _ elapsed: Duration) -> String? {
    guard let rate = perSecond(done, elapsed) else { return nil }
    let name = unit.text(in: terminal.language)
    switch terminal.language {
    case .en: return "\(NumberText.human(rate, in: .en)) \(name)/s"
    case .zh: return "\(NumberText.grouped(rate)) \(name)/秒"
    }
  }

  private func perSecond(_ done: Int, _ elapsed: Duration) -> Int? {
    let milliseconds = Self.milliseconds(elapsed)
    guard done > startingAt, milliseconds >= 100 else { return nil }
    return Int(Int128(done - startingAt) * 1000 / milliseconds)
  }

  /// The time the rest takes at the speed so far, in whole seconds, rounded up.
  private func timeLeft(_ done: Int, _ elapsed: Duration) -> String? {
    let milliseconds = Self.milliseconds(elapsed)
    guard let total, done > startingAt, done < total, milliseconds >= 1000 else { return nil }
    let made = Int128(done - startingAt) * 1000
    let seconds = (Int128(total - done) * milliseconds + made - 1) / made
    let text = NumberText.twoUnits(seconds, in: terminal.language)
    return terminal.language == .en ? "ETA \(text)" : "剩余 \(text)"
  }

  private static func milliseconds(_ duration: Duration) -> Int128 {
    let (seconds, attoseconds) = duration.components
    return Int128(seconds) * 1000 + Int128(attoseconds / 1_000_000_000_000_000)
  }
}
