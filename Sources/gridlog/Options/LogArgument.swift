// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance

/// The log that a command works on.
struct LogArgument: ParsableArguments {
  @Argument(help: help("The log's directory.", "台账目录。", value: "log"))
  var path: String

  /// The log, to be read.
  func opened() throws(EventLogError) -> EventLog { try LogArgument.open(path) }

  static func open(
    _ path: String, forWriting: Bool = false, wait seconds: Int = 30
  ) throws(EventLogError) -> EventLog {
    var options = EventLogOptions(catalogue: GovernanceEvent.catalogue)
    options.isReadOnly = !forWriting
    options.lockTimeout = seconds * 1000
    return try EventLog(at: path, options: options)
  }
}
