// SPDX-License-Identifier: Apache-2.0

import Interchange
import Testing

/// One city's file, its mapping and its published figures.
private struct City {
  let file: String
  let mapping: String
  let folder: String

  static let baltimore = City(
    file: "baltimore311_sample.csv.gz", mapping: "baltimore-311", folder: "data/baltimore-311/")
  static let boston = City(
    file: "boston311-100.csv", mapping: "boston-311", folder: "data/boston-311/")
  static let chicago = City(
    file: "requests-with-notes.json", mapping: "chicago-open311", folder: "data/chicago-open311/")

  static let all = [baltimore, boston, chicago]
  static let areThere = all.allSatisfy(\.isThere)

  var isThere: Bool {
    SharedFile.has(folder + file, folder + "facts.json", Catalogue.file, Transitions.file)
  }

  var source: ImportSource { ImportSource(path: SharedFile.path(folder + file)) }

  func facts() throws -> JSONValue { try JSONParser.parse(SharedFile.bytes(folder + "facts.json")) }

  func readMapping() throws -> Mapping {
    try Mapping(yaml: RepositoryFile.text("docs/mappings/\(mapping).yaml"))
  }

  func plan() throws -> ImportPlan { try ImportPlan.prepare(source, mapping: readMapping()) }

  /// The records of the city's file, read once for all tests.
  func records() throws -> [MappedRecord] {
    switch mapping {
    case "baltimore-311": try Self.baltimoreRecords.get()
    case "boston-311": try Self.bostonRecords.get()
    default: try Self.chicagoRecords.get()
    }
  }

  private static let baltimoreRecords = Result { try baltimore.readRecords() }
  private static let bostonRecords = Result { try boston.readRecords() }
  private static let chicagoRecords = Result { try chicago.readRecords() }

  func readRecords() throws -> [MappedRecord] {
    let run = try ImportRun(source, mapping: readMapping())
    var records: [MappedRecord] = []
    while let row = try run.next() {
      if case .mapped(let record) = row { records.append(record) }
      if case .rejected(let rejected) = row {
        Issue.record("line \(rejected.line): \(rejected.problem)")
      }
    }
    return records
  }
}

/// How often each text occurs.
private func tally(_ texts: some Sequence<String?>) -> [String: Int] {
  texts.reduce(into: [:]) { $0[$1 ?? "–", default: 0] += 1 }
}

private func tally(_ value: JSONValue?) -> [String: Int] {
  (value?.members ?? []).reduce(into: [:]) { $0[$1.key] = $1.value.integer.map(Int.init) }
}

