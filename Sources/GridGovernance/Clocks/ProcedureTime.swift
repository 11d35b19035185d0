// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Requests, rulings and pauses of one case or application, folded: what its one clock from start
/// to decision needs beside a limit (domain §2.3, K7, K8, K10).
public struct ProcedureTime: Hashable, Codable, Sendable {
  /// A request, and the ruling on it.
  public struct Request: Hashable, Codable, Sendable {
    /// The name.
    public var name: ObjectName
    /// Which of the kinds.
    public var kind: RequestKind
    /// What an extension counts.
    public var unit: TimeUnit?
    /// When it was made.
    public var made: Instant
    /// `nil` while nobody has ruled.
    public var outcome: RequestRuled.Result?
  }

  /// More time that was granted.
  public struct Granted: Hashable, Codable, Sendable {
    /// How much.
    public var units: Int
    /// What it counts.
    public var unit: TimeUnit
    /// When it was ruled.
    public var ruled: Instant
  }

  /// In the order in which they were made.
  public var requests: [Request] = []
  /// In the order in which they were ruled.
  public var granted: [Granted] = []
  /// In order; only the last may be open.
  public var pauses: [Clock.Pause] = []

  public init() {}

  /// Whether the clock stands still.
  public var isSuspended: Bool { pauses.last.map { $0.until == nil } ?? false }

  /// The open request of that name and kind.
  func open(_ name: ObjectName, _ kind: RequestKind) -> Request? {
    requests.first { $0.name == name && $0.kind == kind && $0.outcome == nil }
  }

  mutating func apply(_ event: any Event, at moment: Instant) {
    switch event {
    case let event as RequestMade:
      requests.append(Request(name: event.request, kind: event.kind.ruled, made: moment))
    case let event as ExtensionRequested:
      requests.append(
        Request(name: event.request, kind: .extension, unit: event.unit, made: moment))
    case let event as RequestRuled: rule(event, at: moment)
    case is ClockSuspended:
      guard !isSuspended else { return }
      pauses.append(Clock.Pause(from: max(moment, pauses.last?.until ?? moment)))
    case is ClockResumed:
      guard isSuspended, let pause = pauses.last else { return }
      pauses[pauses.count - 1].until = max(moment, pause.from)
    default: break
    }
  }

  private mutating func rule(_ event: RequestRuled, at moment: Instant) {
    let index = requests.firstIndex {
      $0.name == event.request && $0.kind == event.kind && $0.outcome == nil
    }
    if let index { requests[index].outcome = event.result }
    guard event.kind == .extension, event.result == .granted, let units = event.grantedUnits,
      units > 0
    else { return }
    let unit = index.flatMap { requests[$0].unit } ?? .day
    granted.append(Granted(units: units, unit: unit, ruled: moment))
  }

  /// The clock from `start` with the pauses that came in it and, where wanted, what was granted.
  func clock(
    from start: Instant, _ terms: ClockTerms, extended: Bool = true, until stop: Instant?
  ) -> Clock {
    var clock = Clock(from: start, terms)
    for pause in pauses where pause.until.map({ $0 > start }) ?? true {
      clock.pause(at: max(pause.from, start))
      if let until = pause.until { clock.resume(at: until) }
    }
    for grant in granted where extended && grant.ruled >= start {
      clock.grant(Clock.Grant(grant.units, grant.unit))
    }
    if let stop { clock.stop(at: stop) }
    return clock
  }

  /// How much was granted in that unit, from `start` on.
  func grantedUnits(_ unit: TimeUnit, since start: Instant) -> Int {
    granted.reduce(0) { $0 + ($1.unit == unit && $1.ruled >= start ? $1.units : 0) }
  }
}
