// SPDX-License-Identifier: Apache-2.0
import EventSourcing

/// A town or type and a month.
struct Monthly<Of: PackedKey>: PackedKey {
  let of: Of
  let month: Int

  @inline(__always)
  init(_ of: Of, _ month: Int) {
    self.of = of
    self.month = month
  }

  @inline(__always)
  init(packed: UInt64) {
    of = Of(packed: packed >> 4)
    month = Int(packed & 15)
  }

  @inline(__always)
  var packed: UInt64 { of.packed << 4 | UInt64(month) }
}

/// An object in a packed key.
struct Place: PackedKey {
  let object: ObjectID

  @inline(__always)
  init(_ object: ObjectID) { self.object = object }
  @inline(__always)
  init(packed: UInt64) { object = ObjectID(packed: packed) }
  @inline(__always)
  var packed: UInt64 { object.packed }
}

/// An event type and the one before it in the stream, if there was one.
struct Step: PackedKey {
  let before: EventType?
  let type: EventType

  @inline(__always)
  init(_ before: EventType?, _ type: EventType) {
    self.before = before
    self.type = type
  }

  @inline(__always)
  init(packed: UInt64) {
    type = EventType(packed: packed & 0xFFFF)
    before = packed >> 16 == 0 ? nil : EventType(packed: (packed >> 16) - 1)
  }

  @inline(__always)
  var packed: UInt64 { (before.map { $0.packed + 1 } ?? 0) << 16 | type.packed }
}

/// A sum and how many were summed up.
struct Mean: TableRow {
  var sum = 0
  var count = 0
}

/// What projections of tickets have in common.
protocol TicketProjection: Projection where Vocabulary == TicketVocabulary {}

extension TicketProjection {
  static var version: Int { 1 }
}

extension RecordedEvent<TicketVocabulary> {
  /// The month of the act in UTC, as the peers' programs take it.
  @inline(__always)
  var month: Int {
    let days = Int(occurred.microseconds / 86_400_000_000)
    return CivilDate(daysSinceEpoch: days).month
  }
}

/// Projection D of the shared peers: status of each ticket, events by town and month, every field
/// of every payload decoded and added up.
struct Decoded: TicketProjection {
  static let name = "decoded"
  let status = Table<ObjectID, EventType>()
  let townMonth = Table<Monthly<Place>, Int>()
  let sums = Table<Int, Mean>()

  @inline(__always)
  func apply(_ event: borrowing RecordedEvent<TicketVocabulary>) throws(Refusal) {
    status[event.stream] = event.type
    if let town = event.reference(TicketVocabulary.town) {
      townMonth[Monthly(Place(town), event.month), default: 0] += 1
    }
    var (numbers, text) = (0, 0)
    event.forEachField { field in
      if let number = field.int { numbers &+= number }
      if let count = field.byteCount { text &+= count }
    }
    sums.update(0, default: Mean()) { row in
      row.sum &+= numbers
      row.count &+= text
    }
  }
}

// The twelve questions of the peers (frames.py, lmdb_bench.c), each a projection of its own.

struct TownMonths: TicketProjection {
  static let name = "town-months"
  let count = Table<Monthly<Place>, Int>()

  @inline(__always)
  func apply(_ event: borrowing RecordedEvent<TicketVocabulary>) throws(Refusal) {
    guard let town = event.reference(TicketVocabulary.town) else { return }
    count[Monthly(Place(town), event.month), default: 0] += 1
  }
}

struct TypeMonths: TicketProjection {
  static let name = "type-months"
  let count = Table<Monthly<EventType>, Int>()

  @inline(__always)
  func apply(_ event: borrowing RecordedEvent<TicketVocabulary>) throws(Refusal) {
    count[Monthly(event.type, event.month), default: 0] += 1
  }
}

struct Grids: TicketProjection {
  static let name = "grids"
  let count = Table<ObjectID, Int>()

