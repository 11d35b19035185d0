// SPDX-License-Identifier: Apache-2.0

/// What a stored view needs, and why.
public struct ProjectionPlan: Hashable, Sendable {
  public enum Need: Hashable, Sendable {
    case nothing
    /// Events recorded since are folded on top.
    case catchUp
    /// Late facts or corrections change what is folded: it goes back to a snapshot, or to nothing
    /// without one, and is folded from there, without the projection having changed.
    case rewind
    /// The code is of another version, or the stored rows cannot be used.
    case rebuild
    /// It is not stored yet.
    case build
  }

  public let projection: String
  /// The version that serves; `nil` without one.
  public let stored: Int?
  public let code: Int
  public let need: Need
  /// In words for operators, in English.
  public let reason: String
  /// How far the stored rows go, and the log's head.
  public let position: Position
  public let head: Position
  /// Events that will be folded.
  public let events: UInt64
  /// Processor time that will take, in nanoseconds, by the last long fold of this view, without
  /// one by the slowest of the log's other stored views; `nil` if none was measured.
  public let estimate: Int64?
  /// Who rebuilds it now.
  public let rebuilding: String?
}

extension EventLog {
  /// What each of these projections' stored views needs; changes nothing.
  public func plan(
    _ projections: [any Projection.Type]
  ) throws(ProjectionError) -> [ProjectionPlan] {
    var plans: [ProjectionPlan] = []
    let pace = try StoredProjections(log: self, options: ReplayOptions()).slowestPace()
    for projection in projections {
      plans.append(try Planner(projection, self, otherwise: pace).plan())
    }
    return plans
  }
}

private struct Planner {
  private let type: any Projection.Type
  private let log: EventLog
  private let stored: StoredProjections
  private let head: Position
  private let otherPace: Int

  init(
    _ type: any Projection.Type, _ log: EventLog, otherwise pace: Int
  ) throws(ProjectionError) {
    self.type = type
    otherPace = pace
    self.log = log
    stored = StoredProjections(log: log, options: ReplayOptions())
    head = try projecting { () throws(EventLogError) in try log.head }
  }

  func plan() throws(ProjectionError) -> ProjectionPlan {
    guard let serving = try stored.generations(of: type.name)?.serving else {
      return plan(.build, "it is not stored yet", stored: nil)
    }
    let state: GenerationState
    do throws(ProjectionError) {
      state = try StoredReading(serving, of: type.name, stored).snapshot.state
    } catch {
      guard case .unusable(_, _, let what) = error else { throw error }
      return plan(.rebuild, what, stored: serving.version)
    }
    guard state.version == type.version else {
      return plan(
        .rebuild, "this program has version \(type.version)", stored: state.version,
        pace: state.pace)
    }
    if state.position == head { return plan(.nothing, "", state: state) }
    return try behind(state, serving)
  }

  private func behind(
    _ state: GenerationState, _ serving: Generations.Generation
  ) throws(ProjectionError) -> ProjectionPlan {
    let count = head.rawValue - state.position.rawValue
    if type.order == .happened {
      let pending = try pendingEvents(serving)
      if !pending.isOnTop {
        return plan(
          .rewind, "among \(count) events are late facts or corrections of what is folded",
          stored: state.version, position: state.position,
          events: pending.events.map { UInt64($0) }, pace: state.pace)
      }
    }
    return plan(.catchUp, "\(count) events behind", state: state)
  }

  private func pendingEvents(
    _ serving: Generations.Generation
  ) throws(ProjectionError) -> (isOnTop: Bool, events: Int?) {
    let store = try stored.open(
      serving.number, of: type.name, readOnly: log.options.isReadOnly)
    return try StoredFold(
      type, store, generation: serving.number, of: log, stored.options
    ).pendingEvents()
  }

  private func plan(
    _ need: ProjectionPlan.Need, _ reason: String, state: GenerationState
  ) -> ProjectionPlan {
    let events = head.rawValue - state.position.rawValue
    return plan(
      need, reason, stored: state.version, position: state.position, events: events,
      pace: state.pace)
  }

  private func plan(
    _ need: ProjectionPlan.Need, _ reason: String, stored version: Int?,
    position: Position = .origin, events: UInt64? = nil, pace: Int = 0
  ) -> ProjectionPlan {
    let events = events ?? head.rawValue
    let pace = pace > 0 ? pace : otherPace
    return ProjectionPlan(
      projection: type.name, stored: version, code: type.version, need: need, reason: reason,
      position: position, head: head, events: events,
      estimate: pace > 0 && events > 0 ? Int64(pace) * Int64(events) : nil,
      rebuilding: ProjectionHold.holder(.rebuild, of: type.name, in: log))
  }
}

extension StoredProjections {
  /// Nanoseconds an event took in the last long fold of the slowest stored view; 0 if none was.
  func slowestPace() throws(ProjectionError) -> Int {
    var slowest = 0
    for (projection, generations) in try all() {
      guard let serving = generations.serving,
        // What cannot be read has a plan of its own.
        let reading = try? StoredReading(serving, of: projection, self)
      else { continue }
      slowest = max(slowest, reading.snapshot.state.pace)
    }
    return slowest
  }
}
