// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Testing

@testable import Interchange

/// One wrong thing at a time in a line that is otherwise right: where the fault is told to be.
@Suite struct BadLineTests {
  private let binding = CloudEventBinding(GovernanceEvent.catalogue)

  private static let good = """
    {"specversion":"1.0","id":"a","source":"system/app","type":"TicketDispatched",\
    "subject":"ticket/T-1","time":"2021-08-05T09:12:00+08:00",\
    "dataschema":"urn:gridlog:schemas/TicketDispatched.v1.json","datacontenttype":"application/json",\
    "data":{"ticket":"ticket/T-1","hop":1,"handler":"body/B","rule":"rule/R","binding":false,\
    "ground":"ownDuty","copyTo":["body/C"]}}
    """

  private func fault(_ text: String) -> CloudEventError? {
    do {
      _ = try binding.event(Array(text.utf8), limits: JSONLimits(bytes: 4 << 20))
      return nil
    } catch {
      return error
    }
  }

  @Test func `the line itself is right`() {
    #expect(fault(Self.good) == nil)
  }

  @Test(arguments: [
    // Attributes of the envelope.
    ("\"specversion\":\"1.0\",", "", "/specversion"),
    ("\"specversion\":\"1.0\"", "\"specversion\":\"0.3\"", "/specversion"),
    ("\"specversion\":\"1.0\"", "\"specversion\":1.0", "/specversion"),
    ("\"id\":\"a\",", "", "/id"),
    ("\"id\":\"a\"", "\"id\":\"\"", "/id"),
    ("\"id\":\"a\"", "\"id\":7", "/id"),
    ("\"source\":\"system/app\",", "", "/source"),
    ("\"source\":\"system/app\"", "\"source\":\"not a uri\"", "/source"),
    ("\"source\":\"system/app\"", "\"source\":\"system/%zz\"", "/source"),
    ("\"source\":\"system/app\"", "\"source\":[]", "/source"),
    ("\"type\":\"TicketDispatched\"", "\"type\":\"TicketDispached\"", "/type"),
    ("\"type\":\"TicketDispatched\"", "\"type\":{}", "/type"),
    ("\"subject\":\"ticket/T-1\"", "\"subject\":\"nothing\"", "/subject"),
    ("\"subject\":\"ticket/T-1\"", "\"subject\":\"ticket/T-2\"", "/subject"),
    ("\"subject\":\"ticket/T-1\"", "\"subject\":\"invented/T-1\"", "/subject"),
    ("\"subject\":\"ticket/T-1\"", "\"subject\":\"\"", "/subject"),
    ("2021-08-05T09:12:00+08:00", "2021-08-05", "/time"),
    ("2021-08-05T09:12:00+08:00", "2021-02-30T00:00:00Z", "/time"),
    ("2021-08-05T09:12:00+08:00", "2021-08-05T09:12:00", "/time"),
    ("\"time\":\"2021-08-05T09:12:00+08:00\"", "\"time\":1628125920", "/time"),
    ("TicketDispatched.v1.json", "TicketDispatched.v9.json", "/dataschema"),
    ("TicketDispatched.v1.json", "TicketClosed.v1.json", "/dataschema"),
    ("urn:gridlog:schemas/TicketDispatched.v1.json", "relative", "/dataschema"),
    ("application/json", "text/plain", "/datacontenttype"),
    ("application/json", "json", "/datacontenttype"),
    ("\"data\":{", "\"surprise\":\"x\",\"data\":{", "/surprise"),
    ("\"data\":{", "\"Surprise\":\"x\",\"data\":{", "/Surprise"),
    ("\"data\":{", "\"actorbody\":\"B\",\"data\":{", "/actorbody"),
    ("\"data\":{", "\"actorbody\":5,\"data\":{", "/actorbody"),
    ("\"data\":{", "\"causationid\":\"x\",\"data\":{", "/causationid"),
    ("\"data\":{", "\"sourcemode\":\"guessed\",\"data\":{", "/sourcemode"),
    ("\"data\":{", "\"data_base64\":\"AA==\",\"data\":{", "/data_base64"),
    // Fields of the data.
    ("\"ticket\":\"ticket/T-1\",\"hop\"", "\"hop\"", "/data/ticket"),
    ("\"hop\":1,", "", "/data/hop"),
    ("\"hop\":1", "\"hop\":null", "/data/hop"),
    ("\"hop\":1", "\"hop\":\"1\"", "/data/hop"),
    ("\"hop\":1", "\"hop\":1.5", "/data/hop"),
    ("\"hop\":1", "\"hop\":1e3", "/data/hop"),
    ("\"hop\":1", "\"hop\":9223372036854775808", "/data/hop"),
    ("\"handler\":\"body/B\"", "\"handler\":\"person/B\"", "/data/handler"),
    ("\"handler\":\"body/B\"", "\"handler\":\"B\"", "/data/handler"),
    ("\"handler\":\"body/B\"", "\"handler\":[\"body/B\"]", "/data/handler"),
    ("\"handler\":\"body/B\"", "\"handler\":\"body/\\u0000\"", "/data/handler"),
    ("\"binding\":false", "\"binding\":0", "/data/binding"),
    ("\"ground\":\"ownDuty\"", "\"ground\":\"whim\"", "/data/ground"),
    ("\"ground\":\"ownDuty\"", "\"ground\":3", "/data/ground"),
    ("[\"body/C\"]", "\"body/C\"", "/data/copyTo"),
    ("[\"body/C\"]", "[\"body/C\",7]", "/data/copyTo/1"),
    ("[\"body/C\"]", "[\"person/C\"]", "/data/copyTo/0"),
    ("\"hop\":1", "\"hop\":1,\"bogus\":true", "/data/bogus"),
    ("\"data\":{", "\"data\":[{", ""),
  ])
  func `a wrong part is named by its pointer`(old: String, new: String, pointer: String) throws {
    let line = Self.good.replacing(old, with: new)
    try #require(line != Self.good, "the test changes nothing")
    let found = try #require(fault(line), "accepted: \(new)")
    if !pointer.isEmpty { #expect(found.pointer == pointer, "\(found)") }
  }

  @Test(arguments: [
    "", " ", "null", "5", "[]", "\"x\"", "{", "{}", "{]", "{\"specversion\":\"1.0\",}",
    "{\"id\":\"a\",\"id\":\"b\"}", "{\"id\":\"\\ud800\"}", "{\"id\":\"\u{1}\"}", "\u{FEFF}{}",
  ])
  func `what is no JSON object is refused`(text: String) {
    #expect(fault(text) != nil)
  }

  @Test func `bytes that are not UTF-8 are refused with their place`() throws {
    let marker = Array("\"id\":\"a\"".utf8)
    var bytes = Array(Self.good.utf8)
    let index = try #require(bytes.indices.first { bytes[$0...].starts(with: marker) })
    bytes[index + 6] = 0xFF
    #expect(throws: CloudEventError.self) { try binding.event(bytes) }
    do {
      _ = try binding.event(bytes)
    } catch {
      guard case .json(let json) = error.reason else { throw error }
      #expect(json.problem == .invalidUTF8)
      #expect(json.offset == index + 6)
    }
  }

  @Test func `strings of a megabyte meet their limits`() {
    let long = String(repeating: "长", count: 350_000)
    for old in ["\"a\"", "\"system/app\"", "\"ticket/T-1\"", "\"body/B\"", "\"ownDuty\""] {
      let key = old == "\"a\"" ? "\"id\":" : ""
      let line = Self.good.replacing(key + old, with: key + "\"\(long)\"")
      #expect(fault(line) != nil, "\(old) took \(long.utf8.count) bytes")
    }
    do {
      _ = try binding.event(Array(Self.good.replacing("\"a\"", with: "\"\(long)\"").utf8))
      Issue.record("a line above the limit was read")
    } catch {
      #expect(error.reason != .missing)
    }
  }

  @Test func `deep nesting is refused, not a crash`() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(fault(Self.good.replacing("\"hop\":1", with: "\"hop\":\(deep)")) != nil)
  }

