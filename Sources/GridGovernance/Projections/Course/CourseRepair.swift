// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// A repair 更正、误录撤销 as histories keep it, with its value in the fold's own numbers.
struct CourseRepair: Codable, Hashable, Sendable {
  var id: EventID
  var target: EventID
  /// The field that is replaced; `nil` for an annulment.
  var field: String?
  var object: ObjectID?
  var value: Value?

  /// Reads a repair; `nil` for other types.
  init?(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    if event.type == .factCorrected {
      let correction = try event.decode(FactCorrected.self)
      target = correction.target
      field = correction.field
      if case .object(let name) = correction.new {
        object = event.object(name)
      } else {
        value = correction.new
      }
    } else if event.type == .eventAnnulled {
      target = try event.decode(EventAnnulled.self).target
    } else {
      return nil
    }
    id = event.id
  }

  /// The ticket that a repair is about: it carries the references of its target (domain §7.0).
  static func ticket(of event: borrowing RecordedEvent<GovernanceEvent>) -> ObjectID? {
    if let ticket = event.reference(.ticket) { return ticket }
    if let maps = event.reference(.maps), maps.kind == .ticket { return maps }
    return event.stream.kind == .ticket ? event.stream : nil
  }
}

extension CourseFact {
  /// Puts a corrected field in place; false if the value does not fit, and the fact stays.
  mutating func amend(_ repair: CourseRepair) -> Bool {
    switch repair.field {
    case nil: return false
    case "externalID"?: return true
    case "occurred"?:
      guard case .instant(let time)? = repair.value else { return false }
      occurred = time
      return true
    case "hop"?:
      guard case .int(let number)? = repair.value, fits(repair) else { return false }
      hop = Int32(clamping: number)
      return true
    case let field?:
      guard let amended = step.amended(field, repair) else {
        // Fields on which no course depends: the correction is right, and nothing changes.
        return !step.hasField(field) && fits(repair)
      }
      step = amended
      return true
    }
  }

  /// Whether the type has a field that takes the value.
  private func fits(_ repair: CourseRepair) -> Bool {
    guard let name = repair.field,
      let field = GovernanceEvent.catalogue.newest(type.eventType)?.field(named: name)
    else { return false }
    switch field.place {
    case .sealed: return false
    case .reference(let role, _, _): return role != .ticket && repair.object != nil
    case .payload:
      guard let value = repair.value else { return false }
      let alone = EventSchema(type.eventType, title: "one field", [field])
      return (try? alone.encode([NamedValue(name, value)])) != nil
    }
  }
}

extension CourseStep {
  /// The step with one field replaced; `nil` if it has no such field or the value does not fit.
  fileprivate func amended(_ field: String, _ repair: CourseRepair) -> CourseStep? {
    let object = repair.object
    switch (self, field) {
    case (.reported(let report), _): return report.amended(field, repair).map { .reported($0) }
    case (.ruled(let ruling), _): return ruling.amended(field, repair).map { .ruled($0) }
    case (.accepted, "level"): return repair.named().map { .accepted($0) }
    case (.declined, "stage"): return repair.named().map { .declined($0) }
    case (.checkAssigned, "kind"): return repair.named().map { .checkAssigned($0) }
    case (.registered(_, let grade), "category"):
      return object.map { .registered(category: $0, grade: grade) }
    case (.registered(let category, _), "grade"):
      return repair.named().map { .registered(category: category, grade: $0) }
    case (.regraded(_, let grade), "category"):
      return object.map { .regraded(category: $0, grade: grade) }
    case (.regraded(let category, _), "grade"):
      return repair.named().map { .regraded(category: category, grade: $0) }
    case (.dispatched, "handler"): return object.map { .dispatched($0) }
    case (.redirected, "handler"): return object.map { .redirected($0) }
    case (.returned, "request"): return object.map { .returned(request: $0) }
    case (.requested(let kind, _), "request"): return object.map { .requested(kind, $0) }
    case (.requested(_, let name), "kind"): return repair.named().map { .requested($0, name) }
    case (.extensionRequested(_, let unit), "request"):
      return object.map { .extensionRequested($0, unit) }
    case (.extensionRequested(let name, _), "unit"):
      return repair.named().map { .extensionRequested(name, $0) }
    case (.suspended(let suspension), _):
      return suspension.amended(field, repair).map { .suspended($0) }
    default: return amendedEnd(field, repair)
    }
  }

