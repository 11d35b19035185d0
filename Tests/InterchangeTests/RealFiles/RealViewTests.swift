// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Interchange
import Testing

/// A real city's tickets through the county's views, held against the city's published figures.
@Suite struct RealViewTests {
  private static let folder = "data/baltimore-311/"
  private static let isThere = SharedFile.has(
    folder + "baltimore311_sample.csv.gz", folder + "facts.json")

  private struct City {
    let directory = TemporaryDirectory("city-views")
    let log: EventLog

    init(_ mapping: String, _ file: String) throws {
      log = try EventLog.create(
        at: directory.path(of: "log"),
        options: EventLogOptions(catalogue: GovernanceEvent.catalogue), clock: .source)
      let report = try Importer(
        log: log, mapping: Mapping(yaml: RepositoryFile.text("docs/mappings/\(mapping).yaml"))
      ).run(ImportSource(path: SharedFile.path(file)))
      #expect(report.isBalanced)
    }
  }

  private static let baltimore = Result {
    try City("baltimore-311", folder + "baltimore311_sample.csv.gz")
  }

  private static func facts() throws -> JSONValue {
    try JSONParser.parse(SharedFile.bytes(folder + "facts.json"))
  }

  private static func text(_ value: Value?) -> String { value?.description ?? "" }

  @Test(.enabled(if: isThere, "../shared/data/baltimore-311 is missing"))
  func `statuses, agencies and late closures are the city's own`() throws {
    let log = try RealViewTests.baltimore.get().log
    let facts = try RealViewTests.facts()
    let rows = try log.replay(TicketStatusView.self).rows
    #expect(rows.count == 10_000)

    var statuses: [String: Int] = [:]
    var agencies: [String: (requests: Int, closed: Int, late: Int)] = [:]
    for row in rows {
      statuses[RealViewTests.text(row["sourceStatus"]), default: 0] += 1
      let agency = RealViewTests.text(row["answerable"])
      agencies[agency, default: (0, 0, 0)].requests += 1
      if row["closed"] != nil { agencies[agency]?.closed += 1 }
      if row["late"] == .bool(true) { agencies[agency]?.late += 1 }
    }
    for member in try #require(facts["status"]?.members) {
      #expect(statuses[member.key] == member.value.integer.map { Int($0) }, "\(member.key)")
    }
    #expect(rows.count { $0["closed"] != nil } == 9792)
    #expect(rows.count { $0["state"] == .text("closed") } == 9792)
    #expect(rows.count { $0["late"] == .bool(true) } == 1567)
    #expect(rows.count { $0["late"] == .bool(false) } == 7988)
    #expect(rows.count { $0["anomalousPair"] != nil } == 0)