  @Test func `no error text repeats a value`() {
    let secret = "13800000000"
    for old in ["\"a\"", "\"system/app\"", "\"ticket/T-1\"", "\"body/B\"", "\"ownDuty\"", "1.0"] {
      let line = Self.good.replacing(old, with: "\"\(secret) \u{7}\"")
      if let found = fault(line) { #expect(!"\(found)".contains(secret), "\(found)") }
    }
  }

  @Test func `a type that is spelled wrong is told with the right one`() {
    let found = fault(Self.good.replacing("\"TicketDispatched\"", with: "\"TicketDispached\""))
    #expect(found?.reason == .unknownType(suggestion: "TicketDispatched"))
  }

  @Test func `an invented kind is refused before it is numbered`() {
    // 65,536 numbered kinds would end the process. Other tests may number one meanwhile.
    let counts = (0..<5).map { attempt in
      let before = ObjectKind("probe\(attempt)a").number
      for number in 0..<50 {
        let kind = "k\(attempt)x\(number)"
        #expect(fault(Self.good.replacing("\"body/B\"", with: "\"\(kind)/B\"")) != nil)
        #expect(
          fault(Self.good.replacing("\"ticket/T-1\",\"time", with: "\"\(kind)/T\",\"time")) != nil)
      }
      return ObjectKind("probe\(attempt)b").number - before
    }
    #expect(counts.contains(1), "\(counts)")
  }
}
