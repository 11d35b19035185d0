// SPDX-License-Identifier: Apache-2.0

import Interchange
import Testing

private let mapping = """
  gridlog-mapping: 1
  format: open311
  system: s
  record: "{id}"
  time: rfc3339
  each: { path: notes, as: note }
  defaults: { stream: "ticket/{id}", occurred: note.at }
  events:
    - type: Head
      for: record
      occurred: at
      fields: { ward: "{attributes.ward}", flag: "{attributes.flag}", first: "{notes.0.kind}" }
    - type: Note
      when: { filled: note.kind }
      fields: { kind: "{note.kind}", number: { integer: note.@index }, head: "{attributes.ward}" }
  """

struct Open311Tests {
  private func events(_ json: String) throws -> [ProposedEvent] {
    let run = try ImportRun(
      ImportSource(bytes: Array(json.utf8)), mapping: Mapping(yaml: mapping))
    var events: [ProposedEvent] = []
    while let row = try run.next() {
      switch row {
      case .mapped(let record): events += record.events
      case .rejected(let rejected): throw rejected.problem
      case .other: Issue.record("JSON has records only")
      }
    }
    return events
  }

  @Test func `each element sees itself and its record`() throws {
    let events = try events(
      """
      [{"id": 7, "at": "2014-05-09T19:02:21-05:00", "attributes": {"ward": 21, "flag": true},
        "notes": [{"at": "2014-05-09T19:02:21-05:00", "kind": "a"},
                  {"at": "2014-05-10T00:02:21Z"}, {"at": "2014-05-10T00:02:22Z", "kind": "b"}]}]
      """)
    #expect(events.map { "\($0.type) \($0.ordinal)" } == ["Head 1", "Note 1", "Note 2"])
    #expect(events.allSatisfy { $0.externalID == "7" && $0.stream == "ticket/7" && $0.line == 1 })
    #expect(events[0].field("flag") == .string("true") && events[0].field("first") == .string("a"))
    #expect(events.dropFirst().map { $0.field("number") } == [.number("0"), .number("2")])
    #expect(events[2].field("head") == .string("21"))
    #expect(events[1].occurred.microseconds == events[0].occurred.microseconds)
  }

  @Test func `a record whose list is missing or whose value is no text is rejected`() throws {
    #expect(throws: RecordProblem.self) { try events(#"[{"id":"1","at":"2014-05-10T00:02:21Z"}]"#) }
    #expect {
      try events(#"[{"id":["1"],"at":"2014-05-10T00:02:21Z","notes":[]}]"#)
    } throws: { ($0 as? RecordProblem)?.reason == .notSingle }
  }

  @Test func `a broken file is an error with its place, after the records before it`() throws {
    let json = """
      [{"id":"1","at":"2014-05-10T00:02:21Z","notes":[]},
       {"id":"2","at":"2014-05-10T00:02:21Z","notes":[}]
      """
    let run = try ImportRun(ImportSource(bytes: Array(json.utf8)), mapping: Mapping(yaml: mapping))
    guard case .mapped(let first)? = try run.next() else { throw ImportError.noHeader }
    #expect(first.externalID == "1")
    #expect {
      try run.next()
    } throws: { error in
      guard case .input(.json(let fault))? = error as? ImportError else { return false }
      return fault.line == 2 && fault.pointer.hasPrefix("/1")
    }
  }
}
