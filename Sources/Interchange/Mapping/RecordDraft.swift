// SPDX-License-Identifier: Apache-2.0

/// The events of one record while they are put together.
struct RecordDraft {
  var values: RecordValues
  let line: Int
  var externalID = ""
  var doubts: [String] = []
  var events: [ProposedEvent] = []
  private var ordinals: [String: Int] = [:]

  init(values: RecordValues, line: Int) {
    self.values = values
    self.line = line
  }

  mutating func event(
    _ rule: EventRule, _ mapping: Mapping
  ) throws(RecordProblem) -> ProposedEvent {
    guard let stream = try values.render(firstOf: rule.stream) else {
      throw RecordProblem(.noStream(event: rule.type))
    }
    ordinals[rule.type, default: 0] += 1
    return try event(
      rule, mapping, stream: stream, externalID: externalID,
      ordinal: ordinals[rule.type, default: 1], basis: rule.isImplied ? .implied : .stated,
      first: [])
  }

  /// The event that registers `name`; its identity is the object, not the record it was met in.
  mutating func objectEvent(
    _ rule: ObjectRule, _ name: String, _ mapping: Mapping
  ) throws(RecordProblem) -> ProposedEvent {
    let own = rule.role.map { [ProposedEvent.Reference(role: $0, object: name)] } ?? []
    return try event(
      rule.event, mapping, stream: name, externalID: name, ordinal: 1, basis: .object, first: own)
  }

  private mutating func event(
    _ rule: EventRule, _ mapping: Mapping, stream: String, externalID: String, ordinal: Int,
    basis: ProposedEvent.Basis, first: [ProposedEvent.Reference]
  ) throws(RecordProblem) -> ProposedEvent {
    let occurred = try occurred(rule)
    let subject = try values.render(firstOf: rule.subject) ?? stream
    let actor = try values.render(firstOf: rule.actor)
    try check(stream, "stream")
    if let actor { try check(actor, "actor") }
    if !rule.sealed.isEmpty { try check(subject, "subject") }
    let timeDoubts = occurred.notes.filter(\.isDoubt).map(\.rawValue)
    return ProposedEvent(
      type: rule.type, stream: stream, occurred: occurred, actor: actor, system: mapping.system,
      mode: mapping.mode, externalID: externalID, ordinal: ordinal,
      references: first + (try references(rule)), fields: try fields(rule.fields),
      sealed: try sealed(rule.sealed, subject: subject),
      doubts: (basis == .object ? [] : doubts) + timeDoubts, basis: basis, line: line)
  }

  private mutating func occurred(_ rule: EventRule) throws(RecordProblem) -> SourceTime {
    switch rule.occurred {
    case .at(let time): return time
    case .column(let column):
      guard let time = try values.time(column) else {
        throw RecordProblem(.noTime(event: rule.type), column: values.name(of: column))
      }
      return time
    }
  }

  private mutating func references(
    _ rule: EventRule
  ) throws(RecordProblem) -> [ProposedEvent.Reference] {
    var references: [ProposedEvent.Reference] = []
    for reference in rule.references {
      guard let object = try values.render(firstOf: reference.rule) else { continue }
      try check(object, reference.name)
      references.append(ProposedEvent.Reference(role: reference.name, object: object))
    }
    return references
  }

  private mutating func fields(
    _ rules: [NamedRule<FieldValue>]
  ) throws(RecordProblem) -> [ProposedEvent.Field] {
    var fields: [ProposedEvent.Field] = []
    for rule in rules {
      if let value = try value(rule.rule) {
        fields.append(ProposedEvent.Field(name: rule.name, value: value))
      }
    }
    return fields
  }

  private mutating func sealed(
    _ rules: [NamedRule<FieldValue>], subject: String
  ) throws(RecordProblem) -> [ProposedEvent.SealedField] {
    try fields(rules).map {
      ProposedEvent.SealedField(name: $0.name, value: $0.value, subject: subject)
    }
  }

  /// The form of an object's name, as the engine has it: an ASCII kind, a key of 1–200 bytes.
  private func check(_ object: String, _ role: String) throws(RecordProblem) {
    let bytes = Array(object.utf8)
    let isNamed: Bool
    if let slash = bytes.firstIndex(of: UInt8(ascii: "/")) {
      let kind = bytes[..<slash]
      let key = bytes[(slash + 1)...]
      isNamed =
        (1...32).contains(kind.count) && kind.allSatisfy(Self.isAlphanumeric)
        && !(48...57).contains(kind[0]) && (1...200).contains(key.count)
        && key.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    } else {
      isNamed = false
    }
    guard isNamed else { throw RecordProblem(.object(role: role), text: object) }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }
}

// MARK: - Values of fields

extension RecordDraft {
  /// The value of a field, or nil if it is absent.
  private mutating func value(_ rule: FieldValue) throws(RecordProblem) -> JSONValue? {
    switch rule {
    case .constant(let value): return value
    case .text(let template): return try values.render(template).map { .string($0) }
    case .time(let column):
      let time = try values.time(column)
      return time.flatMap { InstantText.utc(microsecondsSince1970: $0.microseconds) }
        .map { .string($0) }
    case .date(let column): return try values.time(column).map { .string($0.civil.dateText) }
    case .integer(let column):
      return try values.number(column, isInteger: true).map { .number($0) }
    case .decimal(let column):
      return try values.number(column, isInteger: false).map { .number($0) }
    case .bool(let condition): return .bool(try values.holds(condition))
    case .lookup(let table, let template):
      guard let text = try values.render(template) else { return nil }
      return .string(try values.look(up: text, in: table, column: nil))
    case .list(let rules): return .array(try list(rules))
    case .firstOf(let rules):
      for rule in rules {
        if let value = try value(rule) { return value }
      }
      return nil
    case .choice(let condition, let then, let otherwise):
      if try values.holds(condition) { return try value(then) }
      return try otherwise.flatMap { rule throws(RecordProblem) in try value(rule) }
    case .doubts(let names):
      let raised = names.map { names in doubts.filter { names.contains($0) } } ?? doubts
      return .array(raised.map { .string($0) })
    }
  }

  private mutating func list(_ rules: [FieldValue]) throws(RecordProblem) -> [JSONValue] {
    var list: [JSONValue] = []
    for rule in rules {
      if let value = try value(rule) { list.append(value) }
    }
    return list
  }
}

extension ProposedEvent {
  /// The same event with one doubt more.
  func doubting(_ doubt: String) -> ProposedEvent {
    ProposedEvent(
      type: type, stream: stream, occurred: occurred, actor: actor, system: system, mode: mode,
      externalID: externalID, ordinal: ordinal, references: references, fields: fields,
      sealed: sealed, doubts: doubts.contains(doubt) ? doubts : doubts + [doubt], basis: basis,
      line: line)
  }
}
