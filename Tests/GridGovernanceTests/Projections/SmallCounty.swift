// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance

/// A county of two towns, as far as the views need one: `division/t` with a village and two
/// bodies, `division/u` with a centre, and the county's own.
enum SmallCounty {
  static let county: ObjectName = "division/c"
  static let town: ObjectName = "division/t"
  static let village: ObjectName = "division/v"
  static let otherTown: ObjectName = "division/u"
}

extension HistoryBuilder {
  /// Adds a typed event; a misfit is a mistake of the test and traps.
  @discardableResult
  mutating func add(
    _ event: some Event, at occurred: Instant? = nil, by body: ObjectName? = nil,
    stream: ObjectName? = nil, recorded: Instant? = nil
  ) -> StoredEvent {
    do {
      let actor = Actor(body: body)
      return append(
        try NewEvent(event, stream: stream, occurred: occurred, actor: actor), recorded: recorded)
    } catch {
      preconditionFailure("\(event) does not fit: \(error)")
    }
  }

  /// Adds the events that a command led to; they get their ids.
  mutating func add(_ fact: TicketFact, of ticket: ObjectName) -> TicketFact {
    let level = fact.actorLevel
    func append(_ event: some Event) -> StoredEvent {
      do {
        return self.append(
          try NewEvent(event, stream: ticket, occurred: fact.occurred, actor: fact.actor))
      } catch {
        preconditionFailure("\(event) does not fit: \(error)")
      }
    }
    let stored = append(fact.event.event)
    return TicketFact(
      fact.event, actor: fact.actor, actorLevel: level, occurred: fact.occurred,
      id: stored.content.id)
  }

  @discardableResult
  mutating func correct(
    _ target: StoredEvent, _ field: String, _ value: Value, recorded: Instant? = nil
  ) -> StoredEvent {
    let correction = FactCorrected(
      target: target.content.id, field: field, new: value, ground: "typo")
    guard let event = try? NewEvent.repairing(target, with: correction) else {
      preconditionFailure("a correction that does not fit its schema")
    }
    return append(event, recorded: recorded)
  }

  @discardableResult
  mutating func annul(_ target: StoredEvent, recorded: Instant? = nil) -> StoredEvent {
    let annulment = EventAnnulled(
      target: target.content.id, ground: "wrong", document: "document/1")
    guard let event = try? NewEvent.repairing(target, with: annulment) else {
      preconditionFailure("an annulment that does not fit its schema")
    }
    return append(event, recorded: recorded)
  }
}

extension HistoryBuilder {
  /// The county with its places, bodies and rules, all of January 2021.
  static func smallCounty() -> HistoryBuilder {
    var history = HistoryBuilder(from: "2021-01-04T09:00:00+08:00")
    history.addPlaces()
    history.addRules()
    return history
  }

  private mutating func addPlaces() {
    let places: [(ObjectName, DivisionKind, ObjectName?)] = [
      (SmallCounty.county, .county, nil), (SmallCounty.town, .town, SmallCounty.county),
      (SmallCounty.village, .village, SmallCounty.town),
      (SmallCounty.otherTown, .town, SmallCounty.county),
    ]
    for (division, kind, parent) in places {
      add(
        DivisionRegistered(
          division: division, name: division.key, kind: kind, parent: parent,
          effectiveFrom: "2021-01-01"))
    }
    let bodies: [(TicketActor, ObjectName)] = [
      (.station, SmallCounty.village), (.office, SmallCounty.town), (.town, SmallCounty.town),
      (.county, SmallCounty.county), (.department, SmallCounty.county),
      (.otherTown, SmallCounty.otherTown),
    ]
    for (actor, division) in bodies {
      add(
        BodyRegistered(
          body: actor.body, name: actor.body.key, kind: actor.kind, level: actor.level,
          division: division, subordination: .county, effectiveFrom: "2021-01-01"))
    }
  }

  private mutating func addRules() {
    add(
      RuleSetPublished(
        rule: "rule/origins", kind: .origins,
        content: RuleContent(origins: [
          OriginRule(code: "gridWorker", name: "网格员上报", townSource: .grid),
          OriginRule(code: "hotline", name: "12345 热线", townSource: .public),
        ]), effectiveFrom: "2021-01-01"))
    add(
      RuleSetPublished(
        rule: "rule/limits", kind: .limits,
        content: RuleContent(limits: [
          LimitRule(stage: .handle, amount: 5, unit: .workingDay),
          LimitRule(stage: .handle, grade: .urgent, amount: 24, unit: .hour),
          LimitRule(stage: .handle, category: "E01", amount: 3, unit: .day),
          LimitRule(stage: .accept, amount: 1, unit: .hour),
        ]), effectiveFrom: "2021-01-01"))
    add(
      RuleSetPublished(
        rule: "rule/categories", kind: .categories,
        content: RuleContent(categories: [
          CategoryRule(code: "E01", name: "市容环境"),
          CategoryRule(code: "E01-01", name: "暴露垃圾", parent: "E01"),
        ]), effectiveFrom: "2021-01-01"))
    add(
      WorkCalendarPublished(
        calendar: "calendar/2021",
        days: [
          WorkCalendarPublished.Day(date: "2021-09-18", off: false),
          WorkCalendarPublished.Day(date: "2021-09-20", off: true),
          WorkCalendarPublished.Day(date: "2021-09-21", off: true),
        ], scope: SmallCounty.county, notice: "国办发明电〔2020〕27号", issuedOn: "2020-11-25"))
  }
}

extension ReplayEngine {
  init(_ history: HistoryBuilder) { self.init(MemoryFeed(history.events)) }

  init(_ events: [StoredEvent]) { self.init(MemoryFeed(events)) }
}

/// The named fields of rows as lines, the form in which tests state what they expect.
func lines(_ rows: [ViewRow], _ names: String...) -> String {
  rows.map { row in
    let fields = names.map { "\($0) \(row[$0]?.description ?? "–")" }
    return "\(row.key.shortText): " + fields.joined(separator: ", ")
  }.joined(separator: "\n")
}
