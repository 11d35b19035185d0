// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import GridGovernance
import Testing

/// Bytes of every version of every event of the county, as logs hold them.
@Suite struct GoldenPayloadTests {
  private static let file = SharedFiles.packageRoot
    .appending(path: "Tests/GridGovernanceTests/Goldens/payloads.tsv")

  /// `GRIDLOG_UPDATE_GOLDENS=1` adds what is not frozen yet; frozen lines stay as they are.
  @Test func `today's code reads what was written, writes it alike and lifts it`() throws {
    let golden = GoldenPayloads(GovernanceEvent.self)
    let frozen = (try? String(contentsOf: Self.file, encoding: .utf8)) ?? ""
    if ProcessInfo.processInfo.environment["GRIDLOG_UPDATE_GOLDENS"] != nil {
      try Data(try golden.completed(frozen).utf8).write(to: Self.file)
      return
    }
    #expect(golden.problems(frozen) == [])
    #expect(golden.events(frozen).count == 2 * GovernanceEvent.catalogue.schemas.count)
  }
}
