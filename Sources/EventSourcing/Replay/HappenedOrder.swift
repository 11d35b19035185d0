// SPDX-License-Identifier: Apache-2.0

/// The events of a cut by (occurred, position), each as the cut's amendments leave it.
///
/// Sixteen bytes an event; the events themselves are read again when they are folded.
final class HappenedOrder {
  /// Where an event stands in this order.
  struct Place: Comparable {
    /// In microseconds.
    var occurred: Int64
    /// The place in the feed.
    var position: UInt64

    static func < (left: Place, right: Place) -> Bool {
      (left.occurred, left.position) < (right.occurred, right.position)
    }
  }

  /// An event that amendments speak of.
  struct Touched {
    /// The first and the last place that it ever had.
    var places: ClosedRange<Place>
    var lastAmendment: Position
  }

  private(set) var places: [Place] = []
  private(set) var touched: [Touched] = []
  let amendments: Amendments
  /// The ids of events that corrections in force change, by position.
  private var edited: [UInt64: EventID] = [:]
  private var refused: [Position: RefusedAmendment]
  /// Corrections that did not fit the events folded so far.
  private(set) var refusedEdits: [RefusedAmendment] = []
  /// Events put in order that amendments may speak of.
  private var collected: Set<EventID> = []

  /// - Parameters:
  ///   - start: Only events recorded behind it are put in order, as all amendments leave them.
  ///   - place: Only events that stand behind it; all if not given.
  init(
    _ session: ReplaySession, _ folds: [AnyFold], after start: Position = .origin,
    behind place: Place? = nil
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
        if var found = self.place(batch, row, limit) {
          if let assumed { found.position = assumed.place(of: batch.position(row)).rawValue }
          if place.map({ $0 < found }) ?? true { places.append(found) }
        }
      }
    }
    places.sort()
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
      touch(id, batch, row)
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

  private func touch(_ id: EventID, _ batch: EventBatch, _ row: Int) {
    guard let given = amendments.moments[id] else { return }
    let moments = [batch.columns.pointee.occurred[row]] + given
    let position = batch.columns.pointee.position[row]
    let least = moments.reduce(moments[0], min)
    let most = moments.reduce(moments[0], max)
    let (first, last) = (
      Place(occurred: least, position: position), Place(occurred: most, position: position)
    )
    touched.append(
      Touched(places: first...last, lastAmendment: amendments.lastAmendment[id] ?? .origin))
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

  /// Folds events in order, all if no range of them is given; gives the amendments that were
  /// refused.
  func fold(
    _ folds: [AnyFold], _ session: ReplaySession, _ phase: ReplayProgress.Phase,
    _ range: Range<Int>? = nil
  ) throws(ReplayError) -> [Position: RefusedAmendment] {
    let batch = session.makeBatch()
    let range = range ?? 0..<places.count
    var done = range.lowerBound
    if done == 0 { refusedEdits.removeAll() }
    while done < range.upperBound {
      try session.checkpoint(phase, done: UInt64(done), total: UInt64(places.count))
      let run = places[done..<min(done + EventBatch.capacity, range.upperBound)]
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
    for row in 0..<batch.count {
      guard let id = edited[batch.columns.pointee.position[row]] else { continue }
      for edit in amendments.edits[id] ?? [] {
        if edit.field != Amendments.occurredField, refusals[row] == nil {
          do throws(Refusal) {
            try amend(batch, row, edit, session)
          } catch {
            refuse(edit, batch.type(row), error.reason)
          }
        }
        if let refusal = refused[edit.position] { refusedEdits.append(refusal) }
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
