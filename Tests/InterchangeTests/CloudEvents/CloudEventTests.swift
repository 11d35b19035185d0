// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation
import GridGovernance
import Testing

@testable import Interchange

/// The envelope alone, held against the CloudEvents project's own vectors.
@Suite struct CloudEventConformanceTests {
  private static let folder = "data/cloudevents-conformance/format/json"

  private static func cases(_ name: String, _ key: String) throws -> [(id: String, json: JSONValue)]
  {
    let bytes = try FileSource(path: SharedFile.path("\(folder)/\(name)")).readAll()
    let document = try JSONParser.parse(bytes)
    return (document["tests"]?.elements ?? []).map { test in
      (test["id"]?.text ?? "?", test[key] ?? .null)
    }
  }

  @Test(.enabled(if: SharedFile.has("\(folder)/valid-events.json"), "shared/ is missing"))
  func `every valid vector is read, and written again says the same`() throws {
    let cases = try Self.cases("valid-events.json", "event")
    #expect(cases.count >= 10)
    for (id, json) in cases {
      let event = try CloudEvent(json)
      #expect(try CloudEvent(event.json) == event, "\(id)")
    }
  }

  @Test(.enabled(if: SharedFile.has("\(folder)/invalid-events.json"), "shared/ is missing"))
  func `every invalid vector is refused`() throws {
    let cases = try Self.cases("invalid-events.json", "event")
    #expect(cases.count >= 25)
    for (id, json) in cases {
      #expect(throws: CloudEventError.self, "\(id)") { try CloudEvent(json) }
    }
  }
}

/// The way from a line to an event and back.
@Suite struct CloudEventBindingTests {
  private let binding = CloudEventBinding(GovernanceEvent.catalogue)

  private func event(_ line: String) throws -> NewEvent {
    try binding.event(Array(line.utf8))
  }

  private func line(
    id: String = "x-1", source: String = "system/app", extra: String = ""
  ) -> String {
    """
    {"specversion":"1.0","id":"\(id)","source":"\(source)","type":"TicketSignedFor"\(extra),\
    "data":{"ticket":"ticket/T-1","hop":1}}
    """
  }

  @Test func `a UUID is the event's id, whatever its case`() throws {
    let id = "01902D9C-1111-7222-8333-ABCDEFABCDEF"
    #expect(try event(line(id: id)).id == EventID(uuid: id))
    #expect(try event(line(id: id)).source?.externalID == nil)
  }

  @Test func `another id is hashed with its source, so two feeds may count alike`() throws {
    let one = try event(line(id: "17", source: "system/a"))
    let same = try event(line(id: "17", source: "system/a"))
    let other = try event(line(id: "17", source: "system/b"))
    #expect(one.id == same.id)
    #expect(one.id != other.id)
    #expect(one.source?.externalID == "17")
  }

  @Test func `the stream is the subject, or the object that the schema names`() throws {
    #expect(try event(line()).stream == "ticket/T-1")
    #expect(try event(line(extra: ",\"subject\":\"ticket/T-1\"")).stream == "ticket/T-1")
  }

  @Test func `without a time the log gives one`() throws {
    #expect(try event(line()).occurred == nil)
  }

  @Test func `digits finer than a microsecond are cut off`() throws {
    let fine = try event(line(extra: ",\"time\":\"2021-08-05T09:12:00.123456789+08:00\""))
    #expect(fine.occurred == "2021-08-05T01:12:00.123456Z")
  }

  @Test(arguments: [
    "system/12345", "system/热线 12345", "https://12345.example.org/feed?x=1", "#fragment",
    "/path", "urn:x:y", "mailto:a@example.org", "system/a%2Fb",
  ])
  func `a source keeps its name through a log`(source: String) throws {
    let escaped =
      source.hasPrefix("system/") && !source.contains("%")
      ? "system/" + URIText.escaped(String(source.dropFirst(7))) : source
    let first = try #require(try event(line(source: escaped)).source?.system)
    let uri = CloudEventIdentity.uri(of: first)
    #expect(URIText.isReference(uri))
    #expect(try event(line(source: uri)).source?.system == first)
  }

  @Test func `attributes of the header reach the event`() throws {
    let id = "01902d9c-1111-7222-8333-abcdefabcdef"
    let full = try event(
      line(
        extra: """
          ,"actorbody":"body/B","actorperson":"person/P","causationid":"\(id)",\
          "correlationid":"\(id)","sourcemode":"imported","externalid":"E-9"
          """))
    #expect(full.actor == Actor(body: "body/B", person: "person/P"))
    #expect(full.causation == EventID(uuid: id))
    #expect(full.correlation == EventID(uuid: id))
    #expect(full.source == Source(system: "system/app", externalID: "E-9", mode: .imported))
  }

  @Test func `an attribute may be read over only if the caller says so`() throws {
    let traced = line(extra: ",\"traceparent\":\"00-x-y-01\"")
    #expect(throws: CloudEventError.self) { try event(traced) }
    let lenient = CloudEventBinding(GovernanceEvent.catalogue, ignoring: ["traceparent"])
    #expect(try lenient.event(Array(traced.utf8)).type == "TicketSignedFor")
  }

  @Test func `every form of field survives the way out and in again`() throws {
    let lines = [
      """
      {"specversion":"1.0","id":"c","source":"urn:gridlog:native","type":"FactCorrected",\
      "subject":"ticket/T-1","data":{"target":"01902d9c-1111-7222-8333-abcdefabcdef",\
      "field":"effectiveFrom","new":{"date":"2021-10-01"},"ground":"typo",\
      "ticket":"ticket/T-1","copyTo":["body/B","body/C"]}}
      """,
      """
      {"specversion":"1.0","id":"s","source":"system/app","type":"StationedBodyAssigned",\
      "data":{"body":"body/B","department":"body/D","town":["division/1","division/2"],\
      "shares":["1/3","2/3"],"place":"ownSite","effectiveFrom":"2021-01-01"}}
      """,
      """
      {"specversion":"1.0","id":"e","source":"system/app","type":"ExternalRecordImported",\
      "data":{"system":"system/x","mode":"batch","sourceTime":"2021-01-01T00:00:00Z",\
      "minutes":"1.25","maps":"ticket/T-1","doubts":["b","a"]}}
      """,
    ]
    for line in lines {
      let first = try event(line)
      let stored = StoredEvent(
        position: 1, recorded: "2021-10-01T00:00:00Z", flags: [], streamVersion: 1,
        content: EventContent(
          id: first.id ?? EventID(high: 1, low: 1), type: first.type, version: first.version,
          stream: first.stream, occurred: first.occurred ?? "2021-10-01T00:00:00Z",
          actor: first.actor, source: first.source, references: first.body.references,
          payload: first.body.payload))
      let written = try JSONWriter.bytes(binding.envelope(stored).json)
      let second = try binding.event(written)
      #expect(second.body == first.body)
      #expect(second.stream == first.stream)
      #expect(second.source == first.source)
      #expect(second.id == first.id)
    }
  }
}
