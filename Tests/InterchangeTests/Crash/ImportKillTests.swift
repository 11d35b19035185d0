// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import GridGovernance
import Interchange
import Testing

/// Real imports killed at random moments and run again (reliability R2).
@Suite(.serialized) struct ImportKillTests {
  private static let kills = ProcessInfo.processInfo.environment["GRIDLOG_SOAK"] == nil ? 40 : 2000

  private static let mapping = """
    gridlog-mapping: 1
    format: csv
    system: killed
    mode: batch
    zone: wall
    time: yyyy-MM-dd HH:mm
    record: "{no}"
    columns:
      at: { kind: time, required: true }
    defaults:
      stream: ticket/{no}
      occurred: at
      references: { ticket: "ticket/{no}" }
    objects:
      - object: division/d-{town|slug}
        role: division
        type: DivisionRegistered
        fields: { name: "{town}", kind: town, effectiveFrom: { date: at } }
    events:
      - type: IncidentReported
        references: { category: category/c, division: "division/d-{town|slug}" }
        fields: { origin: public, channel: phone, media: [], anonymous: true, selfSolved: false }
        sealed: { text: "{what}" }
      - type: TicketVoided
        fields: { ground: test }
    """

  @Test func `an import killed again and again ends as one that was not`() throws {
    let seed = UInt64(20_260_418)
    var generator = SeededGenerator(seed: seed)
    let directory = TemporaryDirectory("import-kill")
    let csv = directory.path(of: "rows.csv")
    let yaml = directory.path(of: "rows.yaml")
    let rows = 9000
    try
      (["no,town,at,what"] + (0..<rows).map { "\($0),Town \($0 % 7),2021-08-05 10:00,words \($0)" })
      .joined(separator: "\n").write(toFile: csv, atomically: true, encoding: .utf8)
    try ImportKillTests.mapping.write(toFile: yaml, atomically: true, encoding: .utf8)

    let path = directory.path(of: "killed")
    let options = EventLogOptions(catalogue: GovernanceEvent.catalogue)
    _ = try EventLog.create(at: path, options: options)
    var finished = 0
    for round in 0..<ImportKillTests.kills {
      let wait = UInt32.random(in: 0..<400_000, using: &generator)
      let acknowledged = try ImportKillTests.killed(path, csv, yaml, after: wait)
      let head = try EventLog(at: path, options: options).head.rawValue
      #expect(head >= acknowledged.head, "seed \(seed), round \(round)")
      if acknowledged.isDone { finished += 1 }
    }
    let log = try EventLog(at: path, options: options)
    let report = try Importer(log: log, mapping: Mapping(yaml: ImportKillTests.mapping))
      .run(ImportSource(path: csv))
    #expect(report.isBalanced)
    #expect(report.appended + report.alreadyThere == rows)
    let events = try log.events()
    #expect(events.count == 2 * rows + 7)
    #expect(events.map(\.position.rawValue) == Array(1...UInt64(events.count)))
    #expect(Set(events.map(\.content.id)).count == events.count)
    print(
      "import kill -9: \(ImportKillTests.kills) kills, \(finished) came too late, \(events.count) events"
    )
  }

  private static func killed(
    _ path: String, _ csv: String, _ yaml: String, after microseconds: UInt32
  ) throws -> (head: UInt64, isDone: Bool) {
    let process = Process()
    process.executableURL = BuiltProducts.directory.appendingPathComponent("CrashWriter")
    process.arguments = ["import", path, csv, yaml]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    usleep(microseconds)
    kill(process.processIdentifier, SIGKILL)
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    return (lines.compactMap { UInt64($0) }.last ?? 0, lines.contains { $0.hasPrefix("done") })
  }
}
