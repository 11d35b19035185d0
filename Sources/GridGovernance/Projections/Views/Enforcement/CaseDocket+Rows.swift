// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

// How the rows are made from what is known.
extension CaseDocket {
  func refresh(_ keys: [ObjectID], _ event: borrowing RecordedEvent<GovernanceEvent>) {
    for key in keys {
      if key.kind == .inspection { refreshClue(key, event) } else { refresh(key, event) }
    }
  }

  func refresh(_ key: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>) {
    let state = states[key] ?? CaseState()
    let known = notes[key] ?? DocketNotes()
    var row = CaseDocketRow()
    row.show(state) { event.object($0) }
    row.refusedActs = known.refused
    linkIndex.note(key)
    if let body = state.filedBy.map({ event.object($0) }), let filed = state.filed {
      row.town = places.town(ofBody: body, on: event.zone.date(of: filed))
      linkIndex.note(key, under: body)
    }
    check(known.acts, of: state, key, event)
    row.officerFaults = faults(known.acts, of: state, event)
    row.officersValid = known.acts.isEmpty ? nil : row.officerFaults.isEmpty
    if let end = withdrawal(of: state, in: row.town, key, event) {
      row.powerEnds = end.from
      row.pending = end.pending
    }
    move(key, from: cases[key]?.inspection, to: row.inspection, event)
    cases[key] = row
  }

  // MARK: Officers

  /// Certificates that come, or end, later concern the acts that cite them.
  private func check(
    _ acts: [DocketAct], of state: CaseState, _ key: ObjectID,
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) {
    var seen: Set<ObjectName> = []
    for name in acts.flatMap(\.certificates) where seen.insert(name).inserted {
      linkIndex.note(key, under: event.object(name))
    }
  }

  /// The acts that are short of officers: I-10 and I-30 as the deciders put them.
  private func faults(
    _ acts: [DocketAct], of state: CaseState, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) -> [OfficerFault] {
    var faults: [OfficerFault] = []
    let certificates = certificates(of: acts, event)
    let procedures = law.procedures
    let filed = state.filed.map { event.zone.date(of: $0) }
    for act in acts {
      let rules = OfficerRules(
        act, in: state, certificates: certificates,
        fewer: procedures.applied(on: act.day, filed: filed ?? act.day).penalty
          .flatMap(\.fewerOfficers))
      if let rule = rules.brokenRule(by: act) {
        faults.append(OfficerFault(act: act.type, day: act.day, rule: rule))
      }
    }
    return faults
  }

  private func certificates(
    of acts: [DocketAct], _ event: borrowing RecordedEvent<GovernanceEvent>
  ) -> CertificateBook {
    var book = CertificateBook()
    var seen: Set<ObjectName> = []
    for name in acts.flatMap(\.certificates) where seen.insert(name).inserted {
      for fact in fileBook.live(event.object(name)) {
        if let issued = fact.event.event as? CertificateIssued { book.apply(issued) }
        if let ended = fact.event.event as? CertificateInvalidated { book.apply(ended) }
      }
    }
    return book
  }

  // MARK: Powers

  /// I-19: when the power of an open case was withdrawn from its town after the filing.
  private func withdrawal(
    of state: CaseState, in town: ObjectID?, _ key: ObjectID,
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) -> PowerEnd? {
    guard let power = state.power, let filed = state.filed else { return nil }
    linkIndex.note(key, under: event.object(power))
    guard state.isOpen, let town = town.map({ event.name(of: $0) }) else { return nil }
    let day = event.zone.date(of: filed)
    let grant = fileBook.powers(event.object(power)).history(of: power)
      .last { $0.town == town && $0.span.contains(day) }
    return grant.flatMap { grant in
      grant.span.until.map { PowerEnd(from: $0, pending: grant.pending) }
    }
  }

  // MARK: Clues

  /// A case goes to its inspection, and leaves another that a repair took it from.
  private func move(
    _ key: ObjectID, from old: ObjectID?, to new: ObjectID?,
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) {
    guard old != new else { return }
    if let old {
      clues.updateExisting(old) { row in
        row.cases.removeAll { $0 == key }
        row.settle()
      }
    }
    if let new {
      clues.update(new, default: ClueRow()) { row in
        row.cases.append(key)
        row.settle()
      }
    }
  }

  func refreshClue(_ key: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>) {
    var row = ClueRow()
    row.cases = clues[key]?.cases ?? []
    for fact in fileBook.live(key) {
      if let closed = fact.event.event as? ClueClosed { row.ground = closed.ground }
      guard let found = fact.event.event as? InspectionRecorded, row.result == nil else { continue }
      let day = event.zone.date(of: fact.occurred)
      let division = event.object(found.division)
      row.result = found.result
      row.division = division
      row.town = places.town(of: division, on: day)
      row.body = fact.actor.body.map { event.object($0) }
      row.inspected = fact.occurred
      row.powers = found.power.map { event.object($0) }
      row.ticket = found.ticket.map { event.object($0) }
      if let act = DocketAct(found, on: day) {
        check([act], of: CaseState(), key, event)
        row.officersValid = faults([act], of: CaseState(), event).isEmpty
      }
    }
    row.settle()
    clues[key] = row
  }
}

extension ClueRow {
  fileprivate mutating func settle() {
    open = result == .clue && cases.isEmpty && ground == nil
  }
}

extension CaseDocketRow {
  fileprivate mutating func show(_ state: CaseState, _ object: (ObjectName) -> ObjectID) {
    self.state = state.status
    round = state.round
    agency = state.agency.map(object)
    actingBody = state.actingBody.map(object)
    power = state.power.map(object)
    procedure = state.procedure
    filed = state.filed
    inspection = state.inspection.map(object)
    ticket = state.ticket.map(object)
    outcomes = state.decisions.map(\.outcome)
    decided = state.decision?.at
    closing = state.closing
    gaps = state.missingRecords
    uncheckedDevices = state.uncheckedDevices
    openRequests = state.time.requests.filter { $0.outcome == nil }.map(\.name)
    extensions = state.time.granted
    suspensions = state.time.pauses.count
    suspended = state.time.isSuspended
    measures = state.measures
    remedies = state.remedies
    underRemedy = state.isUnderRemedy
    annulled = state.isAnnulled
    quality = state.quality
    anomaly = state.anomalies.first?.rule
  }
}

extension OfficerRules {
  /// The rules as a view asks them: nobody proposes anything, and a refusal is only a flag.
  fileprivate init(
    _ act: DocketAct, in state: CaseState, certificates: CertificateBook,
    fewer: [FewerOfficersRule]
  ) {
    // Those who sign an ordinary decision are heads, not the two who act: I-10 alone.
    let isOfHeads = act.act == .decisionOnTheSpot && state.procedure != .simple
    let isFree = act.act == .assignment || act.act == .inspection || isOfHeads
    self.init(
      act: act.act, command: act.type, commandID: EventID(high: 0, low: 0),
      proposer: "body/none", town: nil, subject: state.name ?? "case/none", day: act.day,
      certificates: certificates, assigned: isFree ? nil : state.officers(on: act.day),
      fewer: isOfHeads
        ? [FewerOfficersRule(act: act.act, least: 0, article: "I-10")] : fewer,
      method: act.method)
  }

  fileprivate func brokenRule(by act: DocketAct) -> String? {
    do throws(Rejection) {
      try check(certified(act.officers, act.certificates))
      return nil
    } catch {
      return error.rule
    }
  }
}

extension CaseState: TableRow {}
