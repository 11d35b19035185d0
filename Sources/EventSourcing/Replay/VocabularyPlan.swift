// SPDX-License-Identifier: Apache-2.0

/// What a vocabulary knows, laid out for one look per event.
final class VocabularyPlan {
  let catalogue: SchemaCatalogue
  /// The newest version by type number; 0 for a type that is not known.
  private let newest: [UInt16]
  private let upcasters: [EventType: [Int: Upcaster]]
  /// Types that amend or retract others, by the newest schema.
  let effects: [EventType: EventEffect]

  init(_ vocabulary: (some EventVocabulary).Type) {
    catalogue = vocabulary.catalogue
    var newest: [UInt16] = []
    var effects: [EventType: EventEffect] = [:]
    for schema in catalogue.schemas {
      let number = Int(schema.type.number)
      if number >= newest.count {
        newest += Array(repeating: 0, count: number + 1 - newest.count)
      }
      // Ascending versions: the last one stays.
      newest[number] = UInt16(schema.version)
      effects[schema.type] = schema.effect == .none ? nil : schema.effect
    }
    var upcasters: [EventType: [Int: Upcaster]] = [:]
    for upcaster in vocabulary.upcasters {
      upcasters[upcaster.type, default: [:]][upcaster.from] = upcaster
    }
    self.newest = newest
    self.effects = effects
    self.upcasters = upcasters
  }

  /// Lifts old events of a batch to their newest version; the reasons of those that cannot be.
  func prepare(_ batch: EventBatch, _ directory: OverlayDirectory) -> [Int: Refusal] {
    var refusals: [Int: Refusal] = [:]
    for row in 0..<batch.count {
      let type = Int(batch.columns.pointee.type[row])
      let known = type < newest.count ? newest[type] : 0
      if batch.columns.pointee.version[row] == known { continue }
      do throws(Refusal) {
        try lift(batch, row, to: Int(known), directory)
      } catch {
        refusals[row] = error
      }
    }
    return refusals
  }

  private func lift(
    _ batch: EventBatch, _ row: Int, to newest: Int, _ directory: OverlayDirectory
  ) throws(Refusal) {
    let type = batch.type(row)
    let version = batch.version(row)
    guard newest > 0 else { throw Refusal("type \(type) is not known to this program") }
    guard version < newest, let schema = catalogue.schema(type, version: version) else {
      throw Refusal("version \(version) of \(type) is not known to this program")
    }
    do {
      var values = try schema.values(
        references: batch.references(row), payload: batch.payload(row))
      for step in version..<newest {
        guard let upcaster = upcasters[type]?[step] else {
          throw Refusal("\(type) has no upcaster from version \(step)")
        }
        values = upcaster.lift(values)
      }
      try batch.rewrite(row, values: values, as: requiredSchema(type), directory)
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw Refusal("version \(version) cannot be lifted to \(newest): \(error)")
    }
  }

  private func requiredSchema(_ type: EventType) throws(Refusal) -> EventSchema {
    guard let schema = catalogue.newest(type) else {
      throw Refusal("type \(type) is not known to this program")
    }
    return schema
  }

  /// The fields of a prepared row by name, without sealed ones.
  func values(_ batch: EventBatch, _ row: Int) throws(Refusal) -> [NamedValue] {
    do {
      return try requiredSchema(batch.type(row)).values(
        references: batch.references(row), payload: batch.payload(row))
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw Refusal("cannot be read: \(error)")
    }
  }
}

extension EventBatch {
  /// Writes named values through a schema into a row.
  func rewrite(
    _ row: Int, values: [NamedValue], as schema: EventSchema, _ directory: OverlayDirectory
  ) throws(SchemaError) {
    // Sealed fields stay sealed where they are; the schema only wants to see that they exist.
    let sealed = schema.fields.filter { field in
      if case .sealed = field.place { return !field.isOptional }
      return false
    }
    let body = try schema.encode(values + sealed.map { NamedValue($0.name, .text("")) })
    rewrite(
      row, version: schema.version, references: body.references, payload: body.payload,
      in: directory)
  }
}
