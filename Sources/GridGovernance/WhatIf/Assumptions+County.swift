// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Why a county's weights or rules cannot be assumed otherwise.
public enum CountyAssumptionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No weight was ever set, under that scheme or under any.
  case noWeight(scheme: ObjectName?)
  /// A share is 0 to 1, and leaves the computed handling what it has under that scheme.
  case weightOutOfRange(scheme: ObjectName, most: Rational)
  /// An event that publishes no rule set; `number` counts as they were given, from 1.
  case notARuleSet(number: Int, EventType)
  /// A stored event that cannot be read.
  case unreadable(Position)
  case log(EventLogError)

  public var description: String {
    switch self {
    case .noWeight(let scheme):
      "no weight was ever set" + (scheme.map { " under \($0)" } ?? "")
        + "; there is none to replace"
    case .weightOutOfRange(let scheme, let most):
      "under \(scheme) the towns' weight is 0 to \(most); computed handling has the rest"
    case .notARuleSet(let number, let type):
      "event \(number) is a \(type); rule sets are RuleSetPublished events"
    case .unreadable(let position): "event \(position) cannot be read"
    case .log(let error): error.description
    }
  }
}

extension Assumptions {
  /// Assumes that the towns' judgment had always weighed that much 权重 (event 99).
  ///
  /// Each weight that was ever set, known at the asked moment or not, gives its place to the same
  /// event with another weight; corrections of that weight are left out. Floors are no obstacle:
  /// the answer says whether the weight reaches them.
  /// - Parameters:
  ///   - weight: 0 to 1, together with the weight of computed handling at most 1.
  ///   - scheme: The only scheme that is meant; all if not given.
  /// - Returns: How many weights were replaced.
  @discardableResult
  public mutating func setTownWeight(
    _ weight: Rational, of scheme: ObjectName? = nil, in log: EventLog
  ) throws(CountyAssumptionError) -> Int {
    let types: Set<EventType> = [.assessmentWeightSet, .factCorrected]
    let found = try reading { () throws(EventLogError) in
      try log.events(Query([Query.Item(types: types, stream: scheme)]))
    }
    var replaced: Set<EventID> = []
    for event in found where event.content.type == .assessmentWeightSet {
      replace(
        .position(event.position), by: try event.content.withTownWeight(weight, event.position))
      replaced.insert(event.content.id)
    }
    guard !replaced.isEmpty else { throw .noWeight(scheme: scheme) }
    for event in found where event.content.type == .factCorrected {
      let fields = EventFields(try event.countyFields())
      guard case .id(let target)? = fields["target"], replaced.contains(target),
        fields["field"] == .text("weight")
      else { continue }
      leaveOut(.position(event.position))
    }
    return replaced.count
  }

  /// Assumes that rule sets had said something else 规则集 (event 20).
  ///
  /// Every version of a rule set that one of the events publishes is left out. An event takes the
  /// place of the version that began on the same day, else of the first one if it has no time of
  /// its own, else its own place by its time.
  /// - Parameter events: `RuleSetPublished` events, of one or several rule sets.
  public mutating func replaceRules(
    by events: [NewEvent], in log: EventLog
  ) throws(CountyAssumptionError) {
    var versions: [ObjectName: [StoredEvent]] = [:]
    for (index, event) in events.enumerated() {
      guard event.type == .ruleSetPublished else {
        throw .notARuleSet(number: index + 1, event.type)
      }
      guard versions[event.stream] == nil else { continue }
      versions[event.stream] = try reading { () throws(EventLogError) in
        try log.events(Query([Query.Item(types: [.ruleSetPublished], stream: event.stream)]))
      }
    }
    for event in events {
      let day = event.effectiveFrom
      var known = versions[event.stream] ?? []
      var place: Int?
      for (index, version) in known.enumerated() where place == nil {
        if try EventFields(version.countyFields())["effectiveFrom"] == day { place = index }
      }
      if place == nil, event.occurred == nil, !known.isEmpty { place = 0 }
      guard let place else {
        add(event)
        continue
      }
      replace(.position(known.remove(at: place).position), by: event)
      versions[event.stream] = known
    }
    for version in versions.values.joined() { leaveOut(.position(version.position)) }
  }
}

extension EventContent {
  /// The event that sets another weight, all else the same; its id and time are those of this.
  fileprivate func withTownWeight(
    _ weight: Rational, _ position: Position
  ) throws(CountyAssumptionError) -> NewEvent {
    let schema = AssessmentWeightSet.schema
    guard let values = try? schema.values(references: references, payload: payload) else {
      throw .unreadable(position)
    }
    var fields = EventFields(values)
    var most = Rational.one
    if case .rational(let handling)? = fields["handlingWeight"] { most = .one - handling }
    guard weight >= .zero, weight <= most else {
      throw .weightOutOfRange(scheme: stream, most: most)
    }
    fields["weight"] = .rational(weight)
    guard let body = try? schema.encode(fields.values) else { throw .unreadable(position) }
    return NewEvent(
      type: type, version: version, stream: stream, actor: actor, source: source,
      causation: causation, correlation: correlation, body: body)
  }
}

extension StoredEvent {
  fileprivate func countyFields() throws(CountyAssumptionError) -> [NamedValue] {
    do {
      return try fields(in: GovernanceEvent.catalogue)
    } catch {
      throw .unreadable(position)
    }
  }
}

extension NewEvent {
  /// From which day on a rule set holds.
  fileprivate var effectiveFrom: Value? {
    guard let schema = GovernanceEvent.catalogue.schema(type, version: version) else { return nil }
    let values = try? schema.values(references: body.references, payload: body.payload)
    return values.map { EventFields($0) }?["effectiveFrom"]
  }
}

/// Runs what reads the log and says its errors as those of an assumption.
private func reading<R>(
  _ body: () throws(EventLogError) -> R
) throws(CountyAssumptionError) -> R {
  do {
    return try body()
  } catch {
    throw .log(error)
  }
}
