// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// A history made from another: some facts become known late, some are corrected or retracted,
/// as far as the vocabulary has types for that.
struct LateHistory {
  private let catalogue: SchemaCatalogue
  private var random: SeededGenerator
  private(set) var events: [NewEvent] = []

  init(_ given: [NewEvent], _ catalogue: SchemaCatalogue, seed: UInt64) {
    self.catalogue = catalogue
    random = SeededGenerator(seed: seed)
    var held: [(event: NewEvent, until: Int)] = []
    for (index, event) in given.enumerated() {
      var event = event
      if random.chance(5) { shift(&event) }
      if random.chance(15) {
        held.append((event, index + Int.random(in: 1...12, using: &random)))
      } else {
        events.append(event)
      }
      while let due = held.firstIndex(where: { $0.until <= index }) {
        events.append(held.remove(at: due).event)
      }
      if random.chance(10), let repair = repair() { events.append(repair) }
    }
    events += held.map(\.event)
    for _ in 0..<3 { if let repair = repair() { events.append(repair) } }
  }

  private mutating func shift(_ event: inout NewEvent) {
    let hours = Int64.random(in: -100...10, using: &random)
    event.occurred = event.occurred?.adding(microseconds: hours * 3_600_000_000)
  }

  /// A correction or retraction of an earlier event; `nil` if there is no type for it.
  private mutating func repair() -> NewEvent? {
    let repairs = catalogue.schemas.filter {
      $0.effect != .none && catalogue.newest($0.type)?.version == $0.version
    }
    guard !repairs.isEmpty, !events.isEmpty else { return nil }
    let schema = random.choose(repairs)
    let target = random.choose(events)
    guard let id = target.id else { return nil }
    var values = schema.sampleValues(.least)
    switch schema.effect {
    case .none: return nil
    case .retracts(let field): values.set(field, .id(id))
    case .amends(let field, let name, let value):
      let (amended, new) = correction(of: target)
      values.set(field, .id(id))
      values.set(name, .text(amended))
      values.set(value, new)
    }
    if schema.carriesForeignReferences { carry(target, into: &values, schema) }
    guard var body = try? schema.encode(values + schema.placeholders) else { return nil }
    body.clear = []
    // From the repair's own stream, if it says one; a person who corrects has a desk somewhere.
    return NewEvent(
      id: EventID(high: random.next(), low: random.next()), type: schema.type,
      version: schema.version, stream: schema.stream(in: body.references) ?? target.stream,
      occurred: events.last?.occurred, body: body)
  }

  private func carry(_ target: NewEvent, into values: inout [NamedValue], _ schema: EventSchema) {
    let own = Set(schema.fields.map(\.name))
    for reference in target.body.references where !own.contains(reference.role.name) {
      let known =
        if case .list(let objects)? = values.first(where: { $0.name == reference.role.name })?.value
        { objects } else { [Value]() }
      values.set(reference.role.name, .list(known + [.object(reference.object)]))
    }
  }

  /// A field of the event's newest version, or its time, and what it should have said.
  private mutating func correction(of target: NewEvent) -> (String, Value) {
    let moved = (target.occurred ?? .earliest)
      .adding(microseconds: Int64.random(in: -90...10, using: &random) * 3_600_000_000)
    let newest = catalogue.newest(target.type)
    let fields = newest?.fields.filter { $0.place == .payload } ?? []
    guard !fields.isEmpty, random.chance(60) else { return ("occurred", .instant(moved)) }
    let field = random.choose(fields)
    return (field.name, field.type.sample(.full, Int.random(in: 0...40, using: &random)))
  }
}

extension EventSchema {
  /// What stands for sealed fields that must be there; none of it is kept.
  var placeholders: [NamedValue] {
    fields.filter { field in
      if case .sealed = field.place { return !field.isOptional }
      return false
    }.map { NamedValue($0.name, .text("")) }
  }
}

extension [NamedValue] {
  fileprivate mutating func set(_ name: String, _ value: Value) {
    removeAll { $0.name == name }
    append(NamedValue(name, value))
  }
}
