// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation
import GridGovernance
import Testing

@Suite struct SchemaFileTests {
  static let folder = SharedFiles.packageRoot.appending(path: "schemas")
  static let documents = GovernanceEvent.catalogue.schemas.map(SchemaDocument.init)

  /// `GRIDLOG_WRITE_SCHEMAS=1 swift test --filter Schema` writes them anew.
  static func rewriteIfAsked() throws {
    guard ProcessInfo.processInfo.environment["GRIDLOG_WRITE_SCHEMAS"] == "1" else { return }
    try? FileManager.default.removeItem(at: folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for document in documents {
      try Data(document.text.utf8).write(to: folder.appending(path: document.fileName))
    }
  }

  @Test func `the files in schemas are what the code says`() throws {
    try Self.rewriteIfAsked()
    let files = try FileManager.default.contentsOfDirectory(
      at: Self.folder, includingPropertiesForKeys: nil)
    let found = Set(files.map(\.lastPathComponent))
    let expected = Set(Self.documents.map(\.fileName))
    #expect(found.subtracting(expected).sorted() == [], "files without a schema in the code")
    #expect(expected.subtracting(found).sorted() == [], "schemas without a file")
    for document in Self.documents where found.contains(document.fileName) {
      let file = Self.folder.appending(path: document.fileName)
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(text == document.text, "\(document.fileName): GRIDLOG_WRITE_SCHEMAS=1 rewrites it")
    }
  }

  @Test func `a schema file is JSON with the members that readers need`() throws {
    for document in Self.documents {
      let json = try JSONSerialization.jsonObject(with: Data(document.text.utf8))
      let object = try #require(json as? [String: Any], "\(document.fileName)")
      #expect(object["$id"] as? String == document.identifier)
      #expect(object["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
      #expect(object["type"] as? String == "object")
      let properties = try #require(object["properties"] as? [String: [String: Any]])
      for (name, property) in properties {
        let place = property["x-field"] ?? property["x-role"]
        #expect(place != nil, "\(document.fileName): \(name) has no place in the event")
      }
    }
  }

  @Test func `no text stands in clear without a reason`() {
    for schema in GovernanceEvent.catalogue.schemas {
      #expect(schema.unexplainedText == [], "\(schema.name)")
      #expect(!schema.isPlain, "\(schema.name): a county's fields are a contract")
    }
  }

  @Test func `a text field without a reason is found wherever it hides`() {
    let nested: [Field] = [
      Field(1, "clause", .text, harmless: "a published clause"), Field(2, "remark", .text),
    ]
    let schema = EventSchema(
      "PlantedForTheTest", title: "x",
      [
        Field(1, "note", .text), Field(2, "notes", .list(.text)),
        Field(3, "items", .list(.message(nested))), Field(4, "code", .code),
        .sealed(5, "words", subjects: ["person"], purpose: "x"),
        .reference("person", "person"),
      ])
    #expect(schema.unexplainedText == ["note", "notes[]", "items[].remark"])
  }

  @Test func `numbers of enumerations and the roles of references stand in the file`() throws {
    let schema = try #require(GovernanceEvent.catalogue.newest(.ticketEscalated))
    let text = SchemaDocument(schema).text
    #expect(text.contains(#""x-numbers": {"town": 2, "county": 3}"#))
    #expect(text.contains(#""x-stream": "ticket""#))
    #expect(text.contains(#""x-role": "power""#))
    let correction = try #require(GovernanceEvent.catalogue.newest(.factCorrected))
    let lines = SchemaDocument(correction).text
    #expect(lines.contains(#""x-amends": {"target": "target", "field": "field", "value": "new"}"#))
    #expect(lines.contains(#""x-references": "any""#))
  }
}
