// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Holds the schemas of the code against the files that were frozen when they were released.
///
/// A released version of a type never changes its meaning: stored bytes stay as they are, and
/// files that others made by the schema must go on being read. What must change becomes a new
/// version with an upcaster.
public struct SchemaGate: Sendable {
  /// Every difference: by the name of the schema, then in the order of its fields.
  public let changes: [SchemaChange]
  /// How many schemas the code has.
  public let count: Int

  public var breaking: [SchemaChange] { changes.filter(\.kind.isBreaking) }

  /// - Parameters:
  ///   - files: Frozen documents by the name of the file, `TicketDispatched.v1.json`.
  ///   - upcasters: The steps of the vocabulary; every old version needs one.
  public init(
    _ catalogue: SchemaCatalogue, upcasters: [Upcaster], files: [String: JSONValue]
  ) {
    var changes: [SchemaChange] = []
    var known: Set<String> = []
    for schema in catalogue.schemas {
      let document = SchemaDocument(schema)
      known.insert(document.fileName)
      if let frozen = files[document.fileName] {
        guard let code = try? JSONParser.parse(document.text) else { continue }
        changes += SchemaComparison(schema.name, frozen, code).changes
      } else {
        let isFirst = schema.version == 1
        changes.append(SchemaChange(schema.name, isFirst ? .typeAdded : .versionAdded))
      }
      let hasStep = upcasters.contains { $0.type == schema.type && $0.from == schema.version }
      if schema.version < catalogue.newest(schema.type)?.version ?? 0, !hasStep {
        changes.append(SchemaChange(schema.name, .upcasterMissing))
      }
    }
    for file in files.keys.sorted() where !known.contains(file) {
      let name = file.hasSuffix(".json") ? String(file.dropLast(5)) : file
      changes.append(SchemaChange(name, .schemaRemoved))
    }
    count = catalogue.schemas.count
    self.changes = changes.enumerated()
      .sorted { ($0.element.schema, $0.offset) < ($1.element.schema, $1.offset) }.map(\.element)
  }
}
