// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

extension ProjectionConformance {
  /// Made-up events of every version, and those given as golden, can be lifted and folded.
  func checkVersions() throws {
    var samples: [NewEvent] = []
    for schema in P.Vocabulary.catalogue.schemas where !schema.isPlain {
      for filling in SampleFilling.allCases {
        let sample: NewEvent
        do { sample = try schema.sample(filling) } catch { throw broken("\(error)") }
        samples.append(sample)
      }
    }
    for event in samples + golden { try checkLift(event) }
    // What does not fit the projection's own rules is refused and listed; nothing may trap.
    var builder = HistoryBuilder()
    for event in samples + golden { builder.append(event) }
    _ = try builder.replay(P.self)
  }

  private func checkLift(_ event: NewEvent) throws {
    let catalogue = P.Vocabulary.catalogue
    guard let schema = catalogue.schema(event.type, version: event.version),
      let newest = catalogue.newest(event.type)
    else { throw broken("\(event.type) version \(event.version) is not in the vocabulary") }
    do {
      var values = try schema.values(
        references: event.body.references, payload: event.body.payload)
      guard schema.version < newest.version else { return }
      for version in schema.version..<newest.version {
        guard
          let step = P.Vocabulary.upcasters.first(where: {
            $0.type == event.type && $0.from == version
          })
        else { throw broken("\(event.type) has no upcaster from version \(version)") }
        values = step.lift(values)
      }
      _ = try newest.encode(values + newest.placeholders)
    } catch let error as SchemaError {
      throw broken("version \(schema.version) cannot be lifted: \(error)")
    }
  }

  private func broken(_ detail: String) -> BrokenLaw {
    BrokenLaw(
      projection: P.name, law: .versions, history: "one event of every version", seed: seed,
      position: nil, detail: detail)
  }
}
