// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 个人信息台账 (P26): which events hold data of this person; erased, restricted, held?
///
/// One row a person and event, in `events`, for every event with a sealed field or a reference to
/// a person; one a person, with erasures, restrictions and holds, in `subjects`. The register
/// holds no personal text: what is sealed is named by field and purpose. Whoever acts is listed
/// where the event names a person or seals something anyway, in the role `actor`. Folded in
/// recorded order; repairs are events of their own here, and a restriction or hold that is
/// annulled no longer stands. What was erased stays so.
public struct PersonalDataRegister: PresentingTwo {
  public typealias Key = PersonalDataKey
  public typealias Row = PersonalDataRow
  public typealias SecondKey = ObjectID
  public typealias SecondRow = PersonalDataSubject
  public static let name = "personal-data-register"
  public static let version = 1
  public static let golden = Digest(
    "sha256:ea0625e24af0da5f87b1fc002cedaad195344cabf0a8af6f9b3bcda1bc8f1701")
  public static let types: Set<EventType>? = PersonalShape.types.union([
    .personalDataErased, .personalDataRestricted, .retentionHoldSet, .retentionHoldLifted,
    .factCorrected, .eventAnnulled,
  ])
  public static let rules = ViewColumns.personalDataRegisterRules.mapValues(\.en)

  public let events = Table<PersonalDataKey, PersonalDataRow>()
  public let subjects = Table<ObjectID, PersonalDataSubject>()
  let zones = Workspace<Int, ZoneName>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    list(event)
    switch event.type {
    case .personalDataErased: try erase(event)
    case .personalDataRestricted: try restrict(event)
    case .retentionHoldSet: try hold(event)
    case .retentionHoldLifted: try release(event)
    case .factCorrected: try correct(event)
    case .eventAnnulled: try annul(event)
    default: break
    }
  }

  // MARK: Events

  private func list(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    let shape = PersonalShape.of(event.type)
    var isPersonal = false
    for role in shape.roles {
      guard let first = event.reference(role) else { continue }
      // Most roles name one.
      for object in shape.repeats.contains(role) ? event.references(role) : [first]
      where object.kind == .person {
        isPersonal = true
        note(object, as: role.name, event)
      }
    }
    if !shape.groups.isEmpty {
      for purpose in event.sealedPurposes {
        for group in shape.groups where group.purpose == purpose {
          isPersonal = true
          seal(group, event)
        }
      }
    }
    if isPersonal, let actor = event.actorPerson { note(actor, as: "actor", event) }
  }

  private func note(
    _ subject: ObjectID, as role: String, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) {
    update(subject, event) { row in row.roles = (row.roles ?? []).noting(role) }
  }

  /// What is sealed is under the key of the first of its subjects that the event has.
  private func seal(
    _ group: PersonalShape.Group, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) {
    var subject = event.stream
    for role in group.subjects {
      guard let found = event.reference(role) else { continue }
      subject = found
      break
    }
    let isFirst = update(subject, event) { row in
      let isFirst = row.purposes == nil
      row.sealed = group.fields.reduce(row.sealed ?? []) { $0.noting($1) }
      row.purposes = (row.purposes ?? []).noting(group.purpose)
      return isFirst
    }
    if isFirst {
      subjects.update(subject, default: PersonalDataSubject()) { $0.sealedEvents += 1 }
    }
  }

  @discardableResult
  private func update<Result>(
    _ subject: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>,
    _ change: (inout PersonalDataRow) -> Result
  ) -> Result {
    let key = PersonalDataKey(subject: subject, position: event.position)
    if !events.contains(key) {
      subjects.update(subject, default: PersonalDataSubject()) { $0.events += 1 }
    }
    let row = PersonalDataRow(event: event.type, stream: event.stream, occurred: event.occurred)
    return events.update(key, default: row, change)
  }

  // MARK: Duties

  private func erase(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    let erased = try event.decode(PersonalDataErased.self)
    let erasure = DataErasure(
      position: event.position, fields: erased.fields, ground: erased.ground)
    for person in event.references(.person) {
      subjects.update(person, default: PersonalDataSubject()) { row in
        row.erasures = (row.erasures ?? []) + [erasure]
      }
    }
  }

  private func restrict(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    zones.note(event.zone)
    let restricted = try event.decode(PersonalDataRestricted.self)
    let restriction = DataRestriction(
      id: event.id, fields: restricted.fields, ground: restricted.ground,
      retainUntil: restricted.retainUntil)
    for person in event.references(.person) {
      subjects.update(person, default: PersonalDataSubject()) { row in
        row.restrictions = (row.restrictions ?? []) + [restriction]
      }
    }
  }

  private func hold(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    zones.note(event.zone)
    let set = try event.decode(RetentionHoldSet.self)
    let hold = DataHold(
      id: event.id, ground: set.ground, from: set.effectiveFrom,
      until: set.effectiveTo?.adding(days: 1))
    for subject in event.references(.subject) {
      subjects.update(subject, default: PersonalDataSubject()) { row in
        row.holds = (row.holds ?? []) + [hold]
      }
    }
  }

  /// Ends the holds on that ground, from the day of the act on.
  private func release(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    let ground = try event.decode(RetentionHoldLifted.self).ground
    let day = event.occurredOn
    for subject in event.references(.subject) {
      subjects.updateExisting(subject) { row in
        row.holds = row.holds?.map { hold in
          var hold = hold
          if hold.ground == ground { hold.until = min(hold.until ?? day, day) }
          return hold
        }
      }
    }
  }

  // MARK: Repairs

  /// Whom a correction puts in place is named by it; a new last day is that of the restriction.
  private func correct(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    let correction = try event.decode(FactCorrected.self)
    if case .object(let name) = correction.new, name.kind == .person {
      note(event.object(name), as: "new", event)
    }
    guard correction.field == "retainUntil", case .date(let day) = correction.new else { return }
    for person in event.references(.person) {
      subjects.updateExisting(person) { row in
        row.restrictions = row.restrictions?.map { restriction in
          var restriction = restriction
          if restriction.id == correction.target { restriction.retainUntil = day }
          return restriction
        }
      }
    }
  }

  private func annul(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    let target = try event.decode(EventAnnulled.self).target
    for subject in event.references(.person) + event.references(.subject) {
      subjects.updateExisting(subject) { row in
        row.restrictions = row.restrictions?.filter { $0.id != target }.orNil
        row.holds = row.holds?.filter { $0.id != target }.orNil
      }
    }
  }
}

