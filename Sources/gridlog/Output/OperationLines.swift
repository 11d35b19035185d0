// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import TerminalText

/// The progress lines of an operation, one a stage, each begun when its stage is.
final class OperationLines {
  private let console: Console
  private var lines: [(stage: OperationProgress.Stage, line: ProgressLine)] = []

  init(_ console: Console) { self.console = console }

  /// Shows how far it is; false once Ctrl-C asked to stop.
  func tell(_ progress: OperationProgress) -> Bool {
    let line = lines.first { $0.stage == progress.stage }?.line ?? begin(progress)
    line.set(to: progress.done)
    return !Interruption.isRequested
  }

  /// Runs an operation; if Ctrl-C ended it, says `stopped` instead of its error.
  func run<R>(
    stopped: () -> Message, _ body: () throws(EventLogError) -> R
  ) throws -> R {
    defer { for line in lines { line.line.finish() } }
    do throws(EventLogError) {
      return try body()
    } catch {
      if error.kind == .stopped { throw stopped() }
      throw error
    }
  }

  private func begin(_ progress: OperationProgress) -> ProgressLine {
    let isGathering = progress.stage == .gathering
    let line = console.progress(
      progress.stage.label, total: progress.total > 0 ? progress.total : nil,
      unit: isGathering ? Phrase(en: "values", zh: "项") : Phrase(en: "ev", zh: "条"))
    lines.append((progress.stage, line))
    return line
  }
}

extension OperationProgress.Stage {
  fileprivate var label: Phrase {
    switch self {
    case .copying: Phrase(en: "copying", zh: "复制")
    case .checking: Phrase(en: "reading back", zh: "回读")
    case .gathering: Phrase(en: "gathering", zh: "收集")
    case .verifying: Phrase(en: "verifying", zh: "校验")
    }
  }
}