  private func amendedEnd(_ field: String, _ repair: CourseRepair) -> CourseStep? {
    switch (self, field) {
    case (.inspected(_, let wrongUnit), "result"):
      return repair.named().map { .inspected($0, wrongUnit: wrongUnit) }
    case (.inspected(let result, _), "wrongUnit"):
      return repair.flag.map { .inspected(result, wrongUnit: $0) }
    case (.closed(_, let linked), "reason"):
      return repair.named().map { .closed($0, case: linked) }
    case (.closed(let reason, _), "case"): return repair.object.map { .closed(reason, case: $0) }
    case (.reopened, "ground"): return repair.named().map { .reopened($0) }
    case (.escalated(_, let urgency), "toLevel"):
      return repair.named().map { .escalated(to: $0, urgency: urgency) }
    case (.escalated(let level, _), "urgency"):
      return repair.named().map { .escalated(to: level, urgency: $0) }
    case (.merged, "survivor"): return repair.object.map { .merged(into: $0) }
    case (.unmerged, "survivorClosed"): return repair.flag.map { .unmerged(survivorClosed: $0) }
    case (.excluded, "indicators"): return repair.names.map { .excluded($0) }
    case (.exclusionLifted, "indicators"): return repair.names.map { .exclusionLifted($0) }
    default: return nil
    }
  }

  /// Whether the step keeps that field, so that a value which does not fit is no small matter.
  fileprivate func hasField(_ field: String) -> Bool {
    let kept: [String] =
      switch self {
      case .reported:
        ["origin", "category", "division", "grid", "urgency", "dueGiven", "reporter"]
      case .ruled: ["request", "kind", "result", "grantedUnits", "effectiveFrom"]
      case .accepted: ["level"]
      case .declined: ["stage"]
      case .checkAssigned: ["kind"]
      case .registered, .regraded: ["category", "grade"]
      case .dispatched, .redirected: ["handler"]
      case .returned: ["request"]
      case .extensionRequested: ["request", "unit"]
      case .requested: ["request", "kind"]
      case .suspended: ["class", "reach", "request"]
      case .inspected: ["result", "wrongUnit"]
      case .closed: ["reason", "case"]
      case .reopened: ["ground"]
      case .escalated: ["toLevel", "urgency"]
      case .merged: ["survivor"]
      case .unmerged: ["survivorClosed"]
      case .excluded, .exclusionLifted: ["indicators"]
      case .referred, .signedFor, .resumed, .completed, .voided, .noted: []
      }
    return kept.contains(field)
  }
}

extension CourseReport {
  fileprivate func amended(_ field: String, _ repair: CourseRepair) -> CourseReport? {
    var report = self
    switch (field, repair.object, repair.value) {
    case ("origin", nil, .text(let code)?): report.origin = code
    case ("category", let object?, _): report.category = object
    case ("division", let object?, _): report.division = object
    case ("grid", let object?, _): report.grid = object
    case ("dueGiven", nil, .instant(let time)?): report.due = time
    case ("reporter", .some, _): report.hasReporter = true
    case ("urgency", nil, _):
      guard let urgency: TicketGrade = repair.named() else { return nil }
      report.urgency = urgency
    default: return nil
    }
    return report
  }
}

extension CourseRuling {
  fileprivate func amended(_ field: String, _ repair: CourseRepair) -> CourseRuling? {
    var ruling = self
    switch (field, repair.object, repair.value) {
    case ("request", let object?, _): ruling.request = object
    case ("grantedUnits", nil, .int(let units)?): ruling.grantedUnits = Int(units)
    case ("effectiveFrom", nil, .instant(let time)?): ruling.effectiveFrom = time
    case ("kind", nil, _):
      guard let kind: RequestKind = repair.named() else { return nil }
      ruling.kind = kind
    case ("result", nil, _):
      guard let result: RequestRuled.Result = repair.named() else { return nil }
      ruling.result = result
    default: return nil
    }
    return ruling
  }
}

extension CourseSuspension {
  fileprivate func amended(_ field: String, _ repair: CourseRepair) -> CourseSuspension? {
    var suspension = self
    switch field {
    case "class":
      guard let kind: SuspensionClass = repair.named() else { return nil }
      suspension.kind = kind
    case "reach":
      guard let reach: ClockSuspended.Reach = repair.named() else { return nil }
      suspension.isWhole = reach == .whole
    case "request":
      guard let object = repair.object else { return nil }
      suspension.request = object
    default: return nil
    }
    return suspension
  }
}

extension CourseRepair {
  fileprivate func named<E: Enumeration>() -> E? {
    guard case .text(let name)? = value else { return nil }
    return E(rawValue: name)
  }

  fileprivate var flag: Bool? {
    guard case .bool(let flag)? = value else { return nil }
    return flag
  }

  fileprivate var names: [String]? {
    guard case .list(let values)? = value else { return nil }
    let names = values.compactMap { value -> String? in
      guard case .text(let name) = value else { return nil }
      return name
    }
    return names.count == values.count ? names.canonicalSet : nil
  }
}