    let expected = try #require(facts["per_agency"]?.members)
    #expect(agencies.count == expected.count)
    for member in expected {
      let slug = member.key.lowercased().replacing("'", with: "")
        .replacing(/[^a-z0-9]+/, with: "-")
      let found = agencies.first { $0.key == "body/balt-\(slug)" }?.value
      #expect(found?.requests == member.value["requests"]?.integer.map { Int($0) }, "\(member.key)")
      #expect(found?.closed == member.value["closed"]?.integer.map { Int($0) }, "\(member.key)")
      #expect(found?.late == member.value["late"]?.integer.map { Int($0) }, "\(member.key)")
    }
  }

  @Test(.enabled(if: isThere, "../shared/data/baltimore-311 is missing"))
  func `rows that contradict themselves are kept and flagged`() throws {
    let log = try RealViewTests.baltimore.get().log
    var doubts: [String: Int] = [:]
    try log.forEach(.types(.externalRecordImported)) { stored throws(EventLogError) in
      let event = try? stored.decode(ExternalRecordImported.self)
      for doubt in event?.doubts ?? [] { doubts[doubt, default: 0] += 1 }
      return true
    }
    #expect(doubts["status-before-close"] == 1132)
    #expect(doubts["status-before-created"] == 37)
  }

  /// The oracle reads the city's file itself, row by row.
  @Test(.enabled(if: isThere, "../shared/data/baltimore-311 is missing"))
  func `a neighbourhood's workload answers as of any day of 2016`() throws {
    let log = try RealViewTests.baltimore.get().log
    let source = try GzipSource.unpackingIfMarked(
      FileSource(path: SharedFile.path(RealViewTests.folder + "baltimore311_sample.csv.gz"))
    ).source
    let table = try CSVTable(source, options: CSVOptions())
    let format = try TimeFormat("MM/dd/yyyy hh:mm:ss a")
    var tickets: [(town: String, created: CivilDateTime, closed: CivilDateTime?)] = []
    while let row = try table.nextRow() {
      guard case .record(let record) = row else { continue }
      func cell(_ name: String) -> String { table.header.index(of: name).map { record[$0] } ?? "" }
      let closed = cell("CloseDate")
      tickets.append(
        (
          cell("Neighborhood"), try format.read(cell("CreatedDate"), zone: .shanghai).civil,
          closed.isEmpty ? nil : try format.read(closed, zone: .shanghai).civil
        ))
    }
    #expect(tickets.count == 10_000)

    for day in ["2016-01-31", "2016-02-29", "2016-07-04", "2016-11-05", "2016-12-31"] {
      let view = try log.replay(
        TownWorkload.self, asOf: .recorded(try #require(Moment(String(day)))))
      for town in ["Dorchester", "Central Park Heights", "Downtown", "Canton", "Belair-Edison"] {
        let slug = town.lowercased().replacing(/[^a-z0-9]+/, with: "-")
        let mine = tickets.filter { $0.town == town && $0.created.dateText <= day }
        let rows = view.rows.filter {
          RealViewTests.text($0.key.values.first) == "division/balt-\(slug)"
        }
        let received = rows.reduce(0) { $0 + RealViewTests.int($1["received"]) }
        let closed = rows.reduce(0) { $0 + RealViewTests.int($1["closed"]) }
        #expect(received == mine.count, "\(town), \(day)")
        #expect(
          closed == mine.count { ($0.closed?.dateText).map { $0 <= day } ?? false },
          "\(town), \(day)")
        #expect(rows.last.map { RealViewTests.int($0["openAtEnd"]) } ?? 0 == received - closed)
      }
    }
  }

  private static func int(_ value: Value?) -> Int {
    guard case .int(let number)? = value else { return 0 }
    return Int(number)
  }

  @Test(
    .enabled(
      if: SharedFile.has("data/boston-311/boston311-100.csv"),
      "../shared/data/boston-311 is missing"))
  func `Boston's late is the city's own flag for all closed cases`() throws {
    let file = "data/boston-311/boston311-100.csv"
    let city = try City("boston-311", file)
    let table = try CSVTable(
      FileSource(path: SharedFile.path(file)), options: CSVOptions())
    var flags: [String: String] = [:]
    while let row = try table.nextRow() {
      guard case .record(let record) = row else { continue }
      func cell(_ name: String) -> String { table.header.index(of: name).map { record[$0] } ?? "" }
      if cell("case_status") == "Closed" { flags[cell("case_enquiry_id")] = cell("ontime") }
    }
    let rows = try city.log.replay(TicketStatusView.self).rows.filter { $0["closed"] != nil }
    #expect(rows.count == 85)
    for row in rows {
      let flag = flags[RealViewTests.text(row.key.values.first).replacing("ticket/", with: "")]
      #expect((row["late"] == .bool(true)) == (flag == "OVERDUE"), "\(row.key.text)")
    }
  }

  @Test(
    .enabled(
      if: SharedFile.has("data/chicago-open311/requests-with-notes.json"),
      "../shared/data/chicago-open311 is missing"))
  func `Chicago's requests are open and closed as the city says`() throws {
    let city = try City("chicago-open311", "data/chicago-open311/requests-with-notes.json")
    let rows = try city.log.replay(TicketStatusView.self).rows
    let requests = try #require(
      JSONParser.parse(
        SharedFile.bytes("data/chicago-open311/requests-with-notes.json"),
        limits: JSONLimits(bytes: 1 << 20, depth: 64)
      ).elements)
    let numbers = Set(requests.compactMap { $0["service_request_id"]?.text })
    let mine = rows.filter {
      numbers.contains(RealViewTests.text($0.key.values.first).replacing("ticket/", with: ""))
    }
    #expect(mine.count == 50)
    #expect(mine.count { $0["state"] == .text("closed") } == 49)
  }
}
