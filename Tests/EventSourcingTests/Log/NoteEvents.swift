// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport

/// A tiny vocabulary for the log's own tests.
struct NoteTaken: Event {
  var note: ObjectName
  var author: ObjectName?
  var words: Int
  var heading: String?
  var text: SealedText?

  static let schema = EventSchema(
    "NoteTaken", title: "a note was taken", stream: "note",
    [
      .reference("note", "note"), .reference("author", "person", optional: true),
      Field(1, "words", .int),
      Field(2, "heading", .text, optional: true, harmless: "headings are public"),
      .sealed(3, "text", subjects: ["author", "note"], purpose: "body", optional: true),
    ])
}

struct NoteBurnt: Event {
  var note: ObjectName

  static let schema = EventSchema(
    "NoteBurnt", title: "a note was burnt", stream: "note", [.reference("note", "note")])
}

enum Notes: EventVocabulary {
  static let catalogue = SchemaCatalogue([NoteTaken.schema, NoteBurnt.schema])
}

/// A log in a directory that goes away with the test.
struct TemporaryLog {
  let directory = TemporaryDirectory("log")
  let log: EventLog
  var path: String { directory.path(of: "test.gridlog") }

  init(clock: LogClock = .system) throws(EventLogError) {
    log = try EventLog.create(
      at: directory.path(of: "test.gridlog"), options: EventLogOptions(catalogue: Notes.catalogue),
      clock: clock)
  }

  /// - Parameter change: Sets options.
  init(_ change: (inout EventLogOptions) -> Void) throws(EventLogError) {
    var options = EventLogOptions(catalogue: Notes.catalogue)
    change(&options)
    log = try EventLog.create(at: directory.path(of: "test.gridlog"), options: options)
  }

  func reopened() throws(EventLogError) -> EventLog {
    try EventLog(at: path, options: EventLogOptions(catalogue: Notes.catalogue))
  }
}

func note(
  _ name: String, words: Int = 1, id: EventID? = nil, occurred: Instant? = nil,
  author: ObjectName? = nil, text: SealedText? = nil
) throws(SchemaError) -> NewEvent {
  try NewEvent(
    NoteTaken(note: ObjectName("note", name), author: author, words: words, text: text),
    id: id, occurred: occurred)
}
