// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// One command on a case with all that was read for it.
struct CaseSetting {
  let name: ObjectName
  let county: County
  let past: Past<CaseState>
  let now: Instant
  let register: CountyRegister
  let organisation: OrganisationState
  let lists: ListsState
  private var inspection: Past<InspectionState>?
  private var earlierCase: ObjectName?

  init(
    name: ObjectName, county: County, past: Past<CaseState>, now: Instant,
    register: CountyRegister, organisation: OrganisationState, lists: ListsState
  ) {
    self.name = name
    self.county = county
    self.past = past
    self.now = now
    self.register = register
    self.organisation = organisation
    self.lists = lists
  }

  var zone: BusinessZone { county.log.identity.zone }
  private var day: CivilDate { zone.date(of: now) }

  /// Reads the inspection that a filing names, and the cases that were filed on it.
  mutating func read(_ filing: CaseFiling) throws(CommandError<Rejection>) {
    guard let name = filing.inspection else { return }
    inspection = try EnforcementInspection(name: name, county: county).past()
    for other in try county.cases(of: name) where other != self.name {
      let state = try PenaltyCase(name: other, county: county).state()
      let isSameParty = !Set(state.parties).isDisjoint(with: filing.parties)
      if state.status != nil, state.closing != .dropped, isSameParty { earlierCase = other }
    }
  }

  /// What the rules read from outside the case, as of the act's day.
  ///
  /// - Throws: A rejection if nobody known acts, or if the case lies outside the scope.
  func context(
    for command: CaseCommand, _ commandID: EventID
  ) throws(Rejection) -> CaseContext {
    let (name, body) = try county.registeredActor(organisation, on: day)
    try county.requireScope(town ?? organisation.town(ofBody: name, on: day))
    var isAgencyKnown = true
    if case .transfer(let agency?, _, _, _) = command {
      isAgencyKnown = organisation.bodies.body(agency, on: day) != nil
    }
    var context = context(by: name, commandID)
    context.person = county.actor.person
    context.level = body.level
    context.isAgencyKnown = isAgencyKnown
    return context
  }

  /// The same for an act of any body.
  func context(by body: ObjectName, _ commandID: EventID) -> CaseContext {
    let own = organisation.town(ofBody: body, on: day)
    let town = town ?? own
    return CaseContext(
      name: name, now: now, zone: zone, commandID: commandID, body: body, town: town,
      actsForTown: own != nil,
      townGovernment: town.flatMap { government(of: $0, above: body) }, powers: lists.powers,
      certificates: organisation.certificates, inspection: inspection?.state,
      earlierCase: earlierCase, procedures: register.procedures, days: register.days)
  }

  /// The town of the organ that filed the case, as of the day of filing.
  private var town: ObjectName? {
    guard let organ = past.state.filedBy, let filed = past.state.filed else { return nil }
    return organisation.town(ofBody: organ, on: zone.date(of: filed))
  }

  /// The body above the organ that answers for the whole town: the highest one in the town itself.
  private func government(of town: ObjectName, above organ: ObjectName) -> ObjectName? {
    organisation.bodies.superiors(of: organ, on: day).last { superior in
      organisation.bodies.body(superior, on: day)?.division == town
    }
  }

  /// When the power of the case was withdrawn from its town after the filing (I-19).
  var withdrawal: PowerEnd? {
    guard let power = past.state.power, let town, let filed = past.state.filed else { return nil }
    let day = zone.date(of: filed)
    let grant = lists.powers.history(of: power).last { $0.town == town && $0.span.contains(day) }
    guard let grant, let end = grant.span.until, end <= self.day else { return nil }
    return PowerEnd(from: end, pending: grant.pending)
  }

  /// What the command was decided by: the case, the register, its powers, its officers'
  /// certificates, and for a filing the inspection with all cases of it.
  func unchanged(since head: Position, by command: CaseCommand) -> AppendCondition {
    var items = command.officers.map { Query.Item.certificate($0.certificate) }
    switch command {
    case .file(let filing):
      items.append(.power(filing.power))
      if let inspection = filing.inspection {
        items.append(Query.Item(references: [Reference(.inspection, inspection)]))
      }
    case .collect: items.append(Query.Item(types: [.powerDevolved, .powerWithdrawn]))
    case .publish(let name, _, _, _), .withdraw(let name, _):
      items.append(Query.Item(references: [Reference(.publication, name)]))
    default: break
    }
    return past.unchanged(since: head, besides: CountyRegister.query.or(Query(items)))
  }
}
