// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance
import TerminalText

/// The view that a command asks, and the asking itself.
struct ViewQuestion {
  let log: EventLog
  let view: CountyView
  let console: Console

  init(_ log: EventLog, _ name: String, _ console: Console) throws(Message) {
    guard let view = ViewCatalogue.view(named: name) else {
      throw Message(.noSuchView, at: Phrase("\(name)"))
    }
    self.log = log
    self.view = view
    self.console = console
  }

  /// The answer for a moment; Ctrl-C ends the asking, for nothing is written.
  func answer(_ asOf: AsOf, _ moments: MomentOptions) throws -> AnyView {
    try asked(asOf, moments) { happened, clock, options throws(ReplayError) in
      try log.replay(
        [view.projection], asOf: asOf, happenedBy: happened, clock: clock, options: options)[0]
    }
  }

  /// The answer for a moment, from stored rows and snapshots.
  func storedAnswer(_ asOf: AsOf, _ moments: MomentOptions) throws -> AnyView {
    try log.storedView(
      ofAny: view.projection, asOf: asOf, happenedBy: try moments.happened(),
      clock: try moments.clock(for: asOf, in: log))
  }

  /// The answer for a moment as it is, and as it would be.
  func answers(
    _ asOf: AsOf, _ moments: MomentOptions, assuming assumptions: Assumptions
  ) throws -> (real: AnyView, assumed: AnyView) {
    try asked(asOf, moments) { happened, clock, options throws(ReplayError) in
      try log.whatIf(
        view.projection, asOf: asOf, happenedBy: happened, clock: clock, assuming: assumptions,
        options: options)
    }
  }

  private func asked<R>(
    _ asOf: AsOf, _ moments: MomentOptions,
    _ ask: (Moment?, Instant?, ReplayOptions) throws(ReplayError) -> R
  ) throws -> R {
    let happened = try moments.happened()
    let clock = try moments.clock(for: asOf, in: log)
    var line: ProgressLine?
    var options = ReplayOptions()
    options.progress = { progress in
      // Only what takes long enough to wonder about.
      guard progress.total > 100_000 else { return }
      let shown =
        line
        ?? console.progress(
          Phrase(en: "folding", zh: "折叠"), total: Int(clamping: progress.total),
          unit: Phrase(en: "ev", zh: "条"))
      line = shown
      shown.set(to: Int(clamping: progress.done))
    }
    let answer = try ask(happened, clock, options)
    line?.finish()
    return answer
  }
}
