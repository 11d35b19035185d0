// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance
import TerminalText

/// The views that a command stores or rebuilds, and how it tells how far it is.
struct StoredViews {
  let console: Console
  let views: [CountyView]

  /// All views if none is named.
  init(_ names: [String], _ console: Console) throws(Message) {
    self.console = console
    guard !names.isEmpty else {
      views = ViewCatalogue.views
      return
    }
    var views: [CountyView] = []
    for name in names {
      guard let view = ViewCatalogue.view(named: name) else {
        throw Message(.noSuchView, at: Phrase("\(name)"))
      }
      views.append(view)
    }
    self.views = views
  }

  var projections: [any Projection.Type] { views.map(\.projection) }

  /// Options with a progress line; Ctrl-C stops after the batch.
  func options(_ label: Phrase) -> (options: ReplayOptions, finish: () -> Void) {
    let shown = Shown()
    var options = ReplayOptions()
    options.isCancelled = { Interruption.isRequested }
    let console = console
    options.progress = { progress in
      guard progress.total > 20_000 else { return }
      let line =
        shown.line
        ?? console.progress(
          label, total: Int(clamping: progress.total), unit: Phrase(en: "ev", zh: "条"))
      shown.line = line
      line.set(to: Int(clamping: progress.done))
    }
    return (options, { shown.line?.finish() })
  }

  private final class Shown {
    var line: ProgressLine?
  }
}

extension CountyView {
  /// The name for people behind the one for scripts.
  var label: Phrase {
    Phrase(en: "\(name)", zh: "\(name) \(title.zh)")
  }
}
