// SPDX-License-Identifier: Apache-2.0
import Synchronization
import TerminalText
import Testing

struct ProgressLineTests {
  private let importing = Phrase(en: "importing", zh: "导入")
  private let events = Phrase(en: "ev", zh: "条")

  private func terminal(
    _ language: Language = .en, isTTY: Bool = true, _ extra: [String: String] = [:]
  ) -> Terminal {
    let environment = ["LC_ALL": "C.UTF-8"].merging(extra) { _, new in new }
    return Terminal(environment: environment, isTTY: isTTY, columns: 80, language: language)
  }

  private func progress(
    _ stage: Stage, on terminal: Terminal, total: Int? = 1000, startingAt: Int = 0,
    display: ProgressLine.Display = .full
  ) -> ProgressLine {
    ProgressLine(
      importing, total: total, startingAt: startingAt, unit: events, on: terminal,
      display: display, now: { stage.time }, write: { stage.write($0) })
  }

  @Test func `a terminal sees one bar, drawn in place, then one last line`() {
    let stage = Stage()
    let progress = progress(stage, on: terminal())
    stage.pass(.milliseconds(50))
    progress.advance(by: 10)  // too early to draw again
    stage.pass(.milliseconds(1950))
    progress.advance(by: 490)
    stage.pass(.seconds(2))
    progress.advance(by: 500)
    progress.finish()
    #expect(
      stage.writes == [
        "  importing  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 0%  0/1,000",
        "\r  importing  ███████████████░░░░░░░░░░░░░░░ 50%  500/1,000  250 ev/s  ETA 2s",
        "\r  importing  ██████████████████████████████ 100%  1,000/1,000  250 ev/s     ",
        "\r  importing  1,000/1,000  250 ev/s  4.0s" + String(repeating: " ", count: 31), "\n",
      ])
  }

  @Test func `a file gets a line in ten seconds`() {
    let stage = Stage()
    let progress = progress(stage, on: terminal(.zh, isTTY: false), total: 120_000)
    for _ in 0..<25 {
      stage.pass(.seconds(1))
      progress.advance(by: 4_000)
    }
    progress.finish()
    #expect(
      stage.output == """
          导入  33%  40,000/120,000  4,000 条/秒  剩余 20秒
          导入  66%  80,000/120,000  4,000 条/秒  剩余 10秒
          导入  100,000/120,000  4,000 条/秒  25.0秒

        """)
  }

  @Test func `a dumb terminal is written to like a file`() {
    let stage = Stage()
    let progress = progress(stage, on: terminal(.en, ["TERM": "dumb"]))
    stage.pass(.seconds(5))
    progress.advance(by: 10)
    #expect(stage.output.isEmpty)
    progress.finish(Phrase(en: "paused at #\(10)", zh: "停在 #\(10)"))
    #expect(stage.output == "paused at #10\n")
  }

  @Test(arguments: [ProgressLine.Display.summaryOnly, .silent])
  func `options silence the bar or everything`(display: ProgressLine.Display) {
    let stage = Stage()
    let progress = progress(stage, on: terminal(), display: display)
    stage.pass(.seconds(60))
    progress.advance(by: 600)
    progress.note(Phrase("a note"))
    progress.finish()
    let told = "a note\n  importing  600/1,000  10 ev/s  1m\n"
    #expect(stage.output == (display == .silent ? "" : told))
  }

  @Test func `without a total there is no bar and no end in sight`() {
    let stage = Stage()
    let progress = progress(stage, on: terminal(), total: nil)
    stage.pass(.seconds(2))
    progress.set(to: 82_400)
    #expect(stage.writes.last == "\r  importing  82,400  41.2k ev/s")
  }

  @Test func `resumed work counts for the bar and not for the speed`() {
    let stage = Stage()
    let progress = progress(stage, on: terminal(), startingAt: 500)
    stage.pass(.seconds(10))
    progress.advance(by: 100)
    let line = stage.writes.last ?? ""
    #expect(line.hasSuffix("60%  600/1,000  10 ev/s  ETA 40s"), "\(line)")
  }

  @Test(arguments: [12, 20, 40, 60, 79])
  func `the bar never reaches the edge of the terminal`(columns: Int) {
    for language in Language.allCases {
      let stage = Stage()
      let terminal = terminal(language, ["COLUMNS": String(columns)])
      let progress = progress(stage, on: terminal, total: 419_402)
      stage.pass(.seconds(3))
      progress.advance(by: 264_300)
      for write in stage.writes {
        #expect(terminal.width.columns(of: write) < columns, "\(write)")
      }
    }
  }

  @Test func `where blocks would be wide or missing the bar is ASCII`() {
    let ambiguous = Terminal(
      environment: ["LC_ALL": "C.UTF-8"], isTTY: true, columns: 80, ambiguousWide: true)
    for terminal in [ambiguous, terminal(.en, ["LC_ALL": "C"])] {
      let stage = Stage()
      let progress = progress(stage, on: terminal)
      stage.pass(.seconds(1))
      progress.advance(by: 100)
      #expect(stage.output.contains(" ###--------------------------- 10%"))
    }
  }

  @Test func `a note goes above the bar`() {
    let stage = Stage()
    let progress = progress(stage, on: terminal(), total: 10)
    stage.pass(.seconds(1))
    progress.note(Phrase("line 7 rejected"))
    #expect(stage.writes.count == 4)
    #expect(stage.writes[1].hasPrefix("\rline 7 rejected      "))
    #expect(stage.writes[2] == "\n")
    #expect(stage.writes[3].hasPrefix("  importing"))
  }

  @Test func `work that stops without an end leaves a clean line`() {
    let stage = Stage()
    do { _ = progress(stage, on: terminal()) }
    #expect(stage.writes.last == "\n")
  }

  @Test func `nothing is told after the end`() {
    let stage = Stage()
    let progress = progress(stage, on: terminal(), total: 0)
    progress.finish()
    let told = stage.output
    stage.pass(.seconds(99))
    progress.advance()
    progress.finish()
    #expect(stage.output == told)
    #expect(told.contains("100%  0/0"))
  }

  @Test func `several threads count together`() async {
    let stage = Stage()
    let progress = progress(stage, on: terminal(isTTY: false), total: 4000)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask { for _ in 0..<1000 { progress.advance() } }
      }
    }
    progress.finish()
    #expect(stage.output == "  importing  4,000/4,000  0.0s\n")
  }
}

/// A clock moved by hand, and what was written.
private final class Stage: Sendable {
  private let state = Mutex((time: Duration.seconds(1000), writes: [String]()))

  var time: Duration { state.withLock { $0.time } }
  var writes: [String] { state.withLock { $0.writes } }
  var output: String { writes.joined() }

  func pass(_ duration: Duration) { state.withLock { $0.time += duration } }
  func write(_ text: String) { state.withLock { $0.writes.append(text) } }
}
