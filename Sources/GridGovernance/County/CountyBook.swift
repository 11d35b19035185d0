// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import Synchronization

/// What the rules of tickets read from outside a ticket's stream: bodies, divisions, roles, rule
/// sets and calendars, kept as read and read on from there before each command.
final class CountyBook: Sendable {
  struct State: Sendable {
    var position = Position.origin
    /// The events behind the rest, in the order of the log.
    var register: [StoredEvent] = []
    var repairs: [StoredEvent] = []
    var bodies: [ObjectName: [CountyBody]] = [:]
    var divisions: [ObjectName: [CountyDivision]] = [:]
    var roles: [CountyRole] = []
    /// By the first day of their effect; of one day, the later published stands later.
    var rules: [RuleSetPublished] = []
    var daysOff: [CivilDate: Bool] = [:]
    var announcedYears: Set<Int> = []
    var hours: [WorkCalendarPublished.Hours] = []
  }

  /// What decisions depend on besides the ticket itself.
  static let query = Query.types(
    .divisionRegistered, .bodyRegistered, .roleConferred, .roleEnded, .ruleSetPublished,
    .workCalendarPublished)

  private static let repairs = Query.types(.factCorrected, .eventAnnulled)

  private let log: EventLog
  private let state = Mutex(State())

  init(_ log: EventLog) { self.log = log }

  /// What is known now. Only the events of these types are read, and each once.
  func current() throws(EventLogError) -> State {
    let known = state.withLock { $0 }
    let head = try log.head
    guard head > known.position else { return known }
    var next = known
    let news = try log.events(CountyBook.query, after: known.position, through: head)
    for event in news { next.take(event) }
    let ids = Set(next.register.map(\.content.id))
    let repairs = try log.events(CountyBook.repairs, after: known.position, through: head)
      .filter { $0.repairedID.map(ids.contains) ?? false }
    if !repairs.isEmpty { next = next.rebuilt(with: repairs) }
    next.position = head
    let result = next
    state.withLock { $0 = result }
    return result
  }
}

/// A public body from one day on.
struct CountyBody: Hashable, Sendable, DatedSpan {
  let from: CivilDate
  let kind: BodyKind
  let level: Level
  let division: ObjectName
}

/// A division from one day on.
struct CountyDivision: Hashable, Sendable, DatedSpan {
  let from: CivilDate
  let kind: DivisionKind
  let parent: ObjectName?
}

/// A role that somebody holds in a division.
struct CountyRole: Hashable, Sendable {
  let person: ObjectName
  let kind: PersonRole
  let scope: ObjectName
  let from: CivilDate
  /// The first day without it.
  var until: CivilDate?
}

extension RuleSetPublished: DatedSpan {
  var from: CivilDate { effectiveFrom }
}

extension StoredEvent {
  /// The event that this one corrects or annuls.
  fileprivate var repairedID: EventID? {
    (try? decode(FactCorrected.self))?.target ?? (try? decode(EventAnnulled.self))?.target
  }
}

// Reading events; one that does not fit its struct is history of another version, and left out.
extension CountyBook.State {
  mutating func take(_ event: StoredEvent) {
    register.append(event)
    if let typed = event.registerEvent { take(typed) }
  }

  /// The same register read anew, with repairs carried out.
  fileprivate func rebuilt(with news: [StoredEvent]) -> CountyBook.State {
    var state = CountyBook.State()
    state.repairs = repairs + news
    state.register = register
    let annulled = Set(
      state.repairs.compactMap { try? $0.decode(EventAnnulled.self) }.map(\.target))
    var corrections: [EventID: [FactCorrected]] = [:]
    for repair in state.repairs where !annulled.contains(repair.content.id) {
      guard let correction = try? repair.decode(FactCorrected.self) else { continue }
      corrections[correction.target, default: []].append(correction)
    }
    for event in register where !annulled.contains(event.content.id) {
      guard var typed = event.registerEvent else { continue }
      for correction in corrections[event.content.id] ?? [] {
        // What does not fit changes nothing; views list it.
        typed = (try? typed.amended(correction.field, to: correction.new)) ?? typed
      }
      state.take(typed)
    }
    return state
  }

  private mutating func take(_ event: any Event) {
    switch event {
    case let event as DivisionRegistered:
      divisions[event.division, default: []].insertByDay(
        CountyDivision(from: event.effectiveFrom, kind: event.kind, parent: event.parent))
    case let event as BodyRegistered:
      bodies[event.body, default: []].insertByDay(
        CountyBody(
          from: event.effectiveFrom, kind: event.kind, level: event.level,
          division: event.division))
    case let event as RoleConferred:
      roles.append(
        CountyRole(
          person: event.person, kind: event.roleKind, scope: event.scope,
          from: event.effectiveFrom))
    case let event as RoleEnded:
      for index in roles.indices
      where roles[index].person == event.person && roles[index].kind == event.roleKind
        && roles[index].scope == event.scope && roles[index].until == nil
      {
        roles[index].until = event.effectiveFrom
      }
    case let event as RuleSetPublished: rules.insertByDay(event)
    case let event as WorkCalendarPublished:
      for day in event.days { daysOff[day.date] = day.off }
      if let year = event.announcedYear { announcedYears.insert(year) }
      hours += event.hours
    default: break
    }
  }
}

extension StoredEvent {
  fileprivate var registerEvent: (any Event)? {
    switch content.type {
    case .divisionRegistered: try? decode(DivisionRegistered.self)
    case .bodyRegistered: try? decode(BodyRegistered.self)
    case .roleConferred: try? decode(RoleConferred.self)
    case .roleEnded: try? decode(RoleEnded.self)
    case .ruleSetPublished: try? decode(RuleSetPublished.self)
    case .workCalendarPublished: try? decode(WorkCalendarPublished.self)
    default: nil
    }
  }
}
