// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Interchange
import Testing

@Suite struct ImporterTests {
  private static let mapping = """
    gridlog-mapping: 1
    format: csv
    system: notebook
    mode: batch
    zone: wall
    time: yyyy-MM-dd HH:mm
    record: "{no}"
    columns:
      at: { kind: time, required: true }
      done: { kind: time }
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
        when: { filled: done }
        occurred: done
        fields: { ground: test }
    """

  private struct Fixture {
    let directory = TemporaryDirectory("import")
    let log: EventLog
    let mapping: Mapping

    init(clock: LogClock = .system) throws {
      log = try EventLog.create(
        at: directory.path(of: "log"),
        options: EventLogOptions(catalogue: GovernanceEvent.catalogue), clock: clock)
      mapping = try Mapping(yaml: ImporterTests.mapping)
    }

    func run(_ csv: String) throws -> ImportReport {
      try Importer(log: log, mapping: mapping).run(ImportSource(bytes: Array(csv.utf8)))
    }
  }

  private static let file = """
    no,town,at,done,what
    1,North,2016-01-02 10:00,2016-03-01 09:00,dog
    2,South,2016-01-03 10:00,,cat
    3,North,whenever,,cow
    4,North,2016-01-04 24:00,,=1+1

    """

  @Test func `every record is accounted for, and rejected ones come back as a safe file`() throws {
    let fixture = try Fixture()
    let report = try fixture.run(ImporterTests.file)
    #expect(report.read == 4)
    #expect(report.appended == 3)
    #expect(report.rejected.map(\.line) == [4])
    #expect(report.isBalanced)
    #expect(report.eventsAppended == 6)
    #expect(report.rejectedFile.hasPrefix("\u{FEFF}\"line\",\"reason\",\"record\"\r\n"))
    #expect(!report.rejected[0].reason.contains("whenever"))
  }

  @Test func `a second import of the same file appends nothing`() throws {
    for clock in [LogClock.system, .source] {
      let fixture = try Fixture(clock: clock)
      let first = try fixture.run(ImporterTests.file)
      let second = try fixture.run(ImporterTests.file)
      #expect(second.eventsAppended == 0)
      #expect(second.alreadyThere == 3)
      #expect(second.head == first.head)
      #expect(second.isBalanced)
    }
  }

  @Test func `a record that changed at the source is kept as it was and told`() throws {
    let fixture = try Fixture()
    _ = try fixture.run(ImporterTests.file)
    let report = try fixture.run(
      ImporterTests.file.replacing("2,South,2016-01-03 10:00", with: "2,South,2016-01-03 11:00"))
    #expect(report.changed.map(\.externalID) == ["2"])
    #expect(report.alreadyThere == 2)
    #expect(report.isBalanced)
  }

  @Test func `with the source's clock the log's order is the order of the acts`() throws {
    let fixture = try Fixture(clock: .source)
    _ = try fixture.run(ImporterTests.file)
    let events = try fixture.log.events()
    #expect(events.map(\.content.occurred) == events.map(\.content.occurred).sorted())
    #expect(events.allSatisfy { $0.recorded == $0.content.occurred })
    #expect(events.last?.content.type == "TicketVoided")
  }
}
