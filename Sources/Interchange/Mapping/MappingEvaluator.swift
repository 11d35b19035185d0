// SPDX-License-Identifier: Apache-2.0

/// Turns records into proposed events, one record at a time.
///
/// Remembers which objects it has registered, so records go through one evaluator in one order.
/// A record gives all its events or none.
public struct MappingEvaluator: Sendable {
  private let mapping: Mapping
  private let places: [Int?]
  private let businessZone: SourceZone
  private var registry = Registry()

  /// What the records so far have brought into being; a rejected record is taken back.
  private struct Registry: Sendable {
    /// For each registered object, the texts it was made from.
    var origins: [String: [String]] = [:]
    /// Type and stream of events that other events expect.
    var seen: Set<[String]> = []
    var collisions: [ObjectCollision] = []
    private var newOrigins: [String] = []
    private var newSeen: [[String]] = []
    private var oldCollisions = 0

    mutating func begin() {
      newOrigins.removeAll(keepingCapacity: true)
      newSeen.removeAll(keepingCapacity: true)
      oldCollisions = collisions.count
    }

    mutating func add(_ object: String, origin: [String]) {
      origins[object] = origin
      newOrigins.append(object)
    }

    mutating func addSeen(_ key: [String]) {
      if seen.insert(key).inserted { newSeen.append(key) }
    }

    mutating func takeBack() {
      for object in newOrigins { origins[object] = nil }
      for key in newSeen { seen.remove(key) }
      collisions.removeLast(collisions.count - oldCollisions)
    }
  }

  /// Prepares to evaluate `mapping`.
  ///
  /// - Parameter header: The columns of the table; not used for JSON.
  /// - Parameter businessZone: The zone of the log, for `zone: wall`.
  public init(
    _ mapping: Mapping, header: CSVHeader? = nil, businessZone: SourceZone = .shanghai
  ) {
    self.mapping = mapping
    self.businessZone = businessZone
    places = mapping.columns.map { header?.index(of: $0.name) }
  }

  /// Objects that were made from different texts, such as two names with one slug.
  public var collisions: [ObjectCollision] { registry.collisions }

  /// Maps one record.
  ///
  /// - Throws: ``RecordProblem`` if it is rejected; then nothing of it is remembered.
  public mutating func evaluate(_ record: SourceRecord) throws(RecordProblem) -> MappedRecord {
    if case .row(let row) = record, let fault = row.fault { throw RecordProblem(.malformed(fault)) }
    var draft = RecordDraft(
      values: RecordValues(record, mapping, places: places, businessZone: businessZone),
      line: record.line)
    registry.begin()
    do throws(RecordProblem) {
      return try evaluate(&draft)
    } catch {
      registry.takeBack()
      throw error
    }
  }

  private mutating func evaluate(_ draft: inout RecordDraft) throws(RecordProblem) -> MappedRecord {
    try requireColumns(&draft, inElement: false)
    guard let id = try draft.values.render(mapping.recordID), (1...256).contains(id.utf8.count)
    else { throw RecordProblem(.noNumber) }
    draft.externalID = id
    try runChecks(&draft, inElement: false)
    let recordDoubts = draft.doubts
    try propose(&draft, inElement: false)
    var doubts = recordDoubts
    if let each = mapping.each {
      for (index, element) in try draft.values.elements(each).enumerated() {
        draft.values.enter(element, index: index)
        draft.doubts = recordDoubts
        try requireColumns(&draft, inElement: true)
        try runChecks(&draft, inElement: true)
        for doubt in draft.doubts where !doubts.contains(doubt) { doubts.append(doubt) }
        try propose(&draft, inElement: true)
      }
    }
    return MappedRecord(
      line: draft.line, externalID: draft.externalID, doubts: doubts, events: draft.events)
  }

  private func requireColumns(
    _ draft: inout RecordDraft, inElement: Bool
  ) throws(RecordProblem) {
    for (id, column) in mapping.columns.enumerated()
    where column.isRequired && column.isInElement == inElement {
      if try draft.values.text(id).isEmpty { throw RecordProblem(.required, column: column.name) }
    }
  }

  private func runChecks(_ draft: inout RecordDraft, inElement: Bool) throws(RecordProblem) {
    for check in mapping.checks where check.isInElement == inElement {
      guard try draft.values.holds(check.condition) else { continue }
      if check.action == .reject { throw RecordProblem(.check(check.name)) }
      draft.doubts.append(check.name)
    }
  }

  private mutating func propose(
    _ draft: inout RecordDraft, inElement: Bool
  ) throws(RecordProblem) {
    for rule in mapping.objects where rule.event.isInElement == inElement {
      try register(rule, &draft)
    }
    for rule in mapping.events where rule.isInElement == inElement {
      if let when = rule.when, try !draft.values.holds(when) { continue }
      let event = try draft.event(rule, mapping)
      draft.events.append(try expecting(rule, event))
    }
  }

  private mutating func register(
    _ rule: ObjectRule, _ draft: inout RecordDraft
  ) throws(RecordProblem) {
    if let when = rule.event.when, try !draft.values.holds(when) { return }
    guard let name = try draft.values.render(rule.object) else { return }
    var origin: [String] = []
    for column in rule.object.columns { origin.append(try draft.values.text(column)) }
    if let known = registry.origins[name] {
      let collision = ObjectCollision(object: name, texts: known, others: origin)
      if known != origin, !registry.collisions.contains(collision) {
        registry.collisions.append(collision)
      }
      return
    }
    registry.add(name, origin: origin)
    draft.events.append(try draft.objectEvent(rule, name, mapping))
  }

  /// Remembers the event if others expect it, and doubts it if one that it expects is missing.
  private mutating func expecting(
    _ rule: EventRule, _ event: ProposedEvent
  ) throws(RecordProblem) -> ProposedEvent {
    if mapping.events.contains(where: { $0.expects?.type == event.type }) {
      registry.addSeen([event.type, event.stream])
    }
    guard let expected = rule.expects, !registry.seen.contains([expected.type, event.stream]) else {
      return event
    }
    return event.doubting(expected.doubt)
  }
}

/// Two texts of the source that gave one object.
public struct ObjectCollision: Equatable, Sendable {
  /// The object's name.
  public let object: String
  /// The texts it was registered from.
  public let texts: [String]
  /// Other texts that gave the same name.
  public let others: [String]
}
