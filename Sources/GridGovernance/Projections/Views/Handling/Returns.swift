// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 退件推诿 (P9): who returns what, on what ground, with what ruling?
///
/// One row for each pair of dispatcher and unit and month. The dispatcher is the body that
/// dispatched, else the unit of the hop above. Dispatches and redirections count in their month,
/// rulings in the month of the return that they rule on, so that every row closes. A redirection
/// counts for both units: as taken from one, as dispatched to the other. In happened order.
public struct Returns: Projection {
  public static let name = "returns"
  public static let version = 1
  public static let golden = Digest(
    "sha256:2ca440ebaf20e3af9cd83925a0c13a0588aa2563d1c28665f0e4fdcda4a3b14d")
  public static let order = FoldOrder.happened
  public static let types: Set<EventType>? = CourseFact.types.union([
    .divisionRegistered, .bodyRegistered,
  ])

  public let pairs = Table<DispatchPair, ReturnsRow>()
  let courses = Workspace<ObjectID, TicketCourse>()
  let pasts = Workspace<ObjectID, ReturnPast>()
  let divisions = Workspace<ObjectID, DivisionSpans>()
  let bodies = Workspace<ObjectID, BodySpans>()
  // Limits are of no account here; the shared fold asks for them, and finds none.
  let limits = Workspace<Int, LimitLists>()
  let parents = Workspace<ObjectID, ObjectID>()
  let calendar = Workspace<CivilDate, Bool>()
  let years = Workspace<Int, Bool>()
  let hours = Workspace<Int, WorkingHours>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let fact = try CourseFact(event) else { return try places.take(event) }
    guard let ticket = event.reference(.ticket) else { return }
    let month = Month(event.zone.date(of: fact.occurred))
    let desk = CourseDesk(places: places, limits: noLimits, zone: event.zone)
    let isBinding = event.bool(TicketDispatched.Field.binding) ?? false
    let ground = ground(event)
    courses.update(ticket, default: TicketCourse()) { course in
      let before = legs(course, fact)
      course.apply(fact, in: desk)
      switch fact.step {
      case .dispatched, .redirected:
        if let taken = before.taken {
          update(taken, month) { $0.redirected += 1 }
        }
        if let hop = course.topHop { dispatch(hop, of: ticket, isBinding: isBinding, in: month) }
      case .returned(let request):
        if let hop = before.top, course.status == .returning {
          putBack(request, by: hop, of: ticket, ground, in: month)
        }
      default: break
      }
      settle(ticket, course, fact.step)
    }
  }

  private func ground(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) -> TicketReturned.Ground? {
    guard event.type == .ticketReturned else { return nil }
    return event.enumeration(TicketReturned.Field.ground)
      .flatMap(TicketReturned.Ground.init(number:))
  }

  /// The deepest hop before the step, and the one that a redirection replaces.
  private func legs(
    _ course: TicketCourse, _ fact: CourseFact
  ) -> (top: CourseHop?, taken: CourseHop?) {
    switch fact.step {
    case .returned: (course.topHop, nil)
    case .redirected:
      (nil, course.hops.first { $0.number == Int(fact.hop ?? 1) && $0.ended == nil })
    default: (nil, nil)
    }
  }

  private func update(
    _ hop: CourseHop, _ month: Month, _ change: (inout ReturnsRow) -> Void
  ) {
    let key = DispatchPair(dispatcher: hop.dispatcher, unit: hop.handler, month: month)
    pairs.update(key, default: ReturnsRow(), change)
  }

  private func dispatch(
    _ hop: CourseHop, of ticket: ObjectID, isBinding: Bool, in month: Month
  ) {
    let legs = pasts.update(ticket, default: ReturnPast()) { past in
      past.legs += 1
      return past.legs
    }
    update(hop, month) { row in
      row.dispatched += 1
      if isBinding { row.binding += 1 }
      row.hops = max(row.hops, legs)
      row.settle()
    }
  }

  private func putBack(
    _ request: ObjectID, by hop: CourseHop, of ticket: ObjectID, _ ground: TicketReturned.Ground?,
    in month: Month
  ) {
    let pair = ReturnPair(dispatcher: hop.dispatcher, unit: hop.handler)
    let isSecond = pasts.update(ticket, default: ReturnPast()) { past in
      let isSecond = past.pairs.contains(pair)
      if !isSecond { past.pairs.append(pair) }
      past.open.append(
        OpenReturn(
          request: request,
          pair: DispatchPair(dispatcher: hop.dispatcher, unit: hop.handler, month: month)))
      return isSecond
    }
    update(hop, month) { $0.count(ground, isSecond: isSecond) }
  }

  /// Counts the returns that are not open any more: ruled on, or without a point.
  private func settle(_ ticket: ObjectID, _ course: TicketCourse, _ step: CourseStep) {
    guard let open = pasts[ticket]?.open, !open.isEmpty else { return }
    var left = course.openRequests.filter { $0.kind == .return }.map(\.name)
    // What is merged may come back, and its return with it.
    if course.isTerminal, course.status != .merged { left = [] }
    var kept: [OpenReturn] = []
    // The later of two under one name stays.
    for item in open.reversed() {
      if let index = left.firstIndex(of: item.request) {
        left.remove(at: index)
        kept.insert(item, at: 0)
      } else {
        pairs.updateExisting(item.pair) { $0.count(step.end(of: item.request)) }
      }
    }
    if kept.count < open.count { pasts.updateExisting(ticket) { $0.open = kept } }
  }

  private var places: PlaceBook { PlaceBook(divisions: divisions, bodies: bodies) }

  private var noLimits: LimitBook {
    LimitBook(limits: limits, parents: parents, calendar: calendar, years: years, hours: hours)
  }
}

extension CourseStep {
  /// What the step was for a return that it ended.
  fileprivate func end(of request: ObjectID) -> ReturnEnd {
    guard case .ruled(let ruling) = self, ruling.request == request, ruling.kind == .return else {
      return .lapsed
    }
    return ruling.result == .granted ? .granted : .refused
  }
}
