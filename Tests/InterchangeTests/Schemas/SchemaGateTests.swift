// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Interchange
import Testing

/// What was released keeps its meaning: the gate tells what breaks and what does not.
@Suite struct SchemaGateTests {
  private static func schema(
    version: Int = 1, stream: Role? = "parcel", _ change: (inout [Field]) -> Void = { _ in }
  ) -> EventSchema {
    var fields: [Field] = [
      .reference("parcel", "parcel"), .reference("depot", "depot", "shop"),
      .references("seen", "person"),
      Field(1, "grams", .int), Field(2, "note", .code, optional: true),
      Field(3, "speed", .enumeration([EnumerationCase(1, "slow"), EnumerationCase(2, "fast")])),
      Field(4, "items", .list(.message([Field(1, "what", .code), Field(2, "count", .int)]))),
      .sealed(5, "words", subjects: ["parcel"], purpose: "delivery", optional: true),
    ]
    change(&fields)
    return EventSchema("ParcelSent", version: version, title: "sent", stream: stream, fields)
  }

  private static func files(_ schemas: EventSchema...) throws -> [String: JSONValue] {
    var files: [String: JSONValue] = [:]
    for schema in schemas {
      let document = SchemaDocument(schema)
      files[document.fileName] = try JSONParser.parse(document.text)
    }
    return files
  }

  private static func replace(_ name: String, _ field: Field) -> (inout [Field]) -> Void {
    { fields in
      guard let index = fields.firstIndex(where: { $0.name == name }) else { return }
      fields[index] = field
    }
  }

  private static func add(_ field: Field) -> (inout [Field]) -> Void {
    { $0.append(field) }
  }

  struct Example: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let kind: SchemaChange.Kind
    let field: String?
    let change: @Sendable (inout [Field]) -> Void

    init(
      _ words: String, _ kind: SchemaChange.Kind, _ field: String?,
      _ change: @escaping @Sendable (inout [Field]) -> Void
    ) {
      testDescription = words
      self.kind = kind
      self.field = field
      self.change = change
    }
  }

  private static func cases(_ pairs: (Int, String)...) -> FieldType {
    .enumeration(pairs.map { EnumerationCase($0.0, $0.1) })
  }

  static let examples: [Example] = [
    Example("a field is gone", .fieldRemoved, "grams") { $0.removeAll { $0.name == "grams" } },
    Example("a reference is gone", .fieldRemoved, "seen") { $0.removeAll { $0.name == "seen" } },
    Example("another number", .numberChanged, "grams") {
      replace("grams", Field(9, "grams", .int))(&$0)
    },
    Example("another type", .typeChanged, "grams") {
      replace("grams", Field(1, "grams", .decimal))(&$0)
    },
    Example("text for a code", .typeChanged, "note") {
      replace("note", Field(2, "note", .text, optional: true, harmless: "x"))(&$0)
    },
    Example("a new field that must be there", .requiredFieldAdded, "fee") {
      add(Field(7, "fee", .decimal))(&$0)
    },
    Example("an optional field that must be there now", .fieldRequired, "note") {
      replace("note", Field(2, "note", .code))(&$0)
    },
    Example("another role", .roleChanged, "depot") {
      replace("depot", .reference("depot", "depot", "shop", role: "office"))(&$0)
    },
    Example("a kind is gone", .kindRemoved, "depot") {
      replace("depot", .reference("depot", "depot"))(&$0)
    },
    Example("a reference moved into the payload", .placeChanged, "depot") {
      replace("depot", Field(8, "depot", .code))(&$0)
    },
    Example("a name is gone", .caseRemoved, "speed") {
      replace("speed", Field(3, "speed", cases((1, "slow"))))(&$0)
    },
    Example("a name has another number", .caseRenumbered, "speed") {
      replace("speed", Field(3, "speed", cases((1, "slow"), (3, "fast"))))(&$0)
    },
    Example("a field of a list's message is gone", .fieldRemoved, "items[].count") {
      replace("items", Field(4, "items", .list(.message([Field(1, "what", .code)]))))(&$0)
    },
    Example("sealed words in clear", .sealingChanged, "words") {
      replace("words", Field(5, "words", .text, optional: true, harmless: "x"))(&$0)
    },
    Example("sealed for another purpose", .sealingChanged, "words") {
      replace(
        "words", .sealed(5, "words", subjects: ["parcel"], purpose: "else", optional: true))(&$0)
    },
    Example("a list that must not be empty", .fieldRequired, "seen") {
      replace("seen", .references("seen", "person", optional: false))(&$0)
    },
    Example("a new optional field", .optionalFieldAdded, "fee") {
      add(Field(7, "fee", .decimal, optional: true))(&$0)
    },
    Example("a field that may be absent now", .fieldOptional, "grams") {
      replace("grams", Field(1, "grams", .int, optional: true))(&$0)
    },
    Example("one more kind", .kindAdded, "depot") {
      replace("depot", .reference("depot", "depot", "shop", "ship"))(&$0)
    },
    Example("any kind", .kindAdded, "depot") { replace("depot", .reference("depot"))(&$0) },
    Example("one more name", .caseAdded, "speed") {
      replace("speed", Field(3, "speed", cases((1, "slow"), (2, "fast"), (3, "drone"))))(&$0)
    },
  ]

  @Test(arguments: examples)
  func `a change of a released version is told for what it is`(example: Example) throws {
    let frozen = try Self.files(Self.schema())
    let code = SchemaCatalogue([Self.schema(example.change)])
    let gate = SchemaGate(code, upcasters: [], files: frozen)
    let found = gate.changes.first { $0.kind == example.kind && $0.field == example.field }
    #expect(found?.schema == "ParcelSent.v1", "\(gate.changes)")
    #expect(gate.breaking.isEmpty == !example.kind.isBreaking, "\(gate.changes)")
  }

  @Test func `equal schemas differ in nothing`() throws {
    let frozen = try Self.files(Self.schema())
    #expect(
      SchemaGate(SchemaCatalogue([Self.schema()]), upcasters: [], files: frozen).changes == [])
  }

  @Test func `a new version is compatible once an upcaster leads to it`() throws {
    let frozen = try Self.files(Self.schema())
    let code = SchemaCatalogue([
      Self.schema(), Self.schema(version: 2) { $0.removeAll { $0.name == "grams" } },
    ])
    let without = SchemaGate(code, upcasters: [], files: frozen)
    #expect(without.changes.map(\.kind) == [.upcasterMissing, .versionAdded])
    #expect(without.breaking.map(\.schema) == ["ParcelSent.v1"])
    let step = Upcaster("ParcelSent", from: 1) { $0["grams"] = nil }
    let with = SchemaGate(code, upcasters: [step], files: frozen)
    #expect(with.changes.map(\.kind) == [.versionAdded] && with.breaking.isEmpty)
  }

  @Test func `a type that the code forgot breaks, and another stream does`() throws {
    let frozen = try Self.files(Self.schema(), Self.schema(version: 2))
    let gate = SchemaGate(
      SchemaCatalogue([Self.schema(stream: "depot")]), upcasters: [], files: frozen)
    #expect(gate.breaking.map(\.kind) == [.typeMeaningChanged, .schemaRemoved])
    #expect(gate.breaking.map(\.schema) == ["ParcelSent.v1", "ParcelSent.v2"])
  }
}
