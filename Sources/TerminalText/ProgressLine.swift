// SPDX-License-Identifier: Apache-2.0
import Glibc
import Synchronization

/// Tells how far a long piece of work is, on standard error.
///
/// On a terminal it is a bar drawn in place, ten times a second at most; elsewhere one line in ten
/// seconds. Both end with one line that says how much was done, how fast, in what time. It may be
/// advanced from several threads; the writer is called by one at a time and must not call back.
///
/// (Not called `Progress`: Foundation has a class of that name.)
public final class ProgressLine: Sendable {
  /// How much is told.
  public enum Display: Hashable, Sendable {
    /// The bar, or lines, and the last line.
    case full
    /// The last line only: `--no-progress`.
    case summaryOnly
    /// Nothing: `-q`.
    case silent
  }

  struct State {
    var done: Int
    var lastTold: Duration
    var drawnColumns = 0
    var isFinished = false
  }

  let label: Phrase
  let unit: Phrase
  let total: Int?
  let startingAt: Int
  let started: Duration
  let terminal: Terminal
  let display: Display
  private let now: @Sendable () -> Duration
  private let write: @Sendable (String) -> Void
  private let state: Mutex<State>

  /// Starts to tell; on a terminal the bar is there at once.
  ///
  /// - Parameters:
  ///   - label: What is being done: "importing".
  ///   - total: How much there is to do; nil if nobody knows.
  ///   - startingAt: How much an earlier run did; it counts for the bar, not for the speed.
  ///   - unit: What is counted: "ev", "rows".
  ///   - terminal: What standard error can show.
  ///   - now: A clock that never goes back; its zero does not matter.
  ///   - write: Where the text goes.
  public init(
    _ label: Phrase, total: Int? = nil, startingAt: Int = 0, unit: Phrase, on terminal: Terminal,
    display: Display = .full, now: @escaping @Sendable () -> Duration = ProgressLine.monotonic,
    write: @escaping @Sendable (String) -> Void = ProgressLine.standardError
  ) {
    self.label = label
    self.unit = unit
    self.total = total
    self.startingAt = startingAt
    self.terminal = terminal
    self.display = display
    self.now = now
    self.write = write
    started = now()
    state = Mutex(State(done: startingAt, lastTold: started))
    if display == .full && terminal.canRedraw { state.withLock { draw(&$0, at: started) } }
  }

  deinit {
    // Work that threw leaves the last state of the bar on a line of its own.
    state.withLock { if !$0.isFinished && $0.drawnColumns > 0 { write("\n") } }
  }

  /// Counts work that is done.
  public func advance(by count: Int = 1) {
    update { $0 += count }
  }

  /// Sets how much is done in all, what was done before the start included.
  public func set(to done: Int) {
    update { $0 = done }
  }

  /// Prints a line of words above the bar, without breaking it; nothing if silent.
  public func note(_ phrase: Phrase) {
    guard display != .silent else { return }
    state.withLock { state in
      replaceLine(with: phrase.text(in: terminal.language), in: &state)
      write("\n")
      state.drawnColumns = 0
      if display == .full && terminal.canRedraw && !state.isFinished { draw(&state, at: now()) }
    }
  }

  /// Ends with a last line, by default how much, how fast, how long; later calls do nothing.
  public func finish(_ summary: Phrase? = nil) {
    state.withLock { state in
      guard !state.isFinished else { return }
      state.isFinished = true
      guard display != .silent else { return }
      let text =
        summary?.text(in: terminal.language)
        ?? summaryText(done: state.done, elapsed: now() - started)
      replaceLine(with: text, in: &state)
      write("\n")
    }
  }
}

extension ProgressLine {
  private func update(_ change: (inout Int) -> Void) {
    state.withLock { state in
      change(&state.done)
      guard display == .full, !state.isFinished else { return }
      let time = now()
      let pause: Duration = terminal.canRedraw ? .milliseconds(100) : .seconds(10)
      guard time - state.lastTold >= pause else { return }
      if terminal.canRedraw {
        draw(&state, at: time)
      } else {
        state.lastTold = time
        write(lineText(done: state.done, elapsed: time - started) + "\n")
      }
    }
  }

  private func draw(_ state: inout State, at time: Duration) {
    state.lastTold = time
    replaceLine(with: barText(done: state.done, elapsed: time - started), in: &state)
  }

  /// Overwrites with spaces what the new text leaves of the old one: no escape sequence needed.
  private func replaceLine(with text: String, in state: inout State) {
    let columns = terminal.width.columns(of: text)
    let rest = String(repeating: " ", count: max(0, state.drawnColumns - columns))
    write((state.drawnColumns > 0 ? "\r" : "") + text + rest)
    state.drawnColumns = columns
  }
}

extension ProgressLine {
  /// The time since an arbitrary moment of this process, by a clock that never goes back.
  public static let monotonic: @Sendable () -> Duration = {
    let origin = ContinuousClock.now
    return { origin.duration(to: .now) }
  }()

  /// Writes to standard error, whole even if the system takes it in parts.
  public static let standardError: @Sendable (String) -> Void = { text in
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      // write(2) takes a pointer; it does not keep it.
      let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }  // nobody reads: progress is not worth failing for
      rest = rest.dropFirst(count)
    }
  }
}
