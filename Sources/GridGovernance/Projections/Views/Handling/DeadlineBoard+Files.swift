// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

// Cases and applications: what is open of them, and each of their deadlines.
extension DeadlineBoard {
  private static let caseTypes = Set(CaseEvent.events.map { $0.type })
  private static let applicationTypes = Set(ApplicationEvent.events.map { $0.type })
  static let fileTypes = caseTypes.union(applicationTypes).union([.powerDevolved, .powerWithdrawn])

  /// Takes a fact of a case, an application or a power.
  func takeFile(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    let role: Role =
      event.type == .powerDevolved || event.type == .powerWithdrawn
      ? .power : event.reference(.case) != nil ? .case : .application
    guard let key = event.reference(role), let fact = try AnyFact(event) else { return }
    if fileBook.note(fact, in: key) || role == .power { return changed(key, event) }
    if role == .case, let known = fact.typed(CaseEvent.self) {
      cases.update(key, default: CaseState()) { $0.apply(known) }
    } else if let known = fact.typed(ApplicationEvent.self) {
      applications.update(key, default: ApplicationState()) { $0.apply(known) }
    }
    show(file: key, event)
  }

  /// Folds a case or an application again; of a power, the kind of the items in applications.
  func changed(_ key: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>) {
    let facts = papers[key]?.all ?? []
    switch key.kind {
    case .case: cases[key] = CaseState(afterRepairs: facts.compactMap { $0.typed() })
    case .application:
      applications[key] = ApplicationState(afterRepairs: facts.compactMap { $0.typed() })
    case .power:
      let kind = fileBook.powers(key).kind(of: event.name(of: key))
      for file in linkIndex.rows(under: key) {
        files.updateExisting(file) { $0.itemKind = kind }
      }
      return
    default: return
    }
    show(file: key, event)
  }

  private func show(file key: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>) {
    var row: OpenFileRow?
    if let state = cases[key], let status = state.status, !status.isTerminal {
      row = OpenFileRow(state: status.rawValue)
      let unit = state.actingBody.map { event.object($0) }
      row?.unit = unit
      row?.town = unit.flatMap { places.town(ofBody: $0, on: event.occurredOn) }
    } else if let state = applications[key], let status = state.status, !status.isTerminal {
      row = OpenFileRow(state: status.rawValue)
      row?.unit = state.window.map { event.object($0) }
      row?.town = state.town.map { event.object($0) }
      if let item = state.item.map({ event.object($0) }) {
        row?.itemKind = fileBook.powers(item).kind(of: event.name(of: item))
        linkIndex.note(key, under: item)
      }
    }
    if let row { files[key] = row } else { files.remove(key) }
  }

  private var linkIndex: LinkIndex { LinkIndex(links: items, everything: everything) }

  // MARK: At the asked moment

  /// Adds the deadlines that run, and what silence made of an application.
  public func present(_ row: OpenFileRow, of key: ObjectID, at clock: Instant) -> OpenFileRow {
    var row = row
    let (law, days) = (law, law.days)
    var open: [StepDeadline] = []
    if key.kind == .case, let state = cases[key] {
      open =
        CaseReport(state, at: clock, procedures: law.procedures, days: days, zone: law.zone)
        .deadlines.filter { !$0.step.isRight }
    } else if let state = applications[key] {
      let report = ApplicationReport(
        state, at: clock, kind: row.itemKind, procedures: law.procedures, days: days,
        zone: law.zone)
      row.acceptedBySilence = report.acceptedBySilence
      row.deemedWithdrawn = report.deemedWithdrawn
      guard report.deemedWithdrawn == nil else { return row }
      open = [report.acceptance, report.correction, report.legal, report.delivery]
        .compactMap(\.self)
      row.promised = report.promised.flatMap { $0.done == nil ? $0 : nil }
        .map { StepClock($0, at: clock, days.calendar, law.zone) }
    }
    row.deadlines = open.filter { $0.done == nil }
      .map { StepClock($0, at: clock, days.calendar, law.zone) }
    return row
  }

  /// Each deadline of each file, by file, in the order of the procedure; the promise last.
  public func totals(
    of rows: [(key: ObjectID, row: OpenFileRow)], at clock: Instant
  ) -> [(key: StepKey, row: StepRow)] {
    let zone = law.zone
    return rows.flatMap { key, file in
      var steps = file.deadlines.map { StepRow($0, of: file, at: clock, zone) }
      if let promised = file.promised {
        var step = StepRow(promised, of: file, at: clock, zone)
        step.promised = true
        steps.append(step)
      }
      let clocks = file.deadlines.map(\.step) + [file.promised?.step].compactMap(\.self)
      return zip(clocks, steps).enumerated().map { index, step in
        (StepKey(subject: key, clock: step.0, number: index + 1), step.1)
      }
    }
  }
}
