// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Testing

@testable import EventSourcing

/// A plain struct as an event: what it may hold, and what an append takes.
@Suite struct PlainEventTests {
  private struct Odd<Content: Codable & Hashable & Sendable>: PlainEvent {
    static var type: EventType { "OddOne" }
    static var harmless: String { "a test" }
    var content: Content
  }

  private func fault(_ content: some Codable & Hashable & Sendable) -> String? {
    do throws(SchemaError) {
      _ = try NewEvent(Odd(content: content), stream: "odd/1")
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `what a plain event cannot hold is refused with its path and type`() throws {
    let expected =
      "expected a plain value: whole numbers of 64 bits, exact decimals, text, times, and such"
    let place = "OddOne v1, field content"
    #expect(fault(1.5) == "\(place): \(expected), found Double")
    #expect(fault(Float(1)) == "\(place): \(expected), found Float")
    #expect(fault(Int128(1)) == "\(place): \(expected), found Int128")
    #expect(fault(["a": [2.5]]) == "\(place): \(expected), found Double")
    #expect(fault(UInt64.max) == "\(place): \(expected), found UInt64")
    #expect(fault(UInt64(Int64.max)) == nil)
    #expect(fault([1, nil, 3]) == "\(place): \(expected), found Optional<Int>")
  }

  @Test func `personal text has no place in a plain event`() throws {
    let fault = try #require(self.fault(SealedText("王某 13800000021")))
    #expect(fault.hasSuffix("found SealedText"))
    #expect(!fault.contains("138"))
    #expect(GaugeRead.schema.unexplainedText == [])
    #expect(SchemaDocument(GaugeRead.schema).text.contains(#""x-harmless": "levels and states"#))
  }

  @Test func `a struct that loses a part on the way is refused`() {
    // As plain JSON a date is a text: nothing says that it was a date.
    let fault = fault(Value.date("2021-08-05"))
    #expect(
      fault == "OddOne v1: expected a struct that reads back as it was, found one that loses a part"
    )
    #expect(self.fault(Instant.latest.adding(microseconds: 1)) != nil)
    #expect(self.fault(Value.text("2021-08-05")) == nil)
  }

  @Test func `a number that no log holds is refused on reading too, without end of memory`() {
    let schema = Odd<Double>.schema
    #expect(throws: SchemaError.self) {
      try schema.decode(Odd<Double>.self, from: [NamedValue("content", .int(1))])
    }
    #expect(throws: SchemaError.self) {
      try schema.decode(Odd<Double>.self, from: [NamedValue("content", .text("1.5"))])
    }
  }

  // MARK: In a log

  private func log(_ directory: TemporaryDirectory) throws -> EventLog {
    try EventLog.create(
      at: directory.path(of: "log"), options: EventLogOptions(catalogue: Gauges.catalogue),
      clock: .source)
  }

  private func moved(_ payload: String, canal: ObjectName? = "canal/1") -> NewEvent {
    var references = [Reference("gauge", "gauge/7")]
    if let canal { references.append(Reference("canal", canal)) }
    return NewEvent(
      type: GaugeMoved.type, version: 2, stream: "gauge/7",
      body: EventBody(references: references, payload: Array(payload.utf8), clear: []))
  }

  @Test func `an append takes the one form that the struct gives, and no other`() throws {
    let directory = TemporaryDirectory("plain")
    let log = try log(directory)
    func fault(_ event: NewEvent) -> String? {
      do throws(AppendError) {
        _ = try log.append([event])
        return nil
      } catch {
        return "\(error)".replacing("append rejected: event 1 of the request: ", with: "")
      }
    }
    let good = #"{"metres":3,"on":"2021-08-05"}"#
    #expect(fault(moved(good)) == nil)
    let payload = "GaugeMoved v2, field payload: payload is not canonical:"
    #expect(
      fault(moved(#"{"metres":3, "on":"2021-08-05"}"#))
        == "\(payload) a name in quotes must stand here, at byte 12")
    #expect(
      fault(moved(#"{"canal":"canal/2","metres":3,"on":"2021-08-05"}"#))
        == "\(payload) the reference canal stands in the payload, at byte 0")
    #expect(
      fault(moved(#"{"at":1,"metres":3,"on":"2021-08-05"}"#))
        == "GaugeMoved v2, field at: the schema has no such field; "
        + "leave it out or check its spelling")
    #expect(
      fault(moved(#"{"metres":3}"#)) == "GaugeMoved v2, field on: the field is required and absent")
    #expect(
      fault(moved(#"{"metres":"3","on":"2021-08-05"}"#))
        == "GaugeMoved v2, field metres: expected a value for Int, found another")
    #expect(
      fault(moved(#"{"metres":3,"on":"2021-02-30"}"#))
        == "GaugeMoved v2, field on: expected what GaugeMoved has there, found something else")
    #expect(
      fault(moved(good, canal: nil))
        == "GaugeMoved v2, field canal: the field is required and absent")
    #expect(
      fault(moved(good, canal: "body/1"))?.contains("expects an object of kind canal") == true)
    #expect(fault(moved(""))?.hasPrefix(payload) == true)
    #expect(try log.head == 1)
  }

  @Test func `a struct whose text form is not the only one is held to it`() throws {
    let body = try NewEvent(CanonicalJSONTests.event()).body
    let loose = String(decoding: body.payload, as: UTF8.self).replacing("-0.05", with: "-0.050")
    do {
      try GaugeRead.schema.check(references: body.references, payload: Array(loose.utf8))
      Issue.record("two forms of one event")
    } catch {
      let fault = WireError(
        offset: 153, reason: .notCanonical("its struct writes it otherwise"))
      #expect(error.reason == .bytes(fault))
    }
  }

  @Test func `the size limits of every event hold`() throws {
    var event = CanonicalJSONTests.event()
    event.notes = [String(repeating: "x", count: SchemaLimits.text + 1)]
    do {
      _ = try NewEvent(event)
      Issue.record("a text without a limit")
    } catch {
      #expect(error.field == "notes[0]")
      #expect(error.reason == .tooLong(bytes: SchemaLimits.text + 1, limit: SchemaLimits.text))
    }
    event.notes = Array(repeating: String(repeating: "x", count: 500_000), count: 3)
    let directory = TemporaryDirectory("plain")
    let log = try log(directory)
    let large = try NewEvent(event, occurred: "2021-08-05T09:00:00Z")
    #expect(throws: AppendError.self) { try log.append([large]) }
  }

  @Test func `a plain event comes back from disk as it went in`() throws {
    let directory = TemporaryDirectory("plain")
    let log = try log(directory)
    let events = [0, 1, 2].map { number in
      var event = CanonicalJSONTests.event()
      event.count = Int64(number)
      return event
    }
    for event in events { _ = try log.append([NewEvent(event, occurred: "2021-08-05T09:00:00Z")]) }
    let reopened = try EventLog(at: log.path, options: log.options)
    let stored = try reopened.events(.reference("checker", "body/a"))
    #expect(try stored.map { try $0.decode(GaugeRead.self) } == events)
    let fields = try stored[2].fields(in: Gauges.catalogue)
    #expect(fields.map(\.name).prefix(4) == ["gauge", "checkers", "at", "byName"])
    #expect(fields.first { $0.name == "count" }?.value == .int(2))
    #expect(try reopened.verify().isIntact)
  }
}
