// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Testing

@testable import Interchange

/// Plain events as CloudEvents: their struct is what JSON is held to.
@Suite struct PlainEventTests {
  private struct PumpStarted: PlainEvent {
    struct Setting: Codable, Hashable { var power: ExactDecimal, days: [CivilDate] }

    static let type: EventType = "PumpStarted"
    static let harmless = "settings of a machine"
    static let references: [Field] = [
      .reference("station", "station"), .references("valve", "valve"),
    ]
    var station: ObjectName
    var valve: [ObjectName]
    var at: Instant
    var setting: Setting
    var reason: String?
  }

  private let binding = CloudEventBinding(
    SchemaCatalogue([PumpStarted.schema]), kinds: ["pump"])

  private func event(_ data: String, subject: String = "pump/1") throws -> NewEvent {
    try binding.event(
      Array(
        """
        {"specversion":"1.0","id":"p1","source":"system/scada","type":"PumpStarted",\
        "subject":"\(subject)","time":"2021-08-05T09:00:00+08:00","data":\(data)}
        """.utf8))
  }

  private let data = """
    {"station": "station/北", "valve": ["valve/b", "valve/a"], "reason": null,
     "at": "2021-08-05T09:00:00+08:00", "setting": {"power": "1.50", "days": ["2021-08-05"]}}
    """

  @Test func `JSON becomes the event that the struct makes, in its one form`() throws {
    let native = try NewEvent(
      PumpStarted(
        station: "station/北", valve: ["valve/b", "valve/a"], at: "2021-08-05T01:00:00Z",
        setting: .init(power: "1.5", days: ["2021-08-05"])),
      stream: "pump/1")
    let read = try event(data)
    #expect(read.body == native.body)
    let withoutValves = try event(data.replacing(#""valve": ["valve/b", "valve/a"],"#, with: ""))
    #expect(withoutValves.body.references == [Reference("station", "station/北")])
    #expect(
      String(decoding: read.body.payload, as: UTF8.self)
        == #"{"at":"2021-08-05T01:00:00Z","setting":{"days":["2021-08-05"],"power":"1.5"}}"#)
  }

  @Test func `an event of a log goes out and comes in again as the same`() throws {
    let directory = TemporaryDirectory("plain")
    let log = try EventLog.create(
      at: directory.path(of: "log"), options: EventLogOptions(catalogue: binding.catalogue))
    _ = try log.append([event(data)])
    let stored = try #require(try log.events().first)
    let envelope = try binding.envelope(stored)
    #expect(envelope.dataschema == "urn:gridlog:schema:PumpStarted.v1")
    #expect(
      JSONWriter.text(try #require(envelope.data)) == """
        {"station":"station/北","valve":["valve/b","valve/a"],"at":"2021-08-05T01:00:00Z",\
        "setting":{"days":["2021-08-05"],"power":"1.5"}}
        """)
    let again = try binding.event(JSONWriter.bytes(envelope.json))
    #expect(again.body == stored.content.body)
    #expect(try log.append([again]).alreadyThere == 1)
  }

  @Test func `what does not fit the struct is told with its pointer, never with its value`() {
    func fault(_ change: (String, String), subject: String = "pump/1") -> String? {
      do {
        _ = try event(data.replacing(change.0, with: change.1), subject: subject)
        return nil
      } catch {
        return "\(error)"
      }
    }
    let type = "PumpStarted v1, field"
    #expect(
      fault((#""1.50""#, "1.5"))
        == "/data/setting/power: expected a whole number of at most 64 bits, "
        + "or a decimal as text, found a number")
    #expect(
      fault((#""1.50""#, #""secret""#))
        == "/data/setting/power: \(type) setting.power: "
        + "expected what PumpStarted has there, found something else")
    #expect(
      fault((#""1.50""#, "null"))
        == "/data/setting/power: expected a value; what is absent is left out, found null")
    #expect(
      fault((#""days""#, #""weeks": 1, "days""#))
        == "/data/setting/weeks: \(type) setting.weeks: the schema has no such field; "
        + "leave it out or check its spelling")
    #expect(
      fault((#""reason""#, #""colour": 1, "reason""#))?.hasPrefix("/data/colour: ") == true)
    // No stranger's kind of object enters the process.
    #expect(fault(("valve/a", "valves/a"))?.contains("found kind valves") == true)
    #expect(fault(("", ""), subject: "engine/1")?.hasPrefix("/subject: ") == true)
    #expect(
      fault((#""station": "station/北", "#, ""))
        == "/data/station: \(type) station: the field is required and absent")
  }
}

/// Plain events from a mapped file.
@Suite struct PlainImportTests {
  private struct PumpTested: PlainEvent {
    static let type: EventType = "PumpTested"
    static let harmless = "results of a test"
    static let references: [Field] = [.reference("station", "station")]
    var station: ObjectName
    var power: ExactDecimal
    var remark: String?
  }

  private func run(_ more: String) throws -> (report: ImportReport, events: [StoredEvent]) {
    let mapping = """
      gridlog-mapping: 1
      format: csv
      system: scada
      record: "{nr}"
      time: yyyy-MM-dd HH:mm
      order: at
      columns:
        at: { kind: time, required: true }
      defaults: { stream: "pump/{nr}", occurred: at }
      events:
        - type: PumpTested
          references: { station: "station/{station}" }
          fields: { power: "{power}" }\(more)
      """
    let directory = TemporaryDirectory("plain")
    let log = try EventLog.create(
      at: directory.path(of: "log"),
      options: EventLogOptions(catalogue: SchemaCatalogue([PumpTested.schema])), clock: .source)
    let file = "nr,at,station,power,words\n7,2021-08-05 09:00,A,1.50,private\n"
    let report = try Importer(log: log, mapping: Mapping(yaml: mapping))
      .run(ImportSource(bytes: Array(file.utf8)))
    return (report, try log.events())
  }

  @Test func `a mapping gives the event that the struct makes`() throws {
    let event = try #require(try run("").events.first)
    let tested = PumpTested(station: "station/A", power: "1.5", remark: nil)
    #expect(try event.decode(PumpTested.self) == tested)
    #expect(event.content.payload == Array(#"{"power":"1.5"}"#.utf8))
  }

  @Test func `what a mapping wants sealed never stands in a plain event`() throws {
    let run = try run("\n    sealed: { remark: \"{words}\" }")
    #expect(run.events.isEmpty)
    #expect(run.report.rejected.count == 1)
  }
}

extension EventContent {
  fileprivate var body: EventBody {
    EventBody(references: references, payload: payload, clear: [])
  }
}
