// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// Replies to supervision and calls for support that a ticket, or a case, waits for.
struct OwnedCalls: TableRow {
  var calls: [ObjectID] = []
}

// Supervision and support: whoever is called on has until a moment that the call names, or a limit.
extension DeadlineBoard {
  static let supervisionTypes: Set<EventType> = [
    .supervisionIssued, .supervisionReplied, .supervisionLifted,
  ]
  /// Notes a fact of a call under it, and the call under what it is about.
  func noteCall(
    _ event: borrowing RecordedEvent<GovernanceEvent>, of owner: ObjectID
  ) throws(Refusal) {
    let isSupervision = DeadlineBoard.supervisionTypes.contains(event.type)
    guard let call = event.reference(isSupervision ? .supervision : .support),
      let fact = try AnyFact(event)
    else { return }
    fileBook.note(fact, in: call)
    // Who replaces a call ends it.
    if let earlier = event.reference(.replaces) { fileBook.note(fact, in: earlier) }
    if calls[owner]?.calls.contains(call) != true {
      calls.update(owner, default: OwnedCalls()) { $0.calls.append(call) }
    }
  }

  /// The clocks of calls that somebody still has to answer, arrive at or finish.
  func openCalls(
    of owner: ObjectID, _ desk: CourseDesk, _ object: (ObjectName) -> ObjectID
  ) -> [RunningClock] {
    (calls[owner]?.calls ?? []).flatMap { call in
      call.kind == .supervision ? reply(to: call, desk, object) : support(call, object)
    }
  }

  private func reply(
    to call: ObjectID, _ desk: CourseDesk, _ object: (ObjectName) -> ObjectID
  ) -> [RunningClock] {
    let facts = fileBook.live(call)
    let isOver = facts.contains {
      $0.event.event is SupervisionReplied || $0.event.event is SupervisionLifted
    }
    guard !isOver, let issued = facts.first(where: { $0.event.event is SupervisionIssued }),
      let order = issued.event.event as? SupervisionIssued
    else { return [] }
    let unit = object(order.handler)
    let day = desk.zone.date(of: issued.occurred)
    let body = desk.places.body(unit, on: day)
    let work = LimitedWork(level: body?.level, handlerKind: body?.kind)
    let clock =
      order.replyBy.map { Clock(from: issued.occurred, .until($0)) }
      ?? desk.clock(.supervisionReply, of: work, from: issued.occurred)
    guard let clock else { return [] }
    return [
      RunningClock(
        key: DeadlineKey(subject: call, clock: .supervisionReply, hop: 0),
        clock: BoardClock(clock, .supervisionReply, work), unit: unit)
    ]
  }

  /// One clock a unit that is to arrive, one a unit that is to be done; numbered as called.
  private func support(
    _ call: ObjectID, _ object: (ObjectName) -> ObjectID
  ) -> [RunningClock] {
    let facts = fileBook.live(call)
    let orders = facts.compactMap { fact in
      (fact.event.event as? SupportCalled).map { (order: $0, at: fact.occurred) }
    }
    let isReplaced = orders.contains { $0.order.replaces == orders.first?.order.support }
    guard let (order, called) = orders.first, !isReplaced else { return [] }
    var found: [RunningClock] = []
    for (index, (name, party)) in zip(order.supportUnit, order.parties).enumerated() {
      let done = SupportProgress(of: name, in: facts)
      let unit = object(name)
      func add(_ stage: ClockStage, by moment: Instant) {
        found.append(
          RunningClock(
            key: DeadlineKey(subject: call, clock: stage, hop: index + 1),
            clock: BoardClock(Clock(from: called, .until(moment)), stage, LimitedWork()),
            unit: unit))
      }
      if !done.hasArrived { add(.supportArrive, by: party.arriveBy) }
      if !done.isOver, let last = party.finishBy { add(.supportFinish, by: last) }
    }
    return found
  }
}

/// How far one summoned unit is.
private struct SupportProgress {
  var hasArrived = false
  var isOver = false

  init(of unit: ObjectName, in facts: [AnyFact]) {
    for fact in facts {
      switch fact.event.event {
      case let event as SupportArrived where event.supportUnit == unit: hasArrived = true
      case let event as SupportFinished where event.supportUnit == unit:
        (hasArrived, isOver) = (true, true)
      case let event as SupportExcused where event.supportUnit == unit:
        (hasArrived, isOver) = (true, true)
      default: break
      }
    }
  }
}