  @inline(__always)
  func apply(_ event: borrowing RecordedEvent<TicketVocabulary>) throws(Refusal) {
    if let grid = event.reference(TicketVocabulary.grid) { count[grid, default: 0] += 1 }
  }
}

struct Departments: TicketProjection {
  static let name = "departments"
  let count = Table<ObjectID, Int>()

  @inline(__always)
  func apply(_ event: borrowing RecordedEvent<TicketVocabulary>) throws(Refusal) {
    if let body = event.reference(TicketVocabulary.department) { count[body, default: 0] += 1 }
  }
}

struct Satisfaction: TicketProjection {
  static let name = "satisfaction"
  let mean = Table<ObjectID, Mean>()

  @inline(__always)
  func apply(_ event: borrowing RecordedEvent<TicketVocabulary>) throws(Refusal) {
    guard event.type == TicketVocabulary.rated,
      let body = event.reference(TicketVocabulary.department), let score = event.int(4)
    else { return }
    mean.update(body, default: Mean()) { row in
      row.sum += score
      row.count += 1
    }
  }
}

struct OpenByTown: TicketProjection {
  static let name = "open-by-town"
  let count = Table<ObjectID, Int>()

  @inline(__always)
  func apply(_ event: borrowing RecordedEvent<TicketVocabulary>) throws(Refusal) {
    let type = event.type
    let change = type == TicketVocabulary.reported ? 1 : type == TicketVocabulary.closed ? -1 : 0
    guard change != 0, let town = event.reference(TicketVocabulary.town) else { return }
    count[town, default: 0] += change
  }
}

struct HandlingTime: TicketProjection {
  static let name = "handling-time"
  let mean = Table<ObjectID, Mean>()
  let reported = Workspace<ObjectID, Instant>()

  @inline(__always)
  func apply(_ event: borrowing RecordedEvent<TicketVocabulary>) throws(Refusal) {
    if event.type == TicketVocabulary.reported { reported[event.stream] = event.occurred }
    guard event.type == TicketVocabulary.handled, let begun = reported[event.stream],
      let category = event.reference(TicketVocabulary.category)
    else { return }
    let taken = Int(event.occurred.microseconds - begun.microseconds)
    mean.update(category, default: Mean()) { row in
      row.sum += taken
      row.count += 1
    }
  }
}

struct Escalations: TicketProjection {
  static let name = "escalations"
  let count = Table<ObjectID, Int>()

  @inline(__always)
  func apply(_ event: borrowing RecordedEvent<TicketVocabulary>) throws(Refusal) {
    guard event.type == TicketVocabulary.escalated,
      let town = event.reference(TicketVocabulary.town)
    else { return }
    count[town, default: 0] += 1
  }
}

struct Hours: TicketProjection {
  static let name = "hours"
  let count = Table<Int, Int>()

  @inline(__always)
  func apply(_ event: borrowing RecordedEvent<TicketVocabulary>) throws(Refusal) {
    count[Int(event.occurred.microseconds / 3_600_000_000 % 24), default: 0] += 1
  }
}

struct Actors: TicketProjection {
  static let name = "actors"
  let count = Table<ObjectID, Int>()

  @inline(__always)
  func apply(_ event: borrowing RecordedEvent<TicketVocabulary>) throws(Refusal) {
    if let person = event.actorPerson { count[person, default: 0] += 1 }
  }
}

struct FollowedBy: TicketProjection {
  static let name = "followed-by"
  let count = Table<Step, Int>()
  let last = Workspace<ObjectID, EventType>()

  @inline(__always)
  func apply(_ event: borrowing RecordedEvent<TicketVocabulary>) throws(Refusal) {
    count[Step(last[event.stream], event.type), default: 0] += 1
    last[event.stream] = event.type
  }
}

enum Twelve {
  static let projections: [any Projection.Type] = [
    TicketStatus.self, TownMonths.self, TypeMonths.self, Grids.self, Departments.self,
    Satisfaction.self, OpenByTown.self, HandlingTime.self, Escalations.self, Hours.self,
    Actors.self, FollowedBy.self,
  ]
}
