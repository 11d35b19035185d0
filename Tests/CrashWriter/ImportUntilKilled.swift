// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation
import GridGovernance
import Interchange

/// Imports a file again and again into nothing new: `crash-writer import LOG CSV MAPPING`.
///
/// Prints the log's head after each commit: that is what was acknowledged.
func importUntilKilled(_ arguments: [String]) throws {
  let log = try EventLog(
    at: arguments[2], options: EventLogOptions(catalogue: GovernanceEvent.catalogue))
  let mapping = try Mapping(yaml: String(contentsOfFile: arguments[4], encoding: .utf8))
  let report = try Importer(log: log, mapping: mapping).run(
    ImportSource(path: arguments[3]),
    progress: { _ in
      print((try? log.head.rawValue) ?? 0)
      fflush(nil)
    })
  print("done \(report.eventsAppended)")
}