// What is read at the asked moment.
extension PersonalDataRegister {
  public func present(
    _ row: PersonalDataRow, of key: PersonalDataKey, at clock: Instant
  ) -> PersonalDataRow {
    let day = zones.day(of: clock)
    let subject = subjects[key.subject]
    var row = row
    let restrictions = (subject?.restrictions ?? []).filter { row.isMeant(by: $0.fields) }
    row.restricted = !restrictions.isEmpty
    row.erased = (subject?.erasures ?? []).contains { erasure in
      row.purposes != nil && key.position < erasure.position && row.isMeant(by: erasure.fields)
    }
    let holds = (subject?.holds ?? []) + (subjects[row.stream]?.holds ?? [])
    row.hold = holds.contains { $0.holds(on: day) }
    row.retainUntil = restrictions.compactMap(\.retainUntil).max()
    row.retentionReached = row.retainUntil.map { $0 < day }
    return row
  }

  public func present(
    _ row: PersonalDataSubject, of subject: ObjectID, at clock: Instant
  ) -> PersonalDataSubject {
    let day = zones.day(of: clock)
    var row = row
    row.restricted = row.restrictions != nil
    row.erased = row.erasures != nil
    row.hold = (row.holds ?? []).contains { $0.holds(on: day) }
    row.retainUntil = row.restrictions?.compactMap(\.retainUntil).max()
    row.retentionReached = row.retainUntil.map { $0 < day }
    return row
  }
}

extension PersonalDataRow {
  /// Whether codes of fields name a sealed field of the event or its purpose; none: all.
  fileprivate func isMeant(by codes: [String]) -> Bool {
    codes.isEmpty || codes.contains { (sealed ?? []).contains($0) || (purposes ?? []).contains($0) }
  }
}

/// Where the events of a type speak of persons, read from their schemas.
struct PersonalShape: Sendable {
  /// Fields that are sealed together.
  struct Group: Sendable {
    var purpose: String
    var subjects: [Role]
    var fields: [String]
  }

  /// The roles in which a person may stand.
  var roles: [Role] = []
  /// Those that may name several.
  var repeats: Set<Role> = []
  var groups: [Group] = []

  private static let none = PersonalShape()
  private static let repair = PersonalShape.anyRole()
  private static let shapes: [EventType: PersonalShape] = Dictionary(
    GovernanceEvent.catalogue.schemas.map { ($0.type, PersonalShape($0)) },
    uniquingKeysWith: { $1 })

  /// The types that may speak of persons.
  static let types = Set(
    shapes.filter { !$0.value.roles.isEmpty || !$0.value.groups.isEmpty }.keys
  ).subtracting([.commandRefused, .externalRecordImported])

  static func of(_ type: EventType) -> PersonalShape {
    // Repairs carry the references of their targets.
    if type == .factCorrected || type == .eventAnnulled { return repair }
    return shapes[type] ?? none
  }

  private init() {}

  private init(_ schema: EventSchema) {
    for field in schema.fields {
      switch field.place {
      case .reference(let role, let kinds, let isRepeated):
        guard kinds.isEmpty || kinds.contains(.person) else { continue }
        add(role, isRepeated)
      case .sealed(let subjects, let purpose):
        if let index = groups.firstIndex(where: { $0.purpose == purpose }) {
          groups[index].fields.append(field.name)
        } else {
          groups.append(Group(purpose: purpose, subjects: subjects, fields: [field.name]))
        }
      case .payload: break
      }
    }
  }

  private mutating func add(_ role: Role, _ isRepeated: Bool) {
    if !roles.contains(role) { roles.append(role) }
    if isRepeated { repeats.insert(role) }
  }

  private static func anyRole() -> PersonalShape {
    var all = PersonalShape()
    for schema in GovernanceEvent.catalogue.schemas {
      let shape = PersonalShape(schema)
      for role in shape.roles { all.add(role, true) }
    }
    return all
  }
}
