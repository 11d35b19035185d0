// SPDX-License-Identifier: Apache-2.0

/// A correction or retraction that could not be taken, and the type that it was meant for.
struct RefusedAmendment {
  let entry: QuarantinedEvent
  /// `nil` if the event could not even be read.
  let target: EventType?
}

/// The corrections and retractions that a cut knows, resolved (design §5, "Order").
///
/// A retraction of a correction undoes it; a retraction of a retraction is ignored. Of several
/// corrections of one field the one recorded last wins.
struct Amendments {
  struct Edit {
    let position: Position
    let stream: ObjectName
    let field: String
    /// `nil` takes an optional field away.
    let value: Value?
  }

  private struct Found {
    let position: Position
    let id: EventID
    let target: EventID
    let stream: ObjectName
    /// `nil` for a retraction.
    let edit: Edit?
  }

  private struct Link {
    let position: Position
    let id: EventID
    let target: EventID
  }

  /// Every amendment that could be read, and what it speaks of.
  private var links: [Link] = []
  /// Corrections in force by the event they change, in recorded order.
  private(set) var edits: [EventID: [Edit]] = [:]
  /// Events that never happened.
  private(set) var retracted: Set<EventID> = []
  /// Every amendment that has a part in what an event has become.
  private(set) var history: [EventID: [Position]] = [:]
  private(set) var refused: [Position: RefusedAmendment] = [:]
  /// Every event that amendments speak of, in force or not, and the moments that they ever gave it,
  /// in microseconds.
  private(set) var moments: [EventID: [Int64]] = [:]
  /// The last amendment, in force or not, that speaks of each of them.
  private(set) var lastAmendment: [EventID: Position] = [:]
  /// One bit for each value of the ids' last 16 bits: most events need no further look.
  private var filter = [UInt64](repeating: 0, count: 1024)

  var isEmpty: Bool { edits.isEmpty && retracted.isEmpty }

  init(_ session: ReplaySession) throws(ReplayError) {
    var found: [Found] = []
    let types = Set(session.plan.effects.keys)
    if types.isEmpty { return }
    try session.scan(session.makeBatch(), types: types, .collecting) { batch in
      let refusals = session.plan.prepare(batch, session.directory)
      for row in 0..<batch.count {
        do throws(Refusal) {
          if let refusal = refusals[row] { throw refusal }
          found.append(try Amendments.read(batch, row, session))
        } catch {
          refuse(batch.position(row), session.stream(batch, row), error.reason, target: nil)
        }
      }
    }
    resolve(found)
  }

  private static func read(
    _ batch: EventBatch, _ row: Int, _ session: ReplaySession
  ) throws(Refusal) -> Found {
    let values = EventFields(try session.plan.values(batch, row))
    let stream = session.stream(batch, row)
    switch session.plan.effects[batch.type(row)] ?? .none {
    case .none: throw Refusal("\(batch.type(row)) amends nothing")
    case .retracts(let target):
      return Found(
        position: batch.position(row), id: batch.id(row), target: try id(values, target),
        stream: stream, edit: nil)
    case .amends(let target, let field, let value):
      guard case .text(let name)? = values[field] else {
        throw Refusal("names no field in \(field)")
      }
      return Found(
        position: batch.position(row), id: batch.id(row), target: try id(values, target),
        stream: stream,
        edit: Edit(
          position: batch.position(row), stream: stream, field: name, value: values[value]))
    }
  }

  private static func id(_ values: EventFields, _ field: String) throws(Refusal) -> EventID {
    guard case .id(let id)? = values[field] else { throw Refusal("names no event in \(field)") }
    return id
  }

  private mutating func resolve(_ found: [Found]) {
    links = found.map { Link(position: $0.position, id: $0.id, target: $0.target) }
    let retractions = Set(found.filter { $0.edit == nil }.map(\.id))
    let corrections = Dictionary(
      found.filter { $0.edit != nil }.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    for item in found where item.edit == nil && !retractions.contains(item.target) {
      retracted.insert(item.target)
    }
    for item in found {
      if let edit = item.edit {
        guard corrections[item.target] == nil, !retractions.contains(item.target) else {
          refuse(
            item.position, item.stream,
            "amends a correction or retraction; correct the event itself, or retract", target: nil)
          continue
        }
        history[item.target, default: []].append(item.position)
        if !retracted.contains(item.id) { edits[item.target, default: []].append(edit) }
      } else if let correction = corrections[item.target] {
        history[correction.target, default: []].append(item.position)
      }
    }
    touch(found, corrections)
    for id in moments.keys { mark(id) }
  }

  private mutating func touch(_ found: [Found], _ corrections: [EventID: Found]) {
    for item in found {
      // What undoes a correction speaks of the corrected event too.
      for target in [item.target, corrections[item.target]?.target].compactMap(\.self) {
        moments[target, default: []] += []
        lastAmendment[target] = max(lastAmendment[target] ?? .origin, item.position)
      }
      if let edit = item.edit, edit.field == Amendments.occurredField,
        case .instant(let instant)? = edit.value
      {
        moments[item.target, default: []].append(instant.microseconds)
      }
    }
  }

  private mutating func mark(_ id: EventID) {
    filter[Int(id.low & 0xFFFF) / 64] |= 1 << (id.low & 63)
  }

  /// The events that amendments recorded behind `start` speak of, and amendments up to there
  /// whose meaning they change.
  func targets(ofThoseAfter start: Position) -> Set<EventID> {
    let new = Set(links.filter { $0.position > start }.map(\.id))
    var targets: Set<EventID> = []
    for link in links {
      if link.position > start { targets.insert(link.target) }
      // Somebody spoke of an amendment before it was made.
      if link.position <= start, new.contains(link.target) { targets.insert(link.id) }
    }
    for (target, positions) in history where positions.contains(where: { $0 > start }) {
      targets.insert(target)
    }
    return targets
  }

  /// False for almost every event that no amendment names.
  func mayName(_ id: EventID) -> Bool {
    filter[Int(id.low & 0xFFFF) / 64] & 1 << (id.low & 63) != 0
  }

  private mutating func refuse(
    _ position: Position, _ stream: ObjectName, _ reason: String, target: EventType?
  ) {
    refused[position] = RefusedAmendment(
      entry: QuarantinedEvent(position: position, stream: stream, reason: reason, parked: 0),
      target: target)
  }
}

extension ReplaySession {
  func stream(_ batch: EventBatch, _ row: Int) -> ObjectName {
    directory.name(of: batch.stream(row))
  }
}
