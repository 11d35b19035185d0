// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A body and the month in which support was called 吹哨报到.
public struct SupportKey: TableKey, MonthKey {
  public var unit: ObjectID
  public var month: Month

  public init(unit: ObjectID, month: Month) {
    self.unit = unit
    self.month = month
  }
}

/// Both sides of support 双考核 (domain §2.6): how a body came when it was called, and how it called.
public struct SupportRow: TableRow, PeriodRow {
  /// How often it was called; each party of a call counts.
  public var called = 0
  /// Of these, released by the caller 免予协办.
  public var excused = 0
  /// Of the others, arrived by the time named.
  public var arrived = 0
  /// `arrived` ÷ (`called` − `excused`).
  public var arrivalRate: ExactDecimal?
  /// Of those called and not excused, how many had a day by which to be done.
  public var toFinish = 0
  /// Of these, done by then.
  public var finished = 0
  /// `finished` ÷ `toFinish`.
  public var finishRate: ExactDecimal?
  /// Calls that it made itself.
  public var calls = 0
  /// Of these, ruled unjustified.
  public var unjustified = 0
  /// `unjustified` ÷ `calls`.
  public var unjustifiedRate: ExactDecimal?

  public init() {}

  public mutating func add(_ later: SupportRow) {
    called += later.called
    excused += later.excused
    arrived += later.arrived
    toFinish += later.toFinish
    finished += later.finished
    calls += later.calls
    unjustified += later.unjustified
    settle()
  }

  /// Counts a party, or takes it back with -1.
  mutating func count(_ party: CalledParty, _ number: Int) {
    called += number
    if party.isExcused {
      excused += number
    } else {
      if let arrived = party.arrived, arrived <= party.arriveBy { self.arrived += number }
      if let finishBy = party.finishBy {
        toFinish += number
        if let finished = party.finished, finished <= finishBy { self.finished += number }
      }
    }
    settle()
  }

  mutating func count(calls number: Int, unjustified: Int) {
    calls += number
    self.unjustified += unjustified
    settle()
  }

  private mutating func settle() {
    arrivalRate = .rate(arrived, of: called - excused)
    finishRate = .rate(finished, of: toFinish)
    unjustifiedRate = .rate(unjustified, of: calls)
  }
}

/// One unit of a call, and what became of it.
struct CalledParty: Codable, Hashable, Sendable {
  var unit: ObjectID
  var arriveBy: Instant
  var finishBy: Instant?
  var arrived: Instant?
  var finished: Instant?
  var isExcused = false
}

/// A call for support, as far as the rates need it.
struct CallOfSupport: TableRow {
  var month: Month
  var caller: ObjectID?
  var parties: [CalledParty] = []
  var isUnjustified = false
  /// Another call has taken its place: it counts no more.
  var isReplaced = false
}

extension HandlingIndicators {
  static let supportTypes: Set<EventType> = [
    .supportCalled, .supportArrived, .supportFinished, .supportExcused,
  ]

  /// Takes what is said of a call; true if the event is of nothing else.
  func takeSupport(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) -> Bool {
    let time = event.occurred
    switch event.type {
    case .supportCalled: try call(event)
    case .supportArrived: answer(event) { $0.arrived = $0.arrived ?? time }
    case .supportFinished: answer(event) { $0.finished = $0.finished ?? time }
    case .supportExcused: answer(event) { $0.isExcused = true }
    case .requestRuled:
      guard event.enumeration(RequestRuled.Field.kind) == RequestKind.whistle.number,
        let request = event.reference(.request)
      else { return false }
      // A whistle is no request: its ruling names the call by its key.
      let call = event.object(ObjectName(.support, event.name(of: request).key))
      let isRefused =
        event.enumeration(RequestRuled.Field.result) == RequestRuled.Result.refused.number
      change(call) { $0.isUnjustified = isRefused }
    default: return false
    }
    return true
  }

  private func call(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    let called = try event.decode(SupportCalled.self)
    if let earlier = called.replaces { change(event.object(earlier)) { $0.isReplaced = true } }
    var call = CallOfSupport(
      month: Month(event.occurredOn), caller: event.actorBody ?? event.object(called.lead))
    for (unit, party) in zip(called.supportUnit, called.parties) {
      call.parties.append(
        CalledParty(
          unit: event.object(unit), arriveBy: party.arriveBy, finishBy: party.finishBy))
    }
    let name = event.object(called.support)
    guard calls[name] == nil else { return }
    calls[name] = call
    count(call, 1)
  }

  private func answer(
    _ event: borrowing RecordedEvent<GovernanceEvent>, _ body: (inout CalledParty) -> Void
  ) {
    guard let call = event.reference(.support), let unit = event.reference(.supportUnit) else {
      return
    }
    change(call) { call in
      guard let index = call.parties.firstIndex(where: { $0.unit == unit }) else { return }
      body(&call.parties[index])
    }
  }

  private func change(_ name: ObjectID, _ body: (inout CallOfSupport) -> Void) {
    guard var call = calls[name] else { return }
    count(call, -1)
    body(&call)
    calls[name] = call
    count(call, 1)
  }

  private func count(_ call: CallOfSupport, _ number: Int) {
    guard !call.isReplaced else { return }
    for party in call.parties {
      support.update(SupportKey(unit: party.unit, month: call.month), default: SupportRow()) {
        $0.count(party, number)
      }
    }
    guard let caller = call.caller else { return }
    support.update(SupportKey(unit: caller, month: call.month), default: SupportRow()) {
      $0.count(calls: number, unjustified: call.isUnjustified ? number : 0)
    }
  }
}
