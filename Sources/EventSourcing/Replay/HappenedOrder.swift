// SPDX-License-Identifier: Apache-2.0

/// The events of a cut by (occurred, position), each as the cut's amendments leave it.
///
/// Sixteen bytes an event; the events themselves are read again when they are folded.
final class HappenedOrder {
  private struct Place {
    var occurred: Int64
    /// The place in the feed.
    var position: UInt64
  }

  private var places: [Place] = []
  private let amendments: Amendments
  /// The ids of events that corrections in force change, by position.
  private var edited: [UInt64: EventID] = [:]
  private var refused: [Position: RefusedAmendment]
  /// Events put in order that amendments may speak of.
  private var collected: Set<EventID> = []

  /// - Parameter start: Only events behind it are put in order, as all amendments leave them.
  init(
    _ session: ReplaySession, _ folds: [AnyFold], after start: Position = .origin
  ) throws(ReplayError) {
    let amendments = try Amendments(session)
    self.amendments = amendments
    refused = amendments.refused
    let limit = session.happenedBy
    let assumed = session.feed.places
    try session.scan(
      session.makeBatch(), after: start, types: session.types(of: folds), .collecting
    ) { batch in
      for row in 0..<batch.count
      where folds.contains(where: { $0.wants(batch.type(row)) }) {
        if var place = place(batch, row, limit) {
          if let assumed { place.position = assumed.place(of: batch.position(row)).rawValue }
          places.append(place)
        }
      }
    }
    places.sort { ($0.occurred, $0.position) < ($1.occurred, $1.position) }
  }

  /// When the first and the last of the events happened; `nil` without any.
  var span: ClosedRange<Int64>? {
    guard let first = places.first, let last = places.last else { return nil }
    return first.occurred...last.occurred
  }

  /// The events not put in order here that amendments behind `start` speak of.
  func amendedElsewhere(after start: Position) -> [EventID] {
    amendments.targets(ofThoseAfter: start).filter { !collected.contains($0) }
  }

  /// Amendments that were refused.
  var refusedAmendments: [RefusedAmendment] { Array(refused.values) }

  /// Where an event belongs; `nil` if it never happened, or too late.
  private func place(_ batch: EventBatch, _ row: Int, _ limit: Int64) -> Place? {
    var occurred = batch.columns.pointee.occurred[row]
    let id = batch.id(row)
    if amendments.mayName(id) {
      collected.insert(id)
      if amendments.retracted.contains(id) { return nil }
      if let edits = amendments.edits[id] {
        edited[batch.position(row).rawValue] = id
        for edit in edits where edit.field == Amendments.occurredField {
          if case .instant(let instant)? = edit.value {
            occurred = instant.microseconds
          } else {
            refuse(edit, batch.type(row), "gives no time for \(edit.field)")
          }
        }
      }
    }
    guard occurred <= limit else { return nil }
    return Place(occurred: occurred, position: batch.columns.pointee.position[row])
  }

  private func refuse(_ edit: Amendments.Edit, _ type: EventType, _ reason: String) {
    refused[edit.position] = RefusedAmendment(
      entry: QuarantinedEvent(
        position: edit.position, stream: edit.stream, reason: reason, parked: 0), target: type)
  }

  /// Every amendment that has a part in what the event at that position has become.
  func amendments(of position: UInt64) -> [Position] {
    edited[position].flatMap { amendments.history[$0] } ?? []
  }

  /// Folds all events in order; gives the amendments that were refused.
  func fold(
    _ folds: [AnyFold], _ session: ReplaySession, _ phase: ReplayProgress.Phase
  ) throws(ReplayError) -> [Position: RefusedAmendment] {
    let batch = session.makeBatch()
    var done = 0
    while done < places.count {
      try session.checkpoint(phase, done: UInt64(done), total: UInt64(places.count))
      let run = places[done..<min(done + EventBatch.capacity, places.count)]
      try session.feed.fill(batch, positions: run.map { Position($0.position) }[...])
      precondition(batch.count == run.count, "a feed must give every event asked for")
      for (row, place) in run.enumerated() { batch.setOccurred(row, place.occurred) }
      let refusals = session.plan.prepare(batch, session.directory)
      if !edited.isEmpty { amend(batch, refusals, session) }
      for fold in folds { fold.take(batch, refusals, happenedBy: .max) }
      done += run.count
    }
    try session.checkpoint(phase, done: UInt64(done), total: UInt64(places.count))
    return refused
  }

  private func amend(
    _ batch: EventBatch, _ refusals: [Int: Refusal], _ session: ReplaySession
  ) {
    for row in 0..<batch.count where refusals[row] == nil {
      guard let id = edited[batch.columns.pointee.position[row]] else { continue }
      for edit in amendments.edits[id] ?? [] where edit.field != Amendments.occurredField {
        do throws(Refusal) {
          try amend(batch, row, edit, session)
        } catch {
          refuse(edit, batch.type(row), error.reason)
        }
      }
    }
  }

  /// Puts one corrected field in place; the event stays as it was if that does not fit.
  private func amend(
    _ batch: EventBatch, _ row: Int, _ edit: Amendments.Edit, _ session: ReplaySession
  ) throws(Refusal) {
    let type = batch.type(row)
    guard let schema = session.plan.catalogue.newest(type) else { return }
    if edit.field == Amendments.externalIDField {
      try amendExternalID(batch, row, edit)
      return
    }
    let field = schema.field(named: edit.field)
    guard field != nil || schema.isPlain else {
      throw Refusal("\(type) has no field \(edit.field)")
    }
    switch field?.place {
    case .sealed: throw Refusal("\(edit.field) is sealed and cannot be corrected in clear")
    case .reference(let role, _, _) where role == schema.streamRole:
      throw Refusal("\(edit.field) decides the stream, which never changes")
    case .reference, .payload, nil: break
    }
    var fields = EventFields(try session.plan.values(batch, row))
    fields[edit.field] = edit.value
    do {
      try batch.rewrite(row, values: fields.values, as: schema, session.directory)
    } catch {
      throw Refusal("does not fit: \(error)")
    }
  }

  private func amendExternalID(
    _ batch: EventBatch, _ row: Int, _ edit: Amendments.Edit
  ) throws(Refusal) {
    do {
      var extras = try batch.extras(row).withUnsafeBytes { try Extras($0) }
      switch edit.value {
      case .text(let text)? where (1...256).contains(text.utf8.count): extras.externalID = text
      case nil: extras.externalID = nil
      default: throw Refusal("gives no text of 1 to 256 bytes for \(edit.field)")
      }
      batch.setExtras(row, extras.bytes)
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw Refusal("cannot be read: \(error)")
    }
  }
}

extension Amendments {
  /// Names that mean parts of the header, whatever fields a type has.
  static let occurredField = "occurred"
  static let externalIDField = "externalID"
}
