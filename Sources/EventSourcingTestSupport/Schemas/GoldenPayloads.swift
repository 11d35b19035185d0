// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Frozen payloads of every version of every event type: what logs hold, today's code must read.
///
/// One line an event, fields between tabs: type, version, filling, references (`role=kind/key`
/// between spaces), payload in hexadecimal. The file only ever grows: a line that was frozen stays
/// as it is, for there are logs that hold such bytes.
///
/// Plain events are not in it: their payload is their type's own JSON.
public struct GoldenPayloads: Sendable {
  private let catalogue: SchemaCatalogue
  private let upcasters: [Upcaster]

  public init(_ vocabulary: (some EventVocabulary).Type) {
    catalogue = vocabulary.catalogue
    upcasters = vocabulary.upcasters
  }

  /// The frozen lines, and one for each version and filling that has none yet.
  public func completed(_ frozen: String) throws(SchemaError) -> String {
    var lines = frozen.split(separator: "\n").map(String.init)
    let known = Set(lines.map { $0.split(separator: "\t").prefix(3).joined(separator: "\t") })
    for schema in catalogue.schemas where !schema.isPlain {
      for filling in SampleFilling.allCases {
        let name = "\(schema.type.name)\t\(schema.version)\t\(filling.rawValue)"
        if known.contains(name) { continue }
        let body = try schema.sample(filling).body
        let references = body.references.map { "\($0.role.name)=\($0.object.text)" }
        lines.append(
          "\(name)\t\(references.joined(separator: " "))\t\(GoldenPayloads.hex(body.payload))")
      }
    }
    return lines.sorted().map { $0 + "\n" }.joined()
  }

  /// What is wrong with today's code: lines that it cannot read, that it would write otherwise,
  /// or that it cannot lift to the newest version; and versions without a line.
  public func problems(_ frozen: String) -> [String] {
    var problems: [String] = []
    for line in frozen.split(separator: "\n") {
      do throws(Problem) {
        try check(line)
      } catch {
        let name = line.split(separator: "\t").prefix(3).joined(separator: " ")
        problems.append("\(name): \(error.words)")
      }
    }
    let lines = Set(frozen.split(separator: "\n"))
    let missing = ((try? completed(frozen)) ?? "").split(separator: "\n")
      .filter { !lines.contains($0) }
      .map { "\($0.split(separator: "\t").prefix(3).joined(separator: " ")): not frozen yet" }
    return problems + missing
  }

  /// The events of the lines that can be read: what a projection's check can be given as golden.
  public func events(_ frozen: String) -> [NewEvent] {
    frozen.split(separator: "\n").compactMap { line in
      guard let (schema, body) = try? read(line) else { return nil }
      return NewEvent(
        type: schema.type, version: schema.version,
        stream: schema.stream(in: body.references) ?? ObjectName("sample", "1"), body: body)
    }
  }

  // MARK: One line

  private struct Problem: Error { let words: String }

  private func read(_ line: Substring) throws(Problem) -> (EventSchema, EventBody) {
    let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard parts.count == 5, let version = Int(parts[1]),
      let payload = GoldenPayloads.bytes(parts[4])
    else { throw Problem(words: "not a line of five fields") }
    guard let schema = catalogue.schema(EventType(String(parts[0])), version: version) else {
      throw Problem(words: "the code no longer knows it")
    }
    var references: [Reference] = []
    for text in parts[3].split(separator: " ") {
      let sides = text.split(separator: "=", maxSplits: 1)
      guard sides.count == 2, let object = ObjectName(sides[1]) else {
        throw Problem(words: "\(text) is not a reference")
      }
      references.append(Reference(Role(String(sides[0])), object))
    }
    return (schema, EventBody(references: references, payload: payload, clear: []))
  }

  private func check(_ line: Substring) throws(Problem) {
    let (schema, body) = try read(line)
    do {
      try schema.check(references: body.references, payload: body.payload)
      let values = try schema.values(references: body.references, payload: body.payload)
      let again = try schema.encode(values + schema.placeholders)
      guard again.payload == body.payload, again.references == body.references else {
        throw Problem(
          words: "today's code writes other bytes: \(GoldenPayloads.hex(again.payload))")
      }
      try lift(values, schema)
    } catch let problem as Problem {
      throw problem
    } catch {
      throw Problem(words: "\(error)")
    }
  }

  private func lift(_ values: [NamedValue], _ schema: EventSchema) throws {
    guard let newest = catalogue.newest(schema.type), schema.version < newest.version else {
      return
    }
    var values = values
    for version in schema.version..<newest.version {
      guard
        let step = upcasters.first(where: { $0.type == schema.type && $0.from == version })
      else { throw Problem(words: "no upcaster from version \(version)") }
      values = step.lift(values)
    }
    _ = try newest.encode(values + newest.placeholders)
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    Bytes(bytes).plainValue.description
  }

  private static func bytes(_ text: Substring) -> [UInt8]? {
    guard text.utf8.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    var rest = text
    while !rest.isEmpty {
      guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    return bytes
  }
}
