// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Interchange
import Testing

/// A real city's tickets through the views of sources, rates and hotspots, held against the
/// figures that were counted from its file.
@Suite struct RealIndicatorTests {
  private static let folder = "data/baltimore-311/"
  private static let isThere = SharedFile.has(
    folder + "baltimore311_sample.csv.gz", folder + "facts.json")

  private static func facts() throws -> JSONValue {
    try JSONParser.parse(SharedFile.bytes(folder + "facts.json"))
  }

  private static func int(_ value: Value?) -> Int {
    guard case .int(let number)? = value else { return 0 }
    return Int(number)
  }

  private static func slug(_ name: String) -> String {
    name.lowercased().replacing("'", with: "").replacing(/[^a-z0-9]+/, with: "-")
  }

  @Test(.enabled(if: isThere, "../shared/data/baltimore-311 is missing"))
  func `Baltimore's channels, years, rates and repeats are those of its file`() throws {
    let directory = TemporaryDirectory("city-rates")
    let log = try EventLog.create(
      at: directory.path(of: "log"),
      options: EventLogOptions(catalogue: GovernanceEvent.catalogue), clock: .source)
    _ = try Importer(
      log: log, mapping: Mapping(yaml: RepositoryFile.text("docs/mappings/baltimore-311.yaml"))
    ).run(ImportSource(path: SharedFile.path(Self.folder + "baltimore311_sample.csv.gz")))
    let facts = try Self.facts()
    try checkSources(log, facts)
    try checkRates(log, facts)

    let hotspots = try log.replay(Hotspots.self).rows
    #expect(hotspots.reduce(0) { $0 + Self.int($1["reports"]) } == 10_000)
    #expect(hotspots.allSatisfy { $0["clusters"] == .int(0) }, "the city has no threshold")
  }

  private func checkSources(_ log: EventLog, _ facts: JSONValue) throws {
    let mix = try log.replay(SourceMix.self)
    var channels: [String: Int] = [:]
    for row in try mix.rows(of: "origins") {
      channels[row.key.values[1].description, default: 0] += Self.int(row["received"])
    }
    for member in try #require(facts["method"]?.members) {
      #expect(channels[member.key.lowercased()] == member.value.integer.map { Int($0) })
    }
    for member in try #require(facts["per_year"]?.members) {
      let year = try #require(AssessmentPeriod(member.key))
      let rows = try mix.rows(of: "origins", in: year)
      let total = member.value.integer.map { Int($0) }
      #expect(rows.reduce(0) { $0 + Self.int($1["received"]) } == total, "\(member.key)")
      #expect(rows.allSatisfy { Self.int($0["of"]) == total }, "\(member.key)")
    }
    // What the neighbourhoods received is what the workload says, source by source.
    let received = try log.replay(TownWorkload.self).rows.reduce(0) {
      $0 + Self.int($1["received"])
    }
    #expect(mix.rows.reduce(0) { $0 + Self.int($1["received"]) } == received)
  }

  private func checkRates(_ log: EventLog, _ facts: JSONValue) throws {
    let rows = try log.replay(HandlingIndicators.self).rows.filter {
      $0.key.values[0] == .text("unit")
    }
    func sum(_ indicator: String, _ column: String, _ unit: String? = nil) -> Int {
      rows.reduce(0) { sum, row in
        guard row.key.values[2] == .text(indicator),
          unit.map({ row.key.values[1].description == $0 }) ?? true
        else { return sum }
        return sum + Self.int(row[column])
      }
    }
    let whole = Self.int(facts["rows"]?.integer.map { .int($0) })
    let withoutDue = Self.int(facts["without_due"]?.integer.map { .int($0) })
    #expect(sum("disposal", "denominator") == whole - withoutDue)
    #expect(
      sum("onTimeDisposal", "numerator") == facts["closed_on_time"]?.integer.map { Int($0) })
    var completed: [String: Int] = [:]
    for row in try log.replay(Satisfaction.self).rows where row.key.text.contains(":counted:") {
      completed[row.key.values[0].description, default: 0] += Self.int(row["completed"])
      #expect(row["solvedRate"] == nil, "nobody was called back: no data")
    }
    for member in try #require(facts["per_agency"]?.members) {
      let unit = "body/balt-" + Self.slug(member.key)
      let late = member.value["late"]?.integer.map { Int($0) } ?? 0
      let due = member.value["closed_with_due"]?.integer.map { Int($0) } ?? 0
      #expect(sum("onTimeDisposal", "numerator", unit) == due - late, "\(member.key)")
      #expect(sum("disposal", "numerator", unit) == due, "\(member.key)")
      let closed = member.value["closed"]?.integer.map { Int($0) }
      #expect(completed[unit] ?? 0 == closed, "\(member.key)")
    }
  }
}
