// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What became known of one thing, kept so that a repair can fold it again: of a case, a power, a
/// certificate, a rule set.
struct FactFile: TableRow {
  /// In the order in which they became known, repairs among them.
  private(set) var facts: [KnownFact] = []
  /// Whether a repair stands among them.
  private(set) var isRepaired = false

  mutating func note(_ fact: AnyFact) {
    guard let known = KnownFact(fact) else { return }
    facts.append(known)
    isRepaired = isRepaired || fact.isRepair
  }

  func contains(_ id: EventID) -> Bool { facts.contains { $0.id == id } }

  /// Everything, oldest first, repairs as facts of their own.
  var all: [AnyFact] { facts.compactMap(\.fact) }

  /// Repairs carried out: annulled facts are gone, corrected ones stand as corrected.
  var live: [AnyFact] { isRepaired ? RepairedHistory(all).facts.filter { !$0.isRepair } : all }
}

/// One fact in a form that rows can keep.
struct KnownFact: Codable, Hashable, Sendable {
  var id: EventID
  var occurred: Instant
  var actor: ObjectName?
  var type: String
  var fields: Value

  /// `nil` for an event without a plain form, which none of a log is: folds see no sealed text.
  init?(_ fact: AnyFact) {
    guard let id = fact.id, let fields = try? ValueEncoder().value(of: fact.event.event) else {
      return nil
    }
    self.id = id
    self.fields = fields
    occurred = fact.occurred
    actor = fact.actor.body
    type = fact.event.type.name
  }

  /// `nil` for a type that this program does not have.
  var fact: AnyFact? {
    guard let type = AnyHappening.types[EventType(type)], let event = KnownFact.read(type, fields)
    else { return nil }
    return AnyFact(AnyHappening(event), actor: Actor(body: actor), occurred: occurred, id: id)
  }

  private static func read<E: Event>(_ type: E.Type, _ fields: Value) -> (any Event)? {
    try? ValueDecoder().decode(type, from: fields)
  }
}

/// One event of any type with its header.
typealias AnyFact = Fact<AnyHappening>

/// An event of any of the county's types.
struct AnyHappening: Happening {
  let event: any Event

  init(_ event: any Event) { self.event = event }

  static func == (left: AnyHappening, right: AnyHappening) -> Bool {
    AnyHashable(left.event) == AnyHashable(right.event)
  }

  func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(event)) }

  /// The typed structs of all event types.
  static let types: [EventType: any Event.Type] = Dictionary(
    uniqueKeysWithValues: Module.allCases.flatMap(\.events).map { ($0.type, $0) })
}

extension Fact {
  var isRepair: Bool { event.event is FactCorrected || event.event is EventAnnulled }
}

extension AnyFact {
  /// Reads an event; `nil` for types of no module.
  init?(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let type = AnyHappening.types[event.type] else { return nil }
    self.init(
      AnyHappening(try AnyFact.read(type, event)),
      actor: Actor(body: event.actorBody.map { event.name(of: $0) }), occurred: event.occurred,
      id: event.id)
  }

  private static func read<E: EventSourcing.Event>(
    _ type: E.Type, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> any EventSourcing.Event {
    try event.decode(type)
  }

  /// The same as one of a module's happenings; `nil` if it is none of them.
  func typed<H: Happening>(_ happening: H.Type = H.self) -> Fact<H>? {
    H(event.event).map {
      Fact<H>($0, actor: actor, actorLevel: actorLevel, occurred: occurred, id: id)
    }
  }
}

/// The files of all things that a fold in recorded order looks at.
struct FileBook {
  let files: Workspace<ObjectID, FactFile>

  /// Notes a fact; whether repairs stand in the file, so that all of it is to be folded again.
  @discardableResult
  func note(_ fact: AnyFact, in key: ObjectID) -> Bool {
    files.update(key, default: FactFile()) { file in
      file.note(fact)
      return file.isRepaired
    }
  }

  /// Notes a repair 更正、误录撤销 in the file of its target; `nil` if no file has it.
  func noteRepair(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) -> ObjectID? {
    guard let repair = try AnyFact(event), let target = repair.repairedEvent else { return nil }
    // A repair carries the references of its target, and stands in its stream (domain §7.0).
    var candidates = FileBook.roles.compactMap { event.reference($0) }
    candidates.append(event.stream)
    guard let key = candidates.first(where: { files[$0]?.contains(target) ?? false }) else {
      return nil
    }
    note(repair, in: key)
    return key
  }

  func live(_ key: ObjectID) -> [AnyFact] { files[key]?.live ?? [] }

  /// What the register of powers says of one, repairs carried out.
  func powers(_ power: ObjectID) -> PowerBook {
    var book = PowerBook()
    for fact in live(power) {
      if let devolved = fact.event.event as? PowerDevolved { book.apply(devolved) }
      if let withdrawn = fact.event.event as? PowerWithdrawn { book.apply(withdrawn) }
    }
    return book
  }

  private static let roles: [Role] = [
    .case, .application, .publication, .inspection, .power, .certificate, .rule, .calendar,
    .body, .subject, .supervision, .support, .replaces,
  ]
}

extension AnyFact {
  /// The event that a repair names; `nil` for other facts.
  fileprivate var repairedEvent: EventID? {
    (event.event as? FactCorrected)?.target ?? (event.event as? EventAnnulled)?.target
  }
}
