// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Interchange
import Testing

/// Real cities' files taken into real logs.
@Suite struct RealImportTests {
  private static func log(_ directory: TemporaryDirectory) throws -> EventLog {
    try EventLog.create(
      at: directory.path(of: "log"),
      options: EventLogOptions(catalogue: GovernanceEvent.catalogue), clock: .source)
  }

  private static let files = [
    ("baltimore-311", "data/baltimore-311/baltimore311_sample.csv.gz", 10_000),
    ("boston-311", "data/boston-311/boston311-100.csv", 100),
    ("chicago-open311", "data/chicago-open311/requests-with-notes.json", 50),
  ]

  @Test(
    .enabled(
      if: files.allSatisfy { SharedFile.has($0.1) }, "a city's file under ../shared/data is missing"
    ),
    arguments: files)
  func `a city's file is taken in whole, and only once`(
    name: String, file: String, records: Int
  ) throws {
    let path = SharedFile.path(file)
    let directory = TemporaryDirectory("city")
    let log = try RealImportTests.log(directory)
    let importer = Importer(
      log: log, mapping: try Mapping(yaml: RepositoryFile.text("docs/mappings/\(name).yaml")))
    let first = try importer.run(ImportSource(path: path))
    #expect(first.read == records)
    #expect(first.appended == records, "\(first.rejected)")
    #expect(first.isBalanced)
    #expect(Int(first.head.rawValue) == first.eventsAppended)
    let second = try importer.run(ImportSource(path: path))
    #expect(second.eventsAppended == 0)
    #expect(second.alreadyThere == records)
    #expect(second.head == first.head)
  }
}
