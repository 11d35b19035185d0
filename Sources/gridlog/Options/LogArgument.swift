// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance

/// The log that a command works on.
struct LogArgument: ParsableArguments {
  @Argument(help: help("The log's directory.", "台账目录。", value: "log"))
  var path: String

  func opened(forWriting: Bool = false) throws(EventLogError) -> EventLog {
    try LogArgument.open(path, forWriting: forWriting)
  }

  static func open(
    _ path: String, forWriting: Bool = false
  ) throws(EventLogError) -> EventLog {
    var options = EventLogOptions(catalogue: GovernanceEvent.catalogue)
    options.isReadOnly = !forWriting
    return try EventLog(at: path, options: options)
  }
}
