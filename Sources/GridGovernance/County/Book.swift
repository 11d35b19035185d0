// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import Synchronization

/// What rules read from outside a stream, folded from the events of a few types.
protocol BookContents: Sendable {
  init()

  /// Which events it is made of.
  static var events: [any Event.Type] { get }

  /// Takes one more event, in the order of the log; corrections are carried out in it already.
  mutating func take(_ event: any Event)
}

extension BookContents {
  /// What decisions by this book depend on.
  static var query: Query {
    Query([Query.Item(types: Set(events.map { $0.type }))])
  }
}

/// Contents kept as read and read on from there before each command, repairs carried out.
final class Book<Contents: BookContents>: Sendable {
  /// The book up to one position of the log.
  struct Edition: Sendable {
    var contents = Contents()
    var position = Position.origin
    /// The events behind the contents, in the order of the log.
    var register: [StoredEvent] = []
    var repairs: [StoredEvent] = []
  }

  private let log: EventLog
  private let types: [EventType: any Event.Type]
  private let edition = Mutex(Edition())

  init(_ log: EventLog) {
    self.log = log
    types = Dictionary(uniqueKeysWithValues: Contents.events.map { ($0.type, $0) })
  }

  /// What is known now. Only the events of these types are read, and each once.
  func current() throws(EventLogError) -> Edition {
    let known = edition.withLock { $0 }
    let head = try log.head
    guard head > known.position else { return known }
    var next = known
    let news = try log.events(Contents.query, after: known.position, through: head)
    next.register += news
    for event in news { typed(event).map { next.contents.take($0) } }
    let ids = Set(next.register.map(\.content.id))
    let repairs = try log.events(
      .types(.factCorrected, .eventAnnulled), after: known.position, through: head
    ).filter { $0.repairedID.map(ids.contains) ?? false }
    if !repairs.isEmpty {
      next.repairs += repairs
      next.contents = repaired(next)
    }
    next.position = head
    let result = next
    edition.withLock { $0 = result }
    return result
  }

  /// The event as its struct; history of another version that does not fit is left out.
  private func typed(_ stored: StoredEvent) -> (any Event)? {
    types[stored.content.type].flatMap { try? stored.decode($0) }
  }

  /// The same register read anew, with repairs carried out.
  private func repaired(_ edition: Edition) -> Contents {
    var contents = Contents()
    for (_, event) in events(of: edition) { contents.take(event) }
    return contents
  }

  /// The events behind an edition as they are known then, in the order of the log: annulled ones
  /// are gone, corrected ones are as corrected.
  func events(of edition: Edition) -> [(stored: StoredEvent, event: any Event)] {
    let annulled = Set(
      edition.repairs.compactMap { try? $0.decode(EventAnnulled.self) }.map(\.target))
    var corrections: [EventID: [FactCorrected]] = [:]
    for repair in edition.repairs where !annulled.contains(repair.content.id) {
      guard let correction = try? repair.decode(FactCorrected.self) else { continue }
      corrections[correction.target, default: []].append(correction)
    }
    var events: [(stored: StoredEvent, event: any Event)] = []
    for stored in edition.register where !annulled.contains(stored.content.id) {
      guard var typed = typed(stored) else { continue }
      for correction in corrections[stored.content.id] ?? [] {
        // What does not fit changes nothing; views list it.
        typed = (try? typed.amended(correction.field, to: correction.new)) ?? typed
      }
      events.append((stored, typed))
    }
    return events
  }
}

extension StoredEvent {
  /// The event that this one corrects or annuls.
  fileprivate var repairedID: EventID? {
    (try? decode(FactCorrected.self))?.target ?? (try? decode(EventAnnulled.self))?.target
  }
}