struct RealMappingTests {
  @Test(.enabled(if: City.baltimore.isThere, "needs ../shared/data/baltimore-311"))
  func `Baltimore is understood before anything is written`() throws {
    let plan = try City.baltimore.plan()
    #expect(plan.source.isGzip && plan.source.encoding.encoding == .utf8)
    #expect(plan.source.separator == .comma && plan.headerLine == 1)
    #expect(plan.counts.records == 10_000 && plan.counts.sum == 10_001)
    #expect(plan.mappedCount == 10_000 && plan.rejectedCount == 0 && plan.repeatedNumbers == 0)
    #expect(
      plan.doubts.map { "\($0.name) \($0.records)" } == [
        "status-before-close 1132", "status-before-created 37", "close-before-created 0",
      ])
    #expect(
      plan.events.map { "\($0.type) \($0.objects)+\($0.stated)+\($0.implied)" } == [
        "DivisionRegistered 274+0+0", "BodyRegistered 17+0+0", "IncidentReported 0+10000+0",
        "ExternalRecordImported 0+10000+0", "TicketAccepted 0+0+10000",
        "TicketRegistered 0+0+10000", "TicketDispatched 0+0+10000", "TicketSignedFor 0+0+9931",
        "HandlingCompleted 0+0+9792", "TicketClosed 0+9792+0",
      ])
    #expect(plan.firstRecords.count == 5 && plan.collisions.isEmpty && plan.timeNotes.isEmpty)
    let address = try #require(plan.columns.first { $0.name == "Address" })
    #expect(address.isPersonal && address.uses == ["IncidentReported.location"])
    #expect(address.sample?.hasSuffix("***") == true)
    #expect(plan.columns.first { $0.name == "Outcome" }?.uses == [])
    #expect(plan.columns.first { $0.name == "DueDate" }?.filled == 9_714)
  }

  @Test(.enabled(if: City.baltimore.isThere, "needs ../shared/data/baltimore-311"))
  func `Baltimore's events carry the published figures`() throws {
    let facts = try City.baltimore.facts()
    let events = try City.baltimore.records().flatMap(\.events)
    let reported = events.filter { $0.type == "IncidentReported" }
    let imported = events.filter { $0.type == "ExternalRecordImported" }
    #expect(tally(imported.map { $0.field("sourceStatus")?.text }) == tally(facts["status"]))
    #expect(reported.count { $0.field("dueGiven") == nil } == 286)
    #expect(Set(reported.compactMap { $0.reference("category") }).count == 231)
    let doubtful = imported.filter { $0.field("doubts") != .array([]) }
    #expect(doubtful.count == 1_132 + 37 - 34)
    #expect(doubtful.allSatisfy { $0.field("doubts") == .array($0.doubts.map { .string($0) }) })
    let handlers = events.filter { $0.type == "TicketDispatched" }.map { $0.reference("handler") }
    let bodies = events.filter { $0.type == "BodyRegistered" }.reduce(into: [:]) {
      $0[$1.stream] = $1.field("name")?.text
    }
    #expect(tally(handlers.map { bodies[$0 ?? ""] ?? nil }) == tally(facts["agency"]))
    // Late by our reading of the times, as the publisher's own computation has it.
    var due: [String: String] = [:]
    for event in reported { due[event.stream] = event.field("dueGiven")?.text }
    let closed = events.filter { $0.type == "TicketClosed" && due[$0.stream] != nil }
    let late = closed.filter { event in
      InstantText.utc(microsecondsSince1970: event.occurred.microseconds)! > due[event.stream]!
    }
    #expect(closed.count == 9_555 && late.count == 1_567)
  }

  @Test(.enabled(if: City.boston.isThere, "needs ../shared/data/boston-311"))
  func `Boston's lateness is the city's own flag`() throws {
    let plan = try City.boston.plan()
    #expect(plan.mappedCount == 100 && plan.rejectedCount == 0)
    #expect(plan.doubts.allSatisfy { $0.records == 0 })
    let events = try City.boston.records().flatMap(\.events)
    let closed = events.filter { $0.type == "TicketClosed" }
    #expect(closed.count == 85)
    var due: [String: String] = [:]
    for event in events { due[event.stream] = event.field("dueGiven")?.text ?? due[event.stream] }
    #expect(due.count == 89)
    let flags = try flags()
    for event in closed {
      let time = InstantText.utc(microsecondsSince1970: event.occurred.microseconds)!
      let isLate = due[event.stream].map { time > $0 } ?? false
      #expect(isLate == (flags[event.externalID] == "OVERDUE"), "\(event.stream)")
    }
  }

  /// The city's flags, read beside the mapping, which ignores them.
  private func flags() throws -> [String: String] {
    let path = SharedFile.path(City.boston.folder + City.boston.file)
    let table = try CSVTable(FileSource(path: path))
    let number = try #require(table.header.index(of: "case_enquiry_id"))
    let flag = try #require(table.header.index(of: "ontime"))
    var flags: [String: String] = [:]
    while let row = try table.nextRow() {
      if case .record(let record) = row { flags[record[number]] = record[flag] }
    }
    return flags
  }

  @Test(.enabled(if: City.chicago.isThere, "needs ../shared/data/chicago-open311"))
  func `each of Chicago's 276 notes is one stated event`() throws {
    let plan = try City.chicago.plan()
    #expect(plan.mappedCount == 50 && plan.counts.records == 50)
    #expect(plan.events.reduce(0) { $0 + $1.stated } == 276)
    #expect(
      plan.events.map { "\($0.type) \($0.objects)+\($0.stated)+\($0.implied)" } == [
        "DivisionRegistered 28+0+0", "BodyRegistered 10+0+0", "IncidentReported 0+102+0",
        "TicketAccepted 0+12+90", "TicketRegistered 0+0+102", "TicketDispatched 0+0+102",
        "TicketSignedFor 0+0+102", "ReporterSpoke 0+1+0", "HandlingProgressed 0+61+0",
        "HandlingCompleted 0+0+100", "TicketClosed 0+100+0",
      ])
    #expect(
      plan.doubts.map { "\($0.name) \($0.records)" } == [
        "unknown-note 0", "follow-on-never-opened 3",
      ])
    let events = try City.chicago.records().flatMap(\.events)
    let parents = events.compactMap { $0.reference("parentTicket") }
    #expect(parents.count == 52)
    #expect(events.contains { $0.stream == "ticket/14-01225670" && $0.type == "TicketClosed" })
    #expect(events.filter { $0.field("reason") == .string("explained") }.count == 1)
    let notes = events.filter { $0.basis == .stated }.map { "\($0.line)" }
    #expect(Set(notes).count == 50)
  }

  @Test(.enabled(if: City.areThere, "needs ../shared/data of all three"), arguments: City.all)
  private func `every event fits the catalogue of the domain`(city: City) throws {
    let catalogue = try Catalogue()
    var complaints: [String: Int] = [:]
    for event in try city.records().flatMap(\.events) {
      for complaint in catalogue.complaints(about: event) {
        complaints["\(event.type): \(complaint)", default: 0] += 1
      }
    }
    #expect(complaints == [:])
  }

  @Test(.enabled(if: City.areThere, "needs ../shared/data of all three"), arguments: City.all)
  private func `histories are legal and in causal order`(city: City) throws {
    let transitions = try Transitions()
    var states: [String: (state: String, time: Int64)] = [:]
    var illegal: Set<String> = []
    for event in try city.records().flatMap(\.events) where transitions.knows(event.type) {
      let before = states[event.stream] ?? ("—", .min)
      #expect(event.occurred.microseconds >= before.time, "\(event.stream)")
      let after = transitions.next(before.state, event)
      if after == nil { illegal.insert(event.stream) }
      states[event.stream] = (after ?? before.state, event.occurred.microseconds)
    }
    // Chicago closes three follow-ons under numbers that no note ever opened.
    #expect(illegal.count == (city.mapping == "chicago-open311" ? 3 : 0))
  }

  @Test(.enabled(if: City.areThere, "needs ../shared/data of all three"), arguments: City.all)
  private func `reading twice proposes the same, and no identity comes twice`(city: City) throws {
    let records = try city.records()
    #expect(records == (try city.readRecords()))
    let identities = records.flatMap(\.events).map { "\($0.type) \($0.externalID) \($0.ordinal)" }
    #expect(Set(identities).count == identities.count)
  }

  @Test(.enabled(if: City.areThere, "needs ../shared/data of all three"), arguments: City.all)
  private func `objects stand before their first use`(city: City) throws {
    var known: Set<String> = []
    for event in try city.records().flatMap(\.events) {
      if event.basis == .object { known.insert(event.stream) }
      let needed = event.references.map(\.object) + (event.actor.map { [$0] } ?? [])
      for object in needed where object.hasPrefix("body/") || object.hasPrefix("division/") {
        #expect(known.contains(object) || event.basis == .object, "\(object)")
      }
    }
  }
}
